/** What the relay computes: hashes, and whether a signature holds. It has no keys of its own and seals nothing. */
import { createPublicKey, hash, verify, type KeyObject } from 'node:crypto';
import { bytesToBase64url, type Bytes } from '../src/lib/base/bytes.ts';
import type { RosterCrypto } from '../src/lib/protocol/roster.ts';
import { toSign, type Domain } from '../src/lib/protocol/signing.ts';

export interface RelayCrypto {
  sha256(bytes: Uint8Array): Bytes;
  /** Whether this Ed25519 key signed that hash for that purpose. False too where the key is no key. */
  verify(key: Bytes, domain: Domain, hash: Bytes, signature: Bytes): boolean;
}

export const toRosterCrypto = ({ sha256, verify }: RelayCrypto): RosterCrypto => ({
  sha256: async (bytes) => sha256(bytes),
  verifyStatement: async (key, hash, signature) => verify(key, 'anteroom/statement/1', hash, signature),
  verifyInvitation: async (key, hash, signature) => verify(key, 'anteroom/invitation/1', hash, signature)
});

export function createRelayCrypto(): RelayCrypto {
  // Reading a key costs a tenth of a verification. A roster keeps its devices' keys as they are, so they are found again.
  const keys = new WeakMap<Bytes, KeyObject>();
  function keyOf(raw: Bytes): KeyObject {
    let key = keys.get(raw);
    if (!key) {
      key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: bytesToBase64url(raw) }, format: 'jwk' });
      keys.set(raw, key);
    }
    return key;
  }
  return {
    sha256: (bytes) => hash('sha256', bytes, 'buffer') as unknown as Bytes,
    verify: (key, domain, digest, signature) => {
      try {
        return verify(null, toSign(domain, digest), keyOf(key), signature);
      } catch {
        return false;
      }
    }
  };
}
