/** The device log in a real Chromium: its own database, its own locks, and what a machine does to them. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { storeRules } from '../../src/lib/sync/test-device-store.ts';
import {
  createBrowserProfile,
  serveDevicePage,
  type BrowserProfile,
  type RunningBrowser,
  type Site
} from './harness.ts';

let site: Site;
let profile: BrowserProfile;
let browser: RunningBrowser;
const own: BrowserProfile[] = [];

beforeAll(async () => {
  site = await serveDevicePage();
  profile = await createBrowserProfile(site);
  browser = await profile.start();
}, 60_000);

afterAll(async () => {
  await browser.close();
  for (const one of [profile, ...own]) await one.remove();
  await site.close();
}, 60_000);

/** A browser that a test may kill or starve. */
async function startAlone(): Promise<{ profile: BrowserProfile; browser: RunningBrowser }> {
  const alone = await createBrowserProfile(site);
  own.push(alone);
  return { profile: alone, browser: await alone.start() };
}

async function found(tab: Page): Promise<string> {
  const founded = await tab.evaluate(() => device.found());
  if (!founded.ok) throw new Error(founded.error.message);
  return founded.value.officeId;
}

async function open(tab: Page, officeId: string) {
  const opened = await tab.evaluate((id) => device.open(id), officeId);
  if (!('texts' in opened)) throw new Error(JSON.stringify(opened));
  return opened;
}

const append = (tab: Page, ...texts: string[]) =>
  tab.evaluate((all) => Promise.all(all.map((text) => device.append(text))), texts);

describe('the device’s store, over the browser’s own database', { timeout: 60_000 }, () => {
  let tab: Page;
  beforeAll(async () => void (tab = await browser.openTab()));
  afterAll(() => tab.close());
  for (const { name } of storeRules)
    test(name, async () => {
      await tab.evaluate((rule) => device.runStoreRule(rule), name);
    });
});

describe('an office in a real browser', { timeout: 60_000 }, () => {
  test('is founded, written to and found again after the browser was closed', async () => {
    const alone = await startAlone();
    let tab = await alone.browser.openTab();
    const officeId = await found(tab);
    expect(officeId).toMatch(/^[\w-]{43}$/);
    await open(tab, officeId);
    await append(tab, 'one', 'two');
    await alone.browser.close();

    alone.browser = await alone.profile.start();
    tab = await alone.browser.openTab();
    expect(await tab.evaluate(() => device.list())).toMatchObject([
      { id: officeId, principal: 'Helena Marsh' }
    ]);
    expect(await open(tab, officeId)).toMatchObject({
      texts: ['one', 'two'],
      problems: [],
      name: 'Helena Marsh'
    });
    await tab.evaluate((id) => device.remove(id), officeId);
    expect(await tab.evaluate(() => device.list())).toEqual([]);
    await alone.browser.close();
  });

  test('tabs write under client ids of their own, hear each other, and lose nothing', async () => {
    const tabs = [await browser.openTab(), await browser.openTab(), await browser.openTab()];
    const officeId = await found(tabs[0]!);
    const ids = [];
    for (const tab of tabs) ids.push((await open(tab, officeId)).clientId);
    expect(new Set(ids).size).toBe(3);
    const texts = (tab: number) => Array.from({ length: 20 }, (_, at) => `${tab}:${at}`);
    await Promise.all(tabs.map((tab, index) => append(tab, ...texts(index))));
    for (const [index, tab] of tabs.entries()) {
      const others = [0, 1, 2].filter((other) => other !== index).flatMap(texts);
      await tab.waitForFunction((all) => all.every((text) => device.heard.includes(text)), others);
    }
    await tabs[1]!.close();
    const late = await browser.openTab();
    const opened = await open(late, officeId);
    expect([...opened.texts].sort()).toEqual([0, 1, 2].flatMap(texts).sort());
    // The closed tab's id is free again, and no other.
    expect(opened.clientId).toBe(ids[1]);
    for (const tab of [tabs[0]!, tabs[2]!, late]) await tab.close();
  });

  test('a corrupt segment is kept aside with its reason, and everything else is there', async () => {
    const tab = await browser.openTab();
    const officeId = await found(tab);
    await open(tab, officeId);
    for (const text of ['one', 'two', 'three']) await append(tab, text);
    await tab.evaluate(async (id) => {
      await device.close();
      const keys = await device.keys([id, 'small']);
      await device.flip([...keys[1]!], 200);
    }, officeId);
    const opened = await open(tab, officeId);
    expect(opened.texts).toEqual(['one', 'three']);
    expect(opened.problems).toMatchObject([
      { tag: 'segment-forged', message: expect.stringContaining('kept aside') }
    ]);
    await tab.close();
  });
});

describe('a tab that dies', { timeout: 60_000 }, () => {
  test('keeps what was saved within 200 ms before: the whole browser is killed', async () => {
    const alone = await startAlone();
    let tab = await alone.browser.openTab();
    const officeId = await found(tab);
    const expected: string[] = [];
    for (let round = 0; round < 4; round++) {
      const before = await open(tab, officeId);
      expect(before.texts).toEqual(expected);
      expect(before.problems).toEqual([]);
      await append(tab, `saved ${round}`); // resolved: it is saved
      await alone.browser.kill();
      expected.push(`saved ${round}`);
      alone.browser = await alone.profile.start();
      tab = await alone.browser.openTab();
    }
    expect((await open(tab, officeId)).texts).toEqual(expected);
    await alone.browser.close();
  });

  test('keeps everything that it said was saved while it went on writing', async () => {
    const alone = await startAlone();
    let tab = await alone.browser.openTab();
    const officeId = await found(tab);
    await open(tab, officeId);
    const said: string[] = [];
    const enough = new Promise<void>((resolve) =>
      tab.on('console', (message) => {
        said.push(message.text().replace('saved ', ''));
        if (said.length === 40) resolve();
      })
    );
    void tab.evaluate(() => device.keepAppending('edit ')).catch(() => {});
    await enough;
    await alone.browser.kill();

    alone.browser = await alone.profile.start();
    tab = await alone.browser.openTab();
    const { texts, problems } = await open(tab, officeId);
    expect(texts).toEqual(expect.arrayContaining(said));
    expect(texts).toEqual(texts.map((_, at) => `edit ${at}`));
    expect(problems).toEqual([]);
    await alone.browser.close();
  });

  test('gives its client id back to the next tab, with its chain whole', async () => {
    const [dying, other] = [await browser.openTab(), await browser.openTab()];
    const officeId = await found(dying);
    const { clientId } = await open(dying, officeId);
    await append(dying, 'last words');
    const session = await dying.context().newCDPSession(dying);
    const crashed = new Promise((resolve) => dying.once('crash', resolve));
    void session.send('Page.crash').catch(() => {});
    await crashed;
    const opened = await open(other, officeId);
    expect(opened).toMatchObject({ texts: ['last words'], problems: [], clientId });
    await append(other, 'and on');
    await Promise.all([dying.close(), other.close()]);
  });
});

describe('a disk that does not do as told', { timeout: 60_000 }, () => {
  test('full: the failure says so, what was saved stays, and writing goes on when there is room', async () => {
    const alone = await startAlone();
    const tab = await alone.browser.openTab();
    const session = await tab.context().newCDPSession(tab);
    const { origin } = new URL(site.url);
    // Before the first write: Chromium remembers for half a minute how much room there was.
    await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 2_000_000 });
    const officeId = await found(tab);
    await open(tab, officeId);
    await append(tab, 'before');
    expect(await tab.evaluate(() => device.appendBytes(4_000_000))).toBe('storage-full');
    expect(await tab.evaluate(() => device.appendBytes(4_000_000))).toBe('storage-full');
    await session.send('Storage.overrideQuotaForOrigin', { origin });
    await append(tab, 'after');
    expect(await tab.evaluate(() => device.appendBytes(4_000_000))).toBeUndefined();
    await tab.evaluate(() => device.close());
    const { texts, problems } = await open(tab, officeId);
    expect(texts.slice(0, 2)).toEqual(['before', 'after']);
    expect(texts).toHaveLength(3);
    expect(problems).toEqual([]);
    await alone.browser.close();
  });

  test('emptied by the browser while open: nothing is written without its past, and the next start knows no office', async () => {
    const alone = await startAlone();
    const tab = await alone.browser.openTab();
    const officeId = await found(tab);
    await open(tab, officeId);
    await append(tab, 'before');
    const session = await tab.context().newCDPSession(tab);
    await session.send('Storage.clearDataForOrigin', {
      origin: new URL(site.url).origin,
      storageTypes: 'indexeddb'
    });
    expect(await tab.evaluate(() => device.appendBytes(10))).toBe('evicted');
    expect(await tab.evaluate(() => device.list())).toEqual([]);
    expect(await tab.evaluate((id) => device.open(id), officeId)).toMatchObject({
      error: { tag: 'no-office' }
    });
    await alone.browser.close();
  });

  test.each([
    ['keys', 'keys-lost'],
    ['roster', 'office-lost']
  ])('robbed of its %s: the office is listed with the reason and not opened', async (part, tag) => {
    const tab = await browser.openTab();
    const officeId = await found(tab);
    await tab.evaluate(([id, name]) => device.removeKeys([id!, name!]), [officeId, part]);
    expect(await tab.evaluate((id) => device.open(id), officeId)).toMatchObject({
      ok: false,
      error: { tag }
    });
    const listed = (await tab.evaluate(() => device.list())).find(({ id }) => id === officeId);
    expect(listed?.problem?.tag).toBe(tag);
    await tab.close();
  });
});
