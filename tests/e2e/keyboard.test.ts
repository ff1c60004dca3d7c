/** A day's work with the keyboard alone: the mouse is never touched. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openWindow } from '../support/browser.ts';
import { sitDown } from '../support/office.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await server.remove();
});

test('an appointment is made, moved a quarter of an hour, and the move undone', async () => {
  const window = await openWindow(browser);
  const desk = await sitDown(window, server.address);
  const { keyboard } = desk.page;
  await desk.foundOffice('Helena Marsh');
  await desk.open('Calendar');
  await desk.command('New appointment');
  await desk.page.getByRole('dialog', { name: 'New appointment' }).locator('input:focus').waitFor();
  await keyboard.type('Tea with the ambassador');
  await keyboard.press('Enter');
  await desk.sees(/Tea with the ambassador was added/);
  await desk.saved();

  await desk.tabTo('Tea with the ambassador');
  await keyboard.press('Alt+ArrowDown');
  await desk.sees(/Moved|:15|:45/);
  await keyboard.press('Control+z');
  await desk.sees(/Undone/);
  await desk.saved();
  expect(desk.complaints).toEqual([]);
  await window.close();
});

test('a task is written, found by Tab and done', async () => {
  const window = await openWindow(browser);
  const desk = await sitDown(window, server.address);
  await desk.foundOffice('Helena Marsh');
  await desk.open('Tasks');
  await desk.tabTo('Add a task');
  await desk.page.keyboard.type('Water the orchids');
  await desk.page.keyboard.press('Enter');
  await desk.sees('was added');
  await desk.tabTo('Done: Water the orchids');
  await desk.page.keyboard.press('Space');
  await desk.sees('Water the orchids: done.');
  await desk.saved();
  expect(desk.complaints).toEqual([]);
  await window.close();
});
