/** Who may see what, by the screens: the executive's own part, access given and taken, names given, all by hand. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { barriers } from '../support/axe.ts';
import { launchBrowser, openWindow } from '../support/browser.ts';
import { sitDown, type Desk } from '../support/office.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { bringIn, connectServer } from '../support/shared-office.ts';

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await server.remove();
});

/** The card of somebody in *People and devices*. */
const cardOf = ({ page }: Desk, name: string) =>
  page.getByRole('region').filter({ has: page.getByRole('heading', { level: 2, name: new RegExp(name) }) });
const choose = (desk: Desk, name: string, part: string, level: string) =>
  cardOf(desk, name)
    .getByRole('radiogroup', { name: `In “${part}” ${name} may` })
    .getByRole('radio', { name: level })
    .click();

test('access is given and taken by name, the past included, and the office follows the executive', async () => {
  const windows = await Promise.all([openWindow(browser), openWindow(browser), openWindow(browser)]);
  const anna = await sitDown(windows[0]!, server.address);
  await anna.foundOffice('Helena Marsh', 'Anna Reed');
  await connectServer(anna);
  const ben = await bringIn(anna, windows[1]!, 'Assistant', 'Ben Okafor');
  const helena = await bringIn(anna, windows[2]!, 'Executive', 'Helena Marsh');

  // The office is hers now: nobody else can take her out.
  await anna.visit('/settings/people');
  await cardOf(anna, 'Helena Marsh').getByText('Cannot be removed by anybody else').waitFor();
  expect(
    await cardOf(anna, 'Helena Marsh')
      .getByRole('button', { name: /Remove/ })
      .count()
  ).toBe(0);
  await helena.visit('/settings/people');
  await cardOf(helena, 'Anna Reed')
    .getByRole('button', { name: /Remove Anna Reed/ })
    .waitFor();

  // Only me: hers alone, not to be given to anybody.
  const begin = helena.page.getByRole('button', { name: 'Begin “Only me”' });
  await helena.page.getByText('Only me').first().waitFor();
  if (await begin.isVisible()) await begin.click();
  await cardOf(helena, 'Helena Marsh').getByText('Only me').waitFor();
  expect(await cardOf(helena, 'Ben Okafor').getByText('Only me').count()).toBe(0);
  expect(await anna.page.getByText('Only me').count()).toBe(0);

  // Finance for Ben, and not any more.
  await ben.visit('/settings/people');
  expect(await cardOf(ben, 'Ben Okafor').getByText('Finance').count()).toBe(0);
  await choose(anna, 'Ben Okafor', 'Finance', 'Read');
  await anna.page.getByRole('button', { name: 'Give access' }).click();
  await cardOf(ben, 'Ben Okafor').getByText('Finance').waitFor();
  await choose(anna, 'Ben Okafor', 'Finance', 'Nothing');
  await anna.page.getByRole('dialog').getByRole('button', { name: 'Remove access' }).click();
  await cardOf(ben, 'Ben Okafor').getByText('Finance').waitFor({ state: 'detached' });

  // What everyone sees nobody can be without: it is not offered only to be refused.
  const everyone = cardOf(anna, 'Ben Okafor').getByRole('radiogroup', { name: /“Everyone”/ });
  expect(await everyone.getByRole('radio').count()).toBe(2);

  // Whoever may only read is offered nothing to write, as long as that holds.
  await ben.open('Tasks');
  await ben.page.getByLabel('Add a task').waitFor();
  await choose(anna, 'Ben Okafor', 'Everyone', 'Read');
  await anna.page.getByRole('button', { name: 'Change access' }).click();
  await ben.page.getByLabel('Add a task').waitFor({ state: 'detached' });
  await ben.sees('You can read here, not change anything.');
  expect(await ben.page.getByRole('button', { name: 'New', exact: true }).count()).toBe(0);
  await ben.visit('/calendar/new');
  await ben.page.getByRole('dialog').getByText('You can read here, not change anything.').waitFor();
  await choose(anna, 'Ben Okafor', 'Everyone', 'Write');
  await anna.page.getByRole('button', { name: 'Change access' }).click();
  await ben.page.getByRole('dialog').getByRole('button', { name: 'Done' }).waitFor();

  // A part of their own, and its name.
  await anna.page.getByRole('button', { name: 'Add one' }).click();
  await anna.page.getByRole('textbox', { name: /^Name/ }).fill('Marsh Holdings');
  expect(await barriers(anna.page)).toEqual([]);
  await anna.page.getByRole('button', { name: 'Add', exact: true }).click();
  await cardOf(helena, 'Helena Marsh').getByText('Marsh Holdings').waitFor();
  await anna.page.getByRole('button', { name: 'Rename', exact: true }).last().click();
  await anna.page.getByRole('textbox', { name: /^Name/ }).fill('Marsh Estates');
  await anna.page.getByRole('button', { name: 'Save', exact: true }).click();
  await cardOf(helena, 'Helena Marsh').getByText('Marsh Estates').waitFor();
  expect(await ben.page.getByText(/Marsh (Holdings|Estates)/).count()).toBe(0);

  // Devices have names.
  await cardOf(anna, 'Anna Reed').getByRole('button', { name: 'Rename' }).click();
  await anna.page.getByRole('textbox', { name: 'Name of this device' }).fill('The tall desk');
  await anna.page.getByRole('button', { name: 'Save', exact: true }).click();
  await helena.sees('The tall desk');
  expect([anna, ben, helena].flatMap(({ complaints }) => complaints)).toEqual([]);
  await Promise.all(windows.map((window) => window.close()));
});
