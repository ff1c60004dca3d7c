/**
 * Sums on wall-clock times as they are written (`2026-11-23` and `2026-11-23T09:30:00`), without any zone:
 * an hour later on the clock's face. What instant that is, `span.ts` says.
 */
import type { PlainDate, PlainDateTime } from '../../base/values.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;

const toNumber = (wall: string): number => Date.parse(wall.length === 10 ? `${wall}T00:00:00Z` : `${wall}Z`);
const toWall = (ms: number): PlainDateTime => new Date(ms).toISOString().slice(0, 19);

export const dateOf = (wall: PlainDateTime | PlainDate): PlainDate => wall.slice(0, 10);
/** `09:30:00`; midnight for a day. */
export const timeOf = (wall: PlainDateTime | PlainDate): string => wall.slice(11) || '00:00:00';
export const isDay = (wall: string): boolean => wall.length === 10;

/** In the form that was given: whole days for a day. */
export function addMinutes(wall: string, minutes: number): string {
  const moved = toWall(toNumber(wall) + minutes * MINUTE);
  return isDay(wall) ? dateOf(moved) : moved;
}

export const addDays = (wall: string, days: number): string => addMinutes(wall, days * 1440);

export const minutesBetween = (earlier: string, later: string): number =>
  (toNumber(later) - toNumber(earlier)) / MINUTE;

export const daysBetween = (earlier: string, later: string): number =>
  Math.round((toNumber(dateOf(later)) - toNumber(dateOf(earlier))) / DAY);

/** 0 is Sunday, as in Intl's and RFC 5545's order SU MO TU WE TH FR SA. */
export const weekdayOf = (wall: string): number => new Date(toNumber(dateOf(wall))).getUTCDay();

/** The first day of the week that `day` lies in; `weekStart` as in `weekdayOf`. */
export const startOfWeek = (day: PlainDate, weekStart: number): PlainDate =>
  addDays(day, -((weekdayOf(day) - weekStart + 7) % 7));

export const startOfMonth = (day: PlainDate): PlainDate => `${day.slice(0, 7)}-01`;

export function addMonths(day: PlainDate, months: number): PlainDate {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}
