/** Two tabs of one browser are one desk. */
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

test('what is written in one tab stands in the other at once, both ways, and after both are closed', async () => {
  const window = await openWindow(browser);
  const left = await sitDown(window, server.address);
  await left.foundOffice('Helena Marsh');
  await left.open('Tasks');
  const right = await sitDown(window, server.address);
  await right.open('Tasks');

  await left.addTask('Book the small dining room');
  await right.sees('Book the small dining room');
  await right.addTask('Find the blue folder');
  await left.sees('Find the blue folder');

  await left.page.close();
  await right.addTask('Call the piano tuner');
  await right.page.close();
  const later = await sitDown(window, server.address);
  await later.open('Tasks');
  for (const title of ['Book the small dining room', 'Find the blue folder', 'Call the piano tuner'])
    await later.sees(title);
  expect([left, right, later].flatMap(({ complaints }) => complaints)).toEqual([]);
  await window.close();
});
