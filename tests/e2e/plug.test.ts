/** The plug is pulled: no server, no network, a browser that ends; the office goes on and everything is there. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openProfile, type Profile } from '../support/browser.ts';
import { sitDown } from '../support/office.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let profile: Profile;
beforeAll(async () => {
  [server, profile] = await Promise.all([startServer(), openProfile()]);
});
afterAll(async () => {
  await profile.remove();
  await server.remove();
});

test('an office founded, worked in without a server, restarted twice, holds everything', async () => {
  const morning = await profile.open();
  const desk = await sitDown(morning, server.address);
  await desk.foundOffice('Helena Marsh');
  await desk.open('Tasks');
  await desk.addTask('Order the orchids for the board room');
  await desk.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));

  await server.stop();
  await desk.open('Tasks');
  await desk.sees('Order the orchids for the board room');
  await desk.addTask('Ring the notary about the deed');
  expect(desk.complaints).toEqual([]);
  await morning.close();

  const noon = await profile.open();
  const again = await sitDown(noon, server.address);
  await again.open('Tasks');
  await again.sees('Order the orchids for the board room');
  await again.sees('Ring the notary about the deed');
  await again.addTask('Thank the florist');
  // Not closed in order: the tab ends at the moment when everything is said to be saved.
  await again.crash();
  await noon.close();

  await server.start();
  const evening = await profile.open();
  const last = await sitDown(evening, server.address);
  await last.open('Tasks');
  await last.sees('Thank the florist');
  await last.sees('Ring the notary about the deed');
  await last.saved();
  expect(last.complaints).toEqual([]);
  await evening.close();
});

test('what is said to have been added is there, though the tab ends at that moment', async () => {
  const before = await profile.open();
  const desk = await sitDown(before, server.address);
  await desk.open('Tasks');
  const add = desk.page.getByLabel('Add a task');
  // A year of its own: its first record is the first thing written in a room that nothing stood in yet.
  await add.fill('Renew the lease of the archive on 14 March 2029');
  await add.press('Enter');
  await desk.page.getByText('was added').first().waitFor();
  await desk.crash();
  await before.close();

  const after = await profile.open();
  const again = await sitDown(after, server.address);
  await again.open('Tasks');
  await again.sees('Renew the lease of the archive');
  await after.close();
});
