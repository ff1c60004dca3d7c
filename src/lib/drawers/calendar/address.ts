/**
 * What the address of the calendar says: `/calendar/week/2026-11-23`, and behind it what is open:
 * `/calendar/week/2026-11-23/RECORD/START`. `/calendar/RECORD` is where links from elsewhere lead.
 */
import type { RecordId } from '../../base/ids.ts';
import type { PlainDate } from '../../base/values.ts';
import { addDays, addMonths, startOfMonth, startOfWeek } from './wall.ts';

export const VIEWS = ['day', 'week', 'month', 'year', 'agenda'] as const;
export type View = (typeof VIEWS)[number];

export interface Address {
  readonly view: View | undefined;
  readonly day: PlainDate | undefined;
  /** The record whose page is open; of a series, the start of one occurrence. */
  readonly open?: RecordId;
  readonly at?: string;
}

const isView = (text: string | undefined): text is View => VIEWS.includes(text as View);
const isDate = (text: string | undefined): text is PlainDate =>
  /^\d{4}-\d\d-\d\d$/.test(text ?? '') && Number.isFinite(Date.parse(`${text}T00:00:00Z`));

export function pathToAddress(path: readonly string[]): Address {
  const [first, second, ...rest] = path.filter(Boolean);
  if (!isView(first)) return { view: undefined, day: undefined, open: first, at: second };
  return { view: first, day: isDate(second) ? second : undefined, open: rest[0], at: rest[1] };
}

export const addressToPath = (view: View, day: PlainDate, open?: RecordId, at?: string): string =>
  ['/calendar', view, day, ...(open ? [open, ...(at ? [at] : [])] : [])].join('/');

/** Days of the agenda that are shown at first. */
export const AGENDA_DAYS = 28;

export interface Days {
  readonly first: PlainDate;
  readonly afterLast: PlainDate;
}

/** The days that a view shows; `weekStart` 0 is Sunday. */
export function daysOf(view: View, day: PlainDate, weekStart: number): Days {
  if (view === 'day') return { first: day, afterLast: addDays(day, 1) };
  if (view === 'agenda') return { first: day, afterLast: addDays(day, AGENDA_DAYS) };
  if (view === 'year')
    return { first: `${day.slice(0, 4)}-01-01`, afterLast: `${Number(day.slice(0, 4)) + 1}-01-01` };
  const first = startOfWeek(view === 'month' ? startOfMonth(day) : day, weekStart);
  return { first, afterLast: addDays(first, view === 'month' ? 42 : 7) };
}

/** A day in the next or previous page of the view. */
export function turnPage(view: View, day: PlainDate, by: 1 | -1): PlainDate {
  if (view === 'day') return addDays(day, by);
  if (view === 'week' || view === 'agenda') return addDays(day, by * 7);
  return addMonths(startOfMonth(day), by * (view === 'year' ? 12 : 1));
}
