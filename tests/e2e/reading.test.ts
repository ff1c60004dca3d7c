/** Files from elsewhere come in by a preview, and go again by one undo. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openWindow } from '../support/browser.ts';
import { sitDown } from '../support/office.ts';
import { startServer, type TestServer } from '../support/server.ts';

const lines = (...all: string[]) => all.join('\r\n') + '\r\n';
const calendar = {
  name: 'trustees.ics',
  type: 'text/calendar',
  text: lines(
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Elsewhere//EN',
    'BEGIN:VEVENT',
    'UID:trustees-1@elsewhere.example',
    'DTSTART;TZID=Europe/London:20261124T100000',
    'DTEND;TZID=Europe/London:20261124T113000',
    'SUMMARY:Meeting of the trustees',
    'LOCATION:Long Gallery',
    'END:VEVENT',
    'BEGIN:VEVENT',
    'UID:trustees-2@elsewhere.example',
    'DTSTART;VALUE=DATE:20261126',
    'SUMMARY:Gallery closed for the hanging',
    'END:VEVENT',
    'END:VCALENDAR'
  )
};
const card = {
  name: 'beatriz.vcf',
  type: 'text/vcard',
  text: lines(
    'BEGIN:VCARD',
    'VERSION:3.0',
    'N:Nogueira;Beatriz;;;',
    'FN:Beatriz Nogueira',
    'ORG:Museu do Rio',
    'EMAIL;TYPE=WORK:beatriz@museu.example',
    'END:VCARD'
  )
};
const picture = { name: 'holiday.ics', type: 'text/calendar', text: '\u0089PNG\r\n\u001a\n not a calendar' };

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await server.remove();
});

test('a calendar and an address book are shown first, then read in; reading the calendar again changes nothing', async () => {
  const window = await openWindow(browser);
  const desk = await sitDown(window, server.address);
  await desk.foundOffice('Helena Marsh');
  await desk.visit('/import');
  await desk.giveFiles(calendar, card);

  const preview = desk.page.getByRole('dialog', { name: 'Read in files' });
  await preview.getByText('trustees.ics').waitFor();
  await preview.getByText('beatriz.vcf').waitFor();
  await preview.getByText('Private').first().waitFor();
  await preview.getByRole('button', { name: /^Read in \d+ entries$/ }).click();
  await desk.sees(/\d added, 0 changed/);
  await desk.saved();

  await desk.visit('/search?q=trustees');
  await desk.sees('Meeting of the trustees');
  await desk.visit('/people');
  await desk.sees('Beatriz Nogueira');

  await desk.visit('/import');
  await desk.giveFiles(calendar);
  await desk.sees(/2 as before/);
  await desk.page.keyboard.press('Escape');
  expect(desk.complaints).toEqual([]);
  await window.close();
});

test('reading in is one action: undo takes all of it back', async () => {
  const window = await openWindow(browser);
  const desk = await sitDown(window, server.address);
  await desk.foundOffice('Helena Marsh');
  await desk.visit('/import');
  await desk.giveFiles(calendar, card);
  await desk.page.getByRole('button', { name: /^Read in \d+ entries$/ }).click();
  await desk.sees(/\d added, 0 changed/);
  await desk.page.getByRole('button', { name: 'Undo' }).first().click();
  await desk.saved();
  await desk.visit('/search?q=trustees');
  await desk.page.getByText('Meeting of the trustees').waitFor({ state: 'detached' });
  await desk.visit('/people');
  await desk.page.getByText('Beatriz Nogueira').waitFor({ state: 'detached' });
  await window.close();
});

test('a file of another kind under a calendar’s name is refused in a sentence, and nothing is kept of it', async () => {
  const window = await openWindow(browser);
  const desk = await sitDown(window, server.address);
  await desk.foundOffice('Helena Marsh');
  await desk.visit('/import');
  await desk.giveFiles(picture);
  await desk.sees(/holiday\.ics/);
  const dialog = desk.page.getByRole('dialog', { name: 'Read in files' });
  await dialog.getByRole('button', { name: 'Close' }).last().waitFor();
  expect(await dialog.getByRole('button', { name: /^Read in/ }).count()).toBe(0);
  await window.close();
});
