/** Dates and times of a calendar file: each with the zone that its TZID means, or the nearest that can be said. */
import type { CalProperty } from './ical-component.ts';
import { paramOf } from './ical-component.ts';
import { t } from './text.ts';
import { fileWallToMs, matchZone, type FileZone } from './vtimezone.ts';
import { distanceIn, zoneByName } from './zone-names.ts';
import { changeZone, numberToWall, wallToMs, wallToNumber } from './zone.ts';

/** A day, a floating wall clock, or a wall clock in a zone. */
export type ReadTime =
  | { readonly day: true; readonly wall: string }
  | { readonly day: false; readonly wall: string; readonly zone?: string };

type Say = (line: number, sentence: string) => void;

/** Comparing a file's zone with all that are known is slow; no honest file needs it more often. */
const MOST_ATTEMPTS = 60;

/** All zones of one file: finds each name's zone once and says once what is odd about it. */
export class ZoneBook {
  readonly #zones = new Map<string, FileZone>();
  readonly #matches = new Map<string, string[]>();
  readonly #failed = new Set<string>();
  #attempts = 0;
  readonly #said = new Set<string>();
  readonly #calendarZone: string | undefined;
  readonly #say: Say;

  constructor(zones: readonly FileZone[], calendarZone: string | undefined, say: Say) {
    for (const zone of zones) this.#zones.set(zone.id, zone);
    this.#calendarZone = calendarZone;
    this.#say = say;
  }

  /** Puts a wall clock written with this TZID into a zone that everyone knows. */
  place(wall: string, written: string, line: number): { wall: string; zone?: string } {
    const name = written.trim();
    const described = this.#zones.get(name);
    const named = zoneByName(name) ?? (described?.hint ? zoneByName(described.hint) : undefined);
    const isDistance =
      named !== undefined && /^(Etc\/GMT|UTC$)/.test(named) && !/^\W*(etc\/|utc\W*$|gmt\W*$|z$)/i.test(name);
    if (named && !(isDistance && described)) {
      if (isDistance) this.#once(line, name, t('zoneDistance', { zone: name }));
      return { wall, zone: named };
    }
    if (described) {
      const zone = this.#match(described, wall);
      if (zone) return { wall, zone };
      if (named) return { wall, zone: named };
      const everMatched = this.#matches.has(name);
      this.#once(
        line,
        everMatched ? `${name} ${wall.slice(0, 4)}` : name,
        t(everMatched ? 'zoneToUtcOne' : 'zoneToUtc', { zone: name })
      );
      return { wall: numberToWall(fileWallToMs(described, wall)), zone: 'UTC' };
    }
    const distance = /^\W*(utc|gmt)/i.test(name) ? distanceIn(name) : undefined;
    if (distance !== undefined) {
      this.#once(line, name, t('zoneToUtc', { zone: name }));
      return { wall: numberToWall(wallToNumber(wall) - distance * 60_000), zone: 'UTC' };
    }
    if (this.#calendarZone) {
      this.#once(line, name, t('zoneCalendar', { zone: name, other: this.#calendarZone }));
      return { wall, zone: this.#calendarZone };
    }
    this.#once(line, name, t('zoneFloating', { zone: name }));
    return { wall };
  }

  #match(zone: FileZone, wall: string): string | undefined {
    const exact = fileWallToMs(zone, wall);
    const known = this.#matches.get(zone.id) ?? [];
    const again = known.find((name) => wallToMs(wall, name) === exact);
    if (again) return again;
    const year = Number(wall.slice(0, 4));
    const key = `${zone.id} ${year}`;
    if (this.#failed.has(key) || this.#attempts >= MOST_ATTEMPTS) return undefined;
    this.#attempts += 1;
    const match = matchZone(zone, year, year);
    if (!match || wallToMs(wall, match) !== exact) {
      this.#failed.add(key);
      return undefined;
    }
    if (!known.includes(match)) this.#matches.set(zone.id, [...known, match]);
    return match;
  }

  #once(line: number, about: string, sentence: string): void {
    if (this.#said.has(about)) return;
    this.#said.add(about);
    this.#say(line, sentence);
  }
}

/** A day or time of a property, nothing where the text is none. Periods count from their start. */
export function readTime(property: CalProperty, value: unknown, zones: ZoneBook): ReadTime | undefined {
  const text = Array.isArray(value) ? value[0] : value;
  if (typeof text !== 'string') return undefined;
  const match = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d):(\d\d)(Z)?)?Z?$/.exec(text.trim());
  if (!match) return undefined;
  const [, date, time, second, utc] = match;
  if (!time) return isReal(date!) ? { day: true, wall: date! } : undefined;
  // A leap second has no wall clock of its own.
  const wall = `${date}T${time}:${second === '60' ? '59' : second}`;
  if (!isReal(wall)) return undefined;
  if (utc) return { day: false, wall, zone: 'UTC' };
  const tzid = paramOf(property, 'tzid');
  if (tzid === undefined || tzid.trim() === '') return { day: false, wall };
  return { day: false, ...zones.place(wall, tzid, property.line) };
}

/** Whether that day exists: some engines turn 31 February into 2 March. */
function isReal(wall: string): boolean {
  const number = wallToNumber(wall);
  return Number.isFinite(number) && numberToWall(number).startsWith(wall);
}

/** A time in the form of a series' start, so that it names one of its occurrences. */
export function inFormOf(start: ReadTime, time: ReadTime): string {
  if (start.day) return time.wall.slice(0, 10);
  if (time.day) return `${time.wall}T${start.wall.slice(11)}`;
  const zone = start.zone;
  return zone && time.zone ? changeZone(time.wall, time.zone, zone) : time.wall;
}

const DURATION =
  /^([+-])?P(?:(\d{1,5})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,7})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?$/;

/** Days and seconds of a duration; weeks are days. `PT1W` and other slips are read where they are clear. */
export function readDuration(text: string): { negative: boolean; days: number; seconds: number } | undefined {
  const match = DURATION.exec(text.trim().toUpperCase());
  if (!match || /P$|T$/.test(text)) return undefined;
  const [weeks, days, hours, minutes, seconds] = match.slice(2).map((part) => Number(part ?? 0));
  return {
    negative: match[1] === '-',
    days: weeks! * 7 + days!,
    seconds: hours! * 3600 + minutes! * 60 + seconds!
  };
}
