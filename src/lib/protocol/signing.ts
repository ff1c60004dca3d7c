/** What is signed: the purpose, a zero byte and a SHA-256, so that no signature serves two purposes. */
import { concatBytes, utf8ToBytes, type Bytes } from '../base/bytes.ts';

export type Domain =
  /** Hash of a segment's header, nonce and ciphertext. */
  | 'anteroom/segment/1'
  /** Hash of a statement's canonical JSON. */
  | 'anteroom/statement/1'
  /** Hash of the relay's nonce (32 bytes) and the office's id (32 bytes), by a device or an invitation. */
  | 'anteroom/challenge/1'
  /** Hash of a snapshot's manifest as canonical JSON. */
  | 'anteroom/manifest/1'
  /** Hash of what a device says it knows of the relay's log, as canonical JSON. */
  | 'anteroom/heads/1'
  /** Hash of what a device says of itself for a moment: compartment, epoch, nonce and ciphertext. */
  | 'anteroom/presence/1'
  /** Hash of the keys of a device that asks to join, by its invitation. */
  | 'anteroom/invitation/1';

export const toSign = (domain: Domain, hash: Bytes): Bytes => concatBytes(utf8ToBytes(`${domain}\0`), hash);
