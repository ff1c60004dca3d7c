/** Rule 7: a snapshot is made, stands for what is old, and brings back whoever was away for longer. */
import { expect, test, vi } from 'vitest';
import { hashNow, verifyNow } from '../../../tests/simulation/toy-crypto.ts';
import { bytesToUtf8, utf8ToBytes } from '../base/bytes.ts';
import { decodeFrame, type FrameKind } from '../protocol/frames.ts';
import type { Bytes } from '../base/bytes.ts';
import type { DeviceLog, RoomLog } from './log.ts';
import { readManifest } from '../protocol/manifest.ts';
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
