/** Opens a segment: hash, signature, decrypt under header as additional data, inflate. Mirrors seal.ts. */
import type { Bytes } from '../base/bytes.ts';
import { failed, ok, type Result } from '../base/result.ts';
import { decodeContent } from '../protocol/content.ts';
import { CONTENT_LIMIT } from '../protocol/limits.ts';
import type { SegmentParts } from '../protocol/segment.ts';
import { t as protocolText } from '../protocol/text.ts';
import { inflate } from './deflate.ts';
import { aesOpen, sha256, verifyHash } from './primitives.ts';
import { t } from './text.ts';

export interface Opened {
  readonly continues: boolean;
  readonly continued: boolean;
  readonly shard?: string | undefined;
  readonly content: Bytes;
}

export const hashSegment = (parts: SegmentParts): Promise<Bytes> => sha256(parts.signed);

/** Failure: `segment-forged`. Before anything of the segment is believed. */
export async function verifySegment(
  parts: SegmentParts,
  hash: Bytes,
  signingKey: Bytes
): Promise<Result<true>> {
  const genuine = await verifyHash(signingKey, 'anteroom/segment/1', hash, parts.signature);
  return genuine ? ok(true) : failed('segment-forged', protocolText('forged'));
}

/** Failures: `segment-unreadable` (another key, or another header), `segment-malformed`, `segment-newer`. */
export async function openSegment(parts: SegmentParts, key: CryptoKey): Promise<Result<Opened>> {
  const plain = await aesOpen(key, parts.nonce, parts.ciphertext, parts.headerBytes);
  if (!plain) return failed('segment-unreadable', t('unreadable'));
  const content = decodeContent(plain);
  if (!content.ok) return content;
  const { deflated, bytes, ...about } = content.value;
  const inflated = deflated ? await inflate(bytes, CONTENT_LIMIT) : bytes;
  if (!inflated) return failed('segment-malformed', protocolText('malformed'));
  return ok({ ...about, content: inflated });
}
