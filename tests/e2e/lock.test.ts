/** The app's lock: hides every window of this browser at once, shows no name, and opens with the PIN alone. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openWindow } from '../support/browser.ts';
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

const setPin = async (page: Page, pin: string) => {
  await page.getByRole('button', { name: 'Set a PIN' }).click();
  await page.getByLabel('New PIN').fill(pin);
  await page.getByLabel('Once more').fill(pin);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('The app has a lock').waitFor();
};
const seen = (page: Page) => page.evaluate(() => `${document.title} ${document.body.innerText}`);

test('one key hides all windows, through a reload and over an open dialog, until the PIN is typed', async () => {
  const window = await openWindow(browser);
  const [one, two] = [await sitDown(window, server.address), await sitDown(window, server.address)];
  await one.foundOffice('Helena Marsh', 'Anna Reed');
  await one.visit('/settings/lock');
  await setPin(one.page, '4821');
  await two.open('Tasks');
  await two.addTask('Order the flowers');
  await two.page.keyboard.press('Control+k');
  await two.page.getByRole('combobox').first().waitFor();

  await one.page.bringToFront();
  await one.page.keyboard.press('Control+Shift+l');
  const locked = (page: Page) => page.getByRole('heading', { name: 'Locked' }).waitFor();
  for (const { page } of [one, two]) {
    await locked(page);
    expect(await seen(page)).not.toMatch(/Helena|Anna|flowers|Marsh/);
  }
  await one.page.keyboard.press('Escape');
  await one.page.keyboard.press('Escape');
  await one.page.reload();
  await locked(one.page);
  expect(await seen(one.page)).not.toMatch(/Helena|Anna|Settings/);

  await one.page.keyboard.type('1111');
  await one.page.keyboard.press('Enter');
  await one.sees('That is not the PIN.');
  await one.page.keyboard.type('4821');
  await one.page.keyboard.press('Enter');
  await one.page.getByRole('heading', { name: 'App lock' }).waitFor();
  await two.page.getByRole('combobox').first().waitFor();
  expect([one, two].flatMap(({ complaints }) => complaints)).toEqual([]);
  await window.close();
});

test('a device that knows its owner may open it instead of the PIN', async () => {
  const window = await openWindow(browser);
  const desk = await sitDown(window, server.address);
  const tools = await window.newCDPSession(desk.page);
  await tools.send('WebAuthn.enable');
  await tools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true
    }
  });
  // A fingerprint belongs to a name, which an address of numbers is not.
  await desk.page.goto(server.address.replace('127.0.0.1', 'localhost') + '/start');
  const here = { ...desk, visit: (path: string) => desk.page.goto(new URL(path, desk.page.url()).href) };
  await here.page.getByLabel('Whose office is it?').fill('Helena Marsh');
  await here.page.getByLabel('Your name').fill('Anna Reed');
  await here.page.getByRole('button', { name: 'Set up', exact: true }).click();
  await here.page.getByRole('link', { name: 'Go to Today' }).waitFor();
  await here.visit('/settings/lock');
  await setPin(desk.page, '4821');
  await desk.page.getByRole('checkbox', { name: /fingerprint/ }).check();
  await desk.page.getByRole('checkbox', { name: /fingerprint/, checked: true }).waitFor();
  await desk.page.keyboard.press('Control+Shift+l');
  await desk.page.getByRole('button', { name: /fingerprint/ }).click();
  await desk.page.getByRole('heading', { name: 'App lock' }).waitFor();
  await window.close();
});
