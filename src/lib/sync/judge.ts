/**
 * Judges one stored segment by itself, in rule 2's order: form, place, writer, signature, and only then
 * decrypting. What it means to its chain is chains.ts; what it means at all, only the store knows.
 */
import { bytesToBase64url, equalBytes, type Bytes } from '../base/bytes.ts';
import { ok, type Failure, type Result } from '../base/result.ts';
import { hashSegment, openSegment, verifySegment, type Opened } from '../identity/open.ts';
import { decodeSegment, type SegmentHeader } from '../protocol/segment.ts';
import { isWithinFrontier, mayHaveWritten } from '../protocol/roster-rights.ts';
import type { OfficeContext } from './office-context.ts';
import { t } from './text.ts';

export interface Place {
  readonly compartment: Bytes;
  readonly room: Bytes;
}

export interface Judged {
  readonly header: SegmentHeader;
  readonly hash: Bytes;
  readonly opened: Opened;
}

export interface Judgement {
  /** As far as it could be decoded; believed only with `result.ok`. */
  readonly header?: SegmentHeader | undefined;
  readonly hash?: Bytes | undefined;
  /** Its header's device did sign it: what is wrong with it says something about its chain. */
  readonly genuine: boolean;
  readonly result: Result<Judged>;
}

/** `trusted` is the hash of a segment that was verified before: then its signature need not be again. */
export async function judgeSegment(
  bytes: Bytes,
  place: Place,
  context: OfficeContext,
  trusted?: Bytes
): Promise<Judgement> {
  const decoded = decodeSegment(bytes);
  if (!decoded.ok) return { genuine: false, result: decoded };
  const parts = decoded.value;
  const { header } = parts;

  const hash = await hashSegment(parts);
  const stranger = (error: Failure): Judgement => ({
    header,
    hash,
    genuine: false,
    result: { ok: false, error }
  });
  const refused = (error: Failure): Judgement => ({ ...stranger(error), genuine: true });
  const here =
    equalBytes(header.office, context.office) &&
    equalBytes(header.compartment, place.compartment) &&
    equalBytes(header.room, place.room);
  if (!here) return stranger({ tag: 'segment-damaged', message: t('segmentDamaged') });
  if (trusted) {
    if (!equalBytes(hash, trusted)) return stranger({ tag: 'segment-damaged', message: t('segmentDamaged') });
  } else {
    const writer = await context.findWriter(header.device, header.clientId);
    if (!writer) return stranger({ tag: 'segment-stranger', message: t('segmentStranger') });
    const genuine = await verifySegment(parts, hash, writer.signing);
    if (!genuine.ok) return stranger(genuine.error);
    if (!mayStand(header, place, context))
      return refused({ tag: 'segment-without-right', message: t('segmentWithoutRight') });
  }
  const key = await context.keyring.segmentKey(header);
  if (!key) return refused({ tag: 'segment-keyless', message: t('segmentKeyless') });
  const opened = await openSegment(parts, key);
  if (!opened.ok) return refused(opened.error);
  return { header, hash, genuine: true, result: ok({ header, hash, opened: opened.value }) };
}

/** Whether its device may have written it: there, in that kind, under that epoch, and before it was removed. */
function mayStand(
  { device, clientId, sequence, epoch, kind }: SegmentHeader,
  place: Place,
  { roster, isFullMember }: OfficeContext
): boolean {
  const id = bytesToBase64url(device);
  const full = isFullMember(id) || (kind !== 'rewrite' && kind !== 'snapshot' && kind !== 'archive');
  return (
    full &&
    mayHaveWritten(roster, id, bytesToBase64url(place.compartment), epoch) &&
    isWithinFrontier(roster, id, placeToRoomKey(place), clientId, sequence)
  );
}

export const placeToRoomKey = ({ compartment, room }: Place): string =>
  `${bytesToBase64url(compartment)}/${bytesToBase64url(room)}`;
