/**
 * Every address of the app, with the sample office in it: opens cold without a network, keeps to the policy,
 * and can be used by everybody, in both themes and on both screens.
 */
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { barriers } from '../support/axe.ts';
import { launchBrowser, openWindow, type Screen } from '../support/browser.ts';
import { places, settled, sitDown, type Desk } from '../support/office.ts';
import { startServer, type TestServer } from '../support/server.ts';

const addresses: readonly string[] = [
  ...Object.values(places),
  '/calendar/day',
  '/calendar/week',
  '/calendar/month',
  '/calendar/agenda',
  '/calendar/year',
  '/calendar/new',
  '/tasks/board',
  '/tasks/new',
  '/people/new',
  '/search?q=board',
  '/import',
  '/settings/people',
  '/settings/server',
  '/settings/recovery',
  '/settings/lock',
  '/join',
  '/restore',
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
async function sampleWindow(screen: Screen): Promise<{ window: BrowserContext; desk: Desk; all: string[] }> {
  const window = await openWindow(browser, { screen });
  const desk = await sitDown(window, server.address);
  await desk.trySample();
  await desk.allOpen();
  await desk.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const records: string[] = [];
  for (const place of ['/people', '/tasks'] as const) {
    await desk.visit(place);
    const row = desk.page.locator('main [data-row]').first();
    records.push(`${place}/${await row.getAttribute('data-row')}`);
  }
  return { window, desk, all: [...addresses, ...records] };
}

test.each<Screen>(['laptop', 'phone'])(
  'on a %s nothing stands in anybody’s way, light or dark, and nothing breaks the policy',
  async (screen) => {
    const { window, desk, all } = await sampleWindow(screen);
    const found: string[] = [];
    const note = (where: string, barriers: readonly string[]) =>
      found.push(...barriers.map((barrier) => `${where}: ${barrier}`));
    for (const address of all) {
      await desk.visit(address);
      note(address, await barriers(desk.page));
      await desk.page.emulateMedia({ colorScheme: 'dark' });
      await settled(desk.page);
      note(`${address}, dark`, await barriers(desk.page, 'contrast'));
      await desk.page.emulateMedia({ colorScheme: 'light' });
    }
    expect(found).toEqual([]);
    expect(desk.complaints).toEqual([]);
    await window.close();
  },
  400_000
);

test('every address opens cold with the server gone', async () => {
  const { window, desk, all } = await sampleWindow('laptop');
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
