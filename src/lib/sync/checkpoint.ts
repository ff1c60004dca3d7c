/**
 * A room's checkpoint as bytes: what small segments up to a position say, merged, in runs between the large
 * segments that stand where they stood, so that everything is applied in the order in which it was committed.
 * Sealed for this device alone and never sent; one that does not open is dropped.
 */
import type { Bytes } from '../base/bytes.ts';
import { NO_PREVIOUS } from '../protocol/segment.ts';
import type { ChainEnd } from './chains.ts';

export type CheckpointItem =
  | { readonly kind: 'merged'; readonly update: Bytes }
  | { readonly kind: 'large'; readonly position: number; readonly clientId: number; readonly hash: Bytes };

export interface Checkpoint {
  /** Everything up to and including this position is in it. */
  readonly position: number;
  /** How many small segments it stands for. */
  readonly covered: number;
  /** Each chain's end there, from which what came after is verified. */
  readonly heads: readonly (readonly [number, ChainEnd])[];
  readonly items: readonly CheckpointItem[];
}

const VERSION = 1;
const HASH = 32;
const HEAD_LENGTH = 8 + 4 + HASH;
const LARGE_LENGTH = 1 + 4 + 8 + HASH;

export function encodeCheckpoint({ position, covered, heads, items }: Checkpoint): Bytes {
  const length = items.reduce(
    (sum, item) => sum + (item.kind === 'large' ? LARGE_LENGTH : 5 + item.update.length),
    17 + heads.length * HEAD_LENGTH
  );
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, VERSION);
  view.setUint32(1, position);
  view.setUint32(5, covered);
  view.setUint32(9, heads.length);
  view.setUint32(13, items.length);
  let at = 17;
  for (const [clientId, { sequence, hash }] of heads) {
    view.setBigUint64(at, BigInt(clientId));
    view.setUint32(at + 8, sequence);
    bytes.set(hash ?? NO_PREVIOUS, at + 12);
    at += HEAD_LENGTH;
  }
  for (const item of items) {
    if (item.kind === 'merged') {
      view.setUint32(at + 1, item.update.length);
      bytes.set(item.update, at + 5);
      at += 5 + item.update.length;
    } else {
      view.setUint8(at, 1);
      view.setUint32(at + 1, item.position);
      view.setBigUint64(at + 5, BigInt(item.clientId));
      bytes.set(item.hash, at + 13);
      at += LARGE_LENGTH;
    }
  }
  return bytes;
}

/** Nothing where it is of another version or cut short: it is only a shortcut. */
export function decodeCheckpoint(bytes: Bytes): Checkpoint | undefined {
  try {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    if (view.getUint8(0) !== VERSION) return undefined;
    let at = 17;
    const take = (length: number): Bytes => {
      if (at + length > bytes.length) throw new RangeError('cut short');
      at += length;
      return bytes.subarray(at - length, at);
    };
    const heads = Array.from({ length: view.getUint32(9) }, (): [number, ChainEnd] => {
      const clientId = Number(view.getBigUint64(at));
      const sequence = view.getUint32(at + 8);
      at += 12;
      const hash = take(HASH).slice();
      return [clientId, { sequence, hash: hash.some((byte) => byte > 0) ? hash : undefined }];
    });
    const items = Array.from({ length: view.getUint32(13) }, (): CheckpointItem => {
      if (view.getUint8(at++) === 0) {
        const length = view.getUint32(at);
        at += 4;
        return { kind: 'merged', update: take(length) };
      }
      const position = view.getUint32(at);
      const clientId = Number(view.getBigUint64(at + 4));
      at += 12;
      return { kind: 'large', position, clientId, hash: take(HASH).slice() };
    });
    return { position: view.getUint32(1), covered: view.getUint32(5), heads, items };
  } catch {
    return undefined;
  }
}
