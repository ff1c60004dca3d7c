/**
 * What is sealed inside a segment: one byte of flags, in a chain's first segment the shard's name, then the
 * content. Content longer than one segment takes is cut into parts that follow each other in their chain; each
 * part says whether it goes on from the one before and whether the next goes on from it.
 */
import { bytesToUtf8, concatBytes, utf8ToBytes, type Bytes } from '../base/bytes.ts';
import { failed, ok, type Result } from '../base/result.ts';
import { t } from './text.ts';

export interface SegmentContent {
  readonly deflated: boolean;
  /** Goes on where the segment before in this chain ends. */
  readonly continues: boolean;
  /** The next segment of this chain goes on where this one ends. */
  readonly continued: boolean;
  /** In a chain's first segment, so that who has the key but not the name learns it. */
  readonly shard?: string | undefined;
  readonly bytes: Bytes;
}

const DEFLATED = 1;
const CONTINUED = 2;
const NAMED = 4;
const CONTINUES = 8;

export function encodeContent({ deflated, continues, continued, shard, bytes }: SegmentContent): Bytes {
  const flags =
    (deflated ? DEFLATED : 0) |
    (continued ? CONTINUED : 0) |
    (shard === undefined ? 0 : NAMED) |
    (continues ? CONTINUES : 0);
  if (shard === undefined) return concatBytes(Uint8Array.of(flags), bytes);
  const name = utf8ToBytes(shard);
  if (name.length > 255)
    throw new RangeError(`The name of a shard has at most 255 bytes, not ${name.length}`);
  return concatBytes(Uint8Array.of(flags, name.length), name, bytes);
}

export function decodeContent(plain: Bytes): Result<SegmentContent> {
  const flags = plain[0];
  if (flags === undefined) return failed('segment-malformed', t('malformed'));
  if (flags & ~(DEFLATED | CONTINUED | NAMED | CONTINUES)) return failed('segment-newer', t('newer'));
  let at = 1;
  let shard: string | undefined;
  if (flags & NAMED) {
    const end = 2 + (plain[1] ?? 0);
    if (plain.length < end) return failed('segment-malformed', t('malformed'));
    try {
      shard = bytesToUtf8(plain.subarray(2, end));
    } catch {
      return failed('segment-malformed', t('malformed'));
    }
    at = end;
  }
  return ok({
    deflated: (flags & DEFLATED) !== 0,
    continues: (flags & CONTINUES) !== 0,
    continued: (flags & CONTINUED) !== 0,
    shard,
    bytes: plain.subarray(at)
  });
}
