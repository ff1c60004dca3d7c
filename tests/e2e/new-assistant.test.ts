/** A new assistant: invited, compared, working on what is granted and seeing nothing else, then shown out. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openWindow } from '../support/browser.ts';
import { sitDown } from '../support/office.ts';
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

test('a new assistant reads and writes what is granted, never what is private, and nothing new once removed', async () => {
  const [laptop, desk2] = await Promise.all([openWindow(browser), openWindow(browser)]);
  const anna = await sitDown(laptop, server.address);
  await anna.foundOffice('Helena Marsh', 'Anna Reed');
  await connectServer(anna);
  await anna.open('Tasks');
  await anna.addTask('Order the flowers');
  await anna.open('Calendar');
  await anna.command('New appointment');
  const form = anna.page.getByRole('dialog', { name: 'New appointment' });
  await form.locator('input:focus').waitFor();
  await anna.page.keyboard.type('Cardiologist');
  await form.getByRole('button', { name: /Everyone/ }).click();
  await anna.page
    .getByRole('menuitemradio', { name: /Private/ })
    .or(anna.page.getByRole('option', { name: /Private/ }))
    .first()
    .click();
  await form.getByRole('button', { name: 'Done' }).click();
  await anna.sees(/Cardiologist was added/);
  await sent(anna);

  const ben = await bringIn(anna, desk2, 'Assistant', 'Ben Okafor');
  await ben.open('Tasks');
  await ben.sees('Order the flowers');
  await ben.visit('/search?q=Cardiologist');
  expect(await ben.page.getByText('Cardiologist', { exact: true }).count()).toBe(0);

  await anna.open('Tasks');
  await ben.open('Tasks');
  await ben.addTask('Collect the dry cleaning');
  await anna.sees('Collect the dry cleaning');

  await anna.visit('/settings/people');
  await anna.page.getByRole('button', { name: /Remove Ben Okafor/ }).click();
  await anna.page
    .getByRole('dialog')
    .getByRole('button', { name: /^Remove/ })
    .click();
  await anna.sees('Ben Okafor was removed.');
  await anna.open('Tasks');
  await anna.addTask('Change the alarm code');
  await sent(anna);
  await ben.open('Tasks');
  await ben.sees('Order the flowers');
  expect(await ben.page.getByText('Change the alarm code').count()).toBe(0);
  expect([anna, ben].flatMap(({ complaints }) => complaints)).toEqual([]);
  await Promise.all([laptop.close(), desk2.close()]);
});
