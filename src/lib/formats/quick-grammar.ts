/**
 * The small grammar of quick entry: which words say a day, a time, a length, a place, a repeat. Each finder
 * looks at the text from the left, blanks out what it took, and reports what it could mean; deciding between
 * meanings is quick-entry.ts's.
 */
import type { PlainDate } from '../base/values.ts';
import { addDays, numberToWall, wallToNumber, weekdayOf } from './zone.ts';
import { zoneByName, zoneOfCity } from './zone-names.ts';

export type SpanKind = 'date' | 'time' | 'duration' | 'place' | 'repeat';

export interface Found {
  readonly kind: SpanKind;
  readonly start: number;
  readonly end: number;
}

/** A day that was said, and the other day it may have meant. */
export interface FoundDate extends Found {
  readonly kind: 'date';
  readonly dates: readonly PlainDate[];
  /** Last day of several, with the first of `dates`. */
  readonly until?: PlainDate;
  /** Why there are several: both orders of a number, a weekday that differs, "next" of either week. */
  readonly doubt?: 'order' | 'weekday' | 'next';
  readonly weekday?: number;
}

export interface FoundTime extends Found {
  readonly kind: 'time';
  /** Minutes after midnight; an end past midnight is above 1440. */
  readonly from: number;
  readonly to?: number;
  readonly zone?: string;
}

export interface FoundDuration extends Found {
  readonly kind: 'duration';
  readonly minutes: number;
}

export interface FoundPlace extends Found {
  readonly kind: 'place';
  readonly text: string;
}

export interface FoundRepeat extends Found {
  readonly kind: 'repeat';
  readonly rule: string;
  /** The first day it falls on, where the words name a weekday. */
  readonly first?: PlainDate;
}

const WEEKDAY = '(mon|tue|wed|thu|fri|sat|sun)(?:s|r|rs|nes|ur|urs)?(?:day)?s?';
const MONTH =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?';
const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const CODES = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const NUMBERS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const NUMBER = `(\\d{1,3}|an?|${NUMBERS.slice(1).join('|')})`;

const toNumber = (word: string): number =>
  /^\d/.test(word) ? Number(word) : /^an?$/i.test(word) ? 1 : NUMBERS.indexOf(word.toLowerCase());
const toWeekday = (word: string): number => WEEKDAYS.indexOf(word.slice(0, 3).toLowerCase()) + 1;
const toMonth = (word: string): number => MONTHS.indexOf(word.slice(0, 3).toLowerCase()) + 1;

/** A text in which what was taken is blanked out, so that nothing is read twice. */
export class Rest {
  text: string;
  constructor(text: string) {
    this.text = text;
  }

  /** The first match of any of these that `read` accepts; taken from the text. */
  take<T extends object>(
    patterns: readonly [RegExp, (match: RegExpExecArray) => T | undefined][]
  ): (T & { start: number; end: number }) | undefined {
    for (const [pattern, read] of patterns) {
      for (const match of this.text.matchAll(new RegExp(pattern, 'gi'))) {
        const result = read(match);
        if (!result) continue;
        const lead = /^\s*/.exec(match[0])![0].length;
        const start = match.index + lead;
        const end = match.index + match[0].trimEnd().length;
        this.text = this.text.slice(0, start) + ' '.repeat(end - start) + this.text.slice(end);
        return { ...result, start, end };
      }
    }
    return undefined;
  }
}

const two = (number: number): string => String(number).padStart(2, '0');

function day(year: number, month: number, date: number): PlainDate | undefined {
  const text = `${year}-${two(month)}-${two(date)}`;
  const number = wallToNumber(text);
  return Number.isFinite(number) && numberToWall(number).startsWith(text) ? text : undefined;
}

/** That day this year, or next year where it has passed. 29 February waits for a leap year. */
function coming(today: PlainDate, month: number, date: number): PlainDate | undefined {
  const year = Number(today.slice(0, 4));
  for (let ahead = 0; ahead < 9; ahead++) {
    const found = day(year + ahead, month, date);
    if (found && found >= today) return found;
  }
  return undefined;
}

const fullYear = (text: string): number => (text.length === 2 ? 2000 + Number(text) : Number(text));

const dated = (
  today: PlainDate,
  month: number,
  date: number,
  year: string | undefined
): PlainDate | undefined => (year ? day(fullYear(year), month, date) : coming(today, month, date));

/** The next such weekday; today counts. */
export const nextWeekday = (today: PlainDate, weekday: number): PlainDate =>
  addDays(today, (weekday - weekdayOf(today) + 7) % 7);

/** The day of that weekday nearest to a day. */
function nearest(date: PlainDate, weekday: number): PlainDate {
  const ahead = (weekday - weekdayOf(date) + 7) % 7;
  return addDays(date, ahead > 3 ? ahead - 7 : ahead);
}

type DateMeaning = Omit<FoundDate, 'start' | 'end'>;

const certain = (date: PlainDate | undefined): DateMeaning | undefined =>
  date === undefined ? undefined : { kind: 'date', dates: [date] };

/** A weekday beside a date: it settles which reading is meant, or says that neither is. */
function withWeekday(dates: readonly PlainDate[], word: string | undefined): DateMeaning | undefined {
  if (dates.length === 0) return undefined;
  const several: DateMeaning = {
    kind: 'date',
    dates,
    ...(dates.length > 1 ? { doubt: 'order' as const } : {})
  };
  if (!word) return several;
  const weekday = toWeekday(word);
  const fitting = dates.filter((date) => weekdayOf(date) === weekday);
  if (fitting.length === 1) return certain(fitting[0]);
  if (fitting.length > 1) return several;
  return { kind: 'date', dates: [dates[0]!, nearest(dates[0]!, weekday)], doubt: 'weekday', weekday };
}

/** Both orders of `12/1`, the preferred first; one where only one is a day. */
function bothOrders(
  today: PlainDate,
  a: string,
  b: string,
  year: string | undefined,
  dayFirst: boolean
): PlainDate[] {
  const readings = [dated(today, Number(b), Number(a), year), dated(today, Number(a), Number(b), year)];
  const days = (dayFirst ? readings : readings.reverse()).filter((date) => date !== undefined);
  return [...new Set(days)];
}

export function takeDate(rest: Rest, today: PlainDate, dayFirst: boolean): FoundDate | undefined {
  const on = '(?:\\b(?:on|by|due|until|till)\\s+)?(?:\\bthe\\s+)?';
  const weekdayBefore = `(?:\\b${WEEKDAY},?\\s+(?:the\\s+)?)?`;
  const ordinal = '(\\d{1,2})(?:st|nd|rd|th)?';
  const year = '(?:,?\\s+(\\d{4}))?';
  return rest.take<DateMeaning>([
    [
      /\b(?:(?:on|by|due)\s+)?(\d{4})-(\d\d)-(\d\d)\b/,
      ([, y, m, d]) => certain(day(Number(y), Number(m), Number(d)))
    ],
    // 12–14 March
    [
      new RegExp(`${on}\\b(\\d{1,2})\\s*(?:-|–|to)\\s*${ordinal}\\s+(?:of\\s+)?${MONTH}${year}(?![a-z\\d])`),
      ([, first, last, month, y]) => {
        const [start, end] = [first, last].map((date) => dated(today, toMonth(month!), Number(date), y));
        return start && end && end > start ? { kind: 'date', dates: [start], until: end } : undefined;
      }
    ],
    [
      new RegExp(`${on}${weekdayBefore}\\b${ordinal}\\s+(?:of\\s+)?${MONTH}${year}(?![a-z\\d])`),
      ([, weekday, date, month, y]) => {
        const found = dated(today, toMonth(month!), Number(date), y);
        return found ? withWeekday([found], weekday) : undefined;
      }
    ],
    [
      new RegExp(`${on}${weekdayBefore}\\b${MONTH}\\s+${ordinal}${year}(?![a-z\\d:/])`),
      ([, weekday, month, date, y]) => {
        const found = dated(today, toMonth(month!), Number(date), y);
        return found ? withWeekday([found], weekday) : undefined;
      }
    ],
    // Dots are written by those who put the day first.
    [
      new RegExp(`${on}${weekdayBefore}\\b(\\d{1,2})\\.(\\d{1,2})\\.(\\d{4}|\\d\\d)?(?![\\d])`),
      ([, weekday, date, month, y]) => {
        const found = dated(today, Number(month), Number(date), y);
        return found ? withWeekday([found], weekday) : undefined;
      }
    ],
    [
      new RegExp(`${on}${weekdayBefore}(?<![\\d/])(\\d{1,2})[/](\\d{1,2})(?:[/](\\d{4}|\\d\\d))?(?![\\d/])`),
      ([, weekday, a, b, y]) => withWeekday(bothOrders(today, a!, b!, y, dayFirst), weekday)
    ],
    [/\b(?:the\s+)?day after tomorrow\b/, () => certain(addDays(today, 2))],
    [/\b(?:(?:by|due)\s+)?(?:today|tonight)\b/, () => certain(today)],
    [/\b(?:(?:by|due)\s+)?(?:tomorrow|tmrw|tmr)\b/, () => certain(addDays(today, 1))],
    [
      new RegExp(`\\bin\\s+${NUMBER}\\s+(day|week|fortnight|month)s?\\b`),
      ([, count, unit]) => {
        const many = toNumber(count!);
        if (unit === 'month') return certain(sameDayLater(today, many));
        return certain(addDays(today, many * (unit === 'day' ? 1 : unit === 'week' ? 7 : 14)));
      }
    ],
    [
      new RegExp(`\\b${WEEKDAY}\\s+(?:in\\s+)?(?:a\\s+)?week\\b`),
      ([, weekday]) => certain(addDays(nextWeekday(today, toWeekday(weekday!)), 7))
    ],
    [
      new RegExp(`\\b(?:(?:on|by|due)\\s+)?next\\s+${WEEKDAY}\\b`),
      ([, weekday]): DateMeaning => {
        const soon = nextWeekday(addDays(today, 1), toWeekday(weekday!));
        const nextWeek = addDays(today, 8 - weekdayOf(today));
        // Past the weekend both meanings are the same day.
        if (soon >= nextWeek) return { kind: 'date', dates: [soon] };
        return { kind: 'date', dates: [addDays(soon, 7), soon], doubt: 'next', weekday: toWeekday(weekday!) };
      }
    ],
    [/\bnext week\b/, () => certain(addDays(today, 8 - weekdayOf(today)))],
    [
      new RegExp(`\\b(?:(?:on|by|due|this|coming)\\s+)*${WEEKDAY}\\b(?!\\s*(?:'s|’s))`),
      ([text, weekday]) => {
        // "Sat" and "Sun", "Wed" and "Mar" are words, too: short ones count in capitals or after "on".
        const word = text.trim();
        if (/^(sat|sun|wed|mon)$/.test(word)) return undefined;
        return certain(nextWeekday(today, toWeekday(weekday!)));
      }
    ]
  ]);
}

function sameDayLater(today: PlainDate, months: number): PlainDate | undefined {
  const [year, month, date] = today.split('-').map(Number) as [number, number, number];
  const at = year * 12 + month - 1 + months;
  for (let shorter = 0; shorter < 4; shorter++) {
    const found = day(Math.floor(at / 12), (at % 12) + 1, date - shorter);
    if (found) return found;
  }
  return undefined;
}

// --- times ------------------------------------------------------------------------------------------------

const CLOCK = '(\\d{1,2})(?:[:.h](\\d{2}))?(?:\\s*([ap])\\.?m\\.?(?![a-z]))?';

/** Minutes after midnight. Without am or pm, 1 to 6 are the afternoon: nobody books the small hours so. */
function clock(hour: string, minute: string | undefined, half: string | undefined): number | undefined {
  let hours = Number(hour);
  const minutes = Number(minute ?? 0);
  if (minutes > 59 || hours > (half ? 12 : 24) || (half && hours === 0)) return undefined;
  if (half) hours = (hours % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  else if (hours >= 1 && hours <= 6 && !hour.startsWith('0')) hours += 12;
  return hours * 60 + minutes;
}

type TimeMeaning = Omit<FoundTime, 'start' | 'end'>;

export function takeTime(rest: Rest, hasDate: boolean): FoundTime | undefined {
  // "2pm London time", "14:00 UTC", "9am CET"
  const place =
    "(?:\\s+\\(?([A-Z][\\w.'-]*(?:\\s[A-Z][\\w.'-]*)?\\s+time|UTC|GMT|CET|EET|WET)\\)?(?![a-z]))?";
  const zoneOf = (words: string | undefined): { zone?: string } => {
    const name = words?.replace(/\s+time$/i, '');
    const zone = name && (zoneOfCity(name) ?? zoneByName(name));
    return zone ? { zone } : {};
  };
  return rest.take<TimeMeaning>([
    [
      new RegExp(
        `(?:\\b(at|from|between)\\s+)?(?<![\\d/.:-])${CLOCK}\\s*(?:-|–|to|until|till|and)\\s*${CLOCK}(?![\\d/:-])${place}`
      ),
      ([, lead, h1, m1, p1, h2, m2, p2, words]) => {
        const clear = lead ?? m1 ?? p1 ?? m2 ?? p2;
        if (!clear && !hasDate) return undefined;
        // "1-2:30pm": the half said once holds for both, where that keeps the order.
        const end = clock(h2!, m2, p2);
        let from = clock(h1!, m1, p1 ?? p2);
        if (from === undefined || end === undefined) return undefined;
        if (!p1 && p2 && from > end) from = clock(h1!, m1, 'a')!;
        // The first such time after the start: "11-1" ends after noon, "22:30-1:15" after midnight.
        const plain = p2 ? end : (Number(h2) % 24) * 60 + Number(m2 ?? 0);
        const to = [plain, ...(p2 || plain >= 720 ? [] : [plain + 720]), plain + 1440].find(
          (one) => one > from
        );
        return { kind: 'time', from, ...(to === undefined ? {} : { to }), ...zoneOf(words) };
      }
    ],
    [
      new RegExp(
        `(?:\\b(?:at|from|by)\\s+)?(?<![\\d/.:-])(\\d{1,2})(?:[:.](\\d{2}))?\\s*([ap])\\.?m\\.?(?![a-z])${place}`
      ),
      ([, hour, minute, half, words]) => {
        const from = clock(hour!, minute, half);
        return from === undefined ? undefined : { kind: 'time', from, ...zoneOf(words) };
      }
    ],
    [
      new RegExp(
        `(?:\\b(?:at|from|by)\\s+)?(?<![\\d/.:-])(\\d{1,2})(?::|h(?=\\d))(\\d{2})(?![\\d:])(?:\\s*h\\b|\\s*uhr\\b)?${place}`
      ),
      ([, hour, minute, words]) => {
        const from = clock(hour!, minute, undefined);
        return from === undefined || from >= 1440 ? undefined : { kind: 'time', from, ...zoneOf(words) };
      }
    ],
    [
      new RegExp(
        `\\b(?:at|from)\\s+(\\d{1,2})(?:\\.(\\d{2}))?(?:\\s*o['’]?clock)?(?![\\d/:.%]|\\s*(?:min|h|hours?|days?|weeks?|%|euro|people)\\b)${place}`
      ),
      ([, hour, minute, words]) => {
        const from = clock(hour!, minute, undefined);
        return from === undefined || from >= 1440 ? undefined : { kind: 'time', from, ...zoneOf(words) };
      }
    ],
    [/\b(?:at\s+)?(noon|midday)\b/, () => ({ kind: 'time', from: 720 })],
    [/\b(?:at\s+)?midnight\b/, () => ({ kind: 'time', from: 1439 + 1 })]
  ]);
}

export function takeDuration(rest: Rest): FoundDuration | undefined {
  type Meaning = Omit<FoundDuration, 'start' | 'end'>;
  const length = (minutes: number): Meaning | undefined =>
    minutes > 0 && minutes <= 14 * 1440 ? { kind: 'duration', minutes } : undefined;
  return rest.take<Meaning>([
    [
      /\b(?:for\s+)?(\d{1,2})\s*h(?:ours?|rs?)?\s*(\d{1,2})\s*(?:m|min|mins|minutes)?\b/,
      ([, h, m]) => length(Number(h) * 60 + Number(m))
    ],
    [/\b(?:for\s+)?half an hour\b/, () => length(30)],
    [
      new RegExp(
        `\\b(?:for\\s+)?(\\d{1,2}[.,]\\d|${NUMBER.slice(1, -1)})(?:\\s*(?:and a half))?\\s*(?:h|hrs?|hours?)\\b(\\s+and a half)?`
      ),
      ([text, count]) => {
        const hours = /[.,]/.test(count!) ? Number(count!.replace(',', '.')) : toNumber(count!);
        return length(Math.round((hours + (/and a half/i.test(text) ? 0.5 : 0)) * 60));
      }
    ],
    [
      new RegExp(`\\b(?:for\\s+)?(\\d{1,3}|${NUMBERS.slice(1).join('|')})\\s*(?:m|mins?|minutes?)\\b`),
      ([, count]) => length(toNumber(count!))
    ]
  ]);
}

/** `@ Room 4`: up to what was recognised before, a comma, or the end. */
export function takePlace(rest: Rest): FoundPlace | undefined {
  return rest.take<Omit<FoundPlace, 'start' | 'end'>>([
    [
      /(?<=^|\s)@\s?([^\s@,;](?:(?!\s{2,}|\s@)[^,;])*)/,
      ([, text]) => (text!.trim() === '' ? undefined : { kind: 'place', text: text!.trim() })
    ]
  ]);
}

export function takeRepeat(rest: Rest, today: PlainDate): FoundRepeat | undefined {
  type Meaning = Omit<FoundRepeat, 'start' | 'end'>;
  const FREQUENCY: Readonly<Record<string, string>> = {
    day: 'DAILY',
    week: 'WEEKLY',
    month: 'MONTHLY',
    year: 'YEARLY'
  };
  const nth = `(first|second|third|fourth|last|1st|2nd|3rd|4th)`;
  const positions: Readonly<Record<string, number>> = {
    first: 1,
    second: 2,
    third: 3,
    fourth: 4,
    last: -1,
    '1st': 1,
    '2nd': 2,
    '3rd': 3,
    '4th': 4
  };
  const on = (weekday: string): { code: string; first: PlainDate } => ({
    code: CODES[toWeekday(weekday) - 1]!,
    first: nextWeekday(today, toWeekday(weekday))
  });
  return rest.take<Meaning>([
    [
      new RegExp(`\\b(?:every|each)\\s+${nth}\\s+${WEEKDAY}\\s+(?:of|in)\\s+(?:the|each|every)\\s+month\\b`),
      ([, which, weekday]) => {
        const position = positions[which!.toLowerCase()]!;
        return {
          kind: 'repeat',
          rule: `FREQ=MONTHLY;BYDAY=${position}${on(weekday!).code}`,
          first: nthWeekday(today, toWeekday(weekday!), position)
        };
      }
    ],
    [
      new RegExp(`\\b(?:every|each)\\s+(?:other|second|2nd)\\s+${WEEKDAY}\\b`),
      ([, weekday]) => ({
        kind: 'repeat',
        rule: `FREQ=WEEKLY;INTERVAL=2;BYDAY=${on(weekday!).code}`,
        first: on(weekday!).first
      })
    ],
    [
      /\b(?:every|each)\s+(?:week|working\s*|business\s*)day\b/,
      () => ({
        kind: 'repeat',
        rule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
        first: weekdayOf(today) > 5 ? nextWeekday(today, 1) : today
      })
    ],
    [
      new RegExp(`\\b(?:every|each)\\s+${WEEKDAY}(?:\\s*(?:,|and|&)\\s*${WEEKDAY})?\\b`),
      ([, one, other]) => {
        const days = [one, other].filter((word) => word !== undefined).map(on);
        const first = days.map((weekday) => weekday.first).sort()[0]!;
        return { kind: 'repeat', rule: `FREQ=WEEKLY;BYDAY=${days.map(({ code }) => code).join(',')}`, first };
      }
    ],
    [
      new RegExp(
        `\\b(?:every|each)\\s+(?:(other|second|${NUMBER.slice(1, -1)})\\s+)?(day|week|month|year)s?\\b`
      ),
      ([, count, unit]) => {
        const interval = count === undefined ? 1 : /other|second/i.test(count) ? 2 : toNumber(count);
        return {
          kind: 'repeat',
          rule: `FREQ=${FREQUENCY[unit!.toLowerCase()]}${interval > 1 ? `;INTERVAL=${interval}` : ''}`
        };
      }
    ],
    [
      /\b(daily|weekly|fortnightly|monthly|quarterly|yearly|annually)\b/,
      ([, word]) => {
        const rules: Readonly<Record<string, string>> = {
          daily: 'FREQ=DAILY',
          weekly: 'FREQ=WEEKLY',
          fortnightly: 'FREQ=WEEKLY;INTERVAL=2',
          monthly: 'FREQ=MONTHLY',
          quarterly: 'FREQ=MONTHLY;INTERVAL=3',
          yearly: 'FREQ=YEARLY',
          annually: 'FREQ=YEARLY'
        };
        return { kind: 'repeat', rule: rules[word!.toLowerCase()]! };
      }
    ]
  ]);
}

/** The first such day, today or later, that is the month's n-th of its weekday. */
function nthWeekday(today: PlainDate, weekday: number, position: number): PlainDate {
  for (let date = nextWeekday(today, weekday); ; date = addDays(date, 7)) {
    const number = Number(date.slice(8));
    const isLast = addDays(date, 7).slice(0, 7) !== date.slice(0, 7);
    if (position < 0 ? isLast : Math.ceil(number / 7) === position) return date;
  }
}
