/**
 * What stands in the agenda of a stretch of days: everything with an `agenda` facet, clashes and gaps
 * worked out. Pure; the expansion of series is handed in.
 */
import type { RecordId } from '../../base/ids.ts';
import type { PlainDate, When, Zone } from '../../base/values.ts';
import type { StoredRecord } from '../../store/office.ts';
import type { AgendaFacet, RecordType } from '../../store/record.ts';
import { addDays, daysBetween } from '../../ui/format.ts';
import { instantToPlain, plainToInstant } from '../../ui/zones.ts';

export interface AgendaItem {
  readonly key: string;
  readonly record: StoredRecord;
  readonly title: string;
  /** Of this occurrence. */
  readonly when: When;
  /** Milliseconds since 1970; `to` is exclusive. */
  readonly from: number;
  readonly to: number;
  readonly agenda: AgendaFacet;
  /** Titles of what it collides with, travel included. */
  readonly clashes: readonly string[];
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** As `formats/recurrence.ts` gives it. */
export type Expand = (
  repeating: { when: When; repeat?: AgendaFacet['repeat']; except?: readonly string[] },
  window: Span,
  zone: Zone
) => readonly { readonly start: string; readonly startMs: number; readonly endMs: number }[];

type Types = ReadonlyMap<string, RecordType>;
const MINUTE = 60_000;

export const dayToSpan = (day: PlainDate, zone: Zone): Span => ({
  from: plainToInstant(`${day}T00:00:00`, zone),
  to: plainToInstant(`${addDays(day, 1)}T00:00:00`, zone)
});

/** Written days that may fall into others, a day wider than any zone can shift them. */
export const aroundDays = (first: PlainDate, last: PlainDate) => ({
  first: addDays(first, -1),
  last: addDays(last, 1)
});

/** True for what may matter in these days: never wrongly false, and cheap, since every record is asked. */
export function mayMatter(
  record: StoredRecord,
  types: Types,
  { first, last }: { readonly first: PlainDate; readonly last: PlainDate }
): boolean {
  const agenda = types.get(record.type)?.facets.agenda?.(record.values);
  if (!agenda) return false;
  const within = (from: string, to: string) => from.slice(0, 10) <= last && to.slice(0, 10) >= first;
  if (agenda.repeat) return agenda.when.start.slice(0, 10) <= last || !!agenda.repeat.dates;
  // A moved instance counts on the day it was moved away from too, where it keeps the series' own away.
  const at = agenda.instanceOf?.at;
  return within(agenda.when.start, agenda.when.end) || (at !== undefined && within(at, at));
}

/** Everything not cancelled that touches the span, whole days first, then by start. */
export function agendaIn(
  records: readonly StoredRecord[],
  span: Span,
  { types, zone, expand }: { types: Types; zone: Zone; expand: Expand }
): AgendaItem[] {
  const found: Omit<AgendaItem, 'clashes'>[] = [];
  const replaced = new Map<RecordId, string[]>();
  for (const record of records) {
    const of = types.get(record.type)?.facets.agenda?.(record.values)?.instanceOf;
    if (of) replaced.set(of.series, [...(replaced.get(of.series) ?? []), of.at]);
  }
  for (const record of records) {
    const type = types.get(record.type);
    const agenda = type?.facets.agenda?.(record.values);
    if (!type || !agenda || agenda.cancelled) continue;
    const add = (when: When, key: string, from: number, to: number) => {
      const touches = from < span.to && (to > span.from || from >= span.from);
      if (touches) found.push({ key, record, title: type.title(record.values), when, from, to, agenda });
    };
    if (!agenda.repeat) {
      const { from, to } = whenToSpan(agenda.when, zone);
      add(agenda.when, record.id, from, to);
    } else {
      const except = [...(agenda.except ?? []), ...(replaced.get(record.id) ?? [])];
      for (const one of expand({ when: agenda.when, repeat: agenda.repeat, except }, span, zone))
        add(occurrenceToWhen(agenda.when, one, zone), `${record.id}@${one.start}`, one.startMs, one.endMs);
    }
  }
  const clashes = findClashes(found);
  return found
    .sort(
      (a, b) =>
        Number(b.when.allDay) - Number(a.when.allDay) ||
        a.from - b.from ||
        b.to - a.to ||
        (a.key < b.key ? -1 : 1)
    )
    .map((item) => ({ ...item, clashes: clashes.get(item.key) ?? [] }));
}

export function whenToSpan(when: When, zone: Zone): Span {
  const read = (wall: string, own: Zone | undefined) =>
    when.allDay ? plainToInstant(`${wall}T00:00:00`, zone) : plainToInstant(wall, own ?? zone);
  const from = read(when.start, when.startZone);
  return { from, to: Math.max(from, read(when.end, when.endZone ?? when.startZone)) };
}

function occurrenceToWhen(first: When, one: { start: string; endMs: number }, zone: Zone): When {
  if (first.allDay)
    return { ...first, start: one.start, end: addDays(one.start, daysBetween(first.start, first.end)) };
  return {
    ...first,
    start: one.start,
    end: instantToPlain(one.endMs, first.endZone ?? first.startZone ?? zone)
  };
}

/** Door to door: travel counts, touching does not; what is shown as free collides with nothing. */
function findClashes(items: readonly Omit<AgendaItem, 'clashes'>[]): Map<string, string[]> {
  const busy = items.filter(({ agenda, when }) => !agenda.free && !when.allDay);
  const leaves = ({ from, agenda }: (typeof busy)[number]) => from - (agenda.travelBefore ?? 0) * MINUTE;
  const returns = ({ to, agenda }: (typeof busy)[number]) => to + (agenda.travelAfter ?? 0) * MINUTE;
  const found = new Map<string, string[]>();
  for (const one of busy)
    for (const other of busy)
      if (one !== other && leaves(one) < returns(other) && leaves(other) < returns(one))
        found.set(one.key, [...(found.get(one.key) ?? []), other.title]);
  return found;
}

export interface Gap extends Span {
  /** It stands before this item. */
  readonly before: string;
}

/** Stretches of `least` minutes or more between one busy time and the next of a day. */
export function gapsBetween(items: readonly AgendaItem[], least = 45): Gap[] {
  const busy = items.filter(({ agenda, when }) => !agenda.free && !when.allDay);
  const gaps: Gap[] = [];
  let free = -Infinity;
  for (const item of busy) {
    const leaves = item.from - (item.agenda.travelBefore ?? 0) * MINUTE;
    if (free > 0 && leaves - free >= least * MINUTE) gaps.push({ before: item.key, from: free, to: leaves });
    free = Math.max(free, item.to + (item.agenda.travelAfter ?? 0) * MINUTE);
  }
  return gaps;
}
