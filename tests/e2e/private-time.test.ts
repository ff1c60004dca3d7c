/** A private appointment: half-typed it reaches nobody; made, it is a busy time to the assistant and nothing more. */
import type { Browser } from 'playwright-core';
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

/** Something that everybody sees has come to that desk, so whatever was sent before it has come too. */
async function bothInStep(from: Desk, to: Desk, word: string): Promise<void> {
  await from.open('Tasks');
  await from.addTask(word);
  await sent(from);
  await to.open('Tasks');
  await to.sees(word);
}

const times = (desk: Desk): Promise<string[]> => desk.page.locator('.cal-event .cal-title').allInnerTexts();

test('an assistant sees nothing of it while it is typed, a busy time when it is made, and no time when it is gone', async () => {
  const windows = await Promise.all([openWindow(browser), openWindow(browser)]);
  const anna = await sitDown(windows[0]!, server.address);
  await anna.foundOffice('Helena Marsh', 'Anna Reed');
  await connectServer(anna);
  const ben = await bringIn(anna, windows[1]!, 'Assistant', 'Ben Okafor');

  await anna.visit('/calendar/new');
  const form = anna.page.getByRole('dialog');
  await form.locator('[data-who-can-see] button').click();
  await anna.page
    .getByRole('menuitemradio', { name: /^Private/ })
    .or(anna.page.getByRole('menuitem', { name: /^Private/ }))
    .first()
    .click();
  await form.getByLabel('Title').fill('Doctor Weiss');
  await form.getByLabel('Place').fill('Harley Street 9');
  await anna.saved();
  // The form stays open; its other window goes on working.
  const beside = await sitDown(windows[0]!, server.address);
  await bothInStep(beside, ben, 'Water the plants');
  await ben.open('Calendar');
  expect(await times(ben)).toEqual([]);

  await form.getByRole('button', { name: 'Done', exact: true }).click();
  await anna.sees('Doctor Weiss');
  await sent(anna);
  await ben.sees('Busy');
  expect(await times(ben)).toEqual(['Busy']);
  await anna.open('Calendar');
  expect(await times(anna)).toEqual(['Doctor Weiss']);
  expect(await ben.page.content()).not.toMatch(/Weiss|Harley/);
  await ben.visit('/search?q=Weiss');
  await ben.visit('/search?q=Harley');
  expect(await ben.page.locator('main').innerText()).not.toMatch(/Busy|Doctor/);

  await anna.open('Calendar');
  await anna.page.locator('.cal-event').first().focus();
  await anna.page.keyboard.press('Delete');
  await anna.page.locator('.cal-event').waitFor({ state: 'hidden' });
  await bothInStep(beside, ben, 'Feed the cat');
  await ben.open('Calendar');
  await expect.poll(() => times(ben), { timeout: 20_000 }).toEqual([]);
  expect([anna, ben].flatMap(({ complaints }) => complaints)).toEqual([]);
  await Promise.all(windows.map((window) => window.close()));
});
