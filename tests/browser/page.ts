/** What runs inside the page: the real device log over the browser's own database, to be called by name. */
import { utf8ToBytes } from '../../src/lib/base/bytes.ts';
import { browserTimers, createBrowserDeps } from '../../src/lib/sync/browser.ts';
import { openDeviceLog } from '../../src/lib/sync/device-log.ts';
import { createDeviceStore } from '../../src/lib/sync/device-store.ts';
import { foundOffice, listOffices, removeOffice } from '../../src/lib/sync/found-office.ts';
import type { DeviceLog, RoomLog } from '../../src/lib/sync/log.ts';
import { createLocalValues } from '../../src/lib/sync/local.ts';
import { createProviderTransport } from '../../src/lib/sync/provider-transport.ts';
import { openReplica, type OfficeReplica } from '../../src/lib/sync/replica.ts';
import { storeRules } from '../../src/lib/sync/test-device-store.ts';

const deps = createBrowserDeps();
let log: DeviceLog | undefined;
let room: RoomLog | undefined;
const heard: string[] = [];
let replica: OfficeReplica | undefined;
let leads = false;
let stopped = false;

const page = {
  storeRules: storeRules.map(({ name }) => name),

  async runStoreRule(name: string): Promise<void> {
    const database = `rule-${name}`;
    const opened: { close(): void }[] = [];
    const rule = storeRules.find((one) => one.name === name)!;
    await rule.run({
      open: () => {
        const store = createDeviceStore(indexedDB, database);
        opened.push(store);
        return store;
      }
    });
    for (const store of opened) store.close();
    indexedDB.deleteDatabase(database);
  },

  found: (principal = 'Helena Marsh') => foundOffice({ principal, founder: 'Anna Reed' }, deps),
  list: () => listOffices(deps),
  remove: (officeId: string) => removeOffice(officeId, deps),

  /** Opens the log and one room; what other tabs append is gathered. */
  async open(officeId: string, shard = '2026') {
    const opened = await openDeviceLog(officeId, deps);
    if (!opened.ok) return opened;
    log = opened.value;
    room = await log.open({ compartment: log.compartments[0]!.id, shard });
    const { updates, problems } = await room.read();
    room.onUpdate(({ bytes }) => heard.push(new TextDecoder().decode(bytes)));
    return {
      ok: true,
      name: log.name,
      clientId: log.clientId,
      texts: updates.map(({ bytes }) => new TextDecoder().decode(bytes)),
      problems
    };
  },

  append: (text: string) => room!.append(utf8ToBytes(text)),

  /** The tag of what went wrong, or nothing. */
  appendBytes: (length: number): Promise<string | undefined> => {
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; at += 65536) crypto.getRandomValues(bytes.subarray(at, at + 65536));
    return room!.append(bytes).then(
      () => undefined,
      (error: { tag?: string }) => error.tag ?? String(error)
    );
  },

  /** Appends one after the other until `stop`; each is written down in `saved` when its commit is done. */
  saved: [] as string[],
  async keepAppending(prefix: string): Promise<void> {
    for (let count = 0; !stopped; count++) {
      await room!.append(utf8ToBytes(`${prefix}${count}`));
      page.saved.push(`${prefix}${count}`);
      console.log(`saved ${prefix}${count}`);
    }
  },

  /** Joins this tab to the others and, through whichever of them leads, to the server. */
  async share(officeId: string, server?: string) {
    const opened = await openReplica(officeId, {
      ...deps,
      locks: {
        ...deps.locks,
        hold: async (name, signal) => {
          const release = await deps.locks.hold(name, signal);
          if (release) leads = true;
          return release;
        }
      },
      timers: browserTimers,
      createTransport: (address) => createProviderTransport(address, deps.random)
    });
    if (!opened.ok) return opened;
    replica = opened.value;
    return server === undefined ? { ok: true as const } : replica.setServer({ address: server });
  },
  state: () => replica!.state,
  leads: () => leads,
  /** `keepAppending` ends with the append that is under way. */
  stop(): void {
    stopped = true;
  },

  heard,
  close: () => log!.close(),
  local: createLocalValues(deps),

  /** Reads, changes or removes what lies in the store, as a fault would. */
  keys: (prefix: (string | number)[]) => deps.store.keys({ prefix }),
  removeKeys: (prefix: (string | number)[]) =>
    deps.store.commit([], () => ({ removeAll: [prefix], result: undefined })),
  async flip(key: (string | number)[], at: number): Promise<void> {
    const bytes = (await deps.store.get<Uint8Array>(key))!;
    bytes[at]! ^= 1;
    await deps.store.commit([], () => ({ put: [[key, bytes]], result: undefined }));
  },

  /** Milliseconds for appending, then opening, `count` segments of `length` bytes. */
  async measure(officeId: string, count: number, length: number) {
    const opened = await openDeviceLog(officeId, deps);
    if (!opened.ok) throw new Error(opened.error.message);
    const address = { compartment: opened.value.compartments[0]!.id, shard: `bench-${count}-${length}` };
    const measured = await opened.value.open(address);
    await measured.read();
    const words = Array.from({ length: 4000 }, () => Math.random().toString(36).slice(2, 9));
    const text = Array.from({ length: Math.ceil(length / 8) }, () => words[Math.floor(Math.random() * 4000)]);
    const bytes = utf8ToBytes(text.join(' ').slice(0, length));
    const began = performance.now();
    await Promise.all(Array.from({ length: count }, () => measured.append(bytes)));
    const appended = performance.now();
    await opened.value.close();
    const again = await openDeviceLog(officeId, deps);
    if (!again.ok) throw new Error(again.error.message);
    const reopened = performance.now();
    const { updates } = await (await again.value.open(address)).read();
    const read = performance.now();
    await again.value.close();
    return {
      append: appended - began,
      open: reopened - appended,
      read: read - reopened,
      updates: updates.length
    };
  }
};

export type DevicePage = typeof page;

Object.assign(globalThis, { device: page });
