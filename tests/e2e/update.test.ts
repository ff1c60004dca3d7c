/** A newer version of the app waits until somebody takes it, and what was written stays. */
import { appendFile, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '../../sync-server/app.ts';
import { listen, stopGently, type Listening } from '../../sync-server/listen.ts';
import { root } from '../../sync-server/prepare.js';
import { launchBrowser, openWindow } from '../support/browser.ts';
import { sitDown } from '../support/office.ts';

let folder: string;
let browser: Browser;
let serving: Listening;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anteroom-build-'));
  await cp(join(root, 'build'), folder, { recursive: true });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await stopGently(serving.server);
  await rm(folder, { recursive: true });
});

async function serve(port = 0): Promise<void> {
  const app = createApp({ folder, version: '0.0.0' });
  if (!app.ok) throw new Error(app.error.message);
  const listening = await listen(app.value, { port, host: undefined });
  if (!listening.ok) throw new Error(listening.error.message);
  serving = listening.value;
}

/** The same app with another worker, as a new build brings one. */
async function deploy(): Promise<void> {
  const port = Number(new URL(serving.address).port);
  serving.server.closeAllConnections();
  await stopGently(serving.server);
  await appendFile(join(folder, 'service-worker.js'), '\n// a newer version');
  await Promise.all(['br', 'gz'].map((end) => rm(join(folder, `service-worker.js.${end}`))));
  await serve(port);
}

test('a new version asks first, is taken by one press, and everything written is still there', async () => {
  await serve();
  const window = await openWindow(browser);
  const desk = await sitDown(window, serving.address);
  await desk.foundOffice('Helena Marsh');
  await desk.open('Tasks');
  await desk.addTask('Order the orchids for the board room');
  await desk.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));

  await deploy();
  await desk.open('Tasks');
  await desk.page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
  const take = desk.page.getByRole('button', { name: 'Reload to use it' });
  await take.waitFor();
  expect(await desk.page.evaluate(async () => (await navigator.serviceWorker.ready).waiting !== null)).toBe(
    true
  );

  await Promise.all([desk.page.waitForEvent('load'), take.click()]);
  await desk.sees('Order the orchids for the board room');
  expect(await desk.page.evaluate(async () => (await navigator.serviceWorker.ready).waiting)).toBeNull();
  await window.close();
});
