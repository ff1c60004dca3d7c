import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { describe, expect, test } from 'vitest';
import { createDeviceStore, StoreError } from './device-store.ts';
import { storeRules } from './test-device-store.ts';

globalThis.IDBKeyRange ??= IDBKeyRange;

describe('the device’s store, over a database in memory', () => {
  for (const { name, run } of storeRules)
    test(name, async () => {
      const factory = new IDBFactory();
      await run({ open: () => createDeviceStore(factory, 'anteroom') });
    });
});

/** A database that fails as told, a number of times. */
function failingFactory(error: () => Error, times: number, when: 'transaction' | 'open'): IDBFactory {
  const factory = new IDBFactory();
  let left = times;
  const open = (name: string) => {
    if (when === 'open' && left-- > 0) throw error();
    const request = factory.open(name);
    request.addEventListener('success', () => {
      const database = request.result;
      const begin = database.transaction.bind(database);
      database.transaction = (...args) => {
        if (when === 'transaction' && left-- > 0) throw error();
        return begin(...args);
      };
    });
    return request;
  };
  return { open } as IDBFactory;
}

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error) => error
  );

test('a connection that the browser closed is opened again and the commit repeated', async () => {
  const closed = () => new DOMException('The database connection is closing.', 'InvalidStateError');
  const store = createDeviceStore(failingFactory(closed, 2, 'transaction'), 'anteroom');
  await store.commit([], () => ({ put: [[['a'], 1]], result: undefined }));
  expect(await store.get(['a'])).toBe(1);
});

test('a database that stays closed is told, not waited for', async () => {
  const closed = () => new DOMException('The database connection is closing.', 'InvalidStateError');
  const store = createDeviceStore(failingFactory(closed, Infinity, 'transaction'), 'anteroom');
  expect(await failure(store.get(['a']))).toMatchObject({ tag: 'storage-failed' });
});

test('a full disk is a failure that says what to do', async () => {
  const full = () => new DOMException('Full', 'QuotaExceededError');
  const store = createDeviceStore(failingFactory(full, 1, 'transaction'), 'anteroom');
  const error = await failure(store.commit([], () => ({ put: [[['a'], 1]], result: undefined })));
  expect(error).toBeInstanceOf(StoreError);
  expect(error).toMatchObject({ tag: 'storage-full', message: expect.stringContaining('free some space') });
});
