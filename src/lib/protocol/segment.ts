/**
 * A segment's bytes: header in the clear, nonce, ciphertext, signature. The header is the additional data
 * of the ciphertext, and header, nonce and ciphertext are what is hashed and signed. Integers are big-endian.
 * docs/sealed-log.md gives the table; a change here needs a new version number.
 */
import type { Bytes } from '../base/bytes.ts';
import { failed, ok, type Result } from '../base/result.ts';
import { SEALED_PART_LIMIT } from './limits.ts';
import { t } from './text.ts';

export const SEGMENT_VERSION = 1;

export const SEGMENT_KINDS = ['edits', 'note', 'snapshot', 'rewrite', 'archive', 'proposal'] as const;
export type SegmentKind = (typeof SEGMENT_KINDS)[number];

export interface SegmentHeader {
  readonly version: number;
  readonly kind: SegmentKind;
  /** Hash of the `found` statement, 32 bytes. */
  readonly office: Bytes;
  /** 16 random bytes; stands in the roster. */
  readonly compartment: Bytes;
  /** HMAC of the shard's name, 16 bytes. */
  readonly room: Bytes;
  /** Which of the compartment's keys; counts from 1. */
  readonly epoch: number;
  /** First 16 bytes of the hash of the device's signing key. */
  readonly device: Bytes;
  readonly clientId: number;
  /** Of this client id in this room; counts from 1. */
  readonly sequence: number;
  /** Hash of the segment before in this chain; zeros for the first. */
  readonly previous: Bytes;
}

export interface SegmentParts {
  readonly header: SegmentHeader;
  readonly headerBytes: Bytes;
  readonly nonce: Bytes;
  readonly ciphertext: Bytes;
  readonly signature: Bytes;
  /** Header, nonce and ciphertext: what is hashed, and by its hash signed. */
  readonly signed: Bytes;
}

export const HEADER_LENGTH = 130;
export const NONCE_LENGTH = 12;
export const TAG_LENGTH = 16;
export const SIGNATURE_LENGTH = 64;
export const NO_PREVIOUS: Bytes = new Uint8Array(32);

const OFFSETS = {
  office: 2,
  compartment: 34,
  room: 50,
  epoch: 66,
  device: 70,
  clientId: 86,
  sequence: 94,
  previous: 98
};

export function encodeHeader(header: SegmentHeader): Bytes {
  const bytes = new Uint8Array(HEADER_LENGTH);
  const view = new DataView(bytes.buffer);
  bytes[0] = header.version;
  bytes[1] = SEGMENT_KINDS.indexOf(header.kind) + 1;
  bytes.set(header.office, OFFSETS.office);
  bytes.set(header.compartment, OFFSETS.compartment);
  bytes.set(header.room, OFFSETS.room);
  view.setUint32(OFFSETS.epoch, header.epoch);
  bytes.set(header.device, OFFSETS.device);
  view.setBigUint64(OFFSETS.clientId, BigInt(header.clientId));
  view.setUint32(OFFSETS.sequence, header.sequence);
  bytes.set(header.previous, OFFSETS.previous);
  return bytes;
}

/** Takes a segment apart without trusting it. Failures: `segment-malformed`, `segment-newer`. */
export function decodeSegment(bytes: Bytes): Result<SegmentParts> {
  const malformed = failed('segment-malformed', t('malformed'));
  if (bytes.length < 2) return malformed;
  const kind = SEGMENT_KINDS[bytes[1]! - 1];
  if (bytes[0] === 0 || bytes[1] === 0) return malformed;
  if (bytes[0] !== SEGMENT_VERSION || !kind) return failed('segment-newer', t('newer'));
  const signatureAt = bytes.length - SIGNATURE_LENGTH;
  const ciphertextAt = HEADER_LENGTH + NONCE_LENGTH;
  if (signatureAt - ciphertextAt < TAG_LENGTH || signatureAt - ciphertextAt > SEALED_PART_LIMIT)
    return malformed;

  const view = new DataView(bytes.buffer, bytes.byteOffset, HEADER_LENGTH);
  const field = (at: number, length: number) => bytes.slice(at, at + length);
  const clientId = Number(view.getBigUint64(OFFSETS.clientId));
  const header: SegmentHeader = {
    version: SEGMENT_VERSION,
    kind,
    office: field(OFFSETS.office, 32),
    compartment: field(OFFSETS.compartment, 16),
    room: field(OFFSETS.room, 16),
    epoch: view.getUint32(OFFSETS.epoch),
    device: field(OFFSETS.device, 16),
    clientId,
    sequence: view.getUint32(OFFSETS.sequence),
    previous: field(OFFSETS.previous, 32)
  };
  const first = header.previous.every((byte) => byte === 0);
  if (!Number.isSafeInteger(clientId) || header.sequence === 0 || header.epoch === 0) return malformed;
  if (first !== (header.sequence === 1)) return malformed;
  return ok({
    header,
    headerBytes: field(0, HEADER_LENGTH),
    nonce: field(HEADER_LENGTH, NONCE_LENGTH),
    ciphertext: bytes.subarray(ciphertextAt, signatureAt),
    signature: bytes.slice(signatureAt),
    signed: bytes.subarray(0, signatureAt)
  });
}
