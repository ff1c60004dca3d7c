/**
 * The repeats that people really make (every so many days, weeks, months, years; on weekdays; on the second
 * Thursday or the last day), worked out for a day or two without the engine that knows all rules: that one
 * is 50 kB, half of what Today may weigh. What this file cannot do it hands back, and
 * `formats/recurrence.ts` is fetched for it; a test holds the two against each other.
 */
import type { When, Zone } from '../../base/values.ts';
import { parseRule, untilOnWallClock, type Rule } from '../../formats/rule.ts';
import { numberToWall, wallToMs, wallToNumber, whenToMs } from '../../formats/zone.ts';
import type { Expand } from './agenda.ts';

const DAY = 86_400_000;
const MARGIN = 2 * DAY;
/** Counted one by one from the start: a daily one of 27 years. */
const MOST = 10_000;
const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const KNOWN: Partial<Record<string, readonly string[]>> = {
  DAILY: ['BYDAY'],
  WEEKLY: ['BYDAY'],
  MONTHLY: ['BYDAY', 'BYMONTHDAY'],
  YEARLY: []
};
const ALWAYS = ['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'WKST'];

interface OnDay {
  readonly weekday: number;
  /** The second, the last (-1); 0 is every one. */
  readonly nth: number;
}

const readDays = (text: string | undefined): OnDay[] | undefined =>
  text
    ?.split(',')
    .map((day) => ({ weekday: WEEKDAYS.indexOf(day.slice(-2)), nth: Number(day.slice(0, -2) || 0) }));

/** Undefined where a rule is beyond this file. */
export function expandSimply(
  ...[{ when, repeat, except }, window, zone]: Parameters<Expand>
): ReturnType<Expand> | undefined {
  const first = whenToMs(when, zone);
  const startZone = when.allDay ? zone : (when.startZone ?? zone);
  const length = Math.max(0, first.endMs - first.startMs);
  const wallLength = Math.max(0, wallToNumber(when.end) - wallToNumber(when.start));
  const start = wallToNumber(when.start);
  if (!Number.isFinite(start)) return undefined;
  const from = window.from - Math.max(length, wallLength) - MARGIN;
  const to = window.to + MARGIN;

  const starts = new Set([start, ...(repeat?.dates ?? []).map(wallToNumber)]);
  for (const text of repeat?.rules ?? []) {
    const rule = parseRule(text);
    const found = rule && ruleStarts(rule, start, when, startZone, from, to);
    if (!found) return undefined;
    for (const number of found) starts.add(number);
  }
  for (const text of except ?? []) starts.delete(wallToNumber(text));

  return [...starts]
    .filter((number) => number >= from && number <= to)
    .sort((a, b) => a - b)
    .map((number) => {
      const wall = numberToWall(number);
      const startMs = wallToMs(wall, startZone);
      const endMs = when.allDay ? wallToMs(numberToWall(number + wallLength), zone) : startMs + length;
      return { start: when.allDay ? wall.slice(0, 10) : wall, startMs, endMs };
    })
    .filter(({ startMs, endMs }) => startMs < window.to && (endMs > window.from || startMs >= window.from));
}

/** Wall-clock numbers of the rule's starts between two others. */
function ruleStarts(
  rule: Rule,
  start: number,
  when: When,
  zone: Zone,
  from: number,
  to: number
): number[] | undefined {
  const allowed = KNOWN[rule.FREQ];
  if (!allowed || Object.keys(rule).some((part) => !ALWAYS.includes(part) && !allowed.includes(part)))
    return undefined;
  const days = readDays(rule.BYDAY);
  const monthDays = rule.BYMONTHDAY?.split(',').map(Number);
  if ((days && monthDays) || (rule.FREQ !== 'MONTHLY' && days?.some(({ nth }) => nth !== 0)))
    return undefined;

  const interval = Number(rule.INTERVAL ?? 1);
  const count = rule.COUNT ? Number(rule.COUNT) : Infinity;
  const last = Math.min(to, rule.UNTIL ? untilOnWallClock(rule.UNTIL, when, zone) : Infinity);
  const clock = start - dayStart(start);
  const periods = createPeriods(rule, start, days, monthDays);
  // Without a count nothing before the window matters; with one all have to be counted.
  let period =
    count === Infinity && from > start ? Math.max(0, Math.floor(periods.at(from) / interval) - 1) : 0;
  let counted = 0;
  const found: number[] = [];
  for (let steps = 0; steps < MOST; steps++, period++) {
    if (periods.begin(period * interval) > last) return found;
    for (const day of periods.days(period * interval)) {
      const number = day + clock;
      if (number < start) continue;
      if (counted === 0 && count !== Infinity && number !== start) return undefined;
      if (++counted > count || number > last) return found;
      if (number >= from) found.push(number);
    }
  }
  return undefined;
}

const dayStart = (number: number): number => Math.floor(number / DAY) * DAY;

interface Periods {
  /** How many periods after the start's own a time lies. */
  at(number: number): number;
  begin(period: number): number;
  /** The days of a period that fit, in order. */
  days(period: number): number[];
}

function createPeriods(
  rule: Rule,
  start: number,
  days: readonly OnDay[] | undefined,
  monthDays: readonly number[] | undefined
): Periods {
  const startDay = dayStart(start);
  const date = new Date(startDay);
  const weekday = (day: number) => new Date(day).getUTCDay();
  const fits = (day: number) => !days || days.some((one) => one.weekday === weekday(day));
  if (rule.FREQ === 'DAILY')
    return {
      at: (number) => Math.floor((number - startDay) / DAY),
      begin: (period) => startDay + period * DAY,
      days: (period) => [startDay + period * DAY].filter(fits)
    };
  if (rule.FREQ === 'WEEKLY') {
    const first = startDay - ((date.getUTCDay() - WEEKDAYS.indexOf(rule.WKST ?? 'MO') + 7) % 7) * DAY;
    const begin = (period: number) => first + period * 7 * DAY;
    const wanted = (day: number) => (days ? fits(day) : weekday(day) === date.getUTCDay());
    return {
      at: (number) => Math.floor((number - first) / (7 * DAY)),
      begin,
      days: (period) => Array.from({ length: 7 }, (_, at) => begin(period) + at * DAY).filter(wanted)
    };
  }
  const [year, month, dayOfMonth] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  const yearly = rule.FREQ === 'YEARLY';
  const begin = (period: number) =>
    Date.UTC(yearly ? year + period : year, yearly ? month : month + period, 1);
  return {
    at: (number) => {
      const then = new Date(number);
      const years = then.getUTCFullYear() - year;
      return yearly ? years : years * 12 + then.getUTCMonth() - month;
    },
    begin,
    days: (period) => {
      const first = begin(period);
      const of = new Date(first);
      const size = new Date(Date.UTC(of.getUTCFullYear(), of.getUTCMonth() + 1, 0)).getUTCDate();
      return Array.from({ length: size }, (_, at) => at + 1)
        .filter((at) => {
          if (monthDays) return monthDays.some((one) => one === at || one === at - size - 1);
          if (!days) return at === dayOfMonth;
          const nth = Math.ceil(at / 7);
          const fromEnd = -Math.ceil((size - at + 1) / 7);
          return days.some(
            (one) =>
              one.weekday === weekday(first + (at - 1) * DAY) &&
              (one.nth === 0 || one.nth === nth || one.nth === fromEnd)
          );
        })
        .map((at) => first + (at - 1) * DAY);
    }
  };
}
