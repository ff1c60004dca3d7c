/** Rule 7: a snapshot is made, stands for what is old, and brings back whoever was away for longer. */
import { describe, expect, test, vi } from 'vitest';
import { hashNow, publicKeyToBytes, signNow, verifyNow } from '../../../tests/simulation/toy-crypto.ts';
import { bytesToBase64url, bytesToUtf8, utf8ToBytes, type Bytes } from '../base/bytes.ts';
import { createSeededRandom } from '../base/random.ts';
import { failed, ok } from '../base/result.ts';
import type { StoredKeys } from '../identity/keyring.ts';
import { decodeFrame, encodeFrame, type FrameKind } from '../protocol/frames.ts';
import { keysOf, SEGMENT_CLASSES } from './layout.ts';
import type { DeviceLog, RoomLog } from './log.ts';
import { manifestToBytes, readManifest, signedManifestToBytes, type Manifest } from '../protocol/manifest.ts';
import { toSign } from '../protocol/signing.ts';
import type { JudgeState } from './take-snapshot.ts';
import { openSharedOffice, type SharedDevice, type SharedTestOffice } from './test-sharing.ts';
import { openLog, textOf, textToUpdate } from './test-device.ts';

vi.mock('../identity/primitives.ts', () => import('../../../tests/simulation/toy-crypto.ts'));
vi.mock('../identity/hpke.ts', () => import('../../../tests/simulation/toy-crypto.ts'));
vi.mock('../identity/deflate.ts', () => import('../../../tests/simulation/toy-crypto.ts'));

const SERVER = { address: 'http://relay.test' };
const LONG = 520;

interface OpenRoom extends RoomLog {
  readonly texts: Set<string>;
  write(...texts: string[]): Promise<void>;
}

/** A room as a store has it open: what it says is a set of lines, and that is its state. */
async function open(log: DeviceLog, shard = '2026'): Promise<OpenRoom> {
  const room = await log.open({ compartment: log.compartments[0]!.id, shard });
  const texts = new Set<string>();
  const hear = (bytes: Uint8Array) =>
    bytesToUtf8(bytes)
      .split('\n')
      .forEach((text) => texts.add(text));
  for (const { bytes } of (await room.read()).updates) hear(bytes);
  room.onUpdate(({ bytes }) => hear(bytes));
  room.onSnapshot(() => utf8ToBytes([...texts].join('\n')));
  return {
    ...room,
    texts,
    write: async (...written) => {
      for (const text of written) texts.add(text);
      await Promise.all(written.map((text) => room.append(textToUpdate(text))));
    }
  };
}

const many = (name: string, count = LONG) => Array.from({ length: count }, (_, index) => `${name} ${index}`);

async function twoDevices() {
  const office = await openSharedOffice({ sha256: hashNow, verify: verifyNow });
  await office.first.replica.setServer(SERVER);
  const helena = await office.letIn();
  await office.settle();
  await helena.replica.setServer(SERVER);
  await office.settle();
  return { office, anna: office.first, helena };
}

const again = async (office: SharedTestOffice, ...devices: SharedDevice[]) => {
  for (const { line } of devices) line.cut();
  for (const { line } of devices) line.mend();
  await office.settle();
};

const framesOf = (frames: readonly Bytes[], kind: FrameKind) =>
  frames.flatMap((bytes) => {
    const frame = decodeFrame(bytes);
    return frame.ok && frame.value.kind === kind ? [frame.value] : [];
  });

const tagsOf = ({ replica }: SharedDevice) => replica.state.problems.map(({ tag }) => tag);

/** What a new tab of that device reads: nothing but its disk. */
async function onDisk({ officeId }: SharedTestOffice, { device }: SharedDevice): Promise<string[]> {
  const log = await openLog(officeId, device);
  const contents = await (await log.open({ compartment: log.compartments[0]!.id, shard: '2026' })).read();
  expect(contents.problems).toEqual([]);
  await log.close();
  return [...new Set(textOf(contents))].sort();
}

test('a device that was away for longer than the relay keeps anything, and one that is new, have what the others have', async () => {
  const { office, anna, helena } = await twoDevices();
  const room = await open(anna.log);
  await (await open(helena.log)).write('from Helena');
  await office.settle();
  helena.line.cut();
  await room.write(...many('line'));
  await office.settle();
  await again(office, anna);
  const [manifest] = framesOf(anna.line.sent, 'snapshot');
  expect(readManifest(manifest!.blobs[0]!)!.manifest).toMatchObject({ covers: LONG + 1 });

  await office.passDays(91);
  await room.write('after');
  await office.settle();
  const all = [...room.texts].sort();

  helena.line.mend();
  await office.settle();
  expect(tagsOf(helena)).toEqual([]);
  expect(await onDisk(office, helena)).toEqual(all);

  const mary = await office.letIn('assistant');
  await office.settle();
  await mary.replica.setServer(SERVER);
  await office.settle();
  expect(await onDisk(office, mary)).toEqual(all);

  // Everybody's chain goes on.
  await (await open(helena.log)).write('Helena again');
  await (await open(mary.log)).write('Mary');
  await room.write('Anna again');
  await office.settle();
  const now = [...all, 'Helena again', 'Mary', 'Anna again'].sort();
  for (const device of [anna, helena, mary]) {
    expect(device.replica.state).toMatchObject({ waiting: 0, fetching: 0, problems: [] });
    expect(await onDisk(office, device)).toEqual(now);
  }
});

/** How many segments lie on a device's disk. */
async function segmentsOf({ officeId }: SharedTestOffice, { device }: SharedDevice): Promise<number> {
  const found = await Promise.all(
    SEGMENT_CLASSES.map((kind) => device.store.keys({ prefix: [officeId, kind] }))
  );
  return found.flat().length;
}

/** Anna has written a log that is long enough, Helena has it too, and its snapshot is made. */
async function aSnapshot() {
  const { office, anna, helena } = await twoDevices();
  const [room, hers] = [await open(anna.log), await open(helena.log)];
  await room.write(...many('line'));
  await office.settle();
  await again(office, anna);
  expect(framesOf(anna.line.sent, 'snapshot')).toHaveLength(1);
  return { office, anna, helena, room, hers };
}

describe('making', () => {
  test('of two devices that would make one at the same time, one does', async () => {
    const { office, anna, helena } = await twoDevices();
    const [room, hers] = [await open(anna.log), await open(helena.log)];
    await room.write(...many('line'));
    await office.settle();
    await again(office, anna, helena);
    const made = [anna, helena].flatMap(({ line }) => framesOf(line.sent, 'snapshot'));
    expect(made).toHaveLength(1);
    await again(office, anna, helena);
    expect([anna, helena].flatMap(({ line }) => framesOf(line.sent, 'snapshot'))).toHaveLength(1);
    await hers.write('and on');
    await office.settle();
    expect([...room.texts].sort()).toEqual([...hers.texts].sort());
  });

  test('waits while something is not sent, and is left to others where something is kept aside', async () => {
    const { office, anna, helena } = await twoDevices();
    const [room, hers] = [await open(anna.log), await open(helena.log)];
    let bad = false;
    hers.onUpdate((update) => {
      if (bad || !update.from) return;
      bad = true;
      void hers.reject(update, { tag: 'bad', message: 'bad' });
    });
    await room.write(...many('line'));
    await office.settle();
    await again(office, helena);
    expect(framesOf(helena.line.sent, 'snapshot')).toEqual([]);
    await again(office, anna);
    expect(framesOf(anna.line.sent, 'snapshot')).toHaveLength(1);
  });

  test('is not for who is no full member', async () => {
    const office = await openSharedOffice({ sha256: hashNow, verify: verifyNow });
    await office.first.replica.setServer(SERVER);
    const mary = await office.letIn('assistant');
    await office.settle();
    await mary.replica.setServer(SERVER);
    await (await open(mary.log)).write(...many('line'));
    await office.settle();
    await again(office, mary);
    expect(framesOf(mary.line.sent, 'lease')).toEqual([]);
  });
});

describe('letting go', () => {
  test('after ninety days what a snapshot stands for goes from the disks of those who have it', async () => {
    const { office, anna, helena, room, hers } = await aSnapshot();
    await office.passDays(1);
    await again(office, anna, helena);
    await office.passDays(80);
    await room.write('younger');
    await office.settle();
    await again(office, anna, helena);
    expect(await segmentsOf(office, anna)).toBeGreaterThan(LONG);

    await office.passDays(11);
    await again(office, anna, helena);
    const all = [...room.texts].sort();
    for (const device of [anna, helena]) {
      // The snapshot's part, and what came after.
      expect(await segmentsOf(office, device)).toBe(2);
      expect(await onDisk(office, device)).toEqual(all);
    }
    await room.write('more');
    await hers.write('hers');
    await office.settle();
    for (const device of [anna, helena]) {
      expect(await onDisk(office, device)).toEqual([...all, 'more', 'hers'].sort());
      expect(device.replica.state).toMatchObject({ waiting: 0, fetching: 0, problems: [] });
    }
  });

  test('what was not acknowledged never goes', async () => {
    const { office, anna, room } = await aSnapshot();
    anna.line.cut();
    await room.write('unsent');
    await office.passDays(1);
    await again(office, anna);
    anna.line.cut();
    await room.write('unsent as well');
    await office.passDays(120);
    anna.line.mend();
    await office.settle();
    expect(await onDisk(office, anna)).toEqual([...room.texts].sort());
    expect(anna.replica.state).toMatchObject({ waiting: 0, problems: [] });
  });

  test('a clock that is ahead makes nothing old', async () => {
    const { office, helena } = await aSnapshot();
    helena.device.days += 400;
    await again(office, helena);
    helena.device.days += 400;
    await again(office, helena);
    helena.device.days -= 800;
    await office.passDays(3);
    await again(office, helena);
    expect(await segmentsOf(office, helena)).toBeGreaterThan(LONG);
  });
});

describe('a relay that was restored', () => {
  test('to a day within the last ninety gets back what it lost, though a snapshot stands for it', async () => {
    const { office, anna, helena, room } = await aSnapshot();
    await office.passDays(20);
    const backup = office.store.copy();
    await room.write(...many('later'));
    await office.settle();
    await again(office, anna);
    expect(framesOf(anna.line.sent, 'snapshot')).toHaveLength(2);
    await office.passDays(60);
    await again(office, anna, helena);
    office.restartRelay(backup);
    await office.settle();
    await again(office, anna, helena);
    const mary = await office.letIn();
    await office.settle();
    await mary.replica.setServer(SERVER);
    await office.settle();
    expect(await onDisk(office, mary)).toEqual([...room.texts].sort());
  });

  test('to a day before that: each device goes on under other client ids, and loses nothing of its own', async () => {
    const { office, anna, helena } = await twoDevices();
    const [room, hers] = [await open(anna.log), await open(helena.log)];
    await room.write('old');
    await office.settle();
    const backup = office.store.copy();
    await room.write(...many('line'));
    await office.settle();
    await again(office, anna);
    await office.passDays(2);
    await again(office, anna, helena);
    await office.passDays(91);
    await again(office, anna, helena);
    expect(await segmentsOf(office, anna)).toBeLessThan(5);

    office.restartRelay(backup);
    await office.settle();
    room.onRetired(({ lost, done }) => {
      void (async () => {
        await room.read();
        for (const { bytes } of lost) await room.append(bytes);
        await done();
      })();
    });
    await room.write('goes on');
    await office.settle();
    await again(office, anna);
    expect(anna.replica.state.waiting).toBe(0);
    expect(hers.texts).toContain('goes on');
    expect(await onDisk(office, anna)).toEqual([...room.texts].sort());
  });
});

/** Helena was away while Anna wrote, made a snapshot, and the relay let go what it stands for. */
async function helenaIsBehind(judgeState?: JudgeState) {
  const office = await openSharedOffice({ sha256: hashNow, verify: verifyNow }, undefined, judgeState);
  const anna = office.first;
  await anna.replica.setServer(SERVER);
  const helena = await office.letIn();
  await office.settle();
  await helena.replica.setServer(SERVER);
  const mary = await office.letIn('assistant');
  await office.settle();
  const [room, hers] = [await open(anna.log), await open(helena.log)];
  await hers.write('from Helena');
  await office.settle();
  helena.line.cut();
  await room.write(...many('line'));
  await office.settle();
  await again(office, anna);
  await office.passDays(91);
  return { office, anna, helena, mary, room, hers };
}

/** What the relay says of snapshots is said otherwise. */
function tamper(
  { line }: SharedDevice,
  change: (blobs: readonly Bytes[], covers: number) => readonly Bytes[] | undefined
): void {
  line.change = (frame, way) => {
    const decoded = decodeFrame(frame);
    if (way === 'to' || !decoded.ok || decoded.value.kind !== 'segments') return frame;
    const { body, blobs } = decoded.value;
    if (body.snapshot === undefined) return frame;
    const changed = change(blobs, body.snapshot);
    return changed && encodeFrame('segments', body, changed);
  };
}

describe('a snapshot that cannot be trusted is refused whole, and the next one is taken', () => {
  type Facts = Partial<Manifest>;
  /** As that device would sign it; known beforehand, since a line is changed at once. */
  async function signerOf(officeId: string, { device }: SharedDevice) {
    const { signing } = (await device.store.get<StoredKeys>(keysOf(officeId).keys))!;
    const key = await publicKeyToBytes(signing.publicKey);
    return (manifest: Manifest): Bytes => {
      const message = toSign('anteroom/manifest/1', hashNow(manifestToBytes(manifest)));
      return signedManifestToBytes({ manifest, signature: signNow(key, message) });
    };
  }

  type Case = [
    string,
    (facts: Manifest, world: Awaited<ReturnType<typeof helenaIsBehind>>) => Facts,
    ('anna' | 'mary')?
  ];
  const cases: Case[] = [
    [
      'another end of a chain',
      ({ chains }) => ({ chains: chains.map(([id, at]) => [id, at, 'A'.repeat(43)]) })
    ],
    ['another room', ({ room }) => ({ room: `${room.slice(0, -3)}AAA` })],
    ['another office', () => ({ office: 'A'.repeat(43) })],
    ['no full member’s name', (_facts, { mary }) => ({ by: mary.log.deviceId }), 'mary']
  ];
  test.each(cases)('signed, with %s', async (_what, change, by = 'anna') => {
    const world = await helenaIsBehind();
    const { office, helena, room, hers } = world;
    const before = await onDisk(office, helena);
    const sign = await signerOf(office.officeId, world[by]);
    tamper(helena, ([first, ...parts]) => {
      const { manifest } = readManifest(first!)!;
      return [sign({ ...manifest, ...change(manifest, world) }), ...parts];
    });
    helena.line.mend();
    await office.settle();
    expect(tagsOf(helena)).toEqual(['snapshot-refused']);
    expect(await onDisk(office, helena)).toEqual(before);
    await hers.write('meanwhile');
    await office.settle();
    expect(room.texts).toContain('meanwhile');

    helena.line.change = undefined;
    await again(office, helena);
    expect(await onDisk(office, helena)).toEqual([...room.texts].sort());
  });

  const forgeries: [string, string, (blobs: readonly Bytes[]) => readonly Bytes[]][] = [
    [
      'snapshot-refused',
      'a forged signature',
      ([first, ...parts]) => [flip(first!, first!.length - 20), ...parts]
    ],
    [
      'snapshot-refused',
      'a part that its manifest does not name',
      ([first, part]) => [first!, flip(part!, 300)]
    ],
    ['held-back', 'a part missing', ([first]) => [first!]]
  ];
  test.each(forgeries)('%s: with %s', async (tag, _what, change) => {
    const { office, helena, room } = await helenaIsBehind();
    const before = await onDisk(office, helena);
    tamper(helena, change);
    helena.line.mend();
    await office.settle();
    expect(tagsOf(helena)).toEqual([tag]);
    expect(await onDisk(office, helena)).toEqual(before);
    helena.line.change = undefined;
    await again(office, helena);
    expect(await onDisk(office, helena)).toEqual([...room.texts].sort());
  });

  test('that says what the store would not take, or names client ids that its manifest does not', async () => {
    for (const judged of [failed('may-not-delete', 'No.'), ok([7])]) {
      const { office, helena } = await helenaIsBehind(() => judged);
      helena.line.mend();
      await office.settle();
      expect(tagsOf(helena)).toEqual(['snapshot-refused']);
      expect(await onDisk(office, helena)).toEqual(['from Helena']);
    }
  });
});

describe('rule 6: each part is kept once fetched', () => {
  test('a snapshot of many parts whose line breaks goes on where it was, and counts only when it is whole', async () => {
    const { office, anna, helena } = await twoDevices();
    const room = await open(anna.log);
    const random = createSeededRandom(5);
    await room.write(...many('line').map((text) => `${text} ${bytesToBase64url(random.bytes(1500))}`));
    await office.settle();
    helena.line.cut();
    await again(office, anna);
    const mary = await office.letIn();
    await office.settle();
    let frames = 0;
    mary.line.change = (frame, way) => {
      const decoded = decodeFrame(frame);
      const isPart = decoded.ok && decoded.value.kind === 'segments' && 'snapshot' in decoded.value.body;
      if (way === 'from' && isPart && ++frames === 4) queueMicrotask(() => mary.line.cut());
      return frame;
    };
    await mary.replica.setServer(SERVER);
    await office.settle();
    expect(await onDisk(office, mary)).toEqual([]);
    mary.line.change = undefined;
    mary.line.mend();
    await office.settle();
    expect(await onDisk(office, mary)).toEqual([...room.texts].sort());
    const blobs = framesOf(mary.line.heard, 'segments').flatMap((frame) => frame.blobs);
    const manifests = blobs.flatMap((bytes) => readManifest(bytes) ?? []);
    const parts = manifests[0]!.manifest.parts.length;
    expect(parts).toBeGreaterThan(4);
    // All parts once, and the manifest with each pull; none of what it stands for.
    expect(blobs).toHaveLength(parts + manifests.length);
  });
});

const flip = (bytes: Bytes, at: number): Bytes => bytes.with(at, bytes[at]! ^ 1);
