/** Every address of the app, with the sample office in it, and whether everybody can use what stands there. */
import type { Browser, BrowserContext } from 'playwright-core';
import { expect } from 'vitest';
import { barriers } from './axe.ts';
import { openWindow, type Screen } from './browser.ts';
import { places, settled, sitDown, type Desk } from './office.ts';
import type { TestServer } from './server.ts';

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

export interface SampleWindow {
  readonly window: BrowserContext;
  readonly desk: Desk;
  /** All addresses, those of some of its records included. */
  readonly all: readonly string[];
}

/** A window in which the sample office is open and kept. */
export async function sampleWindow(
  browser: Browser,
  server: TestServer,
  screen: Screen
): Promise<SampleWindow> {
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

/** Visits every address, in both themes: nothing stands in anybody's way, nothing breaks the policy. */
export async function expectOpenToEverybody(
  browser: Browser,
  server: TestServer,
  screen: Screen
): Promise<void> {
  const { window, desk, all } = await sampleWindow(browser, server, screen);
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
}
