/**
 * An invitation's secret: 32 random bytes, carried in a link's fragment or a QR code. From it come the Ed25519
 * key that speaks for the device that uses it, and the key under which that device says who it is.
 */
import { base64urlToBytes, bytesToBase64url, bytesToUtf8, utf8ToBytes, type Bytes } from '../base/bytes.ts';
import type { Random } from '../base/random.ts';
import { joiningDeviceToBytes, type StatementOf } from '../protocol/roster-statements.ts';
import {
  hkdfAesKey,
  hkdfBytes,
  importHkdfKey,
  publicKeyToBytes,
  seedToSigningKeys,
  sha256,
  signHash
} from './primitives.ts';
import { openWithNonce, sealWithNonce } from './wrap.ts';

export interface InvitationKeys {
  /** Ed25519 public key, base64url. */
  readonly key: string;
  readonly signing: CryptoKey;
  /** Speaks for a device that asks to join. */
  prove(device: StatementOf<'join'>['device']): Promise<string>;
  sealAbout(about: string, random: Random): Promise<string>;
  openAbout(sealed: string): Promise<string | undefined>;
}

const SECRET = 32;
export const createInvitationSecret = (random: Random): Bytes => random.bytes(SECRET);

export async function openInvitation(secret: Bytes): Promise<InvitationKeys> {
  const pair = await seedToSigningKeys(
    await hkdfBytes(secret, utf8ToBytes('anteroom/invitation/1\0signing'), 32)
  );
  const about = await hkdfAesKey(await importHkdfKey(secret), utf8ToBytes('anteroom/invitation/1\0about'));
  return {
    key: bytesToBase64url(await publicKeyToBytes(pair.publicKey)),
    signing: pair.privateKey,
    prove: async (device) => {
      const hash = await sha256(joiningDeviceToBytes(device));
      return bytesToBase64url(await signHash(pair.privateKey, 'anteroom/invitation/1', hash));
    },
    sealAbout: async (text, random) =>
      bytesToBase64url(await sealWithNonce(about, utf8ToBytes(text), 'about', random)),
    openAbout: async (sealed) => {
      const plain = await openWithNonce(about, base64urlToBytes(sealed), 'about');
      return plain && bytesToUtf8(plain);
    }
  };
}

/** What both sides compare, `482 913`: made from the hash of the request's `join` statement. */
export async function requestCode(statement: string): Promise<string> {
  const hash = await sha256(base64urlToBytes(statement));
  const digits = String(new DataView(hash.buffer).getUint32(0) % 1_000_000).padStart(6, '0');
  return `${digits.slice(0, 3)} ${digits.slice(3)}`;
}
