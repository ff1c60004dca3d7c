/**
 * VTIMEZONE both ways. Read: a zone's rules as the file gives them, to find the IANA zone that keeps the same
 * time where its name says nothing, or at least the right instants. Written: the rules of an IANA zone, found
 * by asking Intl, for programs that know no zone names.
 */
import type { Component } from './content-lines.ts';
import { parseProperty } from './content-lines.ts';
import { parseRule, untilOnWallClock, type Rule } from './rule.ts';
import { numberToWall, offsetAt, wallToNumber } from './zone.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

interface Observance {
  readonly start: number;
  /** Milliseconds ahead of UTC before and from the change. */
  readonly from: number;
  readonly to: number;
  readonly rule?: Rule;
  readonly dates: readonly number[];
}

export interface FileZone {
  readonly id: string;
  /** `X-LIC-LOCATION` or the like: an IANA name beside the file's own. */
  readonly hint?: string;
  readonly observances: readonly Observance[];
}

const compactToNumber = (text: string): number => {
  const match = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d))?/.exec(text.trim());
  if (!match) return NaN;
  const [, year, month, day, hour = '00', minute = '00', second = '00'] = match;
  return wallToNumber(`${year}-${month}-${day}T${hour}:${minute}:${second}`);
};

function parseOffset(text: string): number {
  const match = /^([+-]?)(\d{2})(\d{2})(\d{2})?$/.exec(text.trim().replace(':', ''));
  if (!match) return NaN;
  const size = (Number(match[2]) * 60 + Number(match[3])) * MINUTE + Number(match[4] ?? 0) * 1000;
  return match[1] === '-' && size > 0 ? -size : size;
}

/** The zone of a VTIMEZONE component; nothing where it has no name or no usable rule. */
export function readFileZone(component: Component): FileZone | undefined {
  let id = '';
  let hint: string | undefined;
  const observances: Observance[] = [];
  let open: { start: number; from: number; to: number; rule?: Rule; dates: number[] } | undefined;
  for (const { text } of component.lines) {
    const property = parseProperty(text);
    if (!property) continue;
    const { name, value } = property;
    if (name === 'BEGIN' && /^(STANDARD|DAYLIGHT)$/i.test(value.trim())) {
      open = { start: NaN, from: NaN, to: NaN, dates: [] };
    } else if (name === 'END' && open) {
      if ([open.start, open.from, open.to].every(Number.isFinite)) observances.push(open);
      open = undefined;
    } else if (!open) {
      if (name === 'TZID') id = value.replace(/\\(.)/g, '$1').trim();
      else if (/^(X-LIC-LOCATION|TZID-ALIAS-OF|X-TZID|X-MICROSOFT-IANA)$/.test(name)) hint = value.trim();
    } else if (name === 'DTSTART') open.start = compactToNumber(value);
    else if (name === 'TZOFFSETFROM') open.from = parseOffset(value);
    else if (name === 'TZOFFSETTO') open.to = parseOffset(value);
    else if (name === 'RRULE') open.rule = parseRule(value) ?? open.rule!;
    else if (name === 'RDATE')
      open.dates.push(...value.split(',').map(compactToNumber).filter(Number.isFinite));
  }
  if (id === '' || observances.length === 0) return undefined;
  return { id, ...(hint ? { hint } : {}), observances: observances.map(endedByNext) };
}

/** Exchange writes one era's rule after another without ending any: a later rule for the same change ends it. */
function endedByNext(observance: Observance, _: number, all: readonly Observance[]): Observance {
  const { rule, start, from, to } = observance;
  if (!rule || rule.UNTIL || rule.COUNT) return observance;
  const later = all.filter(
    (other) => other.from === from && other.to === to && other.start > start + 366 * DAY
  );
  if (later.length === 0) return observance;
  const end = Math.min(...later.map((other) => other.start));
  return { ...observance, rule: { ...rule, UNTIL: `${compact(end - 3 * DAY)}Z` } };
}

/** The day a yearly rule falls on: `BYDAY=-1SU`, or the first such weekday among `BYMONTHDAY`. */
function onsetInYear({ start, rule }: Observance, year: number): number | undefined {
  if (!rule || rule.FREQ !== 'YEARLY') return undefined;
  const first = new Date(start);
  if ((year - first.getUTCFullYear()) % Number(rule.INTERVAL ?? 1) !== 0) return undefined;
  const month = rule.BYMONTH ? Number(rule.BYMONTH.split(',')[0]) - 1 : first.getUTCMonth();
  const length = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const byday = /^([+-]?\d+)?(MO|TU|WE|TH|FR|SA|SU)$/.exec(rule.BYDAY ?? '');
  const time = ((start % DAY) + DAY) % DAY;
  const monthDays = rule.BYMONTHDAY?.split(',').map((day) =>
    Number(day) < 0 ? length + 1 + Number(day) : Number(day)
  );
  let days = monthDays ?? (byday ? Array.from({ length }, (_, day) => day + 1) : [first.getUTCDate()]);
  if (byday) {
    const weekday = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'].indexOf(byday[2]!);
    days = days.filter((day) => new Date(Date.UTC(year, month, day)).getUTCDay() === weekday);
    const position = byday[1] ? Number(byday[1]) : rule.BYSETPOS ? Number(rule.BYSETPOS) : 1;
    const day = days.at(position > 0 ? position - 1 : position);
    return day === undefined ? undefined : Date.UTC(year, month, day) + time;
  }
  return days[0] === undefined ? undefined : Date.UTC(year, month, days[0]) + time;
}

/** The last change at or before an instant, or before a wall clock where `wall` is set. */
export function fileOffset(zone: FileZone, at: number, wall = false): number {
  const year = new Date(at).getUTCFullYear();
  let latest = -Infinity;
  let offset: number | undefined;
  let earliest = Infinity;
  let initial = 0;
  for (const observance of zone.observances) {
    const { start, from, to, rule, dates } = observance;
    if (start < earliest) [earliest, initial] = [start, from];
    const onsets = [start, ...dates];
    for (const candidate of [year - 1, year, year + 1]) {
      const onset = onsetInYear(observance, candidate);
      const until = rule?.UNTIL;
      if (onset === undefined || onset < start) continue;
      // UNTIL is in UTC; a day of tolerance is less than any two changes lie apart.
      if (until && onset > untilOnWallClock(until, { start: '', end: '', allDay: false }, 'UTC') + DAY)
        continue;
      onsets.push(onset);
    }
    for (const onset of onsets) {
      // A wall clock in a gap still has the offset from before it.
      const moment = wall ? onset + Math.max(0, to - from) : onset - from;
      if (moment <= at && moment > latest) [latest, offset] = [moment, to];
    }
  }
  return offset ?? initial;
}

/** The instant of a wall clock by the file's own rules. */
export function fileWallToMs(zone: FileZone, wall: string): number {
  const number = wallToNumber(wall);
  return number - fileOffset(zone, number, true);
}

/**
 * Zones where most appointments are, asked first, so that a set of rules kept by many places gets the name
 * that people expect.
 */
const LIKELY = (
  'Europe/London Europe/Berlin Europe/Paris Europe/Athens Europe/Lisbon Europe/Moscow Europe/Istanbul America/New_York ' +
  'America/Chicago America/Denver America/Los_Angeles America/Phoenix America/Anchorage America/Halifax ' +
  'America/Sao_Paulo America/Argentina/Buenos_Aires America/Bogota America/Mexico_City Asia/Dubai Asia/Kolkata ' +
  'Asia/Shanghai Asia/Tokyo Asia/Singapore Asia/Bangkok Asia/Karachi Asia/Dhaka Asia/Jerusalem Africa/Johannesburg ' +
  'Africa/Lagos Africa/Nairobi Australia/Sydney Australia/Brisbane Australia/Adelaide Australia/Perth Pacific/Auckland'
).split(' ');

/**
 * The IANA zone that keeps the same time as the file's rules from `fromYear` to `toYear`. Each month is
 * compared on four days, and each change to the hour.
 */
export function matchZone(zone: FileZone, fromYear: number, toYear: number): string | undefined {
  const samples: number[] = [];
  const last = Math.min(toYear, fromYear + 40);
  for (let year = fromYear; year <= last; year++) {
    for (let month = 0; month < 12; month++) {
      for (const day of [1, 8, 15, 22]) samples.push(Date.UTC(year, month, day, 12));
    }
  }
  const offsets = samples.map((at) => fileOffset(zone, at));
  // Most candidates differ in the middle of January or July of the first year: ask those first.
  const telling = [2, 26].filter((index) => index < samples.length);
  const keepsTime = (name: string): boolean =>
    telling.every((index) => offsetAt(name, samples[index]!) === offsets[index]) &&
    samples.every((at, index) => offsetAt(name, at) === offsets[index]) &&
    changesAgree(name);
  const changesAgree = (name: string): boolean =>
    samples.every((at, index) => {
      if (index === 0 || offsets[index] === offsets[index - 1]) return true;
      const change = findChange(name, samples[index - 1]!, at);
      return (
        fileOffset(zone, change - 1) === offsets[index - 1] && fileOffset(zone, change) === offsets[index]
      );
    });
  return (
    LIKELY.find(keepsTime) ??
    Intl.supportedValuesOf('timeZone').find((name) => !name.startsWith('Etc/') && keepsTime(name))
  );
}

/** The first instant in `(from, to]` with the offset that holds at `to`. */
function findChange(zone: string, from: number, to: number): number {
  const after = offsetAt(zone, to);
  let [low, high] = [from, to];
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2000) * 1000;
    if (middle <= low) break;
    if (offsetAt(zone, middle) === after) high = middle;
    else low = middle;
  }
  return high;
}

interface Change {
  /** Wall clock, before the change, as a number. */
  readonly onset: number;
  readonly from: number;
  readonly to: number;
}

function changesIn(zone: string, fromYear: number, toYear: number): Change[] {
  const changes: Change[] = [];
  const end = Date.UTC(toYear + 1, 0, 1);
  for (let at = Date.UTC(fromYear, 0, 1); at < end; at += 7 * DAY) {
    const from = offsetAt(zone, at);
    const to = offsetAt(zone, at + 7 * DAY);
    if (from !== to) changes.push({ onset: findChange(zone, at, at + 7 * DAY) + from, from, to });
  }
  return changes;
}

const compact = (number: number): string => numberToWall(number).replace(/[-:]/g, '');

function offsetText(offset: number): string {
  const seconds = Math.abs(offset) / 1000;
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const rest = seconds % 60 ? two(seconds % 60) : '';
  return `${offset < 0 ? '-' : '+'}${two(seconds / 3600)}${two((seconds / 60) % 60)}${rest}`;
}

/** `BYMONTH=10;BYDAY=-1SU` where that is what the changes have in common, oldest first. */
function commonRule(changes: readonly Change[]): string | undefined {
  const dates = changes.map(({ onset }) => new Date(onset));
  const first = dates[0]!;
  const same = dates.every(
    (date, index) =>
      date.getUTCMonth() === first.getUTCMonth() &&
      date.getUTCDay() === first.getUTCDay() &&
      date.getUTCFullYear() === first.getUTCFullYear() + index &&
      changes[index]!.onset % DAY === changes[0]!.onset % DAY
  );
  if (!same || dates.length < 3) return undefined;
  const weekday = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'][first.getUTCDay()]!;
  const isLast = dates.every(
    (date) => new Date(date.getTime() + 7 * DAY).getUTCMonth() !== date.getUTCMonth()
  );
  const weeks = new Set(dates.map((date) => Math.ceil(date.getUTCDate() / 7)));
  if (!isLast && weeks.size > 1) return undefined;
  return `FREQ=YEARLY;BYMONTH=${first.getUTCMonth() + 1};BYDAY=${isLast ? -1 : [...weeks][0]}${weekday}`;
}

/**
 * The lines of a VTIMEZONE that is right from `fromYear` to `toYear`. Changes that follow one rule up to the
 * end are written as that rule without end; earlier ones one by one. `id` is the name it goes by in the file.
 */
export function writeVtimezone(zone: string, fromYear: number, toYear: number, id = zone): string[] {
  const lines = ['BEGIN:VTIMEZONE', `TZID:${id}`, `X-LIC-LOCATION:${zone}`];
  const changes = changesIn(zone, fromYear - 1, toYear + 4);
  const base = offsetAt(zone, Date.UTC(fromYear - 1, 0, 1));
  const standard = Math.min(...changes.map(({ from, to }) => Math.min(from, to)), base);
  const add = (kind: string, from: number, to: number, start: number, more: string[]): void => {
    lines.push(`BEGIN:${kind}`, `DTSTART:${compact(start)}`, `TZOFFSETFROM:${offsetText(from)}`);
    lines.push(`TZOFFSETTO:${offsetText(to)}`, ...more, `END:${kind}`);
  };
  // What held before the first change.
  add(base > standard ? 'DAYLIGHT' : 'STANDARD', base, base, Date.UTC(fromYear - 1, 0, 1), []);
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const key = `${change.from} ${change.to}`;
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  for (const group of groups.values()) {
    const kind = group[0]!.to > group[0]!.from ? 'DAYLIGHT' : 'STANDARD';
    const reachesEnd = new Date(group.at(-1)!.onset).getUTCFullYear() === toYear + 4;
    let split = group.length;
    if (reachesEnd) {
      while (split > 0 && (group.length - split < 3 || commonRule(group.slice(split - 1)))) split -= 1;
      if (split < group.length && !commonRule(group.slice(split))) split = group.length;
    }
    const [single, regular] = [group.slice(0, split), group.slice(split)];
    if (single.length > 0) {
      const dates = single.slice(1).map(({ onset }) => compact(onset));
      add(
        kind,
        single[0]!.from,
        single[0]!.to,
        single[0]!.onset,
        dates.length ? [`RDATE:${dates.join(',')}`] : []
      );
    }
    if (regular.length > 0) {
      add(kind, regular[0]!.from, regular[0]!.to, regular[0]!.onset, [`RRULE:${commonRule(regular)!}`]);
    }
  }
  lines.push('END:VTIMEZONE');
  return lines;
}
