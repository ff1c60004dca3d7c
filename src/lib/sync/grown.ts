/**
 * How long a room's log has become since its last snapshot, and when that is long enough for another one. Counted
 * as segments are committed, so that nobody has to read a log to know.
 */
import type { SegmentKind } from '../protocol/segment.ts';

export interface Grown {
  /** Segments since the last part of a snapshot, and their bytes. */
  readonly count: number;
  readonly bytes: number;
  /** Bytes of that snapshot's parts. */
  readonly parts: number;
}

export const NOT_GROWN: Grown = { count: 0, bytes: 0, parts: 0 };

/** A snapshot that was begun and never finished counts too: whoever begins the next one waits as long again. */
export function grow(grown: Grown, kind: SegmentKind, length: number): Grown {
  if (kind !== 'snapshot') return { count: grown.count + 1, bytes: grown.bytes + length, parts: grown.parts };
  return { count: 0, bytes: 0, parts: (grown.count === 0 ? grown.parts : 0) + length };
}

/**
 * Five hundred segments are verified in a tenth of a second, so a shorter log is no burden to anybody. A longer one
 * must have become as large as the last snapshot was: so all snapshots together are never more than the log itself,
 * however large the room is.
 */
export const LONG = 500;

export const isSnapshotDue = ({ count, bytes, parts }: Grown, long: number): boolean =>
  count >= long && bytes >= parts;
