/** The device log by its rules (docs/sealed-log.md), over a database in memory. */
import { describe, expect, test } from 'vitest';
import { concatBytes, utf8ToBytes, type Bytes } from '../base/bytes.ts';
import { systemRandom } from '../base/random.ts';
import { decodeSegment, HEADER_LENGTH } from '../protocol/segment.ts';
import { openDeviceLog } from './device-log.ts';
import { StoreError, type StoreKey } from './device-store.ts';
import { keysOf, type Head } from './layout.ts';
import type { OpenRoomLog } from './room-log.ts';
import {
  createTestDevice,
  foundTestOffice,
  mergeTexts,
  openLog,
  openRoom,
  textOf,
  textToUpdate,
  type TestDevice
} from './test-device.ts';

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error) => error
  );

/** The stored segments of an office's only room, in order. */
async function segmentsOf(device: TestDevice, officeId: string): Promise<[StoreKey, Bytes][]> {
  const kinds = ['small', 'large', 'archive'];
  const found = await Promise.all(
    kinds.map((kind) => device.store.entries<Bytes>({ prefix: [officeId, kind] }))
  );
  return found.flat().sort(([a], [b]) => Number(a[3]) - Number(b[3]));
}

const damage = (device: TestDevice, key: StoreKey, bytes: Bytes, at: number): Promise<void> =>
  device.store.commit([], () => ({ put: [[key, bytes.with(at, bytes[at]! ^ 1)]], result: undefined }));

const tagsOf = ({ problems }: { problems: readonly { tag: string }[] }) => problems.map(({ tag }) => tag);

describe('an office on one device', () => {
  test('is founded without any network and opened under its names', async () => {
    const device = createTestDevice();
    const log = await openLog(await foundTestOffice(device), device);
    expect(log.name).toBe('Helena Marsh');
    expect(log.members).toEqual([
      { id: expect.any(String), name: 'Anna Reed', devices: [log.deviceId], role: 'secretary' }
    ]);
    expect(log.compartments.map(({ kind, name }) => [kind, name])).toEqual([
      ['office', 'Everyone'],
      ['private', 'Private'],
      ['finance', 'Finance']
    ]);
    expect(log.readOnly).toBeUndefined();
    expect(await log.rooms()).toEqual([]);
  });

  test('keeps what was appended, in each of its rooms', async () => {
    const device = createTestDevice();
    const { officeId, log, room } = await openRoom(device);
    const standing = await log.open({ compartment: log.compartments[1]!.id, shard: 'standing' });
    await standing.read();
    await Promise.all(['one', 'two', 'three'].map((text) => room.append(textToUpdate(text))));
    await standing.append(textToUpdate('apart'));
    await log.close();

    const again = await openLog(officeId, device);
    expect((await again.rooms()).map(({ shard }) => shard).sort()).toEqual(['2026', 'standing']);
    const contents = await (await again.open({ compartment: log.compartments[0]!.id, shard: '2026' })).read();
    expect(textOf(contents)).toEqual(['one', 'two', 'three']);
    expect(contents.problems).toEqual([]);
    expect(
      textOf(await (await again.open({ compartment: log.compartments[1]!.id, shard: 'standing' })).read())
    ).toEqual(['apart']);
  });

  test('what is appended as soon as the append before it is saved is saved too', async () => {
    const device = createTestDevice();
    const { room } = await openRoom(device);
    for (const text of ['one', 'two', 'three']) await room.append(textToUpdate(text));
    expect(textOf(await room.read())).toEqual(['one', 'two', 'three']);
  });

  test('nothing written lies in the store in the clear, nor the names of people and shards outside their room', async () => {
    const device = createTestDevice();
    const { officeId, room } = await openRoom(device);
    await room.append(textToUpdate('canary-of-the-text'));
    const entries = await device.store.entries({ prefix: [officeId] });
    const bytes = entries.flatMap(([, value]) =>
      value instanceof Uint8Array ? [new TextDecoder().decode(value)] : []
    );
    expect(bytes.join()).not.toMatch(/canary|Helena|Anna|Chambers|2026/);
  });

  test('an office that is not here, or of which the browser left only a part, is told apart', async () => {
    const device = createTestDevice();
    const tagWithout = async (...gone: StoreKey[]) => {
      const { officeId, log, room } = await openRoom(device);
      await room.append(textToUpdate('x'));
      await log.close();
      const prefixes = gone.map((key): StoreKey => [officeId, ...key]);
      await device.store.commit([], () => ({ removeAll: prefixes, result: undefined }));
      const opened = await openDeviceLog(officeId, device);
      return opened.ok ? 'opened' : opened.error.tag;
    };
    expect(await tagWithout([])).toBe('no-office');
    expect(await tagWithout(['keys'])).toBe('keys-lost');
    expect(await tagWithout(['keys'], ['meta'], ['roster'])).toBe('keys-lost');
    expect(await tagWithout(['roster'])).toBe('office-lost');
    expect(await tagWithout(['meta'], ['roster'], ['room'], ['head'], ['small'])).toBe('office-lost');
  });
});

describe('rule 1: saved means committed', () => {
  test('segment, head and outbox entry are in one commit', async () => {
    const device = createTestDevice();
    const { officeId, log, room } = await openRoom(device);
    await Promise.all([room.append(textToUpdate('one')), room.append(textToUpdate('two'))]);
    const segments = await segmentsOf(device, officeId);
    const [head] = await device.store.entries<Head>({ prefix: [officeId, 'head'] });
    expect(head![0].at(-1)).toBe(log.clientId);
    expect(head![1].sequence).toBe(2);
    expect(segments).toHaveLength(2);
    expect(await device.store.keys({ prefix: [officeId, 'outbox'] })).toHaveLength(2);
  });

  test('segments form a hash chain that names its writer, and the first one its shard', async () => {
    const device = createTestDevice();
    const { officeId, log, room } = await openRoom(device);
    for (const text of ['one', 'two']) await room.append(textToUpdate(text));
    const headers = (await segmentsOf(device, officeId)).map(([, bytes]) => {
      const decoded = decodeSegment(bytes);
      if (!decoded.ok) throw new Error(decoded.error.message);
      return decoded.value.header;
    });
    expect(headers.map(({ clientId, sequence }) => [clientId, sequence])).toEqual([
      [log.clientId, 1],
      [log.clientId, 2]
    ]);
    expect(headers[0]!.previous.every((byte) => byte === 0)).toBe(true);
    expect(headers[1]!.previous.some((byte) => byte !== 0)).toBe(true);
  });

  test('a failed commit leaves the log as it was, says why, and the next one goes on', async () => {
    const device = createTestDevice();
    const { officeId, room } = await openRoom(device);
    await room.append(textToUpdate('before'));
    const { commit } = device.store;
    const full = new StoreError({ tag: 'storage-full', message: 'full' });
    Object.assign(device.store, { commit: () => Promise.reject(full) });
    const results = await Promise.all(
      [room.append(textToUpdate('a')), room.append(textToUpdate('b'))].map(failure)
    );
    expect(results).toMatchObject([{ tag: 'storage-full' }, { tag: 'storage-full' }]);
    expect(await segmentsOf(device, officeId)).toHaveLength(1);
    Object.assign(device.store, { commit });
    await room.append(textToUpdate('after'));
    expect(textOf(await (await openRoom(device, officeId)).room.read())).toEqual(['before', 'after']);
  });

  test('a commit whose outcome was lost with the connection is not made twice', async () => {
    const device = createTestDevice();
    const { officeId, room } = await openRoom(device);
    const { commit } = device.store;
    const twice: typeof commit = async (guards, decide) => {
      await commit(guards, decide);
      return commit(guards, decide);
    };
    Object.assign(device.store, { commit: twice });
    await room.append(textToUpdate('one'));
    await room.append(textToUpdate('two'));
    Object.assign(device.store, { commit });
    const { contents } = await openRoom(device, officeId);
    expect(textOf(contents)).toEqual(['one', 'two']);
    expect(contents.problems).toEqual([]);
  });

  test('a segment sealed over a head that is no longer the stored one is sealed again', async () => {
    const device = createTestDevice();
    const { officeId, log, room } = await openRoom(device);
    await room.append(textToUpdate('one'));
    // As if the browser had given one lock to two tabs.
    const unlocked = { ...device, locks: { ...device.locks, tryHold: async () => () => {} } };
    const other = await openRoom(unlocked, officeId);
    expect(other.log.clientId).toBe(log.clientId);
    await other.room.append(textToUpdate('two'));
    await room.append(textToUpdate('three'));
    const { contents } = await openRoom(device, officeId);
    expect(textOf(contents)).toEqual(['one', 'two', 'three']);
    expect(contents.problems).toEqual([]);
  });

  test('nothing is appended to an office that the browser removed, or another tab', async () => {
    const device = createTestDevice();
    const { officeId, log, room } = await openRoom(device);
    const empty = await log.open({ compartment: log.compartments[0]!.id, shard: '1999' });
    await empty.read();
    await room.append(textToUpdate('one'));
    await device.store.commit([], () => ({ removeAll: [[officeId]], result: undefined }));
    expect(await failure(room.append(textToUpdate('two')))).toMatchObject({ tag: 'evicted' });
    expect(await failure(empty.append(textToUpdate('two')))).toMatchObject({ tag: 'evicted' });
    expect(await device.store.keys({ prefix: [officeId] })).toEqual([]);
  });

  test('nothing is appended on top of a chain that the browser removed', async () => {
    const device = createTestDevice();
    const { officeId, room } = await openRoom(device);
    await room.append(textToUpdate('one'));
    await device.store.commit([], () => ({
      removeAll: [keysOf(officeId).rooms, [officeId, 'head'], [officeId, 'small']],
      result: undefined
    }));
    expect(await failure(room.append(textToUpdate('two')))).toMatchObject({ tag: 'evicted' });
  });

  test('appending before the own chain is loaded is a bug', async () => {
    const device = createTestDevice();
    const log = await openLog(await foundTestOffice(device), device);
    const room = await log.open({ compartment: log.compartments[0]!.id, shard: '2026' });
    expect(() => room.append(textToUpdate('x'))).toThrow();
  });
});

describe('rule 2: what cannot be trusted is kept aside whole, everything else is read', () => {
  async function written(texts: readonly string[]) {
    const device = createTestDevice();
    const { officeId, log, room } = await openRoom(device);
    for (const text of texts) await room.append(textToUpdate(text));
    await log.close();
    return { device, officeId, clientId: log.clientId, segments: await segmentsOf(device, officeId) };
  }

  test.each([
    ['ciphertext', HEADER_LENGTH + 14, 'segment-forged'],
    ['office', 5, 'segment-damaged'],
    ['room', 55, 'segment-damaged'],
    ['device', 72, 'segment-stranger'],
    ['client id', 93, 'segment-stranger'],
    ['sequence', 97, 'segment-forged'],
    ['version', 0, 'segment-malformed']
  ])('a segment with one damaged bit in its %s', async (_what, at, tag) => {
    const { device, officeId, clientId, segments } = await written(['one', 'two', 'three']);
    await damage(device, ...segments[1]!, at);
    const { contents, room, log } = await openRoom(device, officeId);
    expect(textOf(contents)).toEqual(['one', 'three']);
    expect(tagsOf(contents)).toContain(tag);
    // The chain has a hole: going on with it would use its clock values twice.
    expect(contents.clientId).not.toBe(clientId);
    await room.append(textToUpdate('four'));
    await log.close();

    const again = await openRoom(device, officeId);
    expect(textOf(again.contents)).toEqual(['one', 'three', 'four']);
    expect(tagsOf(again.contents)).toContain(tag);
    expect(again.contents.clientId).not.toBe(clientId);
    expect(await device.store.keys({ prefix: [officeId, 'quarantine'] })).toHaveLength(1);
  });

  test('a damaged last segment is noticed too', async () => {
    const { device, officeId, clientId, segments } = await written(['one', 'two']);
    await damage(device, ...segments[1]!, 200);
    const { contents } = await openRoom(device, officeId);
    expect(textOf(contents)).toEqual(['one']);
    expect(tagsOf(contents)).toEqual(['segment-forged']);
    expect(contents.clientId).not.toBe(clientId);
  });

  test.each([[0], [1], [2]])(
    'segment %i missing under its head is told, and its chain not gone on with',
    async (gone) => {
      const { device, officeId, clientId, segments } = await written(['one', 'two', 'three']);
      await device.store.commit([], () => ({ remove: [segments[gone]![0]], result: undefined }));
      const { contents } = await openRoom(device, officeId);
      expect(textOf(contents)).toEqual(['one', 'two', 'three'].filter((_, index) => index !== gone));
      expect(tagsOf(contents)).toEqual(['segment-missing']);
      expect(contents.clientId).not.toBe(clientId);
    }
  );

  test('heads without any segments are told', async () => {
    const { device, officeId, clientId } = await written(['one', 'two']);
    await device.store.commit([], () => ({ removeAll: [[officeId, 'small']], result: undefined }));
    const { contents } = await openRoom(device, officeId);
    expect(contents.updates).toEqual([]);
    expect(tagsOf(contents)).toEqual(['segment-missing']);
    expect(contents.clientId).not.toBe(clientId);
  });

  test('a segment put in a second time, or in another place, changes nothing', async () => {
    const { device, officeId, segments } = await written(['one', 'two', 'three']);
    const [room, third] = [segments[0]![0][2] as string, segments[2]![1]];
    const place = keysOf(officeId);
    await device.store.commit([], () => ({
      put: [
        [segments[2]![0], segments[0]![1]],
        [place.segment('small', room, 4), third],
        [place.room(room), { compartment: room.split('/')[0], shard: '2026', position: 4 }]
      ],
      result: undefined
    }));
    const { contents } = await openRoom(device, officeId);
    expect(textOf(contents)).toEqual(['one', 'two', 'three']);
    expect(tagsOf(contents)).toEqual(['segment-chain']);
  });
});

describe('rule 5: a tab leases a client id for as long as it lives', () => {
  test('two tabs never have the same, and one that closed is leased again', async () => {
    const device = createTestDevice();
    const officeId = await foundTestOffice(device);
    const [one, two] = [await openLog(officeId, device), await openLog(officeId, device)];
    expect(one.clientId).not.toBe(two.clientId);
    await one.close();
    expect((await openLog(officeId, device)).clientId).toBe(one.clientId);
  });

  test('with more than eight tabs the device lists eight more, once for all of them', async () => {
    const device = createTestDevice();
    const officeId = await foundTestOffice(device);
    const tabs = [];
    for (let count = 0; count < 8; count++) tabs.push(await openLog(officeId, device));
    tabs.push(...(await Promise.all([1, 2, 3].map(() => openLog(officeId, device)))));
    expect(new Set(tabs.map(({ clientId }) => clientId)).size).toBe(11);
    expect(await device.store.keys({ prefix: keysOf(officeId).roster })).toHaveLength(2);
    // A tab that was open before believes what the new ones write.
    const room = await tabs[0]!.open({ compartment: tabs[0]!.compartments[0]!.id, shard: '2026' });
    await room.read();
    const heard = new Promise<string[]>((hear) =>
      room.onUpdate((update) => hear(textOf({ updates: [update] })))
    );
    const late = await tabs[10]!.open({ compartment: tabs[0]!.compartments[0]!.id, shard: '2026' });
    await late.read();
    await late.append(textToUpdate('from the eleventh'));
    expect(await heard).toEqual(['from the eleventh']);
  });
});

test('rule 5: of two tabs that list eight more at once, the later one takes the ids of the earlier', async () => {
  const device = createTestDevice();
  const officeId = await foundTestOffice(device);
  for (let count = 0; count < 8; count++) await openLog(officeId, device);
  const { commit } = device.store;
  let earlier: ReturnType<typeof openRoom> | undefined;
  const late: typeof commit = async (guards, decide) => {
    if (!earlier) {
      earlier = openRoom(device, officeId);
      await (await earlier).room.append(textToUpdate('from the earlier'));
    }
    return commit(guards, decide);
  };
  Object.assign(device.store, { commit: late });
  const later = await openRoom(device, officeId);
  expect(await device.store.keys({ prefix: keysOf(officeId).roster })).toHaveLength(2);
  expect(later.log.clientId).not.toBe((await earlier!).log.clientId);
  // The earlier one's ids are still listed: what it wrote is believed.
  expect(textOf(later.contents)).toEqual(['from the earlier']);
  expect(later.contents.problems).toEqual([]);
});

describe('rule 6: no segment is larger than its limit', () => {
  const noise = (length: number): Bytes =>
    concatBytes(...Array.from({ length: Math.ceil(length / 65536) }, () => systemRandom.bytes(65536))).slice(
      0,
      length
    );

  test.each([
    ['of 190 KiB that does not deflate', noise(190 * 1024), 1],
    ['of 900 KiB that deflates well', utf8ToBytes('appointment '.repeat(75_000)), 1],
    ['of 600 KiB that does not deflate', noise(600 * 1024), 4],
    ['of 3 MiB that deflates well', utf8ToBytes('appointment '.repeat(262_144)), 17]
  ])('an update %s comes back whole', async (_what, update, count) => {
    const device = createTestDevice();
    const { officeId, room } = await openRoom(device);
    await room.append(update);
    await room.append(textToUpdate('after'));
    const segments = await segmentsOf(device, officeId);
    expect(segments).toHaveLength(count + 1);
    for (const [, bytes] of segments) expect(bytes.length).toBeLessThan(256 * 1024);
    const { contents } = await openRoom(device, officeId);
    expect(contents.updates.map(({ bytes }) => bytes.length)).toEqual([update.length, 5]);
    expect(contents.updates[0]!.bytes.every((byte, at) => byte === update[at])).toBe(true);
    expect(contents.problems).toEqual([]);
  });

  test('an update of which one part is damaged is left out whole', async () => {
    const device = createTestDevice();
    const { officeId, room } = await openRoom(device);
    await room.append(textToUpdate('before'));
    await room.append(noise(600 * 1024));
    await room.append(textToUpdate('after'));
    await damage(device, ...(await segmentsOf(device, officeId))[1]!, 500);
    const { contents } = await openRoom(device, officeId);
    expect(textOf(contents)).toEqual(['before', 'after']);
    expect(tagsOf(contents)).toEqual(['segment-forged']);
  });
});

describe('rule 2: what the store rejects is kept aside whole, and its chain is out of use from there on', () => {
  const reason = { tag: 'bad-meaning', message: 'It says what it must not.' };

  test('at once and after reopening, and nobody else’s work with it', async () => {
    const device = createTestDevice();
    const { officeId, room: good } = await openRoom(device);
    await good.append(textToUpdate('good 1'));
    const { room: bad, contents } = await openRoom(device, officeId);
    for (const text of ['fine', 'bad', 'behind it']) await bad.append(textToUpdate(text));
    const reader = await openRoom(device, officeId);
    const found = reader.contents.updates.find((update) => textOf({ updates: [update] })[0] === 'bad')!;
    expect(found.from).toMatchObject({ clientId: contents.clientId, kind: 'edits', fullMember: true });
    await reader.room.reject(found, reason);
    await good.append(textToUpdate('good 2'));
    const again = await openRoom(device, officeId);
    expect(textOf(again.contents)).toEqual(['good 1', 'fine', 'good 2']);
    expect(again.contents.problems.map(({ tag }) => tag)).toEqual(['bad-meaning', 'segment-retired']);
  });

  test('a checkpoint never takes in what was rejected, nor what the store was not shown yet', async () => {
    const device = createTestDevice();
    const { officeId, room } = await openRoom(device);
    const { room: other } = await openRoom(device, officeId);
    for (const text of ['fine', 'bad']) await other.append(textToUpdate(text));
    const reader = await openRoom(device, officeId);
    void reader.room.reject(reader.contents.updates[1]!, reason);
    device.deaf = true;
    await room.append(textToUpdate('unseen'));
    await reader.room.checkpoint(mergeTexts);
    device.deaf = false;
    device.reads.length = 0;
    const again = await openRoom(device, officeId);
    expect(textOf(again.contents)).toEqual(['fine', 'unseen']);
    expect(again.contents.updates.map(({ from }) => from !== undefined)).toEqual([false, true]);
    expect(again.contents.problems).toEqual([reason]);
  });
});

describe('rule 7: a checkpoint spares opening what it covers', () => {
  const small = async (room: { append(update: Bytes): Promise<void> }, from: number, to: number) => {
    for (let at = from; at < to; at++) await room.append(textToUpdate(`edit ${at}`));
  };
  const edits = (to: number) => Array.from({ length: to }, (_, at) => `edit ${at}`);

  test('small segments that it covers are not read, large ones are, and the order is kept', async () => {
    const device = createTestDevice();
    const { officeId, room } = await openRoom(device);
    const large = utf8ToBytes(Array.from(systemRandom.bytes(40_000), (byte) => byte.toString(36)).join(''));
    await small(room, 0, 10);
    await room.append(large);
    await small(room, 10, 20);
    await room.checkpoint(mergeTexts);
    await small(room, 20, 23);
    device.reads.length = 0;
    const { contents } = await openRoom(device, officeId);
    expect(device.reads.filter((kind) => kind === 'small')).toHaveLength(3);
    expect(device.reads.filter((kind) => kind === 'large')).toHaveLength(1);
    expect(contents.updates.map((update) => textOf({ updates: [update] }).length)).toEqual([
      10, 1, 10, 1, 1, 1
    ]);
    expect(textOf(contents).filter((text) => text.startsWith('edit'))).toEqual(edits(23));
    expect(contents.problems).toEqual([]);
  });

  test('a second one takes over the first', async () => {
    const device = createTestDevice();
    const { officeId, room } = await openRoom(device);
    await small(room, 0, 5);
    await room.checkpoint(mergeTexts);
    await small(room, 5, 9);
    await room.checkpoint(mergeTexts);
    const { contents, room: again } = await openRoom(device, officeId);
    expect(contents.updates).toHaveLength(1);
    expect(textOf(contents)).toEqual(edits(9));
    await small(again, 9, 11);
    expect(textOf((await openRoom(device, officeId)).contents)).toEqual(edits(11));
  });

  test('one that does not open is dropped and everything read from the segments', async () => {
    const device = createTestDevice();
    const { officeId, room } = await openRoom(device);
    await small(room, 0, 5);
    await room.checkpoint(mergeTexts);
    const [[key, stored]] = (await device.store.entries<{ position: number; sealed: Bytes }>({
      prefix: [officeId, 'checkpoint']
    })) as [[StoreKey, { position: number; sealed: Bytes }]];
    const sealed = stored.sealed.with(20, stored.sealed[20]! ^ 1);
    await device.store.commit([], () => ({ put: [[key, { ...stored, sealed }]], result: undefined }));
    const { contents } = await openRoom(device, officeId);
    expect(contents.updates).toHaveLength(5);
    expect(contents.problems).toEqual([]);
    expect(await device.store.get(key)).toBeUndefined();
  });

  test('it is wished for after 128 small segments, and then not at once again', async () => {
    const device = createTestDevice();
    const { officeId, room } = await openRoom(device);
    await Promise.all(Array.from({ length: 127 }, (_, at) => room.append(textToUpdate(`${at}`))));
    expect(room.wantsCheckpoint()).toBe(false);
    await room.append(textToUpdate('the last'));
    expect(room.wantsCheckpoint()).toBe(true);
    expect((await openRoom(device, officeId)).room.wantsCheckpoint()).toBe(true);
    await room.checkpoint(mergeTexts);
    expect(room.wantsCheckpoint()).toBe(false);
  });

  test('what was kept aside stays told when a checkpoint was made over it', async () => {
    const device = createTestDevice();
    const { officeId, room, log } = await openRoom(device);
    await small(room, 0, 5);
    await damage(device, ...(await segmentsOf(device, officeId))[2]!, 200);
    await log.close();
    const second = await openRoom(device, officeId);
    await second.room.checkpoint(mergeTexts);
    await second.log.close();
    const third = await openRoom(device, officeId);
    expect(textOf(third.contents)).toEqual(edits(5).filter((text) => text !== 'edit 2'));
    expect(tagsOf(third.contents)).toEqual(['segment-forged']);
    expect(third.contents.clientId).not.toBe(log.clientId);
  });

  test.each([
    ['damaged', (one: Bytes) => one.with(300, one[300]! ^ 1)],
    ['exchanged for another of the same writer', (_one: Bytes, other: Bytes) => other],
    ['missing', () => undefined]
  ])(
    'a large segment that it leaves standing and that is %s is told, the rest is read',
    async (_what, change) => {
      const device = createTestDevice();
      const { officeId, room, log } = await openRoom(device);
      await small(room, 0, 3);
      await room.append(systemRandom.bytes(60_000));
      await room.append(systemRandom.bytes(60_001));
      await room.checkpoint(mergeTexts);
      await small(room, 3, 5);
      await log.close();
      const large = (await segmentsOf(device, officeId)).filter(([key]) => key[1] === 'large');
      const changed = change(large[0]![1], large[1]![1]);
      await device.store.commit([], () => ({
        ...(changed ? { put: [[large[0]![0], changed] as const] } : { remove: [large[0]![0]] }),
        result: undefined
      }));
      const { contents } = await openRoom(device, officeId);
      expect(contents.updates.map(({ bytes }) => bytes.length)).toEqual([20, 60_001, 6, 6]);
      expect(tagsOf(contents)).toEqual([changed ? 'segment-damaged' : 'segment-missing']);
      expect(contents.clientId).not.toBe(log.clientId);
    }
  );

  test('archives are left out of reading, and read when asked for', async () => {
    const device = createTestDevice();
    const { officeId, room } = await openRoom(device);
    await room.append(textToUpdate('one'));
    await room.append(textToUpdate('gone one'), 'archive');
    await room.append(textToUpdate('two'), 'rewrite');
    await room.checkpoint(mergeTexts);
    await room.append(systemRandom.bytes(60_000), 'archive');
    const { contents, room: again } = await openRoom(device, officeId);
    expect(textOf(contents)).toEqual(['one', 'two']);
    expect((await again.archives()).map(({ length }) => length)).toEqual([8, 60_000]);
  });
});

describe('rule 9: many tabs', () => {
  test('hear what the others append, in order, and of rooms that are new', async () => {
    const device = createTestDevice();
    const one = await openRoom(device);
    const two = await openRoom(device, one.officeId);
    const heard: string[] = [];
    one.room.onUpdate((update) => heard.push(...textOf({ updates: [update] })));
    const rooms: string[] = [];
    const made = new Promise<void>((resolve) =>
      one.log.onRoom(({ shard }) => (rooms.push(shard), resolve()))
    );
    await two.room.append(textToUpdate('one'));
    await two.room.append(textToUpdate('two'));
    const other = await two.log.open({ compartment: two.log.compartments[0]!.id, shard: '2025' });
    await other.read();
    await other.append(textToUpdate('x'));
    await made;
    await two.log.close();
    await one.log.close();
    expect(heard).toEqual(['one', 'two']);
    expect(rooms).toEqual(['2025']);
  });

  test('what was committed between reading and listening is not lost', async () => {
    const device = createTestDevice();
    const one = await openRoom(device);
    const two = await openRoom(device, one.officeId);
    await two.room.append(textToUpdate('early'));
    await (one.room as OpenRoomLog).catchUp();
    const heard = new Promise<string[]>((hear) =>
      one.room.onUpdate((update) => hear(textOf({ updates: [update] })))
    );
    expect(await heard).toEqual(['early']);
  });

  test('what an announcement missed is heard with the next commit of its own', async () => {
    const device = createTestDevice();
    const one = await openRoom(device);
    const two = await openRoom(device, one.officeId);
    const heard: string[] = [];
    one.room.onUpdate((update) => heard.push(...textOf({ updates: [update] })));
    device.deaf = true;
    await two.room.append(textToUpdate('unheard'));
    await one.room.append(textToUpdate('own'));
    await one.log.close();
    expect(heard).toContain('unheard');
  });

  test('that all append at once lose nothing and each stays on its own chain', async () => {
    const device = createTestDevice();
    const officeId = await foundTestOffice(device);
    const tabs = [];
    for (let count = 0; count < 4; count++) tabs.push(await openRoom(device, officeId));
    await Promise.all(
      tabs.flatMap(({ room }, tab) =>
        Array.from({ length: 25 }, (_, at) => room.append(textToUpdate(`${tab}:${at}`)))
      )
    );
    const { contents } = await openRoom(device, officeId);
    expect(contents.problems).toEqual([]);
    expect(textOf(contents)).toHaveLength(100);
    for (let tab = 0; tab < 4; tab++)
      expect(textOf(contents).filter((text) => text.startsWith(`${tab}:`))).toEqual(
        Array.from({ length: 25 }, (_, at) => `${tab}:${at}`)
      );
  });
});
