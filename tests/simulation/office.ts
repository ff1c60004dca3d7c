/** An office on simulated devices: disks that outlive their tabs, tabs that die, a relay that dies and comes back. */
import { createMemoryLogStore, type MemoryLogStore } from '../../sync-server/log-store-memory.ts';
import { createRelay, type Relay } from '../../sync-server/relay.ts';
import type { LogStore } from '../../sync-server/log-store.ts';
import { createSeededRandom } from '../../src/lib/base/random.ts';
import type { Roster } from '../../src/lib/protocol/roster.ts';
import type { Channel, DeviceDeps, Locks } from '../../src/lib/sync/deps.ts';
import { openDeviceLog } from '../../src/lib/sync/device-log.ts';
import { foundOffice } from '../../src/lib/sync/found-office.ts';
import type { DeviceStore } from '../../src/lib/sync/device-store.ts';
import type { DeviceLog, RoomAddress, RoomLog, RoomUpdate } from '../../src/lib/sync/log.ts';
import { openMembership, type Membership } from '../../src/lib/sync/membership.ts';
import type { SnapshotLimits } from '../../src/lib/sync/tend-rooms.ts';
import { openReplica, type OfficeReplica, type ReplicaDeps } from '../../src/lib/sync/replica.ts';
import { textOf, textToUpdate, createTestLocks } from '../../src/lib/sync/test-device.ts';
import { admitDevice } from '../../src/lib/sync/test-sharing.ts';
import { writeServer } from '../../src/lib/sync/server-address.ts';
import { openContext } from '../../src/lib/sync/office-context.ts';
import { copyDisk, createDisk, createMemoryStore, type MemoryDisk } from './memory-store.ts';
import { hashNow, verifyNow } from './toy-crypto.ts';
import { createSimulatedLine, type SimulatedLine, type Weather, type World } from './world.ts';

const never = <T>(): Promise<T> => new Promise<T>(() => {});
export const SERVER = { address: 'http://relay.simulated' };

export interface Tab {
  readonly log: DeviceLog;
  readonly replica: OfficeReplica;
  readonly line: SimulatedLine;
  /** In offices that devices are removed from. */
  readonly membership?: Membership | undefined;
  readonly alive: boolean;
  /** The commit that comes then kills the tab: before it is done, or after. */
  crashAtCommit(which: 'before' | 'after'): void;
  kill(): void;
  write(address: RoomAddress, text: string): Promise<void>;
  read(address: RoomAddress): Promise<string[]>;
}

export interface Device {
  readonly name: string;
  deviceId: string;
  readonly disk: MemoryDisk;
  readonly tabs: Tab[];
  /** Its clock's error, milliseconds. */
  readonly skew: number;
  /** Never to come back. */
  lost: boolean;
  /** On the wrong side of a partition: it does not reach the relay. */
  apart: boolean;
  /** Texts whose append has resolved. */
  readonly saved: Set<string>;
  openTab(): Promise<Tab>;
  unsent(): number;
}

export interface SimulatedRelay {
  readonly running: boolean;
  relay(): Relay | undefined;
  crash(): void;
  start(): void;
  /** The next commit does not come back, whether it was done or not. */
  crashAtCommit(which: 'before' | 'after'): void;
  backUp(): void;
  /** From the last backup. */
  restore(): void;
  onCrash(hear: () => void): void;
}

export function createSimulatedRelay(world: World, seed: number): SimulatedRelay {
  let disk: MemoryLogStore = createMemoryLogStore();
  let backup: MemoryLogStore = disk.copy();
  let current: Relay | undefined;
  let crashing: 'before' | 'after' | undefined;
  let stopTimers = () => {};
  let starts = 0;
  const crashed: (() => void)[] = [];

  function crash(): void {
    if (!current) return;
    world.note('relay dies');
    current = undefined;
    stopTimers();
    for (const hear of crashed) hear();
  }

  function start(): void {
    if (current) return;
    const mine = disk;
    let alive = true;
    stopTimers = () => (alive = false);
    const store: LogStore = {
      ...mine,
      commit: async (changes) => {
        if (!alive) return never();
        const when = crashing;
        crashing = undefined;
        if (when === 'before') {
          crash();
          return never();
        }
        const result = await mine.commit(changes);
        if (when === 'after') crash();
        return alive ? result : never();
      }
    };
    current = createRelay({
      store,
      clock: { now: () => world.now },
      timers: { after: (milliseconds, run) => world.after(milliseconds, () => alive && run()) },
      random: createSeededRandom(seed * 1000 + ++starts),
      crypto: { sha256: hashNow as never, verify: verifyNow },
      log: (event, facts) => {
        if (event === 'internal error') world.note(`RELAY ${JSON.stringify(facts)}`);
      }
    });
  }

  start();
  return {
    get running() {
      return current !== undefined;
    },
    relay: () => current,
    crash,
    start,
    crashAtCommit: (which) => void (crashing = which),
    backUp: () => {
      backup = disk.copy();
    },
    restore: () => {
      crash();
      disk = backup.copy();
      world.note('relay restored to an earlier day');
    },
    onCrash: (hear) => void crashed.push(hear)
  };
}

export interface SimulatedOffice {
  readonly officeId: string;
  readonly devices: Device[];
  readonly rooms: readonly RoomAddress[];
}

export async function createSimulatedOffice(
  world: World,
  relay: SimulatedRelay,
  seed: number,
  count: number,
  weather: () => Weather,
  removals: boolean,
  snapshots?: SnapshotLimits
): Promise<SimulatedOffice> {
  const devices: Device[] = [];
  let officeId = '';

  function createDevice(index: number): Device {
    const name = `d${index}`;
    const locks = createTestLocks();
    const channels = new Set<{ name: string; hear: (message: unknown) => void }>();
    let opened = 0;
    const device: Device = {
      name,
      deviceId: '',
      disk: createDisk(),
      tabs: [],
      skew: index === 0 ? 0 : world.between(-86_400_000, 86_400_000),
      lost: false,
      apart: false,
      saved: new Set(),
      unsent: () => device.disk.entries.filter(([key]) => key[1] === 'outbox' || key[1] === 'lost').length,
      openTab: () => openTab(device, ++opened, locks, channels)
    };
    return device;
  }

  const seeded = (device: Device, number: number) =>
    createSeededRandom(seed * 100_003 + devices.indexOf(device) * 101 + number);

  async function openTab(
    device: Device,
    number: number,
    locks: Locks,
    channels: Set<{ name: string; hear: (message: unknown) => void }>
  ): Promise<Tab> {
    let alive = true;
    let crashing: 'before' | 'after' | undefined;
    const name = `${device.name}.${number}`;
    const held: (() => void)[] = [];
    const mine = new Set<{ name: string; hear: (message: unknown) => void }>();
    const line = createSimulatedLine(world, () => (device.apart ? undefined : relay.relay()), weather);
    relay.onCrash(() => {
      line.cut();
      line.mend();
    });

    function kill(): void {
      if (!alive) return;
      alive = false;
      world.note(`${name} dies`);
      for (const channel of mine) channels.delete(channel);
      line.die();
      // A lock goes to another tab when the browser has noticed.
      world.after(5, () => held.forEach((release) => release()));
    }
    const whileAlive = async <T>(work: Promise<T>): Promise<T> => {
      const value = await work;
      return alive ? value : never<T>();
    };
    const disk = createMemoryStore(device.disk, {
      before: () => {
        if (!alive) return never();
        if (crashing !== 'before') return;
        kill();
        return never();
      },
      after: () => {
        if (crashing !== 'after') return;
        kill();
        return never();
      }
    });
    const store: DeviceStore = {
      ...disk,
      get: (key) => (alive ? whileAlive(disk.get(key)) : never()),
      entries: (range) => (alive ? whileAlive(disk.entries(range)) : never()),
      commit: (guards, decide) => (alive ? whileAlive(disk.commit(guards, decide)) : never())
    };
    const keep = (release: (() => void) | undefined) => {
      if (!release) return undefined;
      if (!alive) {
        release();
        return undefined;
      }
      held.push(release);
      return release;
    };
    const deps: ReplicaDeps = {
      ...(snapshots && { snapshotLimits: snapshots }),
      store,
      random: seeded(device, number),
      clock: { now: () => world.now + device.skew },
      locks: {
        tryHold: async (lock) => keep(await locks.tryHold(lock)),
        hold: async (lock, signal) => keep(await locks.hold(lock, signal))
      },
      connect: (channelName): Channel => {
        const own = { name: channelName, hear: (_message: unknown): void => {} };
        channels.add(own);
        mine.add(own);
        return {
          post: (message) => {
            if (!alive) return;
            for (const other of channels)
              if (other !== own && other.name === channelName) queueMicrotask(() => other.hear(message));
          },
          listen: (hear) => void (own.hear = (message) => alive && hear(message)),
          close: () => {
            channels.delete(own);
            mine.delete(own);
          }
        };
      },
      timers: { after: (milliseconds, work) => world.after(milliseconds, () => alive && work()) },
      createTransport: () => line
    };
    const log = await openDeviceLog(officeId, deps);
    const replica = await openReplica(officeId, deps);
    if (!log.ok || !replica.ok) throw new Error(JSON.stringify([log, replica]));
    const rooms = new Map<string, Promise<RoomLog>>();
    const heard = new Map<RoomLog, Set<string>>();
    let writing = 0;
    const open = (address: RoomAddress): Promise<RoomLog> => {
      const key = `${address.compartment}/${address.shard}`;
      let room = rooms.get(key);
      if (!room) {
        room = log.value.open(address).then(async (opened) => {
          const texts = new Set<string>();
          heard.set(opened, texts);
          const hear = (updates: readonly RoomUpdate[]) =>
            textOf({ updates }).forEach((text) => texts.add(text));
          hear((await opened.read()).updates);
          opened.onUpdate((update) => hear([update]));
          opened.onSnapshot(() => (writing > 0 ? undefined : textToUpdate([...texts].join('\n'))));
          opened.onRetired(({ lost, done }) => {
            void (async () => {
              await opened.read();
              writing++;
              for (const { bytes } of lost) await opened.append(bytes);
              hear(lost);
              writing--;
              if (lost.length > 0) world.note(`${name} writes ${lost.length} again`);
              await done();
            })().catch(() => {});
          });
          return opened;
        });
        rooms.set(key, room);
      }
      return room;
    };
    const membership = removals ? await openTabsMembership(replica.value, deps) : undefined;
    // As the store does: every room that is here or comes is opened.
    log.value.onRoom((address) => void open(address));
    for (const address of await log.value.rooms()) void open(address);
    const tab: Tab = {
      log: log.value,
      replica: replica.value,
      line,
      membership,
      get alive() {
        return alive;
      },
      crashAtCommit: (which) => void (crashing = which),
      kill,
      write: async (address, text) => {
        const room = await open(address);
        writing++;
        await room.append(textToUpdate(text)).finally(() => writing--);
        heard.get(room)?.add(text);
        device.saved.add(text);
      },
      read: async (address) => {
        const room = await log.value.open(address);
        const { updates, problems } = await room.read();
        for (const problem of problems) world.note(`${name} PROBLEM ${problem.tag} in ${address.shard}`);
        return textOf({ updates }).sort();
      }
    };
    device.tabs.push(tab);
    world.note(`${name} opens`);
    return tab;
  }

  /** As the desk does: what waits is done when the relay is in reach. */
  async function openTabsMembership(replica: OfficeReplica, deps: ReplicaDeps): Promise<Membership> {
    const opened = await openMembership(officeId, deps, () => replica.roster);
    if (!opened.ok) throw new Error(opened.error.message);
    let online = false;
    replica.subscribe(() => {
      const now = replica.state.server.state === 'online';
      if (now && !online) void opened.value.settle().catch(() => {});
      online = now;
    });
    return opened.value;
  }

  const first = createDevice(0);
  devices.push(first);
  const store = createMemoryStore(first.disk);
  const clock = { now: () => world.now };
  const random = createSeededRandom(seed);
  const founded = await foundOffice(
    { principal: 'Helena Marsh', founder: 'Anna Reed' },
    { store, random, clock }
  );
  if (!founded.ok) throw new Error(founded.error.message);
  officeId = founded.value.officeId;
  const founding = { store, random, clock } as unknown as ReplicaDeps;
  const context = await openContext(officeId, founding);
  if (!context.ok) throw new Error(context.error.message);
  const compartments = context.value.roster.compartments.map(({ id }) => id);
  for (let index = 1; index < count; index++) {
    const device = createDevice(index);
    devices.push(device);
    const other = {
      store: createMemoryStore(device.disk),
      random: createSeededRandom(seed * 31 + index),
      clock
    } as unknown as ReplicaDeps;
    await admitDevice(officeId, founding, other, 'secretary', 'write');
  }
  // Who was let in later has the statements of those before; everybody gets them all from the relay.
  for (const device of devices) {
    const opened = await openContext(officeId, {
      store: createMemoryStore(device.disk),
      random,
      clock
    } as unknown as ReplicaDeps);
    if (!opened.ok) throw new Error(opened.error.message);
    await writeServer(opened.value, SERVER);
    device.deviceId = opened.value.deviceId;
  }
  return {
    officeId,
    devices,
    rooms: [
      { compartment: compartments[0]!, shard: 'standing' },
      { compartment: compartments[0]!, shard: '2026' },
      { compartment: compartments[1]!, shard: '2026' }
    ]
  };
}

/** A device that is only looked at: nothing of what this does reaches its disk. */
const lookAt = ({ disk }: Device): DeviceDeps => ({
  store: createMemoryStore(copyDisk(disk)),
  random: createSeededRandom(1),
  clock: { now: () => 0 },
  locks: createTestLocks(),
  connect: () => ({ post: () => {}, listen: () => {}, close: () => {} })
});

export async function readDisk(device: Device, { officeId, rooms }: SimulatedOffice): Promise<Set<string>> {
  const log = await openDeviceLog(officeId, lookAt(device));
  const texts = new Set<string>();
  if (!log.ok) return texts;
  for (const address of rooms)
    for (const text of textOf(await (await log.value.open(address)).read())) texts.add(text);
  return texts;
}

export async function readRoster(device: Device, { officeId }: SimulatedOffice): Promise<Roster> {
  const context = await openContext(officeId, lookAt(device));
  if (!context.ok) throw new Error(context.error.message);
  return context.value.roster;
}
