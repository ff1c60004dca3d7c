/** The device log in a real Chromium: its own database, its own locks, and what a machine does to them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

beforeAll(async () => {
  site = await serveDevicePage();
  profile = await createBrowserProfile(site);
  browser = await profile.start();
}, 60_000);

afterAll(async () => {
  await browser.close();
  await profile.remove();
  await site.close();
}, 60_000);

describe('an office in a real browser', { timeout: 60_000 }, () => {
  test('is founded, written to and found again after the browser was closed', async () => {
    let tab = await browser.openTab();
    const founded = await tab.evaluate(() => device.found());
    const officeId = founded.ok ? founded.value.officeId : '';
    expect(officeId).toMatch(/^[\w-]{43}$/);
    await tab.evaluate((id) => device.open(id), officeId);
    await tab.evaluate(() => Promise.all([device.append('one'), device.append('two')]));
    await browser.close();

    browser = await profile.start();
    tab = await browser.openTab();
    expect(await tab.evaluate(() => device.list())).toMatchObject([
      { id: officeId, principal: 'Helena Marsh' }
    ]);
    expect(await tab.evaluate((id) => device.open(id), officeId)).toMatchObject({
      texts: ['one', 'two'],
      problems: [],
      name: 'Helena Marsh'
    });
    await tab.evaluate((id) => device.remove(id), officeId);
    expect(await tab.evaluate(() => device.list())).toEqual([]);
    await tab.close();
  });
});
