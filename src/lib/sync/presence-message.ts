/**
 * What a device says of itself for a moment (where it is, how far it has read), sealed for those who may read
 * that compartment and signed, so that nobody else can say it in its name. Never stored. Bytes: epoch (4),
 * nonce (12), ciphertext, signature (64); inside: time (8), length and name of the topic, content.
 */
import { base64urlToBytes, bytesToUtf8, concatBytes, utf8ToBytes, type Bytes } from '../base/bytes.ts';
import { aesOpen, aesSeal, sha256, signHash, verifyHash } from '../identity/primitives.ts';
import { mayRead } from '../protocol/roster-rights.ts';
import { NONCE_LENGTH, SIGNATURE_LENGTH } from '../protocol/segment.ts';
import type { OfficeContext } from './office-context.ts';

export interface Said {
  /** By the sender's clock, milliseconds; each is later than the one before. */
  readonly at: number;
  readonly topic: string;
  readonly bytes: Bytes;
}

/** The relay takes no more. */
const LIMIT = 8 * 1024;
const EPOCH = 4;

/** Nothing where this device has no key for the compartment, or it would be too long. */
export async function sealSaid(
  compartment: string,
  { at, topic, bytes }: Said,
  context: OfficeContext
): Promise<Bytes | undefined> {
  const { keyring, office, device, deps } = context;
  const epoch = keyring.currentEpoch(compartment);
  const id = base64urlToBytes(compartment);
  const key = epoch !== undefined && (await keyring.presenceKey({ office, compartment: id, epoch, device }));
  if (!key) return undefined;
  const front = new Uint8Array(EPOCH);
  new DataView(front.buffer).setUint32(0, epoch);
  const time = new Uint8Array(8);
  new DataView(time.buffer).setBigUint64(0, BigInt(at));
  const name = utf8ToBytes(topic);
  const nonce = deps.random.bytes(NONCE_LENGTH);
  const plain = concatBytes(time, Uint8Array.of(name.length), name, bytes);
  const sealed = concatBytes(front, nonce, await aesSeal(key, nonce, plain, concatBytes(id, device)));
  const signature = await signHash(keyring.signing, 'anteroom/presence/1', await hashOf(id, sealed));
  const message = concatBytes(sealed, signature);
  return message.length <= LIMIT ? message : undefined;
}

/** Nothing where it is not from that device, or that device may not say it. */
export async function openSaid(
  compartment: string,
  from: string,
  message: Bytes,
  { keyring, office, roster }: OfficeContext
): Promise<Said | undefined> {
  const sender = roster.devices.get(from);
  const signatureAt = message.length - SIGNATURE_LENGTH;
  if (!sender || !mayRead(roster, from, compartment) || signatureAt < EPOCH + NONCE_LENGTH) return undefined;
  const id = base64urlToBytes(compartment);
  const device = base64urlToBytes(from);
  const sealed = message.slice(0, signatureAt);
  const hash = await hashOf(id, sealed);
  if (!(await verifyHash(sender.signing, 'anteroom/presence/1', hash, message.slice(signatureAt))))
    return undefined;
  const epoch = new DataView(sealed.buffer).getUint32(0);
  const key = await keyring.presenceKey({ office, compartment: id, epoch, device });
  const nonce = sealed.slice(EPOCH, EPOCH + NONCE_LENGTH);
  const plain =
    key && (await aesOpen(key, nonce, sealed.slice(EPOCH + NONCE_LENGTH), concatBytes(id, device)));
  const end = 9 + (plain?.[8] ?? 0);
  if (!plain || plain.length < end) return undefined;
  try {
    const at = Number(new DataView(plain.buffer, plain.byteOffset).getBigUint64(0));
    return { at, topic: bytesToUtf8(plain.slice(9, end)), bytes: plain.slice(end) };
  } catch {
    return undefined;
  }
}

const hashOf = (compartment: Bytes, sealed: Bytes): Promise<Bytes> =>
  sha256(concatBytes(compartment, sealed));
