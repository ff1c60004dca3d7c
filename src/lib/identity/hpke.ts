/**
 * HPKE (RFC 9180), base mode, one message: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. Who sealed is
 * not told by it: the statement that carries a sealed box is signed. Fetched when first needed.
 */
import { concatBytes, type Bytes } from '../base/bytes.ts';

const ENCAPSULATED = 32;

async function openSuite() {
  const { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } = await import('@hpke/core');
  return new CipherSuite({
    kem: new DhkemX25519HkdfSha256(),
    kdf: new HkdfSha256(),
    aead: new Aes256Gcm()
  });
}

let suite: ReturnType<typeof openSuite> | undefined;
const loadSuite = (): ReturnType<typeof openSuite> =>
  (suite ??= openSuite().catch((error: unknown) => {
    suite = undefined;
    throw error;
  }));

/** The encapsulated key, then the ciphertext. Rejects where `publicKey` is no X25519 key. */
export async function hpkeSeal(publicKey: Bytes, plain: Bytes, info: Bytes, aad: Bytes): Promise<Bytes> {
  const hpke = await loadSuite();
  const recipientPublicKey = await hpke.kem.deserializePublicKey(publicKey);
  const { enc, ct } = await hpke.seal({ recipientPublicKey, info }, plain, aad);
  return concatBytes(new Uint8Array(enc), new Uint8Array(ct));
}

/** Nothing where it was sealed to another key, for another purpose, or is damaged. */
export async function hpkeOpen(
  keys: CryptoKeyPair,
  sealed: Bytes,
  info: Bytes,
  aad: Bytes
): Promise<Bytes | undefined> {
  const hpke = await loadSuite();
  try {
    const enc = sealed.slice(0, ENCAPSULATED);
    return new Uint8Array(
      await hpke.open({ recipientKey: keys, enc, info }, sealed.slice(ENCAPSULATED), aad)
    );
  } catch {
    return undefined;
  }
}
