/**
 * One line of plain words to the parts of an appointment or a task: "lunch with Ana Fri 1pm", "call Nadia
 * 15:30 45 min". A pure function of the text, the moment, the zone and the order of day and month.
 *
 * Words that can mean two days are never guessed: `when` is then missing, and `ambiguity` holds the question
 * with both answers. What was understood is marked in `spans`, for live chips over the line.
 */
import type { PlainDate, Recurrence, When, Zone } from '../base/values.ts';
import {
  Rest,
  takeDate,
  takeDuration,
  takePlace,
  takeRepeat,
  takeTime,
  type FoundDate,
  type SpanKind
} from './quick-grammar.ts';
import { ask } from './text.ts';
import { addDays, msToWall, wallToNumber, weekdayOf } from './zone.ts';

export interface QuickEntryOptions {
  /** Now, epoch ms. */
  readonly now: number;
  readonly zone: Zone;
  /** Which reading of 12/1 is offered first. */
  readonly dayFirst?: boolean;
  /** For the chips' labels, BCP 47. */
  readonly locale?: string;
  readonly hour12?: boolean;
  /** More ways to say a day (see quick-entry-chrono.ts), asked where the grammar here finds none. */
  readonly findDate?: DateFinder;
}

/** Finds one day or time in the text; positions count in it. `today` is a wall clock, `2026-11-23T09:30:00`. */
export type DateFinder = (
  text: string,
  now: { readonly ms: number; readonly zone: Zone; readonly dayFirst: boolean }
) =>
  | { readonly start: number; readonly end: number; readonly date: PlainDate; readonly time?: number }
  | undefined;

/** The pieces of a `When`; `quickWhen` makes one. Times are HH:MM. */
export interface QuickWhen {
  readonly date: PlainDate;
  readonly time?: string;
  /** The day of the end where it is another one; for whole days the last day itself. */
  readonly endDate?: PlainDate;
  readonly endTime?: string;
  /** A zone said with the time ("2pm London time"). */
  readonly zone?: Zone;
}

export interface Span {
  readonly start: number;
  readonly end: number;
  readonly kind: SpanKind;
  /** What was understood, for the chip: `Fri 27 Nov`. */
  readonly label: string;
}

export interface Ambiguity {
  readonly question: string;
  readonly options: readonly { readonly label: string; readonly when: QuickWhen }[];
}

export interface QuickEntry {
  /** What remains of the words. */
  readonly title: string;
  readonly when?: QuickWhen;
  readonly minutes?: number;
  readonly place?: string;
  readonly repeat?: Recurrence;
  readonly spans: readonly Span[];
  readonly ambiguity?: Ambiguity;
}

export function readQuickEntry(text: string, options: QuickEntryOptions): QuickEntry {
  const { now, zone, dayFirst = false, findDate } = options;
  const wallNow = msToWall(now, zone);
  const today = wallNow.slice(0, 10);
  const rest = new Rest(text.slice(0, 500));
  const repeat = takeRepeat(rest, today);
  let date: FoundDate | undefined = takeDate(rest, today, dayFirst);
  let time = takeTime(rest, date !== undefined || repeat !== undefined);
  const duration = takeDuration(rest);
  if (!date && findDate) {
    const found = findDate(rest.text, { ms: now, zone, dayFirst });
    if (found) {
      const { start, end } = found;
      date = { kind: 'date', start, end, dates: [found.date] };
      if (found.time !== undefined) time ??= { kind: 'time', start, end, from: found.time };
      rest.text = rest.text.slice(0, start) + ' '.repeat(end - start) + rest.text.slice(end);
    }
  }
  const place = takePlace(rest);

  const minutesNow = Number(wallNow.slice(11, 13)) * 60 + Number(wallNow.slice(14, 16));
  const dates = date?.dates ?? (repeat?.first ? [repeat.first] : time || repeat ? [today] : []);
  // The first time of a repeat that is not today's.
  const againFirst = date ? undefined : repeat && takeRepeat(new Rest(text), addDays(today, 1))?.first;
  const whenOn = (day: PlainDate): QuickWhen => {
    // A bare weekday or time that has passed today is the next one.
    const passed = time !== undefined && day === today && time.from < minutesNow && !time.zone;
    const named = date !== undefined && /today|tonight|\d/i.test(text.slice(date.start, date.end));
    const shifted = !passed || named ? day : (againFirst ?? addDays(day, date ? 7 : 1));
    return pieces(shifted, time, duration?.minutes, date?.until);
  };
  const whens = dates.map(whenOn);
  const ambiguity = date?.doubt ? question(text, date, whens, options) : undefined;

  const spans: Span[] = [];
  const mark = (found: { start: number; end: number; kind: SpanKind } | undefined, label: string): void => {
    if (found && !spans.some(({ start, end }) => found.start < end && start < found.end)) {
      spans.push({ start: found.start, end: found.end, kind: found.kind, label });
    }
  };
  if (date)
    mark(date, ambiguity ? text.slice(date.start, date.end) : dayLabel(whens[0]!.date, today, options));
  if (time) mark(time, timeLabel(time.from, time.to, options));
  if (duration) mark(duration, lengthLabel(duration.minutes));
  if (place) mark(place, place.text);
  if (repeat) mark(repeat, text.slice(repeat.start, repeat.end));
  spans.sort((a, b) => a.start - b.start);

  return {
    title: titleOf(rest.text, text),
    ...(whens[0] && !ambiguity ? { when: whens[0] } : {}),
    ...(duration ? { minutes: duration.minutes } : {}),
    ...(place ? { place: place.text } : {}),
    ...(repeat ? { repeat: { rules: [repeat.rule] } } : {}),
    spans,
    ...(ambiguity ? { ambiguity } : {})
  };
}

const clockText = (minutes: number): string =>
  `${String(Math.floor(minutes / 60) % 24).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

function pieces(
  date: PlainDate,
  time: { from: number; to?: number; zone?: string } | undefined,
  minutes: number | undefined,
  until: PlainDate | undefined
): QuickWhen {
  if (!time) return { date, ...(until ? { endDate: until } : {}) };
  const start = addDays(date, Math.floor(time.from / 1440));
  const to = time.to ?? (minutes === undefined ? undefined : time.from + minutes);
  const endDay = to === undefined ? undefined : (until ?? addDays(date, Math.floor(to / 1440)));
  return {
    date: start,
    time: clockText(time.from),
    ...(endDay && endDay !== start ? { endDate: endDay } : {}),
    ...(to === undefined ? {} : { endTime: clockText(to) }),
    ...(time.zone ? { zone: time.zone } : {})
  };
}

/** What is left of the words, without doubled blanks and without joints that hang in the air. */
const titleOf = (rest: string, text: string): string => {
  const left = rest.length < text.length ? rest + text.slice(rest.length) : rest;
  return left
    .replace(/\s+/g, ' ')
    .replace(/\s+([,;.])/g, '$1')
    .replace(/([,;])(?:\s*[,;])+/g, '$1')
    .replace(/^[\s,;:–-]+|[\s,;:–-]+$/g, '')
    .replace(/\s+(?:on|at|from|by|for)$/i, '')
    .trim();
};

/** The `When` of these pieces: an hour long where no end was said, whole days where no time was. */
export function quickWhen(quick: QuickWhen, zone: Zone, minutes = 60): When {
  if (!quick.time) {
    return { start: quick.date, end: addDays(quick.endDate ?? quick.date, 1), allDay: true };
  }
  const start = `${quick.date}T${quick.time}:00`;
  const end = quick.endTime
    ? `${quick.endDate ?? quick.date}T${quick.endTime}:00`
    : new Date(wallToNumber(start) + minutes * 60_000).toISOString().slice(0, 19);
  const said = quick.zone ?? zone;
  return { start, end, startZone: said, endZone: said, allDay: false };
}

// --- words for people -------------------------------------------------------------------------------------

const asDate = (date: PlainDate): Date => new Date(wallToNumber(date));

function dayLabel(date: PlainDate, today: PlainDate, { locale = 'en-GB' }: QuickEntryOptions): string {
  const year = date.slice(0, 4) === today.slice(0, 4) ? {} : ({ year: 'numeric' } as const);
  const parts = { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC', ...year } as const;
  return new Intl.DateTimeFormat(locale, parts).format(asDate(date));
}

function longLabel(date: PlainDate, { locale = 'en-GB' }: QuickEntryOptions): string {
  const parts = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(locale, parts).format(asDate(date));
}

function timeLabel(
  from: number,
  to: number | undefined,
  { locale = 'en-GB', hour12 }: QuickEntryOptions
): string {
  const parts = {
    hour: 'numeric',
    minute: '2-digit',
    timeZone: 'UTC',
    ...(hour12 === undefined ? {} : { hour12 })
  } as const;
  const format = new Intl.DateTimeFormat(locale, parts);
  const at = (minutes: number): Date => new Date(minutes * 60_000);
  return to === undefined ? format.format(at(from)) : `${format.format(at(from))}–${format.format(at(to))}`;
}

function lengthLabel(minutes: number): string {
  if (minutes < 60) return ask('minutes', { n: minutes });
  const hours = Math.floor(minutes / 60);
  if (minutes % 60 === 0) return ask('hours', { n: hours });
  return ask('hoursMinutes', { hours, minutes: minutes % 60 });
}

function question(
  text: string,
  date: FoundDate,
  whens: readonly QuickWhen[],
  options: QuickEntryOptions
): Ambiguity {
  const { locale = 'en-GB' } = options;
  const said = text.slice(date.start, date.end).replace(/^(on|by|due|until|till)\s+/i, '');
  const weekdayName = (day: PlainDate): string =>
    new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(asDate(day));
  const first = date.dates[0]!;
  const monthDay = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(
    asDate(first)
  );
  const other = date.dates.find((day) => weekdayOf(day) === date.weekday) ?? first;
  const sentence =
    date.doubt === 'weekday'
      ? ask('weekdayDiffers', { date: monthDay, weekday: weekdayName(first), said: weekdayName(other) })
      : date.doubt === 'next'
        ? ask('whichNext', { weekday: weekdayName(first) })
        : ask('whichDay', { text: said });
  return {
    question: sentence,
    options: whens.map((when) => ({ label: longLabel(when.date, options), when }))
  };
}
