/**
 * Unrolls one recurrence rule (RFC 5545, 3.3.10) on a clock without zones: starts are wall clocks as numbers
 * (zone.ts). Every period of the rule is asked for the days that all its parts allow, these get their times,
 * and positions choose among them. What the rule leaves open comes from the first start.
 *
 * It begins at the window, not at the first start, unless the rule counts; a rule that finds nothing stops
 * after a fixed number of steps.
 */
import { daysInMonth, dayToCivil, civilToDay, weekdayOf, weekOf } from './civil.ts';

export interface Unrolling {
  /** The parts of a checked rule, without UNTIL. */
  readonly parts: Readonly<Record<string, string>>;
  readonly origin: number;
  readonly from: number;
  /** The last that counts. */
  readonly end: number;
  /** How many are wanted at most, counted from here on. */
  readonly wanted: number;
  readonly wantedFrom?: number;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MAX_STEPS = 400_000;
/** Every five minutes of a day: beyond it, choosing among them by position is more work than it is worth. */
const MOST_TIMES_TO_CHOOSE_FROM = 288;
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

type Numbers = ReadonlySet<number> | undefined;
const numbersOf = (text: string | undefined): Numbers =>
  text === undefined ? undefined : new Set(text.split(',').map(Number));
const sorted = (numbers: Iterable<number>): number[] => [...new Set(numbers)].sort((a, b) => a - b);

/** Starts from `from` to `end`, in order. */
export function unroll({ parts, origin, from, end, wanted, wantedFrom = from }: Unrolling): number[] {
  const found: number[] = [];
  let left = parts.COUNT ? Number(parts.COUNT) : Infinity;
  const fine = FINE[parts.FREQ ?? ''];
  const positions = parts.BYSETPOS?.split(',').map(Number);
  if (positions && !fine && timesOf(parts, origin).length > MOST_TIMES_TO_CHOOSE_FROM) return found;
  const first = left === Infinity ? Math.max(from, origin) : origin;
  const periods = fine ? finePeriods(parts, origin, first, fine) : dayPeriods(parts, origin, first);
  let steps = 0;
  let wantedLeft = wanted;
  let atOrigin = left < Infinity;
  for (const period of periods) {
    for (const start of positions ? choose([...period.starts], positions) : period.starts) {
      if (start < origin) continue;
      // The first start counts as the first of them, also where the rule does not name it.
      if (atOrigin && start > origin) left--;
      atOrigin = false;
      if (start > end || left-- <= 0) return found;
      if (start >= from) found.push(start);
      if (start >= wantedFrom && --wantedLeft <= 0) return found;
    }
    if (period.begins > end || ++steps > MAX_STEPS) return found;
  }
  return found;
}

interface Period {
  /** Nothing of it, nor of a later one, is before this. */
  readonly begins: number;
  readonly starts: Iterable<number>;
}

function choose(starts: readonly number[], positions: readonly number[]): number[] {
  const chosen = positions.map((position) => starts[position > 0 ? position - 1 : starts.length + position]);
  return sorted(chosen.filter((start) => start !== undefined));
}

// --- days --------------------------------------------------------------------------------------------------

type DayTest = (day: number) => boolean;

/** Whether a day is one that all the rule's lists allow. */
function dayTest(parts: Unrolling['parts'], origin: number): DayTest {
  const yearly = parts.FREQ === 'YEARLY';
  const [, month, date] = dayToCivil(Math.floor(origin / DAY));
  const open = !parts.BYWEEKNO && !parts.BYYEARDAY && !parts.BYMONTHDAY && !parts.BYDAY;
  let months = numbersOf(parts.BYMONTH);
  let dates = numbersOf(parts.BYMONTHDAY);
  let byDay = parts.BYDAY;
  if (open && yearly) months ??= new Set([month]);
  if (open && (yearly || parts.FREQ === 'MONTHLY')) dates = new Set([date]);
  const onItsWeekday = (open && parts.FREQ === 'WEEKLY') || (parts.BYWEEKNO && !parts.BYYEARDAY && !dates);
  if (!byDay && onItsWeekday) byDay = WEEKDAYS[weekdayOf(Math.floor(origin / DAY))];
  const yearDays = numbersOf(parts.BYYEARDAY);
  const weeks = numbersOf(parts.BYWEEKNO);
  const weekStart = WEEKDAYS.indexOf(parts.WKST ?? 'MO');
  const weekdays = byDay && weekdayTest(byDay, parts, yearly && !months && !parts.BYWEEKNO);

  return (day) => {
    const [year, itsMonth, itsDate] = dayToCivil(day);
    if (months && !months.has(itsMonth)) return false;
    if (dates && !dates.has(itsDate) && !dates.has(itsDate - daysInMonth(year, itsMonth) - 1)) return false;
    if (yearDays) {
      const begins = civilToDay(year, 1, 1);
      if (!yearDays.has(day - begins + 1) && !yearDays.has(day - civilToDay(year + 1, 1, 1))) return false;
    }
    if (weeks) {
      const { week, weeks: all } = weekOf(day, weekStart);
      if (!weeks.has(week) && !weeks.has(week - all - 1)) return false;
    }
    return !weekdays || weekdays(day, year, itsMonth);
  };
}

/** BYDAY, with its counts within the month or, in a yearly rule without months, within the year. */
function weekdayTest(byDay: string, { FREQ }: Unrolling['parts'], inYear: boolean) {
  const counts = FREQ === 'MONTHLY' || FREQ === 'YEARLY';
  const wanted = byDay.split(',').map((text) => ({
    weekday: WEEKDAYS.indexOf(text.slice(-2)),
    nth: counts ? Number(text.slice(0, -2)) : 0
  }));
  return (day: number, year: number, month: number): boolean => {
    const weekday = weekdayOf(day);
    return wanted.some((one) => {
      if (one.weekday !== weekday) return false;
      if (!one.nth) return true;
      const begins = inYear ? civilToDay(year, 1, 1) : civilToDay(year, month, 1);
      const ends = inYear ? civilToDay(year + 1, 1, 1) : begins + daysInMonth(year, month);
      const nth = one.nth > 0 ? Math.floor((day - begins) / 7) + 1 : -Math.floor((ends - 1 - day) / 7) - 1;
      return nth === one.nth;
    });
  };
}

/** Times of day that the rule names, in milliseconds after midnight. */
function timesOf(parts: Unrolling['parts'], origin: number): number[] {
  const own = new Date(origin);
  const hours = numbersOf(parts.BYHOUR) ?? [own.getUTCHours()];
  const minutes = numbersOf(parts.BYMINUTE) ?? [own.getUTCMinutes()];
  return [...hours].flatMap((hour) =>
    [...minutes].flatMap((minute) =>
      secondsOf(parts, origin).map((second) => hour * HOUR + minute * MINUTE + second * SECOND)
    )
  );
}
const secondsOf = (parts: Unrolling['parts'], origin: number): number[] =>
  [...(numbersOf(parts.BYSECOND) ?? [new Date(origin).getUTCSeconds()])].map((second) =>
    Math.min(second, 59)
  );

/** Years, months, weeks or days, each with its starts; the first is the one that `first` lies in. */
function* dayPeriods(parts: Unrolling['parts'], origin: number, first: number): Generator<Period> {
  const interval = Number(parts.INTERVAL ?? 1);
  const fits = dayTest(parts, origin);
  const times = sorted(timesOf(parts, origin));
  const [year, month] = dayToCivil(Math.floor(origin / DAY));
  const [firstYear, firstMonth] = dayToCivil(Math.floor(first / DAY));
  const weekStart = WEEKDAYS.indexOf(parts.WKST ?? 'MO');
  const originDay = Math.floor(origin / DAY);
  const week = originDay - ((weekdayOf(originDay) - weekStart + 7) % 7);
  const monthNumber = (index: number) => civilToDay(year + Math.floor(index / 12), (index % 12) + 1, 1);
  const unit: Record<string, { skip: number; bounds: (step: number) => [number, number] }> = {
    YEARLY: {
      skip: firstYear - year,
      bounds: (step) => [civilToDay(year + step, 1, 1), civilToDay(year + step + 1, 1, 1)]
    },
    MONTHLY: {
      skip: (firstYear - year) * 12 + firstMonth - month,
      bounds: (step) => [monthNumber(month - 1 + step), monthNumber(month + step)]
    },
    WEEKLY: {
      skip: Math.floor((Math.floor(first / DAY) - week) / 7),
      bounds: (step) => [week + 7 * step, week + 7 * step + 7]
    },
    DAILY: {
      skip: Math.floor(first / DAY) - originDay,
      bounds: (step) => [originDay + step, originDay + step + 1]
    }
  };
  const { skip, bounds } = unit[parts.FREQ ?? ''] ?? unit.DAILY!;
  for (let step = Math.floor(skip / interval) * interval; ; step += interval) {
    const [begins, ends] = bounds(step);
    yield { begins: begins * DAY, starts: startsOn(begins, ends, fits, times) };
  }
}

function* startsOn(begins: number, ends: number, fits: DayTest, times: readonly number[]): Generator<number> {
  for (let day = begins; day < ends; day++) if (fits(day)) for (const time of times) yield day * DAY + time;
}

// --- hours, minutes, seconds -------------------------------------------------------------------------------

const FINE: Readonly<Record<string, number>> = { HOURLY: HOUR, MINUTELY: MINUTE, SECONDLY: SECOND };

/** Steps of hours or less; whole days and hours that the lists rule out are stepped over. */
function* finePeriods(
  parts: Unrolling['parts'],
  origin: number,
  first: number,
  unit: number
): Generator<Period> {
  const step = unit * Number(parts.INTERVAL ?? 1);
  const fits = dayTest(parts, origin);
  const hours = numbersOf(parts.BYHOUR);
  const minutes = numbersOf(parts.BYMINUTE);
  const seconds = numbersOf(parts.BYSECOND);
  const atOrAfter = (time: number) => origin + Math.ceil((time - origin) / step) * step;
  const within = sorted(
    unit === HOUR
      ? timesOf({ ...parts, BYHOUR: '0' }, origin)
      : unit === MINUTE
        ? secondsOf(parts, origin).map((second) => second * SECOND)
        : [0]
  );
  let at = origin + Math.floor((first - origin) / step) * step;
  while (true) {
    const time = new Date(at);
    let next = at + step;
    let starts: number[] = [];
    if (!fits(Math.floor(at / DAY))) next = atOrAfter((Math.floor(at / DAY) + 1) * DAY);
    else if (hours && !hours.has(time.getUTCHours())) next = atOrAfter((Math.floor(at / HOUR) + 1) * HOUR);
    else if (unit < HOUR && minutes && !minutes.has(time.getUTCMinutes()))
      next = atOrAfter((Math.floor(at / MINUTE) + 1) * MINUTE);
    else if (unit > SECOND || !seconds || seconds.has(time.getUTCSeconds()))
      starts = within.map((offset) => Math.floor(at / unit) * unit + offset);
    yield { begins: Math.floor(at / unit) * unit, starts };
    at = next;
  }
}
