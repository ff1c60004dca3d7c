/**
 * Wall clocks and instants in named zones, with Intl alone: cheap enough for every row of Today.
 *
 * Clock changes are resolved as RFC 5545 and Temporal's `compatible` do: a time that a change skips is read
 * with the offset from before it (02:30 becomes 03:30), and a time that comes twice is the first of the two.
 * A missing zone is a floating time; callers say in whose zone it is read.
 */
import type { PlainDate, PlainDateTime, When, Zone } from '../base/values.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Both ends of a slot equal means one offset throughout: no zone changed twice within four days. */
const SLOT = 4 * DAY;
/** Two centuries of one zone. */
const MOST_SLOTS = 20_000;

interface ZoneClock {
  readonly format: Intl.DateTimeFormat;
  readonly slots: Map<number, number | null>;
}

const clocks = new Map<string, ZoneClock | null>();

function clockOf(zone: string): ZoneClock | null {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  let clock: ZoneClock | null = null;
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric'
    });
    clock = { format, slots: new Map() };
  } catch {
    // Not a zone that this machine knows.
  }
  clocks.set(zone, clock);
  return clock;
}

/** Whether this machine knows the zone by that name (IANA names and their old spellings, any case). */
export const isZone = (name: string): boolean => /^[A-Za-z]/.test(name) && clockOf(name) !== null;

function measure(clock: ZoneClock, ms: number): number {
  const second = Math.floor(ms / 1000) * 1000;
  const parts: Record<string, string> = {};
  for (const { type, value } of clock.format.formatToParts(second)) parts[type] = value;
  const year = parts.era === 'BC' ? 1 - Number(parts.year) : Number(parts.year);
  const wall = new Date(0);
  wall.setUTCFullYear(year, Number(parts.month) - 1, Number(parts.day));
  wall.setUTCHours(Number(parts.hour), Number(parts.minute), Number(parts.second));
  return wall.getTime() - second;
}

/** How far the zone's wall clock is ahead of UTC at an instant, in milliseconds. Unknown zones count as UTC. */
export function offsetAt(zone: Zone, ms: number): number {
  if (zone === 'UTC') return 0;
  const clock = clockOf(zone);
  if (!clock || !Number.isFinite(ms)) return 0;
  const slot = Math.floor(ms / SLOT);
  let offset = clock.slots.get(slot);
  if (offset === undefined) {
    const first = measure(clock, slot * SLOT);
    offset = measure(clock, (slot + 1) * SLOT) === first ? first : null;
    if (clock.slots.size > MOST_SLOTS) clock.slots.clear();
    clock.slots.set(slot, offset);
  }
  return offset ?? measure(clock, ms);
}

/** A wall clock (or a day, read as its midnight) as if it stood in UTC; NaN when it is not one. */
export const wallToNumber = (wall: PlainDateTime | PlainDate): number =>
  Date.parse(wall.length === 10 ? `${wall}T00:00:00Z` : `${wall}Z`);

/** The opposite of `wallToNumber`: `2026-11-23T09:30:00`. */
export const numberToWall = (number: number): PlainDateTime => new Date(number).toISOString().slice(0, 19);

/** The instant (epoch ms) at which the zone's clock shows `wall`; see the head for clock changes. */
export function wallToMs(wall: PlainDateTime | PlainDate, zone: Zone): number {
  const number = wallToNumber(wall);
  if (zone === 'UTC') return number;
  const before = offsetAt(zone, number - DAY);
  const after = offsetAt(zone, number + DAY);
  const early = number - before;
  if (before === after || offsetAt(zone, early) === before) return early;
  const late = number - after;
  return offsetAt(zone, late) === after ? late : early;
}

/** What the zone's clock shows at an instant. */
export const msToWall = (ms: number, zone: Zone): PlainDateTime => numberToWall(ms + offsetAt(zone, ms));

/** The day it is in the zone at an instant. */
export const msToDate = (ms: number, zone: Zone): PlainDate => msToWall(ms, zone).slice(0, 10);

/** Moves a day by whole days. */
export const addDays = (date: PlainDate, days: number): PlainDate =>
  numberToWall(wallToNumber(date.slice(0, 10)) + days * DAY).slice(0, 10);

/** 1 is Monday, 7 Sunday. */
export const weekdayOf = (date: PlainDate): number =>
  new Date(wallToNumber(date.slice(0, 10))).getUTCDay() || 7;

/** The same moment on another zone's clock. */
export const changeZone = (wall: PlainDateTime, from: Zone, to: Zone): PlainDateTime =>
  from === to ? wall : msToWall(wallToMs(wall, from), to);

/** The span of an appointment in epoch ms; all-day and floating times are read in the viewer's zone. */
export function whenToMs(when: When, viewer: Zone): { startMs: number; endMs: number } {
  const startZone = when.allDay ? viewer : (when.startZone ?? viewer);
  const endZone = when.allDay ? viewer : (when.endZone ?? when.startZone ?? viewer);
  return { startMs: wallToMs(when.start, startZone), endMs: wallToMs(when.end, endZone) };
}
