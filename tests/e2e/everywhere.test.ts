/**
 * Every address of the app, with the sample office in it: opens cold without a network, keeps to the policy,
 * and can be used by everybody, in both themes and on both screens.
 */
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { barriers } from '../support/axe.ts';
import { launchBrowser, openWindow, type Screen, type Theme } from '../support/browser.ts';
import { places, sitDown, type Desk } from '../support/office.ts';
import { startServer, type TestServer } from '../support/server.ts';

const addresses: readonly string[] = [
  ...Object.values(places),
  '/calendar/day',
  '/calendar/week',
  '/calendar/month',
  '/calendar/list',
  '/calendar/year',
  '/calendar?new',
  '/tasks/board',
  '/tasks?new',
  '/people?new',
  '/search?q=board',
  '/import',
  '/start'
];

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await server.remove();
});

/** A window in which the sample office is open and kept, with addresses of some of its records. */
async function sampleWindow(
  screen: Screen,
  theme: Theme
): Promise<{ window: BrowserContext; desk: Desk; all: string[] }> {
  const window = await openWindow(browser, { screen, theme });
  const desk = await sitDown(window, server.address);
  await desk.trySample();
  await desk.allOpen();
  await desk.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const records: string[] = [];
  for (const place of ['/people', '/tasks'] as const) {
    await desk.visit(place);
    const link = desk.page.locator(`main a[href^="${place}/"]`).first();
    const row = desk.page.locator('main [data-row]').first();
    const id =
      (await link.count()) > 0 ? await link.getAttribute('href') : await row.getAttribute('data-row');
    if (id) records.push(id.startsWith('/') ? id : `${place}/${id}`);
  }
  expect(records).toHaveLength(2);
  return { window, desk, all: [...addresses, ...records] };
}

describe.each<[Screen, Theme]>([
  ['laptop', 'light'],
  ['laptop', 'dark'],
  ['phone', 'light'],
  ['phone', 'dark']
])('on a %s, %s', (screen, theme) => {
  test('nothing stands in anybody’s way, and nothing breaks the policy', async () => {
    const { window, desk, all } = await sampleWindow(screen, theme);
    const found: string[] = [];
    for (const address of all) {
      await desk.visit(address);
      found.push(...(await barriers(desk.page)).map((barrier) => `${address}: ${barrier}`));
    }
    expect(found).toEqual([]);
    expect(desk.complaints).toEqual([]);
    await window.close();
  });
});

test('every address opens cold with the server gone', async () => {
  const { window, desk, all } = await sampleWindow('laptop', 'light');
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
