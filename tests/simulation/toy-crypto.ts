/**
 * Stands in for identity/primitives.ts, deflate.ts and hpke.ts in the simulation: the same shapes and the same
 * refusals (another key, another header, a flipped bit), computed at once and always alike, so that a seed
 * replays. Nothing here protects anything; the simulation has no attackers, only bad luck.
 */
import { hash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { concatBytes, equalBytes, utf8ToBytes, type Bytes } from '../../src/lib/base/bytes.ts';
import { createSeededRandom } from '../../src/lib/base/random.ts';
import { toSign, type Domain } from '../../src/lib/protocol/signing.ts';

interface ToyKey {
  readonly raw: Bytes;
}
const toKey = (raw: Bytes): CryptoKey => ({ raw }) as unknown as CryptoKey;
const rawOf = (key: CryptoKey): Bytes => (key as unknown as ToyKey).raw;

let chance = createSeededRandom(1);
/** From here on keys are drawn anew, in the same order for the same seed. */
export const resetToyCrypto = (seed: number): void => void (chance = createSeededRandom(seed));

export const hashNow = (...parts: readonly Uint8Array[]): Bytes =>
  new Uint8Array(hash('sha256', parts.length === 1 ? parts[0]! : concatBytes(...parts), 'buffer'));

export const signNow = (publicKey: Bytes, message: Bytes): Bytes => {
  const half = hashNow(publicKey, message);
  return concatBytes(half, half);
};
export const verifyNow = (publicKey: Bytes, domain: Domain, digest: Bytes, signature: Bytes): boolean =>
  equalBytes(signNow(publicKey, toSign(domain, digest)), signature);

export const sha256 = async (bytes: Bytes): Promise<Bytes> => hashNow(bytes);
export const hmacSha256 = async (key: Bytes, message: Bytes): Promise<Bytes> => hashNow(key, message);
export const importHkdfKey = async (raw: Bytes): Promise<CryptoKey> => toKey(raw.slice());
export const hkdfAesKey = async (base: CryptoKey, info: Bytes): Promise<CryptoKey> =>
  toKey(hashNow(rawOf(base), info));
export const hkdfBytes = async (raw: Bytes, info: Bytes, length: number): Promise<Bytes> =>
  hashNow(raw, info).slice(0, length);
export const createAesKey = async (): Promise<CryptoKey> => toKey(chance.bytes(32));

const tagOf = (key: CryptoKey, nonce: Bytes, plain: Bytes, aad: Bytes): Bytes =>
  hashNow(rawOf(key), nonce, aad, plain).slice(0, 16);
export const aesSeal = async (key: CryptoKey, nonce: Bytes, plain: Bytes, aad: Bytes): Promise<Bytes> =>
  concatBytes(plain, tagOf(key, nonce, plain, aad));
export async function aesOpen(
  key: CryptoKey,
  nonce: Bytes,
  sealed: Bytes,
  aad: Bytes
): Promise<Bytes | undefined> {
  const plain = sealed.slice(0, -16);
  return equalBytes(tagOf(key, nonce, plain, aad), sealed.slice(-16)) ? plain : undefined;
}

export const sign = async (key: CryptoKey, message: Bytes): Promise<Bytes> => signNow(rawOf(key), message);
export const verify = async (key: Bytes, message: Bytes, signature: Bytes): Promise<boolean> =>
  equalBytes(signNow(key, message), signature);
export const signHash = (key: CryptoKey, domain: Domain, digest: Bytes): Promise<Bytes> =>
  sign(key, toSign(domain, digest));
export const verifyHash = async (
  key: Bytes,
  domain: Domain,
  digest: Bytes,
  signature: Bytes
): Promise<boolean> => verifyNow(key, domain, digest, signature);

async function createPair(): Promise<CryptoKeyPair> {
  const raw = chance.bytes(32);
  return { privateKey: toKey(raw), publicKey: toKey(raw) };
}
export const createSigningKeys = createPair;
export const createAgreementKeys = createPair;
export const publicKeyToBytes = async (key: CryptoKey): Promise<Bytes> => rawOf(key);
export const seedToSigningKeys = async (seed: Bytes): Promise<CryptoKeyPair> => {
  const raw = hashNow(utf8ToBytes('signing'), seed);
  return { privateKey: toKey(raw), publicKey: toKey(raw) };
};
export const seedToAgreementKeys = async (seed: Bytes): Promise<CryptoKeyPair> => {
  const raw = hashNow(utf8ToBytes('agreement'), seed);
  return { privateKey: toKey(raw), publicKey: toKey(raw) };
};

// ── deflate.ts ────────────────────────────────────────────────────────────────────────────────────────

export const deflate = async (bytes: Bytes): Promise<Bytes> => new Uint8Array(deflateRawSync(bytes));
export async function inflate(bytes: Bytes, limit: number): Promise<Bytes | undefined> {
  try {
    return new Uint8Array(inflateRawSync(bytes, { maxOutputLength: limit }));
  } catch {
    return undefined;
  }
}

// ── hpke.ts ───────────────────────────────────────────────────────────────────────────────────────────

export const hpkeSeal = async (publicKey: Bytes, plain: Bytes, info: Bytes, aad: Bytes): Promise<Bytes> =>
  concatBytes(hashNow(publicKey, info, aad, plain).slice(0, 16), plain);
export async function hpkeOpen(
  keys: CryptoKeyPair,
  sealed: Bytes,
  info: Bytes,
  aad: Bytes
): Promise<Bytes | undefined> {
  const plain = sealed.slice(16);
  const same = equalBytes(hashNow(rawOf(keys.publicKey), info, aad, plain).slice(0, 16), sealed.slice(0, 16));
  return same ? plain : undefined;
}
