/** Every address of the app opens cold without a network, with the sample office in it. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { sampleWindow } from '../support/everywhere.ts';
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

test('every address opens cold with the server gone', async () => {
  const { window, desk, all } = await sampleWindow(browser, server, 'laptop');
  await server.stop();
  await desk.page.close();
  const missing: string[] = [];
  for (const address of all) {
    const tab = await sitDown(window, server.address);
    await tab.visit(address);
    const heading = await tab.page.locator('h1').first().textContent();
    if (!heading?.trim() || /no such place|nothing at this address/i.test(heading))
      missing.push(`${address}: ${heading}`);
    expect(tab.complaints).toEqual([]);
    await tab.page.close();
  }
  expect(missing).toEqual([]);
  await server.start();
  await window.close();
});
