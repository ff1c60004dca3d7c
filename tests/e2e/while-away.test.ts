/** While you were away: what the others did meanwhile is told until it was looked at, with the versions that came of it. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { barriers } from '../support/axe.ts';
import { launchBrowser, openWindow } from '../support/browser.ts';
import { sitDown, type Desk } from '../support/office.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { bringIn, connectServer, kept, sent } from '../support/shared-office.ts';

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await server.remove();
});

async function retitle(desk: Desk, from: string, to: string): Promise<void> {
  await desk.open('Tasks');
  await desk.page.getByText(from, { exact: true }).first().click();
  await desk.page.getByRole('button', { name: 'Edit What has to be done' }).click();
  await desk.page.getByLabel('What has to be done').fill(to);
  await desk.page.keyboard.press('Enter');
  await desk.saved();
}

test('what others did meanwhile stands in Today until somebody looked', async () => {
  const windows = await Promise.all([openWindow(browser), openWindow(browser, { screen: 'phone' })]);
  const anna = await sitDown(windows[0]!, server.address);
  await anna.foundOffice('Helena Marsh', 'Anna Reed');
  await connectServer(anna);
  await anna.open('Tasks');
  await anna.addTask('Car for the airport');
  await sent(anna);
  const helena = await bringIn(anna, windows[1]!, 'Executive', 'Helena Marsh');
  await helena.open('Tasks');
  await helena.sees('Car for the airport');

  await Promise.all([kept(anna), kept(helena)]);
  await server.stop();
  await helena.addTask('Ask Anna about the terrace');
  await retitle(helena, 'Car for the airport', 'Car at seven');
  await retitle(anna, 'Car for the airport', 'Car at six');
  // An hour in the air, by this desk's clock.
  await windows[0]!.clock.setSystemTime(Date.now() + 3_600_000);
  await server.start();

  await anna.open('Today');
  const missed = anna.page.getByRole('region', { name: /^While you were away/ });
  await missed.getByText('Helena Marsh made it').waitFor();
  await missed.getByText('Helena Marsh changed What has to be done').waitFor();
  await missed.getByText('Two versions: What has to be done').waitFor();
  expect(await barriers(anna.page)).toEqual([]);

  await missed.getByRole('button', { name: 'Looked at Ask Anna about the terrace' }).click();
  await missed.getByText('Ask Anna about the terrace').waitFor({ state: 'hidden' });
  await anna.open('Today');
  await missed.getByRole('link', { name: /Car at/ }).click();
  await anna.sees(/Two versions|two versions/);
  await anna.open('Today');
  await missed.waitFor({ state: 'hidden' });
  expect([anna, helena].flatMap(({ complaints }) => complaints)).toEqual([]);
  await Promise.all(windows.map((window) => window.close()));
});
