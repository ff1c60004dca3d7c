/**
 * The calls to WebCrypto, each once and each with a known-answer test: SHA-256, HMAC, HKDF, AES-256-GCM,
 * Ed25519, X25519. Nothing here decides anything.
 */
import type { Bytes } from '../base/bytes.ts';
import { toSign, type Domain } from '../protocol/signing.ts';

const { subtle } = crypto;

export const sha256 = async (bytes: Bytes): Promise<Bytes> =>
  new Uint8Array(await subtle.digest('SHA-256', bytes));

export async function hmacSha256(key: Bytes, message: Bytes): Promise<Bytes> {
  const imported = await subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return new Uint8Array(await subtle.sign('HMAC', imported, message));
}

/** RFC 5869 with SHA-256. An HKDF key can only be derived from, never used or read. */
export const importHkdfKey = (raw: Bytes): Promise<CryptoKey> =>
  subtle.importKey('raw', raw, 'HKDF', false, ['deriveKey']);

export const hkdfAesKey = (base: CryptoKey, info: Bytes): Promise<CryptoKey> =>
  subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info },
    base,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt']
  );

export const createAesKey = (): Promise<CryptoKey> =>
  subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);

/** Ciphertext with the 16-byte tag behind it. */
export const aesSeal = async (key: CryptoKey, nonce: Bytes, plain: Bytes, aad: Bytes): Promise<Bytes> =>
  new Uint8Array(await subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData: aad }, key, plain));

/** Nothing, where the key, the nonce, the additional data or a byte of the ciphertext is another. */
export async function aesOpen(
  key: CryptoKey,
  nonce: Bytes,
  ciphertext: Bytes,
  aad: Bytes
): Promise<Bytes | undefined> {
  try {
    return new Uint8Array(
      await subtle.decrypt({ name: 'AES-GCM', iv: nonce, additionalData: aad }, key, ciphertext)
    );
  } catch {
    return undefined;
  }
}

export const sign = async (key: CryptoKey, message: Bytes): Promise<Bytes> =>
  new Uint8Array(await subtle.sign('Ed25519', key, message));

/** False too where the key is not a point. */
export async function verify(key: Bytes, message: Bytes, signature: Bytes): Promise<boolean> {
  try {
    return await subtle.verify('Ed25519', await importSigningKey(key), signature, message);
  } catch {
    return false;
  }
}

export const signHash = (key: CryptoKey, domain: Domain, hash: Bytes): Promise<Bytes> =>
  sign(key, toSign(domain, hash));

export const verifyHash = (key: Bytes, domain: Domain, hash: Bytes, signature: Bytes): Promise<boolean> =>
  verify(key, toSign(domain, hash), signature);

const imported = new Map<string, Promise<CryptoKey>>();

/** A room names a handful of devices and thousands of segments: each key is read once. */
function importSigningKey(raw: Bytes): Promise<CryptoKey> {
  const name = raw.join();
  if (!imported.has(name)) imported.set(name, subtle.importKey('raw', raw, 'Ed25519', false, ['verify']));
  return imported.get(name)!;
}

export const createSigningKeys = async (): Promise<CryptoKeyPair> =>
  (await subtle.generateKey({ name: 'Ed25519' }, false, ['sign', 'verify'])) as CryptoKeyPair;

export const createAgreementKeys = async (): Promise<CryptoKeyPair> =>
  (await subtle.generateKey({ name: 'X25519' }, false, ['deriveBits'])) as CryptoKeyPair;

export const publicKeyToBytes = async (key: CryptoKey): Promise<Bytes> =>
  new Uint8Array(await subtle.exportKey('raw', key));
