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

/** Every five minutes of a day: beyond it, choosing among them by position is more work than it is worth. */
const MOST_TIMES_TO_CHOOSE_FROM = 288;

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

  const fine = rule.FREQ === 'SECONDLY' || rule.FREQ === 'MINUTELY' || rule.FREQ === 'HOURLY';
  const times = fine ? undefined : timesOfDay(rule, start);
  if (times && !rule.BYSETPOS) {
    const { BYHOUR: _, BYMINUTE: __, BYSECOND: ___, ...days } = parts as Record<string, string>;
    return timesOnDays((first, until, many) => generate(days, start, first, until, many, undefined), times, {
      start,
      from,
      end,
      wanted,
      count
    });
  }
  if (times && times.length > MOST_TIMES_TO_CHOOSE_FROM) return [];
  // A rule by the hour or finer may begin centuries ago: start it afresh just before the window, in step.
  let origin = start;
  if (fine && step && !count && from > start) origin = start + Math.floor((from - start) / step) * step;
  const width = fine ? Math.min(step! * 1000, 30 * DAY) : Infinity;
  return generate({ ...parts, ...(count ? { COUNT: String(count) } : {}) }, origin, from, end, wanted, width);
}

/** What the engine finds from `from` to `end`, asked window by window where a rule is fine. */
function generate(
  parts: Readonly<Record<string, string>>,
  origin: number,
  from: number,
  end: number,
  wanted: number,
  width: number | undefined
): number[] {
  const text = Object.entries(parts)
    .map(([name, value]) => `${name}=${value}`)
    .join(';');
  const found: number[] = [];
  try {
    const engine = new RRuleTemporal({
      rruleString: `DTSTART:${numberToWall(origin).replace(/[-:]/g, '')}Z\nRRULE:${text}`,
      includeDtstart: true,
      maxIterations: 20_000,
      maxCandidateEvaluations: 100_000,
      cache: false
    });
    let at = Math.max(from, origin);
    let wide = width ?? Infinity;
    for (let windows = 0; at <= end && found.length < wanted && windows < MAX_WINDOWS; windows++) {
      const next = Math.min(end, at + wide);
      const before = found.length;
      for (const date of engine.between(new Date(at), new Date(next), true))
        found.push(date.epochMilliseconds);
      if (found.length === before) wide *= 4;
      at = next + 1;
    }
  } catch {
    // A rule that this engine refuses, or one past its caps: what was found so far holds.
  }
  return found;
}

/** Times after midnight that BYHOUR, BYMINUTE and BYSECOND name; nothing where the rule names none. */
function timesOfDay(rule: Rule, start: number): number[] | undefined {
  if (!rule.BYHOUR && !rule.BYMINUTE && !rule.BYSECOND) return undefined;
  const own = new Date(start);
  const list = (text: string | undefined, otherwise: number): number[] =>
    text?.split(',').map(Number) ?? [otherwise];
  const hours = list(rule.BYHOUR, own.getUTCHours());
  const minutes = list(rule.BYMINUTE, own.getUTCMinutes());
  const seconds = list(rule.BYSECOND, own.getUTCSeconds()).map((second) => Math.min(second, 59));
  const times = hours.flatMap((hour) =>
    minutes.flatMap((minute) => seconds.map((second) => ((hour * 60 + minute) * 60 + second) * 1000))
  );
  return [...new Set(times)].sort((a, b) => a - b);
}

/** The rule's days, each with all its times: the engine need not try every second of a year. */
function timesOnDays(
  daysIn: (first: number, until: number, many: number) => number[],
  times: readonly number[],
  {
    start,
    from,
    end,
    wanted,
    count
  }: { start: number; from: number; end: number; wanted: number; count: number | undefined }
): number[] {
  const most = count ?? wanted;
  const days = daysIn(
    count ? start : Math.max(start, from - DAY),
    end + DAY,
    Math.ceil(most / times.length) + 2
  );
  const found: number[] = [];
  for (const day of days) {
    const midnight = Math.floor(day / DAY) * DAY;
    for (const time of times) {
      const at = midnight + time;
      if (at < start || at > end) continue;
      if (count === undefined && at < from) continue;
      found.push(at);
      if (found.length >= most) return found;
    }
  }
  return found;
}
