/** Sync in a real Chromium against the real server process: rule 9, and a tab that dies with a full outbox. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';
import { createBrowserProfile, serveDevicePage, type BrowserProfile, type Site } from './harness.ts';

let site: Site;
let server: TestServer;
const own: BrowserProfile[] = [];

beforeAll(async () => {
  [site, server] = await Promise.all([serveDevicePage(), startServer()]);
}, 120_000);

afterAll(async () => {
  for (const one of own) await one.remove();
  await Promise.all([site.close(), server.remove()]);
}, 120_000);

async function startAlone() {
  const profile = await createBrowserProfile(site);
  own.push(profile);
  return { profile, browser: await profile.start() };
}

async function openTab(tab: Page, officeId: string): Promise<void> {
  const opened = await tab.evaluate((id) => device.open(id), officeId);
  if (!('texts' in opened)) throw new Error(JSON.stringify(opened));
}

async function found(tab: Page): Promise<string> {
  const founded = await tab.evaluate(() => device.found());
  if (!founded.ok) throw new Error(founded.error.message);
  return founded.value.officeId;
}

/** Segments that the server has taken, of all offices. */
async function taken(): Promise<number> {
  const text = await (await fetch(`${server.address}/metrics`)).text();
  return Number(/^anteroom_segments_taken_total (\d+)/m.exec(text)?.[1]);
}

const segmentsHere = async (tab: Page, officeId: string): Promise<number> =>
  (await tab.evaluate((id) => device.keys([id, 'small']), officeId)).length;

const nothingWaits = (tab: Page) =>
  tab
    .waitForFunction(
      () => {
        const { waiting, server: line } = device.state();
        return waiting === 0 && line.state === 'online';
      },
      undefined,
      { timeout: 90_000 }
    )
    .catch(async (error: unknown) => {
      throw new Error(JSON.stringify(await tab.evaluate(() => device.state())), { cause: error });
    });

test(
  'a tab killed with a full outbox loses nothing: the next one sends it',
  { timeout: 120_000 },
  async () => {
    const before = await taken();
    const alone = await startAlone();
    const tab = await alone.browser.openTab();
    const officeId = await found(tab);
    await openTab(tab, officeId);
    expect(await tab.evaluate(([id, at]) => device.share(id!, at), [officeId, server.address])).toMatchObject(
      { ok: true }
    );
    await server.stop();
    await tab.evaluate(() =>
      Promise.all(Array.from({ length: 200 }, (_, count) => device.append(`written offline ${count}`)))
    );
    await alone.browser.kill();

    await server.start();
    const again = await alone.profile.start();
    const next = await again.openTab();
    await openTab(next, officeId);
    await next.evaluate((id) => device.share(id), officeId);
    await nothingWaits(next);
    expect(await segmentsHere(next, officeId)).toBe(200);
    // The server was started anew and counts from nothing.
    expect(await taken()).toBe(200);
    expect(before).toBeGreaterThanOrEqual(0);
    await again.close();
  }
);

test(
  'eight tabs, the leader killed again and again: everything saved arrives once',
  { timeout: 240_000 },
  async () => {
    const before = await taken();
    const { browser } = await startAlone();
    const first = await browser.openTab();
    const officeId = await found(first);
    await openTab(first, officeId);
    expect(
      await first.evaluate(([id, at]) => device.share(id!, at), [officeId, server.address])
    ).toMatchObject({ ok: true });

    let saved = 0;
    const tabs: Page[] = [];
    async function join(tab: Page, name: string): Promise<void> {
      tab.on('console', (message) => void (message.text().startsWith('saved ') && saved++));
      tabs.push(tab);
      await tab.evaluate((prefix) => void device.keepAppending(prefix), name);
    }
    await join(first, 'tab 0, ');
    for (let count = 1; count < 8; count++) {
      const tab = await browser.openTab();
      await openTab(tab, officeId);
      await tab.evaluate((id) => device.share(id), officeId);
      await join(tab, `tab ${count}, `);
    }
    for (let round = 0; round < 5; round++) {
      const leading = await Promise.all(tabs.map((tab) => tab.evaluate(() => device.leads())));
      const at = leading.indexOf(true);
      expect(at).toBeGreaterThanOrEqual(0);
      const [leader] = tabs.splice(at, 1);
      // A renderer that crashes says goodbye to nobody.
      if (round % 2) await leader!.goto('chrome://crash').catch(() => {});
      await leader!.close();
      await Promise.any(tabs.map((tab) => tab.waitForFunction(() => device.leads())));
    }
    for (const tab of tabs) await tab.evaluate(() => device.stop());
    for (const tab of tabs) await nothingWaits(tab);
    const here = await segmentsHere(tabs[0]!, officeId);
    expect(here).toBeGreaterThanOrEqual(saved);
    expect((await taken()) - before).toBe(here);
    await browser.close();
  }
);
