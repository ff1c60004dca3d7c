/** A lost phone: shut out, the keys changed; a new one brings everything back from twenty-four words on paper. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openWindow } from '../support/browser.ts';
import { sitDown } from '../support/office.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { askToComeIn, connectServer, inviteOwnDevice, letIn, sent } from '../support/shared-office.ts';

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await server.remove();
});

test('a lost phone reads nothing new, and the words on paper bring everything onto another', async () => {
  const [laptop, lost, another] = await Promise.all([
    openWindow(browser),
    openWindow(browser, { screen: 'phone' }),
    openWindow(browser, { screen: 'phone' })
  ]);
  const anna = await sitDown(laptop, server.address);
  await anna.foundOffice('Helena Marsh', 'Anna Reed');
  await connectServer(anna);

  await anna.visit('/settings/recovery');
  await anna.page.getByRole('button', { name: 'Make recovery words' }).click();
  const dialog = anna.page.getByRole('dialog');
  const items = dialog.locator('ol.words li');
  await items.nth(23).waitFor();
  const words = (await items.allInnerTexts()).map((item) => item.replace(/[^a-z]/g, ''));
  await dialog.getByRole('button', { name: 'I have them on paper' }).click();
  await dialog.getByRole('textbox').or(dialog.getByRole('combobox')).first().focus();
  for (const word of words) await anna.page.keyboard.type(`${word} `);
  await dialog.getByRole('button', { name: 'Check them' }).click();
  await anna.sees('They are right');
  await dialog.getByRole('button', { name: 'Done' }).click();

  const { desk: phone, digits } = await askToComeIn(lost, await inviteOwnDevice(anna), 'Anna Reed');
  // The browser of a phone forgets pages in the background: the same digits stand there again.
  await phone.page.reload();
  await phone.sees(digits);
  await letIn(anna, digits);
  await phone.page.waitForURL((url) => url.pathname === '/');
  await anna.open('Tasks');
  await anna.addTask('Order the flowers');
  await phone.open('Tasks');
  await phone.sees('Order the flowers');

  await anna.visit('/settings/people');
  await anna.page.getByTitle('Remove Anna’s').click();
  await anna.page
    .getByRole('dialog')
    .getByRole('button', { name: /^Remove/ })
    .click();
  await phone.sees('Nothing can be changed here');
  await anna.open('Tasks');
  await anna.addTask('Change the locks');
  await sent(anna);
  await phone.open('Tasks');
  await phone.sees('Order the flowers');
  expect(await phone.page.getByText('Change the locks').count()).toBe(0);
  expect(await phone.page.getByLabel('Add a task').count()).toBe(0);
  expect(await phone.page.getByRole('list', { name: 'Here now' }).count()).toBe(0);
  await phone.visit('/settings/server');
  await phone.page.getByRole('main').getByText('This device was removed from the office').waitFor();

  await laptop.close();
  const back = await sitDown(another, server.address);
  await back.visit('/restore');
  await back.page.locator('ol.words input').first().focus();
  for (const word of words) await back.page.keyboard.type(`${word} `);
  await back.page.getByRole('button', { name: 'Bring it back' }).click();
  await back.page.waitForURL((url) => url.pathname === '/');
  await back.open('Tasks');
  await back.sees('Order the flowers');
  await back.sees('Change the locks');
  await back.addTask('Thank the locksmith');
  await sent(back);
  expect([anna, phone, back].flatMap(({ complaints }) => complaints)).toEqual([]);
  await Promise.all([lost.close(), another.close()]);
});
