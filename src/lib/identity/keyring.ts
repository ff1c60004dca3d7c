/**
 * The keys of one office on one device. Device keys cannot be taken out of the browser. A compartment's key is
 * kept as 32 bytes sealed under the device's wrapping key, so that it can be granted to another device later;
 * in use it is an HKDF key that can only be derived from.
 */
import {
  base64urlToBytes,
  bytesToBase64url,
  bytesToUtf8,
  concatBytes,
  utf8ToBytes,
  type Bytes
} from '../base/bytes.ts';
import type { Random } from '../base/random.ts';
import { failed, ok, type Result } from '../base/result.ts';
import {
  createAesKey,
  createAgreementKeys,
  createSigningKeys,
  hkdfAesKey,
  hmacSha256,
  importHkdfKey
} from './primitives.ts';
import { nameInfo } from './names.ts';
import { t } from './text.ts';
import { openWithNonce, sealWithNonce } from './wrap.ts';

/** As it lies in the device's store: only CryptoKeys that cannot be exported, and sealed bytes. */
export interface StoredKeys {
  readonly signing: CryptoKeyPair;
  readonly agreement: CryptoKeyPair;
  /** Seals compartment keys. */
  readonly wrapping: CryptoKey;
  /** Seals what never leaves this device: checkpoints, drafts, caches. */
  readonly local: CryptoKey;
  readonly compartments: readonly {
    readonly id: string;
    /** Names the rooms; never rotates. */
    readonly naming: Bytes;
    readonly epochs: readonly { readonly epoch: number; readonly key: Bytes }[];
  }[];
}

export interface Keyring {
  readonly signing: CryptoKey;
  /** Takes in what was received since: the stored keys as they are now. Failure: `keys-lost`, and nothing changes. */
  adopt(stored: StoredKeys): Promise<Result<true>>;
  currentEpoch(compartment: string): number | undefined;
  /** The key under which this device seals its segments; nothing where this device was never given it. */
  segmentKey(owner: SegmentKeyOwner): Promise<CryptoKey> | undefined;
  /** Like `segmentKey`, for what is said and not kept. */
  presenceKey(owner: SegmentKeyOwner): Promise<CryptoKey> | undefined;
  /** What a shard is called outside: the same on every device, meaningless without the key. */
  roomName(compartment: string, shard: string): Promise<Bytes>;
  sealName(compartment: string, name: string): Promise<string>;
  openName(compartment: string, sealed: string): Promise<string | undefined>;
  sealLocal(bytes: Bytes, purpose: string): Promise<Bytes>;
  openLocal(sealed: Bytes, purpose: string): Promise<Bytes | undefined>;
}

export interface SegmentKeyOwner {
  readonly office: Bytes;
  readonly compartment: Bytes;
  readonly epoch: number;
  readonly device: Bytes;
}

const ROOM_NAME_LENGTH = 16;

/** New keys for a device, and for each of the compartments that it founds. */
export async function createKeys(compartments: readonly string[], random: Random): Promise<StoredKeys> {
  const wrapping = await createAesKey();
  const wrap = async (raw: Bytes, purpose: string) => {
    const sealed = await sealWithNonce(wrapping, raw, purpose, random);
    raw.fill(0);
    return sealed;
  };
  return {
    signing: await createSigningKeys(),
    agreement: await createAgreementKeys(),
    wrapping,
    local: await createAesKey(),
    compartments: await Promise.all(
      compartments.map(async (id) => ({
        id,
        naming: await wrap(random.bytes(32), `naming/${id}`),
        epochs: [{ epoch: 1, key: await wrap(random.bytes(32), `key/${id}/1`) }]
      }))
    )
  };
}

/** Failure: `keys-lost`, when the stored keys do not open what they sealed. */
export async function openKeyring(stored: StoredKeys, random: Random): Promise<Result<Keyring>> {
  /** By compartment and epoch. */
  const bases = new Map<string, CryptoKey>();
  const naming = new Map<string, Bytes>();
  const current = new Map<string, number>();
  const adopt = async ({ wrapping, compartments }: StoredKeys): Promise<Result<true>> => {
    for (const { id, naming: sealed, epochs } of compartments) {
      const name = naming.get(id) ?? (await openWithNonce(wrapping, sealed, `naming/${id}`));
      if (!name) return failed('keys-lost', t('keysLost'));
      naming.set(id, name);
      for (const { epoch, key } of epochs) {
        if (bases.has(`${id}/${epoch}`)) continue;
        const raw = await openWithNonce(wrapping, key, `key/${id}/${epoch}`);
        if (!raw) return failed('keys-lost', t('keysLost'));
        bases.set(`${id}/${epoch}`, await importHkdfKey(raw));
        current.set(id, Math.max(epoch, current.get(id) ?? 0));
        raw.fill(0);
      }
    }
    return ok(true);
  };
  const first = await adopt(stored);
  if (!first.ok) return first;

  /** Asked for every room whenever a line stands; a shard's name never changes. */
  const roomNames = new Map<string, Bytes>();
  const derived = new Map<string, Promise<CryptoKey>>();
  const derive = (base: string, info: Bytes): Promise<CryptoKey> | undefined => {
    const from = bases.get(base);
    if (!from) return undefined;
    const name = `${base}/${bytesToBase64url(info)}`;
    if (!derived.has(name)) derived.set(name, hkdfAesKey(from, info));
    return derived.get(name);
  };
  const nameKey = (compartment: string) => derive(`${compartment}/1`, nameInfo(compartment));

  /** Each device seals under a key of its own, so that random nonces never meet. */
  const deviceKey = (use: string, { office, compartment, epoch, device }: SegmentKeyOwner) => {
    const counter = new Uint8Array(4);
    new DataView(counter.buffer).setUint32(0, epoch);
    const info = concatBytes(utf8ToBytes(`${use}\0`), office, compartment, counter, device);
    return derive(`${bytesToBase64url(compartment)}/${epoch}`, info);
  };

  return ok({
    signing: stored.signing.privateKey,
    adopt,
    currentEpoch: (compartment) => current.get(compartment),
    segmentKey: (owner) => deviceKey('anteroom/segment/1', owner),
    presenceKey: (owner) => deviceKey('anteroom/presence/1', owner),
    roomName: async (compartment, shard) => {
      const key = naming.get(compartment);
      if (!key) throw new Error(`This device has no key for ${compartment}`);
      const place = `${compartment}/${shard}`;
      let name = roomNames.get(place);
      if (!name) {
        const mac = await hmacSha256(key, utf8ToBytes(`anteroom/room/1\0${shard}`));
        roomNames.set(place, (name = mac.slice(0, ROOM_NAME_LENGTH)));
      }
      return name.slice();
    },
    sealName: async (compartment, name) =>
      bytesToBase64url(
        await sealWithNonce((await nameKey(compartment))!, utf8ToBytes(name), `name/${compartment}`, random)
      ),
    openName: async (compartment, sealed) => {
      const key = await nameKey(compartment);
      const plain = key && (await openWithNonce(key, base64urlToBytes(sealed), `name/${compartment}`));
      return plain && bytesToUtf8(plain);
    },
    sealLocal: (bytes, purpose) => sealWithNonce(stored.local, bytes, `local/${purpose}`, random),
    openLocal: (sealed, purpose) => openWithNonce(stored.local, sealed, `local/${purpose}`)
  });
}
