/**
 * What one device keeps: keys and logs in one object store of one database, under array keys. A commit is one
 * transaction with strict durability, so that *saved* means on the disk; the default of browsers only hands
 * the bytes to the system. Browsers also close connections by themselves (idb-keyval#175: a tenth of all
 * sessions on iOS): then the database is opened again and the transaction repeated.
 */
import { promisifyRequest, type UseStore } from 'idb-keyval';
import type { Failure } from '../base/result.ts';
import { t } from './text.ts';

export type StoreKey = readonly (string | number)[];

/** Keys that begin with `prefix`; where the next part is a number, from `from` on and up to `to`, both included. */
export interface StoreRange {
  readonly prefix: StoreKey;
  readonly from?: number;
  readonly to?: number;
}

export interface Changes<T> {
  readonly put?: readonly (readonly [StoreKey, unknown])[];
  readonly remove?: readonly StoreKey[];
  /** Everything that begins with one of these. */
  readonly removeAll?: readonly StoreKey[];
  readonly result: T;
}

/** Numbered rules, run by every implementation: device-store.contract.ts. */
export interface DeviceStore {
  get<T>(key: StoreKey): Promise<T | undefined>;
  /** In the order of their keys. */
  entries<T>(range: StoreRange): Promise<[StoreKey, T][]>;
  keys(range: StoreRange): Promise<StoreKey[]>;
  /**
   * Reads `guards`, asks `decide` what to change and does it, all in one transaction; what `decide` throws
   * undoes it. It may be asked again when the browser closed the connection, so it must not do anything else.
   * Rejects with a StoreError.
   */
  commit<T>(guards: readonly StoreKey[], decide: (values: readonly unknown[]) => Changes<T>): Promise<T>;
  close(): void;
}

/** A Failure that can be thrown: storage cannot be asked beforehand whether it will do. */
export class StoreError extends Error implements Failure {
  readonly tag: string;
  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.message, options);
    this.name = 'StoreError';
    this.tag = failure.tag;
  }
}

export const isFailure = (error: unknown): error is Failure => error instanceof StoreError;

const STORE = 'anteroom';
const ATTEMPTS = 3;

/** Arrays sort after strings and numbers, so an empty one closes the range of a prefix. */
const toKeyRange = ({ prefix, from, to }: StoreRange): IDBKeyRange =>
  IDBKeyRange.bound(
    [...prefix, ...(from === undefined ? [] : [from])],
    [...prefix, ...(to === undefined ? [] : [to]), []]
  );

export function createDeviceStore(factory: IDBFactory, name: string): DeviceStore {
  const use = createUseStore(factory, name);
  const attempt = <T>(work: () => Promise<T>): Promise<T> =>
    work().catch((error: unknown) => {
      throw toStoreError(error);
    });
  return {
    get: (key) => attempt(() => use('readonly', (objects) => promisifyRequest(objects.get([...key])))),
    entries: (range) =>
      attempt(() =>
        use('readonly', async (objects) => {
          const [keys, values] = await Promise.all([
            promisifyRequest(objects.getAllKeys(toKeyRange(range))),
            promisifyRequest(objects.getAll(toKeyRange(range)))
          ]);
          return keys.map((key, index) => [key as unknown as StoreKey, values[index]]);
        })
      ),
    keys: (range) =>
      attempt(() =>
        use('readonly', async (objects) => {
          return (await promisifyRequest(objects.getAllKeys(toKeyRange(range)))) as unknown as StoreKey[];
        })
      ),
    commit: (guards, decide) =>
      attempt(() => use('readwrite', (objects) => decideAndPut(objects, guards, decide))),
    close: () => use.close()
  };
}

function decideAndPut<T>(
  objects: IDBObjectStore,
  guards: readonly StoreKey[],
  decide: (values: readonly unknown[]) => Changes<T>
): Promise<T> {
  const { transaction } = objects;
  return new Promise((resolve, reject) => {
    let result: T;
    let thrown: unknown;
    transaction.oncomplete = () => resolve(result);
    transaction.onabort = () =>
      reject(thrown ?? transaction.error ?? new DOMException('Aborted', 'AbortError'));
    const values: unknown[] = [];
    const change = () => {
      try {
        const changes = decide(values);
        for (const prefix of changes.removeAll ?? []) objects.delete(toKeyRange({ prefix }));
        for (const key of changes.remove ?? []) objects.delete([...key]);
        for (const [key, value] of changes.put ?? []) objects.put(value, [...key]);
        result = changes.result;
      } catch (error) {
        thrown = error;
        transaction.abort();
      }
    };
    if (guards.length === 0) change();
    for (const [index, guard] of guards.entries()) {
      objects.get([...guard]).onsuccess = ({ target }) => {
        values[index] = (target as IDBRequest).result;
        if (index === guards.length - 1) change();
      };
    }
  });
}

/** idb-keyval's own store waits for its connection to come back by itself, and commits with the default durability. */
function createUseStore(factory: IDBFactory, name: string): UseStore & { close(): void } {
  let opening: Promise<IDBDatabase> | undefined;

  function open(): Promise<IDBDatabase> {
    if (opening) return opening;
    const request = factory.open(name);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    const opened = promisifyRequest(request).then((database) => {
      const forget = () => {
        if (opening === opened) opening = undefined;
      };
      database.onclose = forget;
      database.onversionchange = () => {
        database.close();
        forget();
      };
      return database;
    });
    opened.catch(() => {
      if (opening === opened) opening = undefined;
    });
    return (opening = opened);
  }

  const use: UseStore = async (mode, callback) => {
    for (let attempt = 1; ; attempt++) {
      const mine = open();
      const database = await mine;
      try {
        return await callback(database.transaction(STORE, mode, { durability: 'strict' }).objectStore(STORE));
      } catch (error) {
        // A closed connection says InvalidStateError at once, AbortError to a transaction it interrupts.
        const closed =
          isNamed(error, 'InvalidStateError') || (isNamed(error, 'AbortError') && opening !== mine);
        if (!closed || attempt === ATTEMPTS) throw error;
        if (opening === mine) opening = undefined;
      }
    }
  };
  const close = () => {
    void opening?.then((database) => database.close()).catch(() => {});
    opening = undefined;
  };
  return Object.assign(use, { close });
}

const isNamed = (error: unknown, name: string): boolean =>
  (error as { name?: unknown } | null)?.name === name;

function toStoreError(error: unknown): unknown {
  if (error instanceof StoreError) return error;
  if (isNamed(error, 'QuotaExceededError'))
    return new StoreError({ tag: 'storage-full', message: t('storageFull') }, { cause: error });
  if (error instanceof DOMException)
    return new StoreError({ tag: 'storage-failed', message: t('storageFailed') }, { cause: error });
  return error;
}
