/**
 * Small values of one office that stay on this device: drafts, caches, where somebody left off. JSON, sealed
 * under a key that cannot leave the browser; they go with the office.
 */
import { bytesToUtf8, utf8ToBytes, type Bytes } from '../base/bytes.ts';
import { openKeyring, type Keyring, type StoredKeys } from '../identity/keyring.ts';
import type { DeviceDeps } from './deps.ts';
import { StoreError } from './device-store.ts';
import { keysOf } from './layout.ts';
import { t } from './text.ts';

export interface LocalValues {
  /** Nothing too where the value can no longer be opened: a draft is not worth a stop. */
  get<T>(officeId: string, key: string): Promise<T | undefined>;
  /** Rejects with a StoreError (`storage-full`, `keys-lost`). */
  set(officeId: string, key: string, value: unknown): Promise<void>;
  delete(officeId: string, key: string): Promise<void>;
  /** Keys that begin with `prefix`. */
  keys(officeId: string, prefix?: string): Promise<string[]>;
}

export function createLocalValues({ store, random }: Pick<DeviceDeps, 'store' | 'random'>): LocalValues {
  const keyrings = new Map<string, Promise<Keyring | undefined>>();
  const keyringOf = (officeId: string): Promise<Keyring | undefined> => {
    let keyring = keyrings.get(officeId);
    if (!keyring) {
      keyring = load(officeId);
      keyrings.set(officeId, keyring);
      // An office founded later under this id, or storage that answers again, is asked anew.
      void keyring.then((value) => value ?? keyrings.delete(officeId)).catch(() => keyrings.delete(officeId));
    }
    return keyring;
  };
  async function load(officeId: string): Promise<Keyring | undefined> {
    const stored = await store.get<StoredKeys>(keysOf(officeId).keys);
    const keyring = stored && (await openKeyring(stored, random));
    return keyring?.ok ? keyring.value : undefined;
  }

  return {
    get: async (officeId, key) => {
      const sealed = await store.get<Bytes>(keysOf(officeId).local(key));
      if (!sealed) return undefined;
      const plain = await (await keyringOf(officeId))?.openLocal(sealed, `value/${officeId}/${key}`);
      return plain && JSON.parse(bytesToUtf8(plain));
    },
    set: async (officeId, key, value) => {
      const keyring = await keyringOf(officeId);
      if (!keyring) throw new StoreError({ tag: 'keys-lost', message: t('keysLost') });
      const place = keysOf(officeId);
      const sealed = await keyring.sealLocal(utf8ToBytes(JSON.stringify(value)), `value/${officeId}/${key}`);
      await store.commit([place.meta], ([meta]) => ({
        // An office removed by another tab must not leave a draft behind.
        put: meta ? [[place.local(key), sealed]] : [],
        result: undefined
      }));
    },
    delete: (officeId, key) =>
      store.commit([], () => ({ remove: [keysOf(officeId).local(key)], result: undefined })),
    keys: async (officeId, prefix = '') =>
      (await store.keys({ prefix: keysOf(officeId).locals }))
        .map((key) => String(key[2]))
        .filter((key) => key.startsWith(prefix))
  };
}
