/** Odd things that happen to devices with real keys: a profile copied, a room made twice, a relay that keeps things back. */
import { describe, expect, test } from 'vitest';
import { decodeFrame } from '../protocol/frames.ts';
import type { DeviceLog, RoomLog } from './log.ts';
import { createTestDevice, createTestTimers, openSharedOffice, type SharedDevice } from './test-sharing.ts';
import { textOf, textToUpdate } from './test-device.ts';

const SERVER = { address: 'http://relay.test' };

async function open(log: DeviceLog, shard = '2026'): Promise<RoomLog> {
  const room = await log.open({ compartment: log.compartments[0]!.id, shard });
  await room.read();
  return room;
}
const textsOf = async (log: DeviceLog, shard = '2026'): Promise<string[]> =>
  textOf(await (await open(log, shard)).read()).sort();
const tagsOf = ({ replica }: SharedDevice) => replica.state.problems.map(({ tag }) => tag);

async function twoDevices(timers?: Parameters<typeof openSharedOffice>[1]) {
  const office = await openSharedOffice(undefined, timers);
  const anna = office.first;
  expect(await anna.replica.setServer(SERVER)).toEqual({ ok: true, value: true });
  const helena = await office.letIn();
  await office.settle();
  expect(await helena.replica.setServer(SERVER)).toEqual({ ok: true, value: true });
  await office.settle();
  return { office, anna, helena };
}

describe('rule 8: what the relay keeps back', () => {
  test('is noticed by what other devices say they have, and said once asking for it brought nothing', async () => {
    const timers = createTestTimers();
    const { office, anna, helena } = await twoDevices(timers);
    const pass = async (seconds: number) => {
      timers.pass(seconds * 1000);
      await office.settle();
    };
    await (await open(anna.log)).append(textToUpdate('shown'));
    await office.settle();
    helena.line.change = (frame, way) => {
      const decoded = decodeFrame(frame);
      return way === 'from' && decoded.ok && decoded.value.kind === 'segments' ? undefined : frame;
    };
    await (await open(anna.log)).append(textToUpdate('kept back'));
    await office.settle();
    await pass(2); // Anna says how far she is.
    await pass(20); // It should have come by now: Helena asks.
    expect(tagsOf(helena)).toEqual([]);
    await pass(20);
    expect(tagsOf(helena)).toEqual(['held-back']);
    expect(tagsOf(anna)).toEqual([]);
    expect(await textsOf(helena.log)).toEqual(['shown']);

    helena.line.change = undefined;
    await (await open(anna.log)).append(textToUpdate('and on'));
    await office.settle();
    expect(await textsOf(helena.log)).toEqual(['and on', 'kept back', 'shown']);
  });
});

test('a browser profile that was copied: both write at once, one takes new client ids, nothing is lost', async () => {
  const { office, anna, helena } = await twoDevices();
  const room = await open(anna.log);
  await room.append(textToUpdate('before the copy'));
  await office.settle();
  const profile = await anna.device.store.entries({ prefix: [] });
  const copy = createTestDevice();
  await copy.store.commit([], () => ({ put: profile, result: undefined }));
  const twin = await office.openTab(copy);
  const theirs = await open(twin.log);
  for (const one of [room, theirs])
    one.onRetired(({ lost, done }) => {
      void (async () => {
        await one.read();
        for (const { bytes } of lost) await one.append(bytes);
        await done();
      })();
    });
  await Promise.all([
    room.append(textToUpdate('at the original')),
    theirs.append(textToUpdate('at the copy'))
  ]);
  await office.settle();
  await Promise.all([room.append(textToUpdate('original, on')), theirs.append(textToUpdate('copy, on'))]);
  await office.settle();
  const all = ['at the copy', 'at the original', 'before the copy', 'copy, on', 'original, on'];
  for (const { log } of [anna, twin, helena]) expect([...new Set(await textsOf(log))]).toEqual(all);
  expect([...tagsOf(anna), ...tagsOf(twin)]).toContain('second-copy');
  expect([anna, twin].map(({ replica }) => replica.state.waiting)).toEqual([0, 0]);
});

test('two devices that make next year’s room while apart have made the same one', async () => {
  const { office, anna, helena } = await twoDevices();
  anna.line.cut();
  helena.line.cut();
  await (await open(anna.log, '2027')).append(textToUpdate('Anna’s January'));
  await (await open(helena.log, '2027')).append(textToUpdate('Helena’s March'));
  anna.line.mend();
  helena.line.mend();
  await office.settle();
  for (const { log } of [anna, helena])
    expect(await textsOf(log, '2027')).toEqual(['Anna’s January', 'Helena’s March']);
  expect((await office.store.readOffice(office.officeId))!.rooms).toHaveLength(1);
});
