/**
 * What a DeviceStore promises, as numbered rules. Every implementation runs them: in Node over
 * fake-indexeddb, in a real Chromium over its own database. They need no test runner.
 */
import type { DeviceStore, StoreKey } from './device-store.ts';

export interface StoreUnderTest {
  /** A connection of its own to the same database, as another tab has. */
  open(): DeviceStore;
}

export interface StoreRule {
  readonly name: string;
  run(device: StoreUnderTest): Promise<void>;
}

function agree(found: unknown, expected: unknown): void {
  const [a, b] = [JSON.stringify(found), JSON.stringify(expected)];
  if (a !== b) throw new Error(`found ${a}, expected ${b}`);
}

async function fails(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('expected a failure');
}

const put = (store: DeviceStore, ...entries: [StoreKey, unknown][]): Promise<void> =>
  store.commit([], () => ({ put: entries, result: undefined }));

export const storeRules: readonly StoreRule[] = [
  {
    name: '1. what was committed is read by every connection, and what was not is undefined',
    run: async (device) => {
      const [one, other] = [device.open(), device.open()];
      await put(one, [['a', 'x', 1], Uint8Array.of(1, 2, 3)]);
      agree([...(await other.get<Uint8Array>(['a', 'x', 1]))!], [1, 2, 3]);
      agree(await other.get(['a', 'x', 2]), undefined);
    }
  },
  {
    name: '2. a range is what begins with its prefix, in order, numbers by value',
    run: async (device) => {
      const store = device.open();
      const keys: StoreKey[] = [
        ['a', 'x', 9],
        ['a', 'x', 10],
        ['a', 'x', 2],
        ['a', 'xy', 1],
        ['a', 'w', 1],
        ['b', 'x', 1]
      ];
      await put(store, ...keys.map((key): [StoreKey, unknown] => [key, key.join()]));
      agree(await store.entries({ prefix: ['a', 'x'] }), [
        [['a', 'x', 2], 'a,x,2'],
        [['a', 'x', 9], 'a,x,9'],
        [['a', 'x', 10], 'a,x,10']
      ]);
      agree(await store.keys({ prefix: ['a', 'x'], from: 9 }), [
        ['a', 'x', 9],
        ['a', 'x', 10]
      ]);
      agree(await store.keys({ prefix: ['a', 'x'], from: 3, to: 9 }), [['a', 'x', 9]]);
      agree((await store.keys({ prefix: [] })).length, 6);
    }
  },
  {
    name: '3. a commit decides on what the guards hold at that moment: of two that race, one sees the other',
    run: async (device) => {
      const stores = [device.open(), device.open(), device.open()];
      const count = (store: DeviceStore): Promise<number> =>
        store.commit([['count']], ([value]) => {
          const next = ((value as number | undefined) ?? 0) + 1;
          return { put: [[['count'], next]], result: next };
        });
      const seen = await Promise.all(Array.from({ length: 30 }, (_, index) => count(stores[index % 3]!)));
      agree(
        seen.sort((a, b) => a - b),
        Array.from({ length: 30 }, (_, index) => index + 1)
      );
    }
  },
  {
    name: '4. guards are handed over in the order in which they were asked for',
    run: async (device) => {
      const store = device.open();
      await put(store, [['one'], 1], [['two'], 2]);
      const values = await store.commit([['two'], ['none'], ['one']], (found) => ({ result: [...found] }));
      agree(values.map(String), ['2', 'undefined', '1']);
    }
  },
  {
    name: '5. a commit is done whole or not at all: what its decision throws, or a value that cannot be kept, undoes it',
    run: async (device) => {
      const store = device.open();
      await put(store, [['kept'], 'before']);
      const refusal = new Error('refused');
      const error = await fails(
        store.commit([['kept']], () => {
          throw refusal;
        })
      );
      if (error !== refusal) throw new Error('the error is not the one that was thrown');
      await fails(put(store, [['kept'], 'after'], [['broken'], () => 1]));
      agree([await store.get(['kept']), await store.get(['broken'])], ['before', undefined]);
    }
  },
  {
    name: '6. removing takes single keys, and all that begin with a prefix',
    run: async (device) => {
      const store = device.open();
      await put(store, [['a', 1], 1], [['a', 2], 2], [['b', 1], 3], [['ab'], 4]);
      await store.commit([], () => ({ remove: [['b', 1]], removeAll: [['a']], result: undefined }));
      agree(await store.keys({ prefix: [] }), [['ab']]);
    }
  },
  {
    name: '7. keys that cannot be taken out of the browser are kept and can be used afterwards',
    run: async (device) => {
      const { subtle } = crypto;
      const pair = (await subtle.generateKey({ name: 'Ed25519' }, false, [
        'sign',
        'verify'
      ])) as CryptoKeyPair;
      const agreement = await subtle.generateKey({ name: 'X25519' }, false, ['deriveBits']);
      const aes = await subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt']);
      await put(device.open(), [['keys'], { pair, agreement, aes }]);
      const kept = (await device.open().get<{ pair: CryptoKeyPair }>(['keys']))!;
      const signature = await subtle.sign('Ed25519', kept.pair.privateKey, Uint8Array.of(1));
      agree(await subtle.verify('Ed25519', pair.publicKey, signature, Uint8Array.of(1)), true);
      agree(kept.pair.privateKey.extractable, false);
    }
  },
  {
    name: '8. a store goes on after its connection was closed',
    run: async (device) => {
      const store = device.open();
      await put(store, [['a'], 1]);
      store.close();
      agree(await store.get(['a']), 1);
      await Promise.all([put(store, [['b'], 2]), Promise.resolve().then(() => store.close())]);
      agree(await store.get(['b']), 2);
    }
  },
  {
    name: '9. many megabytes are committed at once and come back as they were',
    run: async (device) => {
      const store = device.open();
      const parts = Array.from({ length: 24 }, (_, index) => new Uint8Array(192 * 1024).fill(index + 1));
      await put(store, ...parts.map((part, index): [StoreKey, unknown] => [['large', index], part]));
      const back = await store.entries<Uint8Array>({ prefix: ['large'] });
      agree(
        back.map(([, bytes]) => [bytes.length, bytes[0], bytes.at(-1)]),
        parts.map((_, index) => [192 * 1024, index + 1, index + 1])
      );
    }
  }
];
