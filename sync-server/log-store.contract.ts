/** What every log store must do, whatever is behind it. `open` gives an empty one; `again` the same one after a restart. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { utf8ToBytes, type Bytes } from '../src/lib/base/bytes.ts';
import type { Change, LogStore, SegmentChange } from './log-store.ts';

export interface StoreUnderTest {
  open(): Promise<LogStore>;
  again?(): Promise<LogStore>;
  close(): Promise<void>;
}

const hashOf = (text: string): Bytes => new Uint8Array(32).fill(text.charCodeAt(0));
const room = 'compartment/room';
const segment = (number: number, facts: Partial<SegmentChange> = {}): SegmentChange => ({
  kind: 'segment',
  office: 'one',
  room,
  number,
  hash: new Uint8Array(32).fill(number),
  device: 'laptop',
  clientId: 7,
  sequence: number,
  part: false,
  at: number * 10,
  bytes: utf8ToBytes(`segment ${number}`),
  ...facts
});
const office = (id: string): Change => ({ kind: 'office', office: id, at: 1 });
const plain = (bytes: Uint8Array | undefined) => bytes && [...bytes];

export function describeLogStore(name: string, under: StoreUnderTest): void {
  describe(`the log store ${name}`, () => {
    let store: LogStore;
    beforeEach(async () => {
      store = await under.open();
    });
    afterEach(() => under.close());
    const take = async (...changes: Change[]) =>
      expect(await store.commit(changes)).toMatchObject({ ok: true });
    const refuse = async (...changes: Change[]) =>
      expect(await store.commit(changes)).toMatchObject({ ok: false, error: { tag: 'store-failed' } });

    test('knows nothing of an office that was never registered', async () => {
      expect(await store.readOffice('one')).toBeUndefined();
      expect(await store.readSegments('one', room, 0, 1000)).toEqual([]);
      await refuse(segment(1));
    });

    test('gives back statements, ends of rooms and chains, size and when devices were seen', async () => {
      await take(
        office('one'),
        { kind: 'statement', office: 'one', sequence: 0, bytes: utf8ToBytes('found') },
        { kind: 'statement', office: 'one', sequence: 1, bytes: utf8ToBytes('ids') }
      );
      await take(segment(1), segment(2), segment(3, { clientId: 8, sequence: 1, device: 'phone' }));
      await take({ kind: 'seen', office: 'one', device: 'laptop', at: 5 });
      await take({ kind: 'seen', office: 'one', device: 'laptop', at: 6 });
      const stored = (await store.readOffice('one'))!;
      expect(stored.statements.map(plain)).toEqual(['found', 'ids'].map((text) => plain(utf8ToBytes(text))));
      expect(stored.rooms).toMatchObject([{ room, number: 3, floor: 0, snapshot: undefined }]);
      expect(plain(stored.rooms[0]!.hash)).toEqual(plain(segment(3).hash));
      expect(
        stored.chains
          .map(({ hash, ...chain }) => ({ ...chain, hash: hash[0] }))
          .sort((a, b) => a.clientId - b.clientId)
      ).toEqual([
        { room, clientId: 7, device: 'laptop', sequence: 2, hash: 2 },
        { room, clientId: 8, device: 'phone', sequence: 1, hash: 3 }
      ]);
      expect(stored.size).toBe(3 * 'segment 1'.length);
      expect([...stored.seen]).toEqual([['laptop', 6]]);
    });

    test('knows in which offices a device was seen', async () => {
      await take(office('one'), office('two'), office('three'));
      await take({ kind: 'seen', office: 'one', device: 'kit', at: 5 });
      await take({ kind: 'seen', office: 'three', device: 'kit', at: 5 });
      expect((await store.officesOf('kit')).sort()).toEqual(['one', 'three']);
      expect(await store.officesOf('laptop')).toEqual([]);
    });

    test('keeps offices apart that have rooms of the same name', async () => {
      await take(
        office('one'),
        office('two'),
        segment(1),
        segment(1, { office: 'two', bytes: utf8ToBytes('other') })
      );
      expect((await store.readSegments('one', room, 0, 1000)).map(({ bytes }) => plain(bytes))).toEqual([
        plain(utf8ToBytes('segment 1'))
      ]);
      expect((await store.readOffice('two'))!.size).toBe(5);
    });

    test('a commit is taken whole or not at all', async () => {
      await take(office('one'), segment(1));
      await refuse(segment(2), segment(4));
      await refuse(segment(2), { kind: 'statement', office: 'one', sequence: 1, bytes: utf8ToBytes('gap') });
      await refuse(segment(2), office('one'));
      await refuse(segment(2, { room: 'compartment/new', number: 1 }), segment(3));
      expect(await store.readSegments('one', room, 0, 1000)).toHaveLength(1);
      expect((await store.readOffice('one'))!.rooms).toHaveLength(1);
      await take(segment(2), segment(1, { room: 'compartment/new' }));
    });

    test('reads on after a number, as much as fits, and at least one', async () => {
      await take(office('one'), ...[1, 2, 3, 4].map((number) => segment(number)));
      const numbers = async (after: number, bytes: number) =>
        (await store.readSegments('one', room, after, bytes)).map(({ number }) => number);
      expect(await numbers(0, 1000)).toEqual([1, 2, 3, 4]);
      expect(await numbers(2, 1000)).toEqual([3, 4]);
      expect(await numbers(0, 18)).toEqual([1, 2]);
      expect(await numbers(1, 1)).toEqual([2]);
      expect(await numbers(4, 1000)).toEqual([]);
    });

    test('finds a segment by its place in its chain, and parts by their hashes', async () => {
      await take(office('one'), segment(1), segment(2, { part: true }), segment(3));
      expect(await store.findSegment('one', room, 7, 2)).toMatchObject({ number: 2 });
      expect(await store.findSegment('one', room, 7, 4)).toBeUndefined();
      expect(await store.findSegment('one', room, 8, 1)).toBeUndefined();
      const hashes = [segment(2).hash, segment(3).hash, hashOf('?')];
      expect((await store.findParts('one', room, hashes)).map(({ number }) => number)).toEqual([2]);
    });

    test('knows where chains were at a number', async () => {
      await take(
        office('one'),
        segment(1),
        segment(2, { clientId: 8, sequence: 1 }),
        segment(3, { sequence: 2 })
      );
      const at = async (covers: number) =>
        (await store.chainsUpTo('one', room, covers))
          .map(({ clientId, sequence }) => [clientId, sequence])
          .sort();
      expect(await at(2)).toEqual([
        [7, 1],
        [8, 1]
      ]);
      expect(await at(3)).toEqual([
        [7, 2],
        [8, 1]
      ]);
    });

    test('trims what a snapshot covers and is old, from the front, and remembers where the floor is', async () => {
      await take(office('one'), ...[1, 2, 3, 4, 5].map((number) => segment(number)));
      expect(await store.trim(1000)).toBe(0);
      await take({ kind: 'snapshot', office: 'one', room, covers: 4, manifest: utf8ToBytes('manifest') });
      expect(await store.trim(30)).toBe(2);
      expect((await store.readSegments('one', room, 0, 1000)).map(({ number }) => number)).toEqual([3, 4, 5]);
      expect(await store.trim(1000)).toBe(2);
      const [head] = (await store.readOffice('one'))!.rooms;
      expect(head).toMatchObject({ number: 5, floor: 4, snapshot: { covers: 4 } });
      expect(plain(head!.floorHash)).toEqual(plain(segment(4).hash));
      expect((await store.readOffice('one'))!.chains).toMatchObject([{ sequence: 5 }]);
      await take(segment(6));
    });

    test('chains that were trimmed to their end still have one', async () => {
      await take(office('one'), segment(1, { clientId: 8 }), segment(2, { sequence: 1 }));
      await take({ kind: 'snapshot', office: 'one', room, covers: 2, manifest: utf8ToBytes('manifest') });
      expect(await store.trim(1000)).toBe(2);
      const stored = (await store.readOffice('one'))!;
      expect(stored.chains.map(({ clientId }) => clientId).sort()).toEqual([7, 8]);
      expect(stored.rooms).toMatchObject([{ number: 2, floor: 2 }]);
      await take(segment(3, { sequence: 2 }));
    });

    if (under.again)
      test('after a restart everything is as it was', async () => {
        await take(office('one'), segment(1), segment(2));
        const before = await store.readOffice('one');
        store = await under.again!();
        expect(await store.readOffice('one')).toEqual(before);
        await take(segment(3));
        expect(await store.measure()).toMatchObject({ offices: 1 });
      });
  });
}
