/** The same office on several devices through the relay's core, by the architecture's numbered rules. */
import { describe, expect, test, vi } from 'vitest';
import { hashNow, verifyNow } from '../../../tests/simulation/toy-crypto.ts';
import { createSeededRandom } from '../base/random.ts';
import type { Bytes } from '../base/bytes.ts';
import { decodeFrame, encodeFrame, type FrameKind } from '../protocol/frames.ts';
import type { DeviceLog, RoomLog } from './log.ts';
import { keysOf } from './layout.ts';
import { openMembership } from './membership.ts';
import {
  createTestDevice,
  openSharedOffice,
  type SharedDevice,
  type SharedTestOffice
} from './test-sharing.ts';
import { textOf, textToUpdate } from './test-device.ts';

vi.mock('../identity/primitives.ts', () => import('../../../tests/simulation/toy-crypto.ts'));
vi.mock('../identity/hpke.ts', () => import('../../../tests/simulation/toy-crypto.ts'));
vi.mock('../identity/deflate.ts', () => import('../../../tests/simulation/toy-crypto.ts'));

const SERVER = { address: 'http://relay.test' };

async function open(log: DeviceLog, shard = '2026', compartment = 0): Promise<RoomLog> {
  const room = await log.open({ compartment: log.compartments[compartment]!.id, shard });
  await room.read();
  return room;
}

const textsOf = async (log: DeviceLog, shard = '2026', compartment = 0): Promise<string[]> =>
  textOf(await (await log.open({ compartment: log.compartments[compartment]!.id, shard })).read()).sort();

/** Anna's laptop, registered at the relay. */
async function anOffice(): Promise<SharedTestOffice> {
  const office = await openSharedOffice({ sha256: hashNow, verify: verifyNow });
  expect(await office.first.replica.setServer(SERVER)).toEqual({ ok: true, value: true });
  return office;
}

/** Anna's and Helena's devices, both connected. */
async function twoDevices(): Promise<{ office: SharedTestOffice; anna: SharedDevice; helena: SharedDevice }> {
  const office = await anOffice();
  const helena = await office.letIn();
  await office.settle();
  expect(await helena.replica.setServer(SERVER)).toEqual({ ok: true, value: true });
  await office.settle();
  return { office, anna: office.first, helena };
}

const framesOf = (frames: readonly Bytes[], kind: FrameKind) =>
  frames.flatMap((bytes) => {
    const frame = decodeFrame(bytes);
    return frame.ok && frame.value.kind === kind ? [frame.value] : [];
  });

const tagsOf = ({ replica }: SharedDevice) => replica.state.problems.map(({ tag }) => tag);

test('what one device writes, the other has: what was there before, and what comes live', async () => {
  const office = await anOffice();
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
  expect(await textsOf(office.first.log)).toEqual(['back', 'before', 'live']);
  expect(await textsOf(second.log)).toEqual(['back', 'before', 'live']);
});

describe('rule 1: sent means on the relay’s disk', () => {
  test('what is written without a line waits, and is sent when there is one', async () => {
    const { office, anna, helena } = await twoDevices();
    anna.line.cut();
    const room = await open(anna.log);
    for (const text of ['one', 'two', 'three']) await room.append(textToUpdate(text));
    await office.settle();
    expect(anna.replica.state).toMatchObject({ waiting: 3, server: { state: 'offline' } });
    expect(await textsOf(helena.log)).toEqual([]);
    anna.line.mend();
    await office.settle();
    expect(anna.replica.state).toMatchObject({ waiting: 0, server: { state: 'online' } });
    expect(await textsOf(helena.log)).toEqual(['one', 'three', 'two']);
  });

  test('what the relay took before the line broke is not sent again', async () => {
    const { office, anna } = await twoDevices();
    const room = await open(anna.log);
    // The acknowledgement does not arrive.
    anna.line.change = (frame, way) => {
      const decoded = decodeFrame(frame);
      return way === 'from' && decoded.ok && decoded.value.kind === 'ack' ? undefined : frame;
    };
    await room.append(textToUpdate('once'));
    await office.settle();
    expect(anna.replica.state.waiting).toBe(1);
    anna.line.cut();
    anna.line.change = undefined;
    const before = framesOf(anna.line.sent, 'push').length;
    anna.line.mend();
    await office.settle();
    expect(anna.replica.state.waiting).toBe(0);
    expect(framesOf(anna.line.sent, 'push')).toHaveLength(before);
  });
});

describe('rule 2: what fails is kept aside whole, and freezes nobody else', () => {
  test('a segment with a flipped bit is kept aside with its reason; everything else arrives', async () => {
    const { office, anna, helena } = await twoDevices();
    let flipped = false;
    helena.line.change = (frame, way) => {
      const decoded = decodeFrame(frame);
      if (way === 'to' || flipped || !decoded.ok || decoded.value.kind !== 'segments') return frame;
      flipped = true;
      const { body, blobs } = decoded.value;
      return encodeFrame('segments', body, [blobs[0]!.with(150, blobs[0]![150]! ^ 1)]);
    };
    const [hers, own] = [await open(anna.log), await open(helena.log)];
    await hers.append(textToUpdate('damaged on its way'));
    await office.settle();
    await own.append(textToUpdate('mine'));
    await office.settle();
    expect(flipped).toBe(true);
    expect(tagsOf(helena)).toContain('segment-forged');
    const aside = await helena.device.store.entries({ prefix: [office.officeId, 'quarantine'] });
    expect(aside).toHaveLength(1);
    expect(await textsOf(anna.log)).toEqual(['damaged on its way', 'mine']);
    expect(await textsOf(helena.log)).toEqual(['mine']);
  });
});

describe('rule 5: a device that is further on at the relay than here takes new client ids', () => {
  test('a profile from an earlier day writes what it had not sent again, under a new id', async () => {
    const { office, anna, helena } = await twoDevices();
    const room = await open(anna.log);
    await room.append(textToUpdate('old'));
    await office.settle();
    anna.line.cut();
    await room.append(textToUpdate('written offline'));
    const backup = await anna.device.store.entries({ prefix: [] });
    // The original goes on, and something else takes that place in its chain at the relay.
    const late = keysOf(office.officeId);
    const cleared = backup.map(([key, value]) => [key, value] as const);
    anna.line.mend();
    await office.settle();
    await room.append(textToUpdate('later'));
    await office.settle();
    await anna.log.close();
    await anna.replica.close();

    const restored = createTestDevice();
    await restored.store.commit([], () => ({ put: cleared, result: undefined }));
    const again = await office.openTab(restored);
    const kept = await open(again.log);
    const lost: string[] = [];
    kept.onRetired(({ lost: updates, done }) => {
      void (async () => {
        await kept.read();
        for (const { bytes } of updates) {
          lost.push(...textOf({ updates: [{ bytes }] }));
          await kept.append(bytes);
        }
        await done();
      })();
    });
    await office.settle();
    const own = again.log.clientId;
    await kept.append(textToUpdate('goes on'));
    await office.settle();
    expect(tagsOf(again)).toContain('second-copy');
    expect((await kept.read()).clientId).not.toBe(own);
    expect(await restored.store.get<number[]>(late.retired)).toContain(own);
    expect(again.replica.state.waiting).toBe(0);
    const all = await textsOf(again.log);
    expect(new Set(all)).toEqual(new Set(['old', 'written offline', 'later', 'goes on']));
    expect(new Set(await textsOf(helena.log))).toEqual(new Set(all));
  });
});

describe('rule 6: a slow link always makes progress', () => {
  test('an import goes out and comes in frame by frame, none larger than a frame may be', async () => {
    const { office, anna, helena } = await twoDevices();
    const room = await open(anna.log);
    const import_ = createSeededRandom(3).bytes(900_000);
    await room.append(import_);
    await office.settle();
    const theirs = await (
      await helena.log.open({ compartment: helena.log.compartments[0]!.id, shard: '2026' })
    ).read();
    expect(theirs.updates.map(({ bytes }) => bytes.length)).toEqual([900_000]);
    expect(framesOf(anna.line.sent, 'push').length).toBeGreaterThan(3);
    for (const frame of [...anna.line.sent, ...helena.line.heard])
      expect(frame.length).toBeLessThanOrEqual(256 * 1024);
  });

  test('a pull that was cut off goes on where it was', async () => {
    const { office, anna, helena } = await twoDevices();
    helena.line.cut();
    const room = await open(anna.log);
    for (let part = 0; part < 12; part++) await room.append(createSeededRandom(part).bytes(150_000));
    await office.settle();
    let frames = 0;
    helena.line.change = (frame, way) => {
      if (way === 'from' && ++frames % 6 === 0) queueMicrotask(() => (helena.line.cut(), helena.line.mend()));
      return frame;
    };
    helena.line.mend();
    await office.settle();
    helena.line.change = undefined;
    helena.line.cut();
    helena.line.mend();
    await office.settle();
    const contents = await (
      await helena.log.open({ compartment: helena.log.compartments[0]!.id, shard: '2026' })
    ).read();
    expect(contents.updates).toHaveLength(12);
    const fetched = framesOf(helena.line.heard, 'segments').reduce((sum, { blobs }) => sum + blobs.length, 0);
    expect(fetched).toBeLessThanOrEqual(14);
  });
});

describe('rule 8: what the relay withholds, forks or has lost is noticed', () => {
  test('after the relay was restored to an earlier day, what it lost is pushed again, by whoever has it', async () => {
    const { office, anna, helena } = await twoDevices();
    const [hers, own] = [await open(anna.log), await open(helena.log)];
    await hers.append(textToUpdate('before the backup'));
    await office.settle();
    const backup = office.store.copy();
    await hers.append(textToUpdate('from Anna'));
    await own.append(textToUpdate('from Helena'));
    await office.settle();
    // Anna's device is gone; Helena's has what both wrote.
    anna.line.cut();
    office.restartRelay(backup);
    anna.line.cut();
    await office.settle();
    expect(tagsOf(helena)).toContain('server-lost');
    anna.line.mend();
    await office.settle();
    const all = ['before the backup', 'from Anna', 'from Helena'];
    expect(await textsOf(helena.log)).toEqual(all);
    expect(await textsOf(anna.log)).toEqual(all);
    const heads = await office.store.readOffice(office.officeId);
    expect(heads?.rooms.map(({ number }) => number)).toEqual([3]);
  });

  test('after the relay lost everything, the office is registered again and everything is there', async () => {
    const { office, anna, helena } = await twoDevices();
    await (await open(anna.log)).append(textToUpdate('one'));
    await (await open(helena.log, 'standing', 1)).append(textToUpdate('two'));
    await office.settle();
    const { createMemoryLogStore } = await import('../../../sync-server/log-store-memory.ts');
    office.restartRelay(createMemoryLogStore());
    await office.settle();
    await (await open(anna.log)).append(textToUpdate('three'));
    await office.settle();
    expect(await textsOf(helena.log)).toEqual(['one', 'three']);
    const stored = await office.store.readOffice(office.officeId);
    expect(stored?.rooms.map(({ number }) => number).sort()).toEqual([1, 2]);
  });

  test('a relay that says two things in one place of a chain is told on', async () => {
    const { office, anna, helena } = await twoDevices();
    await (await open(anna.log)).append(textToUpdate('one'));
    await office.settle();
    // The same numbers with other hashes: another branch of the log.
    helena.line.cut();
    const cursor = keysOf(office.officeId).cursors;
    const [[key, value]] = (await helena.device.store.entries<{ number: number; hash: Bytes }>({
      prefix: cursor
    })) as [[readonly string[], { number: number; hash: Bytes }]];
    const heads = keysOf(office.officeId).allHeads;
    const [[headKey, head]] = (await helena.device.store.entries<{ hash: Bytes }>({ prefix: heads })) as [
      [readonly string[], { hash: Bytes }]
    ];
    const other = value.hash.with(0, value.hash[0]! ^ 1);
    await helena.device.store.commit([], () => ({
      put: [
        [key, { ...value, hash: other }],
        [headKey, { ...head, hash: other }]
      ],
      result: undefined
    }));
    helena.line.mend();
    await office.settle();
    expect(tagsOf(helena)).toContain('server-forked');
  });
});

describe('rule 9: many tabs, one leader', () => {
  test('what a second tab writes goes out through the first, and what comes in reaches both', async () => {
    const { office, anna, helena } = await twoDevices();
    const tab = await office.openTab(anna.device);
    await office.settle();
    expect(tab.replica.state.server.state).toBe('online');
    expect(tab.line.sent).toEqual([]);
    const [first, second] = [await open(anna.log), await open(tab.log)];
    const heard: string[][] = [[], []];
    first.onUpdate((update) => heard[0]!.push(...textOf({ updates: [update] })));
    second.onUpdate((update) => heard[1]!.push(...textOf({ updates: [update] })));
    await second.append(textToUpdate('from the second tab'));
    await (await open(helena.log)).append(textToUpdate('from Helena'));
    await office.settle();
    expect(await textsOf(helena.log)).toEqual(['from Helena', 'from the second tab']);
    expect(heard[0]!.sort()).toEqual(['from Helena', 'from the second tab']);
    expect(heard[1]).toEqual(['from Helena']);
    expect(tab.replica.state.waiting).toBe(0);
  });

  test('losing the leader loses nothing: another tab leads, and sends what waited', async () => {
    const { office, anna, helena } = await twoDevices();
    const tab = await office.openTab(anna.device);
    await office.settle();
    anna.line.cut();
    await (await open(anna.log)).append(textToUpdate('never sent by the leader'));
    await (await open(tab.log)).append(textToUpdate('written beside it'));
    await anna.replica.close();
    await office.settle();
    expect(tab.replica.state).toMatchObject({ server: { state: 'online' }, waiting: 0 });
    expect(await textsOf(helena.log)).toEqual(['never sent by the leader', 'written beside it']);
  });
});

describe('rule 10: months offline', () => {
  test('what was not sent before the key changed is sealed again under the new one, and arrives', async () => {
    const { office, anna, helena } = await twoDevices();
    const third = await office.letIn();
    await office.settle();
    await third.replica.setServer(SERVER);
    await office.settle();
    const room = await open(third.log);
    await room.append(textToUpdate('before'));
    await office.settle();
    third.line.cut();
    for (const text of ['offline one', 'offline two']) await room.append(textToUpdate(text));

    const membership = await openMembership(office.officeId, anna.device, () => anna.replica.roster);
    if (!membership.ok) throw new Error(membership.error.message);
    const removed = membership.value.removeDevices([helena.log.deviceId]);
    await office.settle();
    expect(await removed).toEqual({ ok: true, value: true });
    await office.settle();
    await (await open(anna.log)).append(textToUpdate('under the new key'));
    await office.settle();

    third.line.mend();
    await office.settle();
    expect(third.replica.state).toMatchObject({ waiting: 0, problems: [] });
    await room.append(textToUpdate('and on'));
    await office.settle();
    const all = ['and on', 'before', 'offline one', 'offline two', 'under the new key'];
    expect(await textsOf(anna.log)).toEqual(all);
    expect(await textsOf(third.log)).toEqual(all);
    const epochs = (await anna.device.store.entries<Bytes>({ prefix: [office.officeId, 'small'] })).map(
      ([, bytes]) => new DataView(bytes.buffer, bytes.byteOffset).getUint32(66)
    );
    expect(epochs.sort()).toEqual([1, 2, 2, 2, 2]);
    expect(helena.replica.state.server).toMatchObject({ state: 'stopped', problem: { tag: 'removed' } });
    expect(await textsOf(helena.log)).toEqual(['before']);
  });
});

test('statements without those in front of them are no fork: a line that begins anew brings them all', async () => {
  const { office, anna, helena } = await twoDevices();
  const membership = await openMembership(office.officeId, anna.device, () => anna.replica.roster);
  if (!membership.ok) throw new Error(membership.error.message);
  let withheld = 0;
  helena.line.change = (frame, way) => {
    const decoded = decodeFrame(frame);
    const hides = way === 'from' && withheld === 0 && decoded.ok && decoded.value.kind === 'roster';
    if (hides) withheld++;
    return hides ? undefined : frame;
  };
  for (const name of ['Laptop', 'Desk']) {
    const renamed = membership.value.renameDevice(name);
    await office.settle();
    expect(await renamed).toEqual({ ok: true, value: true });
  }
  expect(withheld).toBe(1);
  const statements = async ({ device }: SharedDevice) =>
    (await device.store.entries({ prefix: keysOf(office.officeId).roster })).length;
  await vi.waitFor(async () => expect(await statements(helena)).toBe(await statements(anna)), 20_000);
  await vi.waitFor(() => expect(helena.replica.state.server.state).toBe('online'), 20_000);
}, 60_000);

describe('presence', () => {
  test('devices hear of each other, and of what the other has seen', async () => {
    const { office, anna, helena } = await twoDevices();
    const heard: string[] = [];
    helena.log.presence!.listen('place', ({ device, bytes }) =>
      heard.push(
        `${device === anna.log.deviceId ? 'anna' : '?'} ${bytes ? textOf({ updates: [{ bytes }] })[0] : 'left'}`
      )
    );
    anna.log.presence!.send(anna.log.compartments[0]!.id, 'place', textToUpdate('tasks'));
    await office.settle();
    expect(heard).toEqual(['anna tasks']);
    expect(helena.replica.state.present).toContain(anna.log.deviceId);
    anna.line.cut();
    await office.settle();
    expect(heard.filter((text) => text === 'anna left').length).toBeGreaterThan(0);
  });

  test('who may not read a compartment hears nothing of it', async () => {
    const office = await anOffice();
    const assistant = await office.letIn('assistant', 'read');
    await office.settle();
    await assistant.replica.setServer(SERVER);
    await office.settle();
    const before = framesOf(assistant.line.heard, 'presence').length;
    // Brought in with every compartment; one is none of the roster's.
    office.first.log.presence!.send('AAAAAAAAAAAAAAAAAAAAAA', 'place', textToUpdate('private'));
    await office.settle();
    expect(framesOf(assistant.line.heard, 'presence')).toHaveLength(before);
  });
});

describe('rewriting', () => {
  test('three devices that reach the limit together rewrite one after the other, each with everything', async () => {
    const { office, anna, helena } = await twoDevices();
    const third = await office.letIn();
    await office.settle();
    await third.replica.setServer(SERVER);
    await office.settle();
    const address = { compartment: anna.log.compartments[0]!.id, shard: '2026' };
    await (await open(anna.log)).append(textToUpdate('one'));
    await office.settle();
    const order: string[] = [];
    let going = 0;
    const rewriteOn = ({ replica, log }: SharedDevice, name: string) =>
      replica.rewriteAlone(address, async () => {
        expect(++going).toBe(1);
        const room = await open(log);
        await room.append(textToUpdate(`by ${name}`), 'rewrite');
        order.push(name);
        going--;
      });
    await Promise.all([rewriteOn(anna, 'anna'), rewriteOn(helena, 'helena'), rewriteOn(third, 'third')]);
    await office.settle();
    expect(order).toHaveLength(1);
    await rewriteOn(helena, 'helena');
    expect(order).toHaveLength(2);
  });

  test('nobody rewrites without the office server in reach', async () => {
    const { anna } = await twoDevices();
    anna.line.cut();
    let done = false;
    await anna.replica.rewriteAlone(
      { compartment: anna.log.compartments[0]!.id, shard: '2026' },
      async () => {
        done = true;
      }
    );
    expect(done).toBe(false);
  });
});
