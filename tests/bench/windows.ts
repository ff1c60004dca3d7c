/**
 * A real Chromium over the built app, for benchmarks: a profile that lasts, the sample office of any size
 * in it, slower machines and lines through the browser's own throttling.
 * ANTEROOM_BENCH_BUILD=keep measures the build that is there, also when the sources have changed since.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, CDPSession, Page } from 'playwright-core';
import { build, isBuilt, root } from '../../sync-server/prepare.js';
import { openProfile, type Profile } from '../support/browser.ts';
import { startServer, type TestServer } from '../support/server.ts';

export interface Site {
  readonly server: TestServer;
  readonly profile: Profile;
  close(): Promise<void>;
}

export async function openSite(): Promise<Site> {
  const keep = process.env.ANTEROOM_BENCH_BUILD === 'keep' && existsSync(join(root, 'build', 'index.html'));
  if (!keep && !isBuilt() && (await build()) !== 0) throw new Error('The app could not be built, see above.');
  const server = await startServer();
  const profile = await openProfile();
  return {
    server,
    profile,
    close: async () => {
      await profile.remove();
      await server.remove();
    }
  };
}

/** Where the office is known to be on screen, whatever day it is. */
const TODAY_PAINTED = '.agenda .item, .due li';

/** Founds the sample office of that size, and waits until all of it is saved. */
export async function makeSample(window: BrowserContext, address: string, records: number): Promise<void> {
  const page = await window.newPage();
  page.setDefaultTimeout(600_000);
  await page.goto(`${address}/start?records=${records}`);
  await page.getByRole('button', { name: 'Open the sample' }).click();
  await page.waitForURL(`${address}/`);
  await page.locator(TODAY_PAINTED).first().waitFor();
  await page.getByText('Still opening').first().waitFor({ state: 'hidden' });
  await page.close();
}

export interface Slow {
  /** How many times slower the processor is. */
  readonly cpu?: number;
  /** Megabits a second and milliseconds there and back. */
  readonly line?: { readonly speed: number; readonly delay: number };
}

export async function slow(page: Page, { cpu = 1, line }: Slow): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: cpu });
  if (line) {
    const bytes = (line.speed * 1e6) / 8;
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: line.delay,
      downloadThroughput: bytes,
      uploadThroughput: bytes
    });
  }
  return session;
}

/** A phone of the middle class on a fair line. */
export const FIELD: Slow = { cpu: 4, line: { speed: 9, delay: 100 } };

/** Notes in the page when its largest part was painted, and does nothing else that would take time from it. */
export async function watchPaint(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const marks: Record<string, number> = {};
    (globalThis as { anteroomMarks?: object }).anteroomMarks = marks;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) marks.largestPaint = entry.startTime;
    }).observe({ type: 'largest-contentful-paint', buffered: true });
  });
}

/** Notes in the page when its database was first asked for, Today painted, every year open; milliseconds since it was asked for. */
export async function watchOpening(page: Page): Promise<void> {
  await page.addInitScript((painted) => {
    const marks: Record<string, number> = {};
    (globalThis as { anteroomMarks?: object }).anteroomMarks = marks;
    const open = indexedDB.open.bind(indexedDB);
    indexedDB.open = (...args) => {
      marks.database ??= performance.now();
      return open(...args);
    };
    const look = () => {
      if (!document.querySelector(painted)) return;
      // Painted is after the frame that shows it.
      if (marks.today === undefined) {
        marks.today = -1;
        requestAnimationFrame(() => setTimeout(() => (marks.today = performance.now())));
      }
      if (!/still opening/i.test(document.body.innerText)) marks.everything ??= performance.now();
      else delete marks.everything;
    };
    new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
  }, TODAY_PAINTED);
}

export type Marks = Record<'database' | 'today' | 'everything', number>;

/** Opens Today and waits until every year is open. */
export async function openToday(page: Page, address: string): Promise<Marks> {
  await page.goto(`${address}/`);
  await page.waitForFunction(
    () => {
      const marks = (globalThis as { anteroomMarks?: Partial<Marks> }).anteroomMarks;
      return marks?.everything !== undefined && (marks.today ?? -1) > 0;
    },
    undefined,
    { timeout: 120_000 }
  );
  // Whatever idle time still opens would take the mark away again.
  await page.waitForTimeout(1500);
  return page.evaluate(() => (globalThis as unknown as { anteroomMarks: Marks }).anteroomMarks);
}
