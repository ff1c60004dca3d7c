/** Ids as text and back, quickly: the relay does this for every segment. */
import { Buffer } from 'node:buffer';
import type { Bytes } from '../src/lib/base/bytes.ts';
import type { SegmentHeader } from '../src/lib/protocol/segment.ts';

export const toText = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url');

/** A copy in a buffer of its own. Bytes that are no base64 are left out, so that what is not believed is compared. */
export const toBytes = (text: string): Bytes => new Uint8Array(Buffer.from(text, 'base64url'));

export const roomOf = ({ compartment, room }: SegmentHeader): string =>
  `${toText(compartment)}/${toText(room)}`;

export const compartmentOf = (room: string): string => room.slice(0, room.indexOf('/'));
