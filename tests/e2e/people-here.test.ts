/** Who is here: seen, followed and paused by those who may read the same, and by nobody else. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openWindow } from '../support/browser.ts';
import { sitDown, type Desk } from '../support/office.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { bringIn, connectServer, sent } from '../support/shared-office.ts';

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await server.remove();
});

const picture = (desk: Desk, words: string | RegExp) =>
  desk.page.getByRole('list', { name: 'Here now' }).getByRole('button', { name: words }).first();
const openTask = async (desk: Desk, title: string) => {
  await desk.page.getByText(title, { exact: true }).first().click();
  await desk.page.getByRole('heading', { name: title }).waitFor();
};

test('who opens something is seen there, followed from place to place, and may pause it', async () => {
  const windows = await Promise.all([openWindow(browser), openWindow(browser)]);
  const anna = await sitDown(windows[0]!, server.address);
  await anna.foundOffice('Helena Marsh', 'Anna Reed');
  await connectServer(anna);
  await anna.open('Tasks');
  for (const line of ['Order the flowers', 'Book the string quartet']) await anna.addTask(line);
  await sent(anna);
  const ben = await bringIn(anna, windows[1]!, 'Assistant', 'Ben Okafor');
  await anna.open('Tasks');

  await openTask(anna, 'Order the flowers');
  await picture(ben, /Anna Reed looks at “Order the flowers”/).click();
  await ben.page.getByRole('heading', { name: 'Order the flowers' }).waitFor();
  await ben.sees('Following Anna Reed');
  await anna.sees('Ben Okafor follows you from place to place.');

  await openTask(anna, 'Book the string quartet');
  await ben.page.getByRole('heading', { name: 'Book the string quartet' }).waitFor();

  await anna.page
    .getByRole('button', { name: 'Edit Priority' })
    .or(anna.page.getByText('Description'))
    .first()
    .click();
  await ben.page.locator('.writer').getByText('Anna Reed').waitFor();

  await anna.page.getByRole('button', { name: 'Pause it' }).click();
  await ben.sees('No longer following Anna Reed.');
  await anna.sees('Nobody can follow you now.');
  expect([anna, ben].flatMap(({ complaints }) => complaints)).toEqual([]);

  await ben.page.close();
  await picture(anna, 'Ben Okafor').waitFor({ state: 'detached' });
  await Promise.all(windows.map((window) => window.close()));
});

test('what is opened in Private is shown to nobody who may not read it', async () => {
  const windows = await Promise.all([openWindow(browser), openWindow(browser), openWindow(browser)]);
  const anna = await sitDown(windows[0]!, server.address);
  await anna.foundOffice('Marcus Bell', 'Anna Reed');
  await connectServer(anna);
  await anna.open('Tasks');
  await anna.addTask('Second opinion from the clinic');
  await openTask(anna, 'Second opinion from the clinic');
  await anna.page.getByRole('button', { name: 'Everyone' }).first().click();
  await anna.page.getByRole('menuitemradio', { name: /Private/ }).click();
  await anna.page
    .getByRole('dialog')
    .getByRole('button', { name: /Private/ })
    .click();
  await anna.page.getByRole('button', { name: 'Private' }).first().waitFor();
  await sent(anna);
  const ben = await bringIn(anna, windows[1]!, 'Assistant', 'Ben Okafor');
  const carla = await bringIn(anna, windows[2]!, 'Secretary', 'Carla Mendes');
  await anna.open('Tasks');
  await openTask(anna, 'Second opinion from the clinic');
  await picture(carla, /Anna Reed looks at “Second opinion from the clinic”/).waitFor();
  await picture(ben, 'Anna Reed is here').waitFor();
  expect(await ben.page.getByText(/clinic/).count()).toBe(0);
  await Promise.all(windows.map((window) => window.close()));
});
