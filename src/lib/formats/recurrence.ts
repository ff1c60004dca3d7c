/**
 * Which occurrences of a repeating appointment fall into a window of time.
 *
 * Rules are worked out on the wall clock of the start's own zone and only then turned into instants, so that
 * nine o'clock stays nine o'clock across a clock change. A time skipped by a change moves to after it, one
 * that comes twice is the first (see zone.ts). An occurrence lasts as long as the first one did in real time
 * (RFC 5545, 3.8.5.3); whole days last their number of days. The start itself always occurs, unless left out.
 *
 * Work is bounded by the window, by `limit` and by fixed caps: a rule for every second since 1601 comes back
 * as quickly as a weekly one. This module brings rrule-temporal along; load it lazily where size matters.
 */
import { RRuleTemporal } from 'rrule-temporal';
import type { Recurrence, When, Zone } from '../base/values.ts';
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
const MAX_WINDOWS = 2000;

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
  // Left-out occurrences must not use up the limit.
  const wanted = limit + (except?.length ?? 0) + 64;
  for (const text of repeat?.rules ?? []) {
    const rule = parseRule(text);
    if (rule) ruleStarts(rule, startNumber, when, startZone, from, to, wanted).forEach(add);
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

/** The rule's starts between two wall-clock numbers, at most `wanted` or somewhat more. */
function ruleStarts(
  rule: Rule,
  start: number,
  when: When,
  zone: Zone,
  from: number,
  to: number,
  wanted: number
): number[] {
  let { COUNT: count, UNTIL: until, ...parts } = rule;
  let last = until ? untilOnWallClock(until, when, zone) : Infinity;
  const unit = UNIT[rule.FREQ];
  const step = unit && unit * Number(rule.INTERVAL ?? 1);
  const plain = !Object.keys(rule).some((part) => part.startsWith('BY'));
  if (count && plain && step) {
    last = Math.min(last, start + (Number(count) - 1) * step);
    count = undefined;
  }
  if (Number(count) > COUNTED_AT_MOST) count = undefined;
  const end = Math.min(to, last);
  if (end < start || end < from) return [];

  // A rule by the hour or finer may begin centuries ago: start it afresh just before the window, in step.
  const fine = rule.FREQ === 'SECONDLY' || rule.FREQ === 'MINUTELY' || rule.FREQ === 'HOURLY';
  let origin = start;
  if (fine && step && !count && from > start) origin = start + Math.floor((from - start) / step) * step;

  const text = Object.entries({ ...parts, ...(count ? { COUNT: count } : {}) })
    .map(([name, value]) => `${name}=${value}`)
    .join(';');
  const compact = numberToWall(origin).replace(/[-:]/g, '');
  const found: number[] = [];
  try {
    const engine = new RRuleTemporal({
      rruleString: `DTSTART:${compact}Z\nRRULE:${text}`,
      includeDtstart: origin === start,
      maxIterations: 20_000,
      maxCandidateEvaluations: 300_000,
      cache: false
    });
    let at = Math.max(from, origin);
    let width = fine ? Math.min(step! * 1000, 30 * DAY) : Infinity;
    for (let windows = 0; at <= end && found.length < wanted && windows < MAX_WINDOWS; windows++) {
      const next = Math.min(end, at + width);
      const before = found.length;
      for (const date of engine.between(new Date(at), new Date(next), true))
        found.push(date.epochMilliseconds);
      if (found.length === before) width *= 4;
      at = next + 1;
    }
  } catch {
    // A rule that this engine refuses, or one past its caps: what was found so far holds.
  }
  return found.filter((number) => number <= last);
}
