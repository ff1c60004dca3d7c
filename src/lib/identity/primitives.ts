/**
 * The calls to WebCrypto, each once and each with a known-answer test: SHA-256, HMAC, HKDF, AES-256-GCM,
 * Ed25519, X25519. Nothing here decides anything.
 */
import { base64urlToBytes, concatBytes, hexToBytes, type Bytes } from '../base/bytes.ts';
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

/** As above, as bytes. */
export async function hkdfBytes(raw: Bytes, info: Bytes, length: number): Promise<Bytes> {
  const base = await subtle.importKey('raw', raw, 'HKDF', false, ['deriveBits']);
  const algorithm = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info };
  return new Uint8Array(await subtle.deriveBits(algorithm, base, length * 8));
}

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

/** RFC 8410: a private key of 32 bytes in the wrapping that WebCrypto reads. */
const toPkcs8 = (algorithm: 'Ed25519' | 'X25519', seed: Bytes): Bytes =>
  concatBytes(hexToBytes(`302e020100300506032b65${algorithm === 'Ed25519' ? '70' : '6e'}04220420`), seed);

/** The key pair of a 32-byte seed (RFC 8032), which cannot be exported. */
export async function seedToSigningKeys(seed: Bytes): Promise<CryptoKeyPair> {
  const pkcs8 = toPkcs8('Ed25519', seed);
  // WebCrypto tells a public key only through an exportable private one, which lives for this line.
  const { x } = await subtle.exportKey(
    'jwk',
    await subtle.importKey('pkcs8', pkcs8, 'Ed25519', true, ['sign'])
  );
  const publicKey = await subtle.importKey('raw', base64urlToBytes(x!), 'Ed25519', true, ['verify']);
  return { privateKey: await subtle.importKey('pkcs8', pkcs8, 'Ed25519', false, ['sign']), publicKey };
}

/** The key pair of a 32-byte secret (RFC 7748), which cannot be exported. */
export async function seedToAgreementKeys(seed: Bytes): Promise<CryptoKeyPair> {
  const privateKey = await subtle.importKey('pkcs8', toPkcs8('X25519', seed), 'X25519', false, [
    'deriveBits'
  ]);
  const base = await subtle.importKey('raw', new Uint8Array(32).with(0, 9), 'X25519', false, []);
  const bits = await subtle.deriveBits({ name: 'X25519', public: base }, privateKey, 256);
  return { privateKey, publicKey: await subtle.importKey('raw', bits, 'X25519', true, []) };
}
