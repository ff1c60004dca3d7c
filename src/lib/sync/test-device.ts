/** A device in memory for tests, with tabs that can die, and updates that are plain text. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { bytesToUtf8, utf8ToBytes, type Bytes } from '../base/bytes.ts';
import { createSeededRandom } from '../base/random.ts';
import type { Channel, DeviceDeps, Locks } from './deps.ts';
import { openDeviceLog } from './device-log.ts';
import { createDeviceStore, type DeviceStore } from './device-store.ts';
import { foundOffice } from './found-office.ts';
import type { DeviceLog, RoomContents } from './log.ts';

export interface TestDevice extends DeviceDeps {
  /** Until it is set back, no announcement reaches another tab. */
  deaf: boolean;
  /** How many have passed on its clock. */
  days: number;
  /** How often a value was read by ranges of each kind of key. */
  readonly reads: string[];
}

globalThis.IDBKeyRange ??= IDBKeyRange;

let devices = 0;
const TEST_NOW = Date.UTC(2026, 10, 23, 9);

export function createTestDevice(
  factory = new IDBFactory(),
  store: DeviceStore = createDeviceStore(factory, 'anteroom')
): TestDevice {
  const channels = new Set<{ name: string; hear: (message: unknown) => void }>();
  const reads: string[] = [];
  const device: TestDevice = {
    store: {
      ...store,
      entries: async <T>(range: Parameters<typeof store.entries>[0]) => {
        const found = await store.entries<T>(range);
        for (const [key] of found) reads.push(String(key[1]));
        return found;
      }
    },
    reads,
    deaf: false,
    random: createSeededRandom(++devices),
    clock: { now: () => TEST_NOW + device.days * 24 * 3600_000 },
    days: 0,
    locks: createTestLocks(),
    connect: (name): Channel => {
      const own = { name, hear: (_message: unknown): void => {} };
      channels.add(own);
      return {
        post: (message) => {
          if (device.deaf) return;
          for (const other of channels)
            if (other !== own && other.name === name)
              queueMicrotask(() => other.hear(structuredClone(message)));
        },
        listen: (hear) => void (own.hear = hear),
        close: () => void channels.delete(own)
      };
    }
  };
  return device;
}

/** Web Locks of one browser. */
export function createTestLocks(): Locks {
  const held = new Set<string>();
  const waiting: { name: string; give(): void }[] = [];
  const take = (name: string) => {
    held.add(name);
    let mine = true;
    return () => {
      if (!mine) return;
      mine = false;
      held.delete(name);
      const at = waiting.findIndex((one) => one.name === name);
      if (at >= 0) waiting.splice(at, 1)[0]!.give();
    };
  };
  return {
    tryHold: async (name) => (held.has(name) ? undefined : take(name)),
    hold: (name, signal) =>
      new Promise((resolve) => {
        if (!held.has(name)) return resolve(take(name));
        const mine = { name, give: () => resolve(take(name)) };
        waiting.push(mine);
        signal.addEventListener('abort', () => {
          const at = waiting.indexOf(mine);
          if (at >= 0) waiting.splice(at, 1);
          resolve(undefined);
        });
      })
  };
}

export async function foundTestOffice(device: DeviceDeps): Promise<string> {
  const founded = await foundOffice(
    { principal: 'Helena Marsh', founder: 'Anna Reed', label: 'Chambers' },
    device
  );
  if (!founded.ok) throw new Error(founded.error.message);
  return founded.value.officeId;
}

/** A tab. */
export async function openLog(officeId: string, device: DeviceDeps): Promise<DeviceLog> {
  const log = await openDeviceLog(officeId, device);
  if (!log.ok) throw new Error(`${log.error.tag}: ${log.error.message}`);
  return log.value;
}

/** A tab with one room of it read, in a new office where none is named. */
export async function openRoom(device: DeviceDeps, office?: string, shard = '2026') {
  const officeId = office ?? (await foundTestOffice(device));
  const log = await openLog(officeId, device);
  const room = await log.open({ compartment: log.compartments[0]!.id, shard });
  return { officeId, log, room, contents: await room.read() };
}

/** For tests, an update is lines of text, and merging is joining. */
export const textToUpdate = (text: string): Bytes => utf8ToBytes(text);
export const textOf = ({ updates }: Pick<RoomContents, 'updates'>): string[] =>
  updates.flatMap(({ bytes }) => bytesToUtf8(bytes).split('\n'));
export const mergeTexts = (updates: Uint8Array[]): Uint8Array =>
  utf8ToBytes(updates.map(bytesToUtf8).join('\n'));
