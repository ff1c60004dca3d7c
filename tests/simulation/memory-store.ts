/** A device's disk in memory. It passes the device store's rules; what a handle may do can be taken from it. */
import type { Changes, DeviceStore, StoreKey, StoreRange } from '../../src/lib/sync/device-store.ts';

export interface MemoryDisk {
  /** What lies on it, in the order of keys. */
  readonly entries: [StoreKey, unknown][];
}

/** Asked at each commit; may throw, wait for ever, or let it through. */
export interface Hooks {
  before?(): Promise<void> | void;
  after?(): Promise<void> | void;
}

export const createDisk = (): MemoryDisk => ({ entries: [] });
export const copyDisk = ({ entries }: MemoryDisk): MemoryDisk => ({ entries: [...entries] });

/** As IndexedDB orders array keys: numbers, then strings, then what is longer. */
function compare(a: StoreKey, b: StoreKey): number {
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const [x, y] = [a[at]!, b[at]!];
    if (x === y) continue;
    if (typeof x !== typeof y) return typeof x === 'number' ? -1 : 1;
    return x < y ? -1 : 1;
  }
  return a.length - b.length;
}

export function createMemoryStore({ entries }: MemoryDisk, hooks: Hooks = {}): DeviceStore {
  /** Where the key is or would be. */
  function find(key: StoreKey): number {
    let [low, high] = [0, entries.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compare(entries[middle]![0], key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
  const isAt = (at: number, key: StoreKey) => at < entries.length && compare(entries[at]![0], key) === 0;
  const get = (key: StoreKey): unknown => {
    const at = find(key);
    return isAt(at, key) ? entries[at]![1] : undefined;
  };
  function range({ prefix, from, to }: StoreRange): [number, number] {
    const fits = ([key]: [StoreKey, unknown]): boolean =>
      key.length >= prefix.length &&
      prefix.every((part, index) => key[index] === part) &&
      (to === undefined || typeof key[prefix.length] !== 'number' || Number(key[prefix.length]) <= to);
    const start = find(from === undefined ? prefix : [...prefix, from]);
    let end = start;
    while (end < entries.length && fits(entries[end]!)) end++;
    return [start, end];
  }
  const keep = (value: unknown): unknown => {
    if (typeof value === 'function') throw new DOMException('A function cannot be kept', 'DataCloneError');
    return value;
  };

  function apply<T>({ put = [], remove = [], removeAll = [], result }: Changes<T>): T {
    for (const [, value] of put) keep(value);
    for (const prefix of removeAll) {
      const [start, end] = range({ prefix });
      entries.splice(start, end - start);
    }
    for (const key of remove) {
      const at = find(key);
      if (isAt(at, key)) entries.splice(at, 1);
    }
    for (const [key, value] of put) {
      const at = find(key);
      entries.splice(at, isAt(at, key) ? 1 : 0, [[...key], value]);
    }
    return result;
  }

  return {
    get: async (key) => get(key) as never,
    entries: async (asked) => entries.slice(...range(asked)) as never,
    keys: async (asked) => entries.slice(...range(asked)).map(([key]) => key),
    commit: async (guards, decide) => {
      await hooks.before?.();
      const result = apply(decide(guards.map(get)));
      await hooks.after?.();
      return result;
    },
    close: () => {}
  };
}
