/** Seals content as one segment: deflate, encrypt under header as additional data, hash, sign. */
import { concatBytes, type Bytes } from '../base/bytes.ts';
import type { Random } from '../base/random.ts';
import { encodeContent } from '../protocol/content.ts';
import { DEFLATE_FROM, SEALED_PART_LIMIT } from '../protocol/limits.ts';
import { encodeHeader, NONCE_LENGTH, type SegmentHeader } from '../protocol/segment.ts';
import { deflate } from './deflate.ts';
import { aesSeal, sha256, signHash } from './primitives.ts';

export interface Sealed {
  readonly bytes: Bytes;
  /** What the next segment of the chain names as its previous. */
  readonly hash: Bytes;
}

/** The part of sealing that does not need to know the segment before. */
export interface Packed {
  readonly deflated: boolean;
  readonly continues: boolean;
  readonly continued: boolean;
  readonly bytes: Bytes;
}

export async function pack(content: Bytes, continues = false, continued = false): Promise<Packed> {
  const shorter = content.length > DEFLATE_FROM ? await deflate(content) : content;
  const deflated = shorter.length < content.length;
  return { deflated, continues, continued, bytes: deflated ? shorter : content };
}

export async function seal(
  header: SegmentHeader,
  packed: Packed & { readonly shard?: string | undefined },
  keys: { readonly segment: CryptoKey; readonly signing: CryptoKey },
  random: Random
): Promise<Sealed> {
  const headerBytes = encodeHeader(header);
  const nonce = random.bytes(NONCE_LENGTH);
  const ciphertext = await aesSeal(keys.segment, nonce, encodeContent(packed), headerBytes);
  if (ciphertext.length > SEALED_PART_LIMIT)
    throw new RangeError(`A sealed part has at most ${SEALED_PART_LIMIT} bytes, not ${ciphertext.length}`);
  const signed = concatBytes(headerBytes, nonce, ciphertext);
  const hash = await sha256(signed);
  return { bytes: concatBytes(signed, await signHash(keys.signing, 'anteroom/segment/1', hash)), hash };
}
