/**
 * Today's other lists, read from facets: what is due, whose day it is, what runs out. Pure; no type of
 * record is named here.
 */
import type { PlainDate } from '../../base/values.ts';
import type { StoredRecord } from '../../store/office.ts';
import type { AnniversaryFacet, DueFacet, RecordType } from '../../store/record.ts';
import { addDays, daysBetween } from '../../ui/format.ts';

type Types = ReadonlyMap<string, RecordType>;

/** Names of the types that have a facet, for a query. */
export const typesWith = (types: Types, facet: keyof RecordType['facets']): string[] =>
  [...types.values()].filter(({ facets }) => facets[facet]).map(({ type }) => type);

export const titleOf = (record: StoredRecord | undefined, types: Types): string =>
  (record && types.get(record.type)?.title(record.values)) ?? '';

export interface DueItem {
  readonly record: StoredRecord;
  readonly title: string;
  readonly due: DueFacet;
  /** Days late on the day it is looked at from; 0 or less is not. */
  readonly late: number;
}

export const dueOf = (record: StoredRecord, types: Types): DueFacet | undefined =>
  types.get(record.type)?.facets.due?.(record.values);

export interface DueLists {
  readonly overdue: DueItem[];
  readonly due: DueItem[];
  /** Whatever its day, up to a week ahead: it is somebody else's turn. */
  readonly waiting: DueItem[];
}

/** How far ahead others' turns are shown. */
export const WAITING_DAYS = 7;

/** Is it worth a place in the lists of a day? `ahead` is the day as many days later. Every record is asked. */
export function mayBeDue(record: StoredRecord, types: Types, day: PlainDate, ahead: PlainDate): boolean {
  const due = dueOf(record, types);
  return !!due && !due.done && due.date <= (due.waitingOn ? ahead : day);
}

/** What is late is listed only for `today`; for another day what is due on it. */
export function dueLists(
  records: readonly StoredRecord[],
  types: Types,
  day: PlainDate,
  today: PlainDate
): DueLists {
  const ahead = addDays(day, WAITING_DAYS);
  const lists: DueLists = { overdue: [], due: [], waiting: [] };
  for (const record of records) {
    const due = dueOf(record, types);
    if (!due || due.done) continue;
    const item = { record, title: titleOf(record, types), due, late: daysBetween(due.date, day) };
    if (due.waitingOn) {
      if (due.date <= ahead) lists.waiting.push(item);
    } else if (due.date === day) lists.due.push(item);
    else if (due.date < day && day === today) lists.overdue.push(item);
  }
  const order = (a: DueItem, b: DueItem) =>
    a.due.date.localeCompare(b.due.date) ||
    (a.due.time ?? '99').localeCompare(b.due.time ?? '99') ||
    a.title.localeCompare(b.title);
  for (const list of Object.values(lists)) (list as DueItem[]).sort(order);
  return lists;
}

export interface Anniversary {
  readonly record: StoredRecord;
  readonly title: string;
  readonly label: string;
  readonly date: PlainDate;
  /** How many years it makes, where known. */
  readonly years?: number;
}

/** 29 February is kept on 1 March in other years. */
function anniversaryIn(year: number, { month, day }: AnniversaryFacet): PlainDate {
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}

export function anniversariesIn(
  records: readonly StoredRecord[],
  types: Types,
  first: PlainDate,
  days: number
): Anniversary[] {
  const last = addDays(first, days - 1);
  const years = [...new Set([Number(first.slice(0, 4)), Number(last.slice(0, 4))])];
  const found: Anniversary[] = [];
  for (const record of records) {
    for (const facet of types.get(record.type)?.facets.anniversaries?.(record.values) ?? []) {
      for (const year of years) {
        const date = anniversaryIn(year, facet);
        if (date < first || date > last) continue;
        found.push({
          record,
          title: titleOf(record, types),
          label: facet.label(),
          date,
          ...(facet.year !== undefined && year > facet.year && { years: year - facet.year })
        });
      }
    }
  }
  return found.sort((a, b) => a.date.localeCompare(b.date) || a.title.localeCompare(b.title));
}

/** Days of the year, `month * 100 + day`, on which an anniversary counts: one more where 29 February moves. */
export const daysOfYear = (first: PlainDate, days: number): ReadonlySet<number> =>
  new Set(
    Array.from({ length: days }, (_, ahead) => addDays(first, ahead)).flatMap((day) => {
      const [month, date] = [Number(day.slice(5, 7)), Number(day.slice(8))];
      return month === 3 && date === 1 ? [301, 229] : [month * 100 + date];
    })
  );

/** Never wrongly false, and cheap, since everybody in the office is asked. */
export const mayBeKept = (record: StoredRecord, types: Types, on: ReadonlySet<number>): boolean =>
  types
    .get(record.type)
    ?.facets.anniversaries?.(record.values)
    .some(({ month, day }) => on.has(month * 100 + day)) ?? false;

export interface Expiry {
  readonly record: StoredRecord;
  readonly title: string;
  readonly date: PlainDate;
  /** Pencilled times that hang on it. */
  readonly options: readonly StoredRecord[];
}

/**
 * What runs out in the coming days. Where times hang on it, it counts only while one of them is still
 * pencilled: options of which one was chosen are settled.
 */
export function expiriesIn(
  records: readonly StoredRecord[],
  types: Types,
  { first, days, linksTo }: { first: PlainDate; days: number; linksTo(id: string): readonly StoredRecord[] }
): Expiry[] {
  const last = addDays(first, days - 1);
  return records
    .flatMap((record) => {
      const date = types.get(record.type)?.facets.expiry?.(record.values);
      if (!date || date < first || date > last) return [];
      const times = linksTo(record.id).flatMap((linked) => {
        const agenda = types.get(linked.type)?.facets.agenda?.(linked.values);
        return agenda && !linked.trashed ? [{ linked, agenda }] : [];
      });
      const options = times.filter(({ agenda }) => agenda.tentative && !agenda.cancelled);
      if (times.length > 0 && options.length === 0) return [];
      return [{ record, title: titleOf(record, types), date, options: options.map(({ linked }) => linked) }];
    })
    .sort((a, b) => a.date.localeCompare(b.date) || a.title.localeCompare(b.title));
}
