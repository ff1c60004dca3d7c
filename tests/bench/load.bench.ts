/**
 * The morning: the built app in a real Chromium over an office of 100,000 records and ten years. From the
 * first question to the database until Today is painted and until everything can be searched; heap; bytes at
 * rest. Beside it the same records as nested Y.Maps in y-indexeddb, and JSON.parse, in the same browser.
 */
import { median, report } from './figures.ts';
import { serveReference } from './page/serve.ts';
import { FIELD, makeSample, openSite, openToday, slow, watchOpening, watchPaint } from './windows.ts';

const SIZE = Number(process.env.ANTEROOM_BENCH_RECORDS ?? 100_000);
const RUNS = 3;
const name = `${SIZE.toLocaleString('en')} records`;
const site = await openSite();
const reference = await serveReference();
const { address } = site.server;
try {
  let window = await site.profile.open();
  await makeSample(window, address, SIZE);
  // A fresh browser over the same disk, as in the morning.
  await window.close();
  window = await site.profile.open();

  const opened = { today: [] as number[], everything: [] as number[] };
  let heap = 0;
  let rest = 0;
  for (let run = 0; run < RUNS; run++) {
    const page = await window.newPage();
    await watchOpening(page);
    const session = await slow(page, {});
    const marks = await openToday(page, address);
    opened.today.push(marks.today - marks.database);
    opened.everything.push(marks.everything - marks.database);
    await session.send('HeapProfiler.enable');
    await session.send('HeapProfiler.collectGarbage');
    heap = (await session.send('Runtime.getHeapUsage')).usedSize / 1e6;
    rest = await page.evaluate(async () => {
      const { usage = 0, usageDetails } = (await navigator.storage.estimate()) as StorageEstimate & {
        usageDetails?: { indexedDB?: number };
      };
      return (usageDetails?.indexedDB ?? usage) / 1e6;
    });
    await page.close();
  }

  const other = await window.newPage();
  other.setDefaultTimeout(600_000);
  await other.goto(reference.url);
  await other.waitForFunction(() => 'reference' in globalThis);
  await other.evaluate((size) => globalThis.reference.fill(size), SIZE);
  await other.reload();
  await other.waitForFunction(() => 'reference' in globalThis);
  const nested = await other.evaluate(() => globalThis.reference.load());
  const session = await other.context().newCDPSession(other);
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  const nestedHeap = (await session.send('Runtime.getHeapUsage')).usedSize / 1e6;
  const nestedRest = await other.evaluate(
    async () => ((await navigator.storage.estimate()).usage ?? 0) / 1e6
  );
  const parse = await other.evaluate((size) => globalThis.reference.parse(size), SIZE);
  await other.close();

  const what = 'nested Y.Maps in y-indexeddb';
  report({
    bench: 'load',
    what: `${name}: sealed log to Today painted`,
    value: median(opened.today),
    unit: 'ms',
    budget: 500,
    of: `median of ${RUNS}`,
    reference: { what: `${what}, loaded`, value: nested }
  });
  report({
    bench: 'load',
    what: `${name}: sealed log to everything open`,
    value: median(opened.everything),
    unit: 'ms',
    budget: 2000,
    of: `median of ${RUNS}`,
    reference: { what: `${what}, loaded`, value: nested }
  });
  report({ bench: 'load', what: `${name}: JSON.parse of the same values`, value: parse, unit: 'ms' });
  report({
    bench: 'load',
    what: `${name}: heap with everything open`,
    value: heap,
    unit: 'MB',
    budget: 200,
    reference: { what, value: nestedHeap }
  });
  report({
    bench: 'load',
    what: `${name}: bytes at rest`,
    value: rest,
    unit: 'MB',
    budget: 15,
    reference: { what, value: nestedRest }
  });
  await window.close();

  // First visit over a fair line and a slow phone; then the same from the worker, without the line.
  for (const [what, budget, warm] of [
    ['largest paint, first visit, 9 Mbit/s, 100 ms, CPU 4 times slower', 1200, false],
    ['largest paint, from the worker, CPU 4 times slower', 500, true]
  ] as const) {
    const paints: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const small = await openSite();
      const visit = await small.profile.open();
      if (warm) await makeSample(visit, small.server.address, 400);
      const page = await visit.newPage();
      if (warm) {
        await page.goto(small.server.address);
        await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
        await page.waitForTimeout(2000);
      }
      await watchPaint(page);
      await slow(page, warm ? { cpu: 4 } : FIELD);
      await page.goto(small.server.address);
      await page.locator('h1').first().waitFor();
      await page.waitForTimeout(2000);
      paints.push(
        await page.evaluate(
          () =>
            (globalThis as never as { anteroomMarks: { largestPaint: number } }).anteroomMarks.largestPaint
        )
      );
      await visit.close();
      await small.close();
    }
    report({ bench: 'load', what, value: median(paints), unit: 'ms', budget, of: `median of ${RUNS}` });
  }
} finally {
  reference.close();
  await site.close();
}
