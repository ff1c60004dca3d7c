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
