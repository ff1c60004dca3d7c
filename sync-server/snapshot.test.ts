/** Rule 7: a snapshot is taken by compare-and-swap, and stands for what is trimmed 90 days later. */
import { beforeEach, describe, expect, test } from 'vitest';
import { bytesToBase64url } from '../src/lib/base/bytes.ts';
import { readManifest, type Manifest } from '../src/lib/protocol/manifest.ts';
import { lineTo, type TestLine } from './test-line.ts';
import { TestOffice, type Sealed, type TestDevice } from './test-office.ts';
import { createTestRelay, time } from './test-relay.ts';

const DAY = 24 * 3600_000;
const toText = ({ hash }: Sealed) => bytesToBase64url(hash);
const [first, second] = [0, 1];

let relay: ReturnType<typeof createTestRelay>;
let office: TestOffice;
let founder: TestDevice;
let assistant: TestDevice;
let line: TestLine;
let room: string;
let edits: Sealed[];
let parts: Sealed[];
/** Three edits in two chains, then two parts in the first chain. */
beforeEach(async () => {
  relay = createTestRelay();
  office = new TestOffice();
  ({ founder } = office);
  assistant = office.add('assistant', { office: 'write' });
  line = lineTo(relay);
  await line.register(founder, office);
  room = office.room('office', '2026');
  edits = [
    founder.seal(office),
    founder.seal(office),
    founder.seal(office, { clientId: founder.clientIds[second]! })
  ];
  parts = [
    founder.seal(office, { kind: 'snapshot', size: 180_000 }),
    founder.seal(office, { kind: 'snapshot', size: 180_000 })
  ];
  expect((await line.push(...edits)).numbers).toEqual([1, 2, 3]);
  for (const part of parts) await line.push(part);
});

const facts = (changes: Partial<Manifest> = {}) => ({
  room,
  covers: 3,
  head: toText(edits[2]!),
  chains: [
    [founder.clientIds[first]!, 2, toText(edits[1]!)],
    [founder.clientIds[second]!, 1, toText(edits[2]!)]
  ] as [number, number, string][],
  parts: parts.map(toText),
  ...changes
});
const offer = (manifest = facts(), by = founder, from = line) =>
  from.ask('snapshot', { room, covers: manifest.covers }, [by.manifest(office, manifest)]);

describe('a snapshot', () => {
  test('that names every chain as it is, and parts that are there, is taken', async () => {
    expect((await offer()).kind).toBe('ack');
  });

  const refusals: [string, string, () => Partial<Manifest>][] = [
    ['snapshot-heads', 'leaves a chain out', () => ({ chains: facts().chains.slice(1) })],
    [
      'snapshot-heads',
      'names another end of a chain',
      () => ({ chains: [[founder.clientIds[0]!, 1, toText(edits[0]!)], facts().chains[1]!] })
    ],
    [
      'snapshot-heads',
      'names another hash',
      () => ({ chains: [[founder.clientIds[0]!, 2, toText(edits[0]!)], facts().chains[1]!] })
    ],
    ['snapshot-heads', 'stands for less than it names', () => ({ covers: 2, head: toText(edits[1]!) })],
    ['snapshot-heads', 'names another segment as its last', () => ({ head: toText(edits[1]!) })],
    ['snapshot-ahead', 'covers what is not there', () => ({ covers: 6 })],
    [
      'snapshot-parts',
      'names a part that is not there',
      () => ({ parts: [...facts().parts, toText(edits[0]!)] })
    ],
    ['malformed', 'is of another room', () => ({ room: office.room('office', '2025') })]
  ];
  test.each(refusals)('%s where it %s', async (tag, _what, changes) => {
    expect((await offer(facts(changes()))).body).toMatchObject({ tag });
    expect((await offer()).kind).toBe('ack');
  });

  test('is refused once something it does not cover was covered by another', async () => {
    await offer();
    expect((await offer()).body).toMatchObject({ tag: 'snapshot-behind' });
  });

  test('is refused from who is no full member, and with a forged signature', async () => {
    const other = lineTo(relay);
    await other.introduce(assistant, office);
    expect((await offer(facts(), assistant, other)).body).toMatchObject({ tag: 'kind' });
    const manifest = founder.manifest(office, facts());
    manifest[manifest.length - 10]! ^= 1;
    expect((await line.ask('snapshot', { room, covers: 3 }, [manifest])).kind).toBe('refused');
  });
});

describe('what a snapshot covers', () => {
  test('stays ninety days, then goes, and is answered with the snapshot', async () => {
    await offer();
    time.now += 89 * DAY;
    expect(await relay.trim()).toBe(0);
    expect((await line.pull(room)).segments).toHaveLength(5);
    time.now += 2 * DAY;
    expect(await relay.trim()).toBe(3);

    const { end, frames, segments } = await line.pull(room);
    const [start] = frames;
    expect(start!.body).toMatchObject({ room, snapshot: 3, first: 0 });
    expect(readManifest(start!.blobs[0]!)!.manifest.parts).toEqual(parts.map(toText));
    const sent = frames.filter(({ body }) => body.snapshot !== undefined).flatMap(({ blobs }) => blobs);
    expect(sent.slice(1)).toEqual(parts.map(({ bytes }) => bytes));
    // Its parts are not sent twice, and the room's end is told as ever.
    expect(segments).toEqual([]);
    expect(end.body).toMatchObject({ head: [room, 5, toText(parts[1]!)] });
  });

  test('is not sent to who asks for the snapshot, however young it is, and of the parts only those that are lacking', async () => {
    await offer();
    const more = founder.seal(office);
    await line.push(more);
    const ask = (have: string[], after = 0, hash?: string) => line.pull(room, after, hash, have);

    const fresh = await ask([]);
    expect(fresh.frames.flatMap(({ blobs }) => blobs).slice(1)).toEqual([
      ...parts.map(({ bytes }) => bytes),
      more.bytes
    ]);
    const resumed = await ask([toText(parts[0]!)]);
    expect(resumed.frames.flatMap(({ blobs }) => blobs).slice(1)).toEqual([parts[1]!.bytes, more.bytes]);
    // Who has everything gets to know what the snapshot stands for, and nothing a second time.
    const { frames } = await ask(parts.map(toText), 6, toText(more));
    expect(frames).toHaveLength(1);
    expect(readManifest(frames[0]!.blobs[0]!)!.manifest.covers).toBe(3);
  });

  test('who was further than that needs no snapshot, and the chain goes on', async () => {
    await offer();
    time.now += 91 * DAY;
    await relay.trim();
    const more = founder.seal(office);
    expect((await line.push(more)).numbers).toEqual([6]);
    expect((await line.pull(room, 3, toText(edits[2]!))).segments).toHaveLength(3);
    expect((await line.pull(room, 5, toText(parts[1]!))).segments).toEqual([more.bytes]);
    const fresh = await line.pull(room);
    expect(fresh.segments).toEqual([more.bytes]);
    expect(fresh.frames.at(-1)!.body.first).toBe(6);
    // A segment that was trimmed is known still.
    expect((await line.push(edits[0]!)).numbers).toEqual([3]);
  });

  test('a later snapshot stands on the one before, trimmed or not', async () => {
    await offer();
    time.now += 91 * DAY;
    await relay.trim();
    const more = founder.seal(office);
    await line.push(more);
    const part = founder.seal(office, { kind: 'snapshot' });
    await line.push(part);
    const next = facts({
      covers: 6,
      head: toText(more),
      chains: [
        [founder.clientIds[0]!, 5, toText(more)],
        [founder.clientIds[1]!, 1, toText(edits[2]!)]
      ],
      parts: [toText(part)]
    });
    expect((await offer(next)).kind).toBe('ack');
    time.now += 91 * DAY;
    expect(await relay.trim()).toBe(3);
    const { frames } = await line.pull(room);
    expect(frames).toHaveLength(1);
    expect(frames[0]!.body).toMatchObject({ snapshot: 6 });
  });
});
