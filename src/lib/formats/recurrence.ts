/**
 * Which occurrences of a repeating appointment fall into a window of time.
 *
 * Rules are worked out on the wall clock of the start's own zone and only then turned into instants, so that
 * nine o'clock stays nine o'clock across a clock change. A time skipped by a change moves to after it, one
 * that comes twice is the first (see zone.ts). An occurrence lasts as long as the first one did in real time
 * (RFC 5545, 3.8.5.3); whole days last their number of days. The start itself always occurs, unless left out.
 *
 * Work is bounded by the window, by `limit` and by fixed caps: a rule for every second since 1601 comes back
 * as quickly as a weekly one.
 */
import type { Recurrence, When, Zone } from '../base/values.ts';
import { unroll } from './rule-engine.ts';
import { parseRule, untilOnWallClock, type Rule } from './rule.ts';
import { numberToWall, wallToMs, wallToNumber, whenToMs } from './zone.ts';

export interface Repeating {
  readonly when: When;
  readonly repeat?: Recurrence | undefined;
  /** Starts left out, in `when.start`'s form. */
  readonly except?: readonly string[] | undefined;
}

export interface Occurrence {
  /** In `when.start`'s form: identifies the occurrence in its series. */
  readonly start: string;
  readonly startMs: number;
  readonly endMs: number;
}

const DAY = 86_400_000;
const UNIT: Partial<Record<string, number>> = {
  SECONDLY: 1000,
  MINUTELY: 60_000,
  HOURLY: 3_600_000,
  DAILY: DAY,
  WEEKLY: 7 * DAY
};
/** Daily, that is 27 years: nobody counts further, and counting past it costs more than it tells. */
const COUNTED_AT_MOST = 10_000;

/** Occurrences that touch `[from, to)`, in order, at most `limit`. `zone` reads floating times and whole days. */
export function expand(
  { when, repeat, except }: Repeating,
  window: { readonly from: number; readonly to: number },
  zone: Zone,
  limit = 1000
): Occurrence[] {
  const first = whenToMs(when, zone);
  const startZone = when.allDay ? zone : (when.startZone ?? zone);
  const length = Math.max(0, first.endMs - first.startMs);
  const wallLength = Math.max(0, wallToNumber(when.end) - wallToNumber(when.start));
  const startNumber = wallToNumber(when.start);
  if (!Number.isFinite(startNumber) || !(window.to > window.from)) return [];

  // Two days of margin cover every offset and every clock change; the exact test follows below.
  const from = window.from - Math.max(length, wallLength) - 2 * DAY;
  const to = window.to + 2 * DAY;
  const starts = new Set<number>();
  const add = (number: number): void => void (number >= from && number <= to && starts.add(number));
  add(startNumber);
  for (const date of repeat?.dates ?? []) add(wallToNumber(date));
  // Left-out occurrences must not use up the limit, nor what lies in the margin.
  const wanted = limit + (except?.length ?? 0) + 64;
  for (const text of repeat?.rules ?? []) {
    const rule = parseRule(text);
    if (rule)
      ruleStarts(rule, startNumber, when, startZone, {
        from,
        to,
        wanted,
        wantedFrom: window.from + DAY
      }).forEach(add);
  }

  const leftOut = new Set(except?.map(wallToNumber));
  const occurrences: Occurrence[] = [];
  for (const number of [...starts].sort((a, b) => a - b)) {
    if (leftOut.has(number)) continue;
    const wall = numberToWall(number);
    const startMs = wallToMs(wall, startZone);
    const endMs = when.allDay ? wallToMs(numberToWall(number + wallLength), zone) : startMs + length;
    const touches = startMs < window.to && (endMs > window.from || startMs >= window.from);
    if (!touches) continue;
    occurrences.push({ start: when.allDay ? wall.slice(0, 10) : wall, startMs, endMs });
    if (occurrences.length >= limit) break;
  }
  return occurrences;
}

interface Range {
  readonly from: number;
  readonly to: number;
  readonly wanted: number;
  readonly wantedFrom: number;
}

/** The rule's starts between two wall-clock numbers, at most `wanted` of them after the margin. */
function ruleStarts(
  rule: Rule,
  start: number,
  when: When,
  zone: Zone,
  { from, to, wanted, wantedFrom }: Range
): number[] {
  const { COUNT, UNTIL, ...parts } = rule;
  let count = COUNT ? Number(COUNT) : undefined;
  let last = UNTIL ? untilOnWallClock(UNTIL, when, zone) : Infinity;
  const unit = UNIT[rule.FREQ];
  const step = unit && unit * Number(rule.INTERVAL ?? 1);
  const plain = !Object.keys(rule).some((part) => part.startsWith('BY'));
  if (count && plain && step) {
    last = Math.min(last, start + (count - 1) * step);
    count = undefined;
  }
  if (count && count > COUNTED_AT_MOST) count = undefined;
  const end = Math.min(to, last);
  if (end < start || end < from) return [];

  return unroll({
    parts: { ...parts, ...(count ? { COUNT: String(count) } : {}) },
    origin: start,
    from,
    end,
    wanted,
    wantedFrom
  });
}
