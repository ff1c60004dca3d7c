/**
 * A lockbox: keys of compartments, sealed to one device of one office. Its content is a version byte and, for
 * each key, the compartment (16 bytes), the epoch (4), the naming key (32) and the compartment's key (32).
 */
import { base64urlToBytes, bytesToBase64url, concatBytes, utf8ToBytes, type Bytes } from '../base/bytes.ts';
import { hpkeOpen, hpkeSeal } from './hpke.ts';

export interface CompartmentKey {
  readonly compartment: string;
  readonly epoch: number;
  /** Names the rooms; the same in every epoch. */
  readonly naming: Bytes;
  readonly key: Bytes;
}

export interface LockboxOwner {
  readonly office: string;
  readonly device: string;
}

const VERSION = 1;
const ENTRY = 16 + 4 + 32 + 32;
const INFO = utf8ToBytes('anteroom/lockbox/1');

const toAdditional = ({ office, device }: LockboxOwner): Bytes =>
  concatBytes(base64urlToBytes(office), base64urlToBytes(device));

export async function sealLockbox(
  owner: LockboxOwner,
  agreement: Bytes,
  keys: readonly CompartmentKey[]
): Promise<string> {
  const plain = encodeKeys(keys);
  const sealed = await hpkeSeal(agreement, plain, INFO, toAdditional(owner));
  plain.fill(0);
  return bytesToBase64url(sealed);
}

/** Nothing where it is for another device or office, of another version, or damaged. */
export async function openLockbox(
  owner: LockboxOwner,
  agreement: CryptoKeyPair,
  box: string
): Promise<CompartmentKey[] | undefined> {
  const plain = await hpkeOpen(agreement, base64urlToBytes(box), INFO, toAdditional(owner));
  return plain && decodeKeys(plain);
}

function encodeKeys(keys: readonly CompartmentKey[]): Bytes {
  const bytes = new Uint8Array(1 + keys.length * ENTRY);
  const view = new DataView(bytes.buffer);
  bytes[0] = VERSION;
  for (const [index, { compartment, epoch, naming, key }] of keys.entries()) {
    const at = 1 + index * ENTRY;
    bytes.set(base64urlToBytes(compartment), at);
    view.setUint32(at + 16, epoch);
    bytes.set(naming, at + 20);
    bytes.set(key, at + 52);
  }
  return bytes;
}

function decodeKeys(plain: Bytes): CompartmentKey[] | undefined {
  if (plain[0] !== VERSION || (plain.length - 1) % ENTRY !== 0) return undefined;
  const view = new DataView(plain.buffer, plain.byteOffset);
  return Array.from({ length: (plain.length - 1) / ENTRY }, (_, index) => {
    const at = 1 + index * ENTRY;
    return {
      compartment: bytesToBase64url(plain.subarray(at, at + 16)),
      epoch: view.getUint32(at + 16),
      naming: plain.slice(at + 20, at + 52),
      key: plain.slice(at + 52, at + ENTRY)
    };
  });
}
