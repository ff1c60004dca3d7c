/** Anteroom as an installed app: the manifest, the copy on the device, and its size. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../../sync-server/prepare.js';
import { launchBrowser, openWindow } from '../support/browser.ts';
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

const built = (path: string) => readFileSync(join(root, 'build', path));

test('Chromium finds nothing that keeps it from being installed', async () => {
  const window = await openWindow(browser);
  const page = await window.newPage();
  await page.goto(server.address);
  const devtools = await window.newCDPSession(page);
  const { url, errors, data } = await devtools.send('Page.getAppManifest');
  expect([url, errors]).toEqual([`${server.address}/manifest.webmanifest`, []]);
  const manifest = JSON.parse(data ?? '{}') as {
    shortcuts: { url: string }[];
    file_handlers: { accept: object }[];
  };
  expect(manifest.shortcuts.map(({ url }) => url)).toEqual(['/', '/calendar/new', '/tasks/new']);
  expect(manifest.file_handlers.flatMap(({ accept }) => Object.keys(accept))).toEqual([
    'text/calendar',
    'text/vcard'
  ]);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
  // The tests' windows are private ones, which Chromium never installs from.
  expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).toEqual(
    []
  );
  await window.close();
});

test('what the copy on the device fetches stays below 1.5 MB and leaves out what has to be asked for', () => {
  const worker = built('service-worker.js').toString();
  const kept = [...worker.matchAll(/"url":"([^"]+)"/g)].map((found) => found[1]!);
  expect(kept).toContain('index.html');
  expect(kept.filter((url) => /version\.json|service-worker/.test(url))).toEqual([]);
  const stored = kept.map(built);
  const size = (files: readonly Buffer[]) => files.reduce((sum, { length }) => sum + length, 0);
  const sent = size(stored.map((file) => gzipSync(file)));
  console.log(
    `${kept.length} files, ${Math.round(size(stored) / 1000)} kB, ${Math.round(sent / 1000)} kB compressed`
  );
  expect(sent).toBeLessThan(1_500_000);
});
