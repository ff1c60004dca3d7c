/** The office server is killed, and comes back with yesterday's backup: the devices give it back what it lost. */
import { spawnSync } from 'node:child_process';
import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { environment, node24, root } from '../../sync-server/prepare.js';
import { launchBrowser, openWindow } from '../support/browser.ts';
import { sitDown } from '../support/office.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { bringIn, connectServer, kept, sent } from '../support/shared-office.ts';

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await server.remove();
});

test('what the server lost comes back from whoever has it, also from one who did not write it', async () => {
  const windows = await Promise.all([openWindow(browser), openWindow(browser, { screen: 'phone' })]);
  const anna = await sitDown(windows[0]!, server.address);
  await anna.foundOffice('Helena Marsh', 'Anna Reed');
  await connectServer(anna);
  const helena = await bringIn(anna, windows[1]!, 'Executive', 'Helena Marsh');
  await Promise.all([anna, helena].map(kept));

  const backup = join(server.data, 'yesterday.sqlite');
  const { status, stderr } = spawnSync(node24, ['sync-server/backup.ts', backup], {
    cwd: root,
    env: environment({ ANTEROOM_DATA: server.data }),
    encoding: 'utf8'
  });
  expect([status, stderr]).toEqual([0, '']);
  await anna.open('Tasks');
  await anna.addTask('Order the flowers');
  await helena.open('Tasks');
  await helena.addTask('Ring the embassy');
  await helena.sees('Order the flowers');
  await anna.sees('Ring the embassy');
  await Promise.all([anna, helena].map(sent));

  // Helena's phone is off when the server comes back with yesterday's log; Anna's laptop has what she wrote.
  await helena.page.close();
  await server.kill();
  for (const name of ['relay.sqlite', 'relay.sqlite-wal', 'relay.sqlite-shm'])
    await rm(join(server.data, name), { force: true });
  await copyFile(backup, join(server.data, 'relay.sqlite'));
  await anna.addTask('Written while it was away');
  await server.start();
  await sent(anna);
  await anna.page.getByRole('button', { name: /^Sent/ }).click();
  await anna.sees('The office server had lost something');

  const ben = await bringIn(anna, await openWindow(browser), 'Assistant', 'Ben Okafor');
  await ben.open('Tasks');
  const all = ['Order the flowers', 'Ring the embassy', 'Written while it was away'];
  for (const title of all) await ben.sees(title);
  const back = await sitDown(windows[1]!, server.address);
  await back.open('Tasks');
  for (const title of all) await back.sees(title);
  expect([anna, back, ben].flatMap(({ complaints }) => complaints)).toEqual([]);
  await Promise.all(windows.map((window) => window.close()));
});
