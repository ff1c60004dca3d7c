/** Many things at once: tagged, given a role, thrown away, taken back, deleted for good; and files that the system opens. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openWindow } from '../support/browser.ts';
import { sitDown, type Desk } from '../support/office.ts';
import { startServer, type TestServer } from '../support/server.ts';

const lines = (...all: string[]) => all.join('\r\n') + '\r\n';
const cards = {
  name: 'guests.vcf',
  type: 'text/vcard',
  text: ['Beatriz Nogueira', 'Dag Lindqvist', 'Una Brennan']
    .map((name) => lines('BEGIN:VCARD', 'VERSION:4.0', `FN:${name}`, 'END:VCARD'))
    .join('')
};

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await server.remove();
});

const rowOf = (desk: Desk, name: string) => desk.page.locator('[data-row]', { hasText: name });
const bar = (desk: Desk) => desk.page.getByRole('toolbar', { name: /chosen$/ });

async function readInGuests(desk: Desk): Promise<void> {
  await desk.foundOffice('Helena Marsh');
  await desk.visit('/import');
  await desk.giveFiles(cards);
  await desk.page.getByRole('button', { name: 'Read in 3 entries' }).click();
  await desk.sees('3 added');
  await desk.visit('/people');
}

test('chosen people are tagged and given a role in one act each, and one undo takes the last act back', async () => {
  const window = await openWindow(browser);
  const desk = await sitDown(window, server.address);
  await readInGuests(desk);
  await rowOf(desk, 'Beatriz').click({ modifiers: ['Control'] });
  await rowOf(desk, 'Una').click({ modifiers: ['Control'] });

  await bar(desk).getByRole('button', { name: 'Add a tag' }).click();
  await desk.page.getByRole('dialog', { name: 'Add a tag' }).getByLabel('Tag').fill('summer party');
  await desk.page.keyboard.press('Enter');
  await desk.sees('Tagged “summer party” (2).');
  await bar(desk).getByRole('button', { name: 'Roles' }).click();
  await desk.page.getByRole('menuitem', { name: 'VIP' }).click();
  await desk.sees('Roles: VIP (2).');
  await rowOf(desk, 'Una').getByText('VIP').waitFor();
  // What was done before can no longer be taken back by its own notice.
  expect(await desk.page.getByRole('button', { name: 'Undo', exact: true }).count()).toBe(1);

  await desk.page.getByRole('button', { name: 'Undo', exact: true }).click();
  await rowOf(desk, 'Una').getByText('VIP').waitFor({ state: 'detached' });
  await rowOf(desk, 'Beatriz').getByText('VIP').waitFor({ state: 'detached' });
  await desk.saved();
  await desk.visit('/search?q=summer');
  await desk.sees('Beatriz Nogueira');
  await desk.sees('Una Brennan');
  expect(await desk.page.getByText('Dag Lindqvist').count()).toBe(0);
  expect(desk.complaints).toEqual([]);
  await window.close();
});

test('what is thrown away can be taken back; what is deleted for good is gone after a restart too', async () => {
  const window = await openWindow(browser);
  const desk = await sitDown(window, server.address);
  await readInGuests(desk);
  await rowOf(desk, 'Beatriz').click({ modifiers: ['Control'] });
  await bar(desk).getByRole('button', { name: 'Choose all' }).click();
  await bar(desk).getByRole('button', { name: 'Move to trash' }).click();
  await desk.sees('3 moved to the trash.');

  await desk.open('Trash');
  await desk.page.getByRole('option', { name: 'Beatriz Nogueira' }).click({ modifiers: ['Control'] });
  await bar(desk).getByRole('button', { name: 'Take back' }).click();
  await desk.sees('Taken back from the trash.');
  await desk.page.getByRole('option', { name: 'Dag Lindqvist' }).click({ modifiers: ['Control'] });
  await desk.page.getByRole('option', { name: 'Una Brennan' }).click({ modifiers: ['Control'] });
  await bar(desk).getByRole('button', { name: 'Delete for good' }).click();
  await desk.page
    .getByRole('dialog', { name: 'Delete 2 entries for good?' })
    .getByRole('button', { name: 'Delete for good' })
    .click();
  await desk.sees('The trash is empty');
  await desk.saved();

  await desk.visit('/trash');
  await desk.sees('The trash is empty');
  await desk.visit('/people');
  await rowOf(desk, 'Beatriz').waitFor();
  expect(await desk.page.locator('[data-row]').count()).toBe(1);
  expect(desk.complaints).toEqual([]);
  await window.close();
});

test('a file that the system opens with the app stands in the preview', async () => {
  const window = await openWindow(browser);
  // The system's hand: browsers give no other way to it than opening a file from the desktop.
  await window.addInitScript((card) => {
    const file = new File([card.text], card.name, { type: card.type });
    const launchQueue = {
      setConsumer: (take: (params: object) => void) =>
        take({ files: [{ getFile: () => Promise.resolve(file) }] })
    };
    Object.defineProperty(globalThis, 'launchQueue', { value: launchQueue });
  }, cards);
  const desk = await sitDown(window, server.address);
  await desk.foundOffice('Helena Marsh');
  await desk.visit('/import');
  const preview = desk.page.getByRole('dialog', { name: 'Read in files' });
  await preview.getByText('guests.vcf').waitFor();
  await preview.getByRole('button', { name: 'Read in 3 entries' }).click();
  await desk.sees('3 added');
  expect(desk.complaints).toEqual([]);
  await window.close();
});
