/** Everything is lost but the paper: the recovery words bring the office back on a new device. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openWindow } from '../support/browser.ts';
import { sitDown } from '../support/office.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { connectServer, sent } from '../support/shared-office.ts';

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await server.remove();
});

test('twenty-four words and the server’s address bring everything back', async () => {
  const [old, fresh] = await Promise.all([openWindow(browser), openWindow(browser)]);
  const anna = await sitDown(old, server.address);
  await anna.foundOffice('Helena Marsh', 'Anna Reed');
  await connectServer(anna);
  await anna.open('Tasks');
  await anna.addTask('Order the flowers');
  await sent(anna);

  await anna.visit('/settings/recovery');
  await anna.page.getByRole('button', { name: 'Make recovery words' }).click();
  const dialog = anna.page.getByRole('dialog');
  await dialog.locator('ol.words li').nth(23).waitFor();
  const words = (await dialog.locator('ol.words li').allInnerTexts()).map((text) => text.replace(/\d+\s*/, ''));
  expect(words).toHaveLength(24);
  await dialog.getByRole('button', { name: 'I have them on paper' }).click();
  const typeIn = async (scope: typeof dialog | typeof anna.page, all: readonly string[]) => {
    const fields = scope.locator('ol.words input');
    for (const [at, word] of all.entries()) await fields.nth(at).fill(word);
  };
  await typeIn(dialog, words);
  await dialog.getByRole('button', { name: 'Check them' }).click();
  await dialog.getByText('They are right').waitFor();
  await old.close();

  const again = await sitDown(fresh, server.address);
  await again.visit('/restore');
  await typeIn(again.page, words);
  await again.page.getByRole('button', { name: 'Bring it back' }).click();
  await again.page.waitForURL((url) => url.pathname === '/', { timeout: 60_000 });
  await again.open('Tasks');
  await again.sees('Order the flowers');
  expect(again.complaints).toEqual([]);

  await again.visit('/settings/people');
  await again.sees('Anna Reed');
  await again.sees('Here now');
});
