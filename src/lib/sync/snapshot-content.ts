/**
 * What a snapshot's parts hold together, before it is cut and sealed: version, the shard's name, the room's whole
 * state, and its archives, each with its length in front. Integers are big-endian.
 */
import { bytesToUtf8, concatBytes, utf8ToBytes, type Bytes } from '../base/bytes.ts';

const VERSION = 1;

export interface SnapshotContent {
  readonly shard: string;
  /** One update that says what the room's log says. What that is, only the store knows. */
  readonly state: Bytes;
  /** What rewrites took out, for history: the log that held it goes. */
  readonly archives: readonly Bytes[];
}

export function encodeSnapshot({ shard, state, archives }: SnapshotContent): Bytes {
  const pieces = [utf8ToBytes(shard), state, ...archives];
  return concatBytes(Uint8Array.of(VERSION), ...pieces.flatMap((piece) => [lengthOf(piece), piece]));
}

function lengthOf({ length }: Bytes): Bytes {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, length);
  return bytes;
}

/** Nothing where it is of another version or cut short. */
export function decodeSnapshot(bytes: Bytes): SnapshotContent | undefined {
  if (bytes[0] !== VERSION) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const pieces: Bytes[] = [];
  for (let at = 1; at < bytes.length;) {
    if (at + 4 > bytes.length) return undefined;
    const end = at + 4 + view.getUint32(at);
    if (end > bytes.length) return undefined;
    pieces.push(bytes.slice(at + 4, end));
    at = end;
  }
  const [shard, state, ...archives] = pieces;
  try {
    return shard && state && { shard: bytesToUtf8(shard), state, archives };
  } catch {
    return undefined;
  }
}
