/** The same office on two devices through the relay's core. */
import { expect, test } from 'vitest';
import type { DeviceLog, RoomLog } from './log.ts';
import { openSharedOffice, type SharedTestOffice } from './test-sharing.ts';
import { textOf, textToUpdate } from './test-device.ts';

const SERVER = { address: 'http://relay.test' };

async function open(log: DeviceLog, shard = '2026'): Promise<RoomLog> {
  const room = await log.open({ compartment: log.compartments[0]!.id, shard });
  await room.read();
  return room;
}

const textsOf = async (log: DeviceLog, shard = '2026'): Promise<string[]> => {
  const again = await log.open({ compartment: log.compartments[0]!.id, shard });
  return textOf(await again.read());
};

async function connected(): Promise<SharedTestOffice> {
  const office = await openSharedOffice();
  const reached = await office.first.replica.setServer(SERVER);
  expect(reached).toEqual({ ok: true, value: true });
  return office;
}

test('what one device writes, the other has: what was there before, and what comes live', async () => {
  const office = await connected();
  const room = await open(office.first.log);
  await room.append(textToUpdate('before'));
  await office.settle();
  expect(office.first.replica.state.waiting).toBe(0);

  const second = await office.letIn();
  await office.settle();
  expect(await second.replica.setServer(SERVER)).toEqual({ ok: true, value: true });
  await office.settle();
  expect(second.replica.state.server.state).toBe('online');
  expect(await textsOf(second.log)).toEqual(['before']);

  const theirs = await open(second.log);
  const heard: string[] = [];
  theirs.onUpdate((update) => heard.push(...textOf({ updates: [update] })));
  await room.append(textToUpdate('live'));
  await theirs.append(textToUpdate('back'));
  await office.settle();
  expect(heard).toEqual(['live']);
  expect((await textsOf(office.first.log)).sort()).toEqual(['back', 'before', 'live']);
  expect((await textsOf(second.log)).sort()).toEqual(['back', 'before', 'live']);
});
