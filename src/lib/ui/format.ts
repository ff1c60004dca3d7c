/**
 * Dates, times, amounts and sizes as people read them, through Intl and this person's settings: the weekday comes
 * first, zones are named by their city, and what is near is called today or tomorrow.
 */
import type { Duration, Moment, Money, PlainDate, PlainDateTime, When, Zone } from '../base/values.ts';
import { locale, settings, viewerZone } from './settings.svelte.ts';
import { t } from './text.ts';
import { convertPlain, instantToPlain, plainToInstant, zoneToCity } from './zones.ts';

const DAY = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Plain values are shown as if they were UTC, so that no zone can move them. */
function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale()} ${settings.hour12} ${JSON.stringify(options)}`;
  let found = formats.get(key);
  if (!found) {
    const clock = options.hour && settings.hour12 !== undefined ? { hour12: settings.hour12 } : {};
    found = new Intl.DateTimeFormat(locale(), { timeZone: 'UTC', ...clock, ...options });
    formats.set(key, found);
  }
  return found;
}

const dateToUtc = (date: PlainDate): number => Date.parse(`${date.slice(0, 10)}T00:00:00Z`);
const utcToDate = (utc: number): PlainDate => new Date(utc).toISOString().slice(0, 10);

export const addDays = (date: PlainDate, days: number): PlainDate => utcToDate(dateToUtc(date) + days * DAY);
/** Whole days from `a` to `b`. */
export const daysBetween = (a: PlainDate, b: PlainDate): number =>
  Math.round((dateToUtc(b) - dateToUtc(a)) / DAY);
export const today = (zone: Zone = viewerZone(), now = Date.now()): PlainDate =>
  instantToPlain(now, zone).slice(0, 10);

export const formatWeekday = (date: PlainDate, length: 'long' | 'short' | 'narrow' = 'long'): string =>
  dateFormat({ weekday: length }).format(dateToUtc(date));

export interface DateOptions {
  /** `short` "Tue 24 Nov", `medium` "Tuesday 24 November", `long` always with the year. */
  readonly style?: 'short' | 'medium' | 'long';
  readonly weekday?: boolean;
  /** The day that decides whether the year must be said; today where none is given. */
  readonly from?: PlainDate;
  /** Inside a sentence: "Since today". */
  readonly inText?: boolean;
}

/** "Tuesday 24 November"; the year is said when it is not this one. */
export function formatDate(
  date: PlainDate,
  { style = 'medium', weekday = true, from }: DateOptions = {}
): string {
  const length = style === 'short' ? 'short' : 'long';
  const year = style === 'long' || date.slice(0, 4) !== (from ?? today()).slice(0, 4);
  const day = dateFormat({ day: 'numeric', month: length, ...(year ? { year: 'numeric' } : {}) });
  const text = day.format(dateToUtc(date));
  return weekday ? `${formatWeekday(date, length)} ${text}` : text;
}

export const formatMonth = (date: PlainDate): string =>
  dateFormat({ month: 'long', year: 'numeric' }).format(dateToUtc(date));

/** A birthday: `1961-03-04` or, without a year, `--03-04`. */
export const formatBirthday = (date: string): string =>
  date.startsWith('--')
    ? dateFormat({ day: 'numeric', month: 'long' }).format(dateToUtc(`2000-${date.slice(2)}`))
    : dateFormat({ day: 'numeric', month: 'long', year: 'numeric' }).format(dateToUtc(date));

/** "Today", "Tomorrow", "Yesterday", else the date; with `near`, undefined for any other day. */
export function formatRelativeDay(date: PlainDate, options: DateOptions & { near: true }): string | undefined;
export function formatRelativeDay(date: PlainDate, options?: DateOptions): string;
export function formatRelativeDay(
  date: PlainDate,
  options: DateOptions & { near?: true } = {}
): string | undefined {
  const away = daysBetween(options.from ?? today(), date);
  if (away === 0) return t(options.inText ? 'todayIn' : 'today');
  if (away === 1) return t(options.inText ? 'tomorrowIn' : 'tomorrow');
  if (away === -1) return t(options.inText ? 'yesterdayIn' : 'yesterday');
  return options.near ? undefined : formatDate(date, options);
}

/** "in 3 days", "2 weeks ago"; today and tomorrow by name. */
export function formatDaysAway(date: PlainDate, from: PlainDate = today()): string {
  const days = daysBetween(from, date);
  const words = new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' });
  return Math.abs(days) < 14 ? words.format(days, 'day') : words.format(Math.round(days / 7), 'week');
}

const isHour12 = (): boolean => dateFormat({ hour: 'numeric' }).resolvedOptions().hour12 ?? false;

/** The time of day of a wall clock: "09:30", "9:30 am". */
export const formatTime = (plain: PlainDateTime): string =>
  dateFormat({ hour: isHour12() ? 'numeric' : '2-digit', minute: '2-digit' }).format(Date.parse(`${plain}Z`));

/** An hour and minute by themselves, `09:30`. */
export const formatClock = (clock: string): string => formatTime(`2000-01-01T${clock}:00`);

/** Reads a typed time: 9, 930, 9.30, 9:30, 9h30, 2pm, 14h, noon is 12. Undefined where it is none. */
export function parseClock(text: string): string | undefined {
  const found = /^\s*(\d{1,2})(?:\s*[:.h]?\s*(\d{2}))?\s*h?\s*([ap])?\.?\s?(?:m\.?)?\s*$/i.exec(text);
  if (!found) return undefined;
  const half = found[3]?.toLowerCase();
  let hour = Number(found[1]);
  const minute = Number(found[2] ?? 0);
  if (half && (hour < 1 || hour > 12)) return undefined;
  if (half) hour = (hour % 12) + (half === 'p' ? 12 : 0);
  if (hour > 23 || minute > 59) return undefined;
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

/** "Tue 24 Nov, 09:30"; of a moment in another zone than the viewer's, with the city. */
export function formatDateTime(moment: Moment | PlainDateTime, options: DateOptions = {}): string {
  const { at, zone } = typeof moment === 'string' ? { at: moment, zone: undefined } : moment;
  const time = formatTime(at);
  return t('dayAndTime', {
    day: formatRelativeDay(at.slice(0, 10), { style: 'short', ...options }),
    time: zone && zone !== viewerZone() ? t('inCity', { time, city: zoneToCity(zone) }) : time
  });
}

/** An instant (milliseconds since 1970) as it was here, for the middle of a sentence unless told otherwise. */
export const formatInstant = (instant: number, options: DateOptions = {}): string =>
  formatDateTime(instantToPlain(instant, viewerZone()), { inText: true, ...options });

function formatTimes(start: PlainDateTime, end: PlainDateTime): string {
  const until = formatTime(end);
  const days = daysBetween(start, end);
  if (start === end) return formatTime(start);
  return `${formatTime(start)}–${days === 1 ? t('nextDay', { time: until }) : until}`;
}

/** `when` on the wall clock of `zone`; an all-day or floating time stays as it is. */
export function whenInZone(when: When, zone: Zone): { start: PlainDateTime; end: PlainDateTime } {
  if (when.allDay) return { start: when.start, end: when.end };
  const startZone = when.startZone;
  const endZone = when.endZone ?? startZone;
  return {
    start: startZone ? convertPlain(when.start, startZone, zone) : when.start,
    end: endZone ? convertPlain(when.end, endZone, zone) : when.end
  };
}

/** Only the hours: "09:30–10:30", "all day". */
export function formatWhenTimes(when: When, zone: Zone = viewerZone()): string {
  if (when.allDay) return t('allDay');
  const { start, end } = whenInZone(when, zone);
  return formatTimes(start, end);
}

/**
 * "Tuesday 24 November, 09:30–10:30 (17:30–18:30 in Tokyo)": in the reader's zone first, then in its own where that
 * clock differs.
 */
export function formatWhen(when: When, zone: Zone = viewerZone(), options: DateOptions = {}): string {
  const { start, end } = whenInZone(when, zone);
  const day = formatRelativeDay(start.slice(0, 10), options);
  if (when.allDay) {
    const last = addDays(end, -1);
    return last <= start ? day : t('span', { from: day, to: formatDate(last, options) });
  }
  const more = daysBetween(start, end) > 1;
  const here = more
    ? t('span', {
        from: t('dayAndTime', { day, time: formatTime(start) }),
        to: t('dayAndTime', { day: formatDate(end.slice(0, 10), options), time: formatTime(end) })
      })
    : t('dayAndTime', { day, time: formatTimes(start, end) });
  const own = when.startZone;
  if (!own || own === zone || when.start === start) return here;
  const endZone = when.endZone ?? own;
  const there =
    endZone === own
      ? t('inCity', { time: formatTimes(when.start, when.end), city: zoneToCity(own) })
      : t('span', {
          from: t('inCity', { time: formatTime(when.start), city: zoneToCity(own) }),
          to: t('inCity', { time: formatTime(when.end), city: zoneToCity(endZone) })
        });
  return t('both', { here, there });
}

/** Minutes as "1 hour 30 minutes". */
export function formatMinutes(minutes: number): string {
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  const parts = [
    days && t('day', { n: days }),
    hours && t('hour', { n: hours }),
    rest && t('minute', { n: rest })
  ];
  return parts.filter(Boolean).join(' ') || t('minute', { n: 0 });
}

/** Minutes of an ISO 8601 duration of weeks, days, hours, minutes; undefined where it is none. */
export function durationToMinutes(duration: Duration): number | undefined {
  const found = /^-?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(duration);
  if (!found) return undefined;
  const [weeks, days, hours, minutes, seconds] = found.slice(1).map((part) => Number(part ?? 0));
  return ((weeks! * 7 + days!) * 24 + hours!) * 60 + minutes! + Math.round(seconds! / 60);
}

export const minutesToDuration = (minutes: number): Duration =>
  minutes > 0 && minutes % 1440 === 0 ? `P${minutes / 1440}D` : `PT${minutes}M`;

export const formatDuration = (duration: Duration): string => {
  const minutes = durationToMinutes(duration);
  return minutes === undefined ? duration : formatMinutes(minutes);
};

/** Exact: the decimal string goes to Intl as it is. */
export function formatMoney({ amount, currency }: Money): string {
  try {
    const format = new Intl.NumberFormat(locale(), { style: 'currency', currency });
    return format.format(amount as Intl.StringNumericLiteral);
  } catch {
    return `${amount} ${currency}`;
  }
}

export const formatNumber = (number: number, options?: Intl.NumberFormatOptions): string =>
  new Intl.NumberFormat(locale(), options).format(number);

export function formatBytes(bytes: number): string {
  const step = Math.min(3, bytes > 0 ? Math.floor(Math.log10(bytes) / 3) : 0);
  const unit = (['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const)[step];
  const value = bytes / 1000 ** step;
  return formatNumber(value, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: value < 10 && step ? 1 : 0
  });
}

/** "a, b and c". */
export const formatList = (
  items: readonly string[],
  type: 'conjunction' | 'disjunction' = 'conjunction'
): string => new Intl.ListFormat(locale() ?? 'en', { type }).format(items);

/** How long ago an instant was: "3 minutes ago", "yesterday", else its date. */
export function formatAgo(instant: number, now = Date.now()): string {
  const minutes = Math.round((instant - now) / 60_000);
  const words = new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' });
  if (Math.abs(minutes) < 60) return words.format(minutes, 'minute');
  if (Math.abs(minutes) < 24 * 60) return words.format(Math.round(minutes / 60), 'hour');
  return formatInstant(instant);
}

/** The instant of a moment; a floating one is read in the viewer's zone. */
export const momentToInstant = (moment: Moment): number =>
  plainToInstant(moment.at, moment.zone ?? viewerZone());
