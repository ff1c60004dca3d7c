/** Two people in one note: both type at once, each sees where the other is, and what was written apart comes together. */
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openWindow } from '../support/browser.ts';
import { sitDown, type Desk } from '../support/office.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { bringIn, connectServer, sent } from '../support/shared-office.ts';

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await server.remove();
});

/** Opens the task's note for typing. */
async function openNote({ page, open }: Desk, title: string): Promise<Locator> {
  await open('Tasks');
  await page.getByText(title, { exact: true }).first().click();
  const shown = page.getByRole('button', { name: 'Edit Notes' });
  const missing = page.getByRole('button', { name: 'Notes', exact: true });
  await shown.or(missing).first().click();
  const note = page.getByRole('textbox', { name: 'Notes' });
  await note.waitFor();
  return note;
}

const WAIT = { timeout: 30_000 };
const lines = (note: Locator): Promise<string[]> => note.locator('p').allInnerTexts();
const plain = (texts: string[]): string[] => texts.map((text) => text.replace(/\u2060.*\u2060/s, '').trim());

test('two people type in one note at once, see each other, and undo only what is theirs', async () => {
  const windows = await Promise.all([openWindow(browser), openWindow(browser)]);
  const anna = await sitDown(windows[0]!, server.address);
  await anna.foundOffice('Helena Marsh', 'Anna Reed');
  await connectServer(anna);
  await anna.open('Tasks');
  await anna.addTask('Seating for the dinner');
  await sent(anna);
  const helena = await bringIn(anna, windows[1]!, 'Executive', 'Helena Marsh');

  const annas = await openNote(anna, 'Seating for the dinner');
  await annas.pressSequentially('The ambassador at the window');
  const helenas = await openNote(helena, 'Seating for the dinner');
  await expect.poll(() => helenas.innerText(), WAIT).toContain('The ambassador at the window');
  await helena.page.locator('.caret-name', { hasText: 'Anna Reed' }).waitFor();

  await helenas.press('Control+End');
  await helenas.press('Enter');
  await annas.press('Control+End');
  await annas.press('ArrowUp');
  await annas.press('End');
  await Promise.all([
    helenas.pressSequentially('Nobody beside the press', { delay: 20 }),
    annas.pressSequentially(', not the door', { delay: 20 })
  ]);
  await anna.page.locator('.caret-name', { hasText: 'Helena Marsh' }).waitFor();
  const both = ['The ambassador at the window, not the door', 'Nobody beside the press'];
  for (const note of [annas, helenas])
    await expect.poll(async () => plain(await lines(note)), WAIT).toEqual(both);

  await annas.press('Control+z');
  const undone = ['The ambassador at the window', 'Nobody beside the press'];
  for (const note of [annas, helenas])
    await expect.poll(async () => plain(await lines(note)), WAIT).toEqual(undone);

  await server.stop();
  await annas.press('Control+End');
  await annas.press('Enter');
  await annas.pressSequentially('Cards in French');
  await helenas.press('Control+End');
  await helenas.press('Enter');
  await helenas.pressSequentially('Flowers from Rosa');
  await Promise.all([anna.saved(), helena.saved()]);
  await server.start();
  for (const note of [annas, helenas])
    await expect
      .poll(async () => plain(await lines(note)).sort(), { timeout: 60_000 })
      .toEqual(expect.arrayContaining(['Cards in French', 'Flowers from Rosa', 'Nobody beside the press']));
  expect(plain(await lines(annas))).toEqual(plain(await lines(helenas)));
  expect((await lines(annas)).filter((line) => line.includes('Nobody beside the press'))).toHaveLength(1);
  expect([anna, helena].flatMap(({ complaints }) => complaints)).toEqual([]);
  await Promise.all(windows.map((window) => window.close()));
});
