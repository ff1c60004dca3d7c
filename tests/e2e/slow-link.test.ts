/**
 * A line of 200 kB/s that is cut every 20 s, and an office of 50 MB: it gets ready, and at most a twentieth comes
 * twice. Here eight times as fast, so that each connection carries as much, with a third of the office.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSeededRandom } from '../../src/lib/base/random.ts';
import { createProviderTransport } from '../../src/lib/sync/provider-transport.ts';
import { openReplica, type OfficeReplica } from '../../src/lib/sync/replica.ts';
import { foundTestOffice, openLog } from '../../src/lib/sync/test-device.ts';
import { admitDevice, createTestDevice } from '../../src/lib/sync/test-sharing.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { openSlowLink } from '../support/slow-link.ts';

let server: TestServer;
beforeAll(async () => void (server = await startServer()));
afterAll(() => server.remove());

const MEGABYTE = 1_000_000;
const FASTER = 8;
const OFFICE = 16 * MEGABYTE;
const PART = 160_000;

const timers = {
  after: (milliseconds: number, work: () => void) => {
    const timer = setTimeout(work, milliseconds);
    return () => clearTimeout(timer);
  }
};

const until = (replica: OfficeReplica, holds: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    const stop = replica.subscribe(() => {
      if (!holds()) return;
      stop();
      resolve();
    });
    if (holds()) resolve();
  });

test('an office comes through a slow line that is cut again and again, nearly nothing of it twice', async () => {
  // Invitations are judged by the server's clock.
  const now = { clock: { now: () => Date.now() } };
  const anna = { ...createTestDevice(), ...now };
  const officeId = await foundTestOffice(anna);
  const helena = { ...createTestDevice(), ...now };
  await admitDevice(officeId, anna, helena, 'secretary', 'write');
  const open = async (device: typeof anna) => {
    const opened = await openReplica(officeId, {
      ...device,
      timers,
      createTransport: (address) => createProviderTransport(address, device.random)
    });
    if (!opened.ok) throw new Error(opened.error.message);
    return { replica: opened.value, log: await openLog(officeId, device) };
  };
  const one = await open(anna);
  expect(await one.replica.setServer({ address: server.address })).toEqual({ ok: true, value: true });
  const room = await one.log.open({ compartment: one.log.compartments[0]!.id, shard: '2026' });
  await room.read();
  for (let count = 0; count < OFFICE / PART; count++)
    await room.append(createSeededRandom(count).bytes(PART));
  await until(one.replica, () => one.replica.state.waiting === 0);

  const link = await openSlowLink(server.address, 200_000 * FASTER, 200_000 * 20);
  const two = await open(helena);
  expect(await two.replica.setServer({ address: link.address })).toEqual({ ok: true, value: true });
  const size = async () =>
    (await helena.store.entries<Uint8Array>({ prefix: [officeId, 'large'] })).reduce(
      (sum, [, bytes]) => sum + bytes.length,
      0
    );
  while ((await size()) < OFFICE) await new Promise((resolve) => setTimeout(resolve, 50));
  const all = await size();
  expect(all).toBeGreaterThanOrEqual(OFFICE);
  expect(link.cuts).toBeGreaterThanOrEqual(3);
  expect(link.carried / all).toBeLessThan(1.05);
  await Promise.all([one.replica.close(), two.replica.close()]);
  await link.close();
}, 300_000);
