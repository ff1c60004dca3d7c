/**
 * From a key or a click to the frame that shows it, over 10,000 records with the processor slowed down four
 * times: typing in a form, narrowing a list, stepping through the calendar and through Today. Measured by
 * the browser itself (Event Timing), beside the same typing into a bare page.
 *
 * Event Timing rounds to 8 ms and tells only what took 16 ms or more; what it does not tell counts as 16.
 */
import type { Page } from 'playwright-core';
import { percentile, report } from './figures.ts';
import { serveReference } from './page/serve.ts';
import { makeSample, openSite, slow } from './windows.ts';

const SIZE = Number(process.env.ANTEROOM_BENCH_RECORDS ?? 10_000);
const CPU = 4;
const site = await openSite();
const reference = await serveReference();
const { address } = site.server;

async function watchInput(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen = new Map<number, number>();
    (globalThis as { anteroomInput?: Map<number, number> }).anteroomInput = seen;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { interactionId: number })[])
        if (entry.interactionId)
          seen.set(entry.interactionId, Math.max(seen.get(entry.interactionId) ?? 0, entry.duration));
    }).observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit);
  });
}

/** Durations of `count` interactions; those that the browser did not think worth telling are 16. */
async function interactions(page: Page, act: () => Promise<number>): Promise<number[]> {
  await page.evaluate(() =>
    (globalThis as never as { anteroomInput: Map<number, number> }).anteroomInput.clear()
  );
  const count = await act();
  await page.waitForTimeout(1000);
  const told = await page.evaluate(() => [
    ...(globalThis as never as { anteroomInput: Map<number, number> }).anteroomInput.values()
  ]);
  return [...told, ...Array.from({ length: Math.max(0, count - told.length) }, () => 16)];
}

async function type(page: Page, text: string): Promise<number> {
  await page.keyboard.type(text, { delay: 120 });
  return text.length;
}
async function press(page: Page, keys: readonly string[], times: number): Promise<number> {
  for (let at = 0; at < times; at++) {
    await page.keyboard.press(keys[at % keys.length]!);
    await page.waitForTimeout(250);
  }
  return times;
}

try {
  const window = await site.profile.open();
  await makeSample(window, address, SIZE);

  const bare = await window.newPage();
  await watchInput(bare);
  await bare.goto(reference.url);
  await slow(bare, { cpu: CPU });
  await bare.getByLabel('Plain').focus();
  const plain = await interactions(bare, () => type(bare, 'Lunch with the clerks of Verulam Chambers'));
  await bare.close();
  const beside = { what: 'typing into a bare page', value: percentile(plain, 0.95) };

  const page = await window.newPage();
  await watchInput(page);
  page.setDefaultTimeout(240_000);
  const settle = async (path: string) => {
    await slow(page, {});
    await page.goto(address + path);
    await page.getByText('Still opening').first().waitFor({ state: 'hidden' });
    await page.waitForTimeout(3000);
    await slow(page, { cpu: CPU });
  };
  const tell = (what: string, durations: number[]) =>
    report({
      bench: 'input',
      what: `${SIZE.toLocaleString('en')} records, CPU ${CPU} times slower: ${what}, 95th percentile`,
      value: percentile(durations, 0.95),
      unit: 'ms',
      budget: 50,
      of: `${durations.length} interactions`,
      reference: beside
    });

  await settle('/');
  await page.getByRole('button', { name: 'Day after' }).focus();
  tell('stepping through Today', await interactions(page, () => press(page, ['Enter'], 20)));

  await settle('/tasks');
  await page.getByLabel('Add a task').focus();
  tell('typing a task', await interactions(page, () => type(page, 'Ring the clerk about the listing')));

  await settle('/people');
  const filter = page
    .getByRole('searchbox')
    .or(page.getByLabel(/filter|find/i))
    .first();
  await filter.focus();
  tell('narrowing a list', await interactions(page, () => type(page, 'david cohen')));

  await settle('/settings/companies');
  await page.getByRole('button', { name: 'Add a company' }).click();
  await page.getByRole('dialog').getByLabel('Name').first().focus();
  tell('typing in a form', await interactions(page, () => type(page, 'Achterberg & Daughters Limited')));

  await settle('/calendar');
  const next = page.getByRole('button', { name: /next|later/i }).first();
  await next.focus();
  tell('stepping through the calendar', await interactions(page, () => press(page, ['Enter'], 12)));
  await window.close();
} finally {
  reference.close();
  await site.close();
}
