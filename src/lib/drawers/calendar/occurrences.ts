/**
 * What stands in the calendar in a window of time: records with an `agenda` facet, series expanded,
 * changed instances in the place of the occurrences they replace. Pure; the expansion is handed in.
 */
import type { RecordId } from '../../base/ids.ts';
import type { When, Zone } from '../../base/values.ts';
import type { StoredRecord } from '../../store/office.ts';
import type { AgendaFacet, RecordType } from '../../store/record.ts';
import { spanToWhen, whenToSpan, type Span } from './span.ts';

export interface Occurrence extends Span {
  /** Unlike any other's in the calendar, and the same after each change. */
  readonly key: string;
  readonly record: StoredRecord;
  readonly title: string;
  /** Of this occurrence; the record's own where it does not repeat. */
  readonly when: When;
  readonly agenda: AgendaFacet;
  /** For an occurrence of a series, and for a changed one: the series and which start of it this is. */
  readonly of?: { readonly series: RecordId; readonly at: string };
  /** This is a record of its own that replaces an occurrence of the series. */
  readonly changed: boolean;
}

/** As in formats/recurrence.ts. */
export type ExpandSeries = typeof import('../../formats/recurrence.ts').expand;

export interface OccurrenceOptions {
  readonly types: ReadonlyMap<string, RecordType>;
  /** The viewer's: floating times and all-day days are read in it. */
  readonly zone: Zone;
  readonly expand: ExpandSeries;
}

/** A record never changes, so what it says to the calendar is asked once. */
const agendas = new WeakMap<StoredRecord, AgendaFacet | null>();

export function agendaOf(
  record: StoredRecord,
  types: ReadonlyMap<string, RecordType>
): AgendaFacet | undefined {
  let agenda = agendas.get(record);
  if (agenda === undefined) {
    agenda = types.get(record.type)?.facets.agenda?.(record.values) ?? null;
    agendas.set(record, agenda);
  }
  return agenda ?? undefined;
}

const DAY = 86_400_000;
/** Of one series in one window: more than an hourly one in a year's view, and an end for a secondly one. */
const MOST = 1000;
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/** Whether a record may have something in the window; quick enough to ask of all, and never wrongly false. */
export function mayFallIn(window: Span): (agenda: AgendaFacet) => boolean {
  // Written times are compared as text, a day wider on both sides than any zone can shift them.
  const first = dayOf(window.from - DAY);
  const last = `${dayOf(window.to + DAY)}~`;
  return ({ when, repeat }) => {
    if (when.start > last) return !!repeat?.dates?.some((date) => date <= last);
    return !!repeat || when.end >= first;
  };
}

export const overlaps = (a: Span, b: Span): boolean =>
  (a.from < b.to && b.from < a.to) || (a.from === a.to && a.from >= b.from && a.from < b.to);

/** Everything in the window in order of start, the longer first where they start together. */
export function occurrencesIn(
  records: readonly StoredRecord[],
  window: Span,
  { types, zone, expand }: OccurrenceOptions
): Occurrence[] {
  const replaced = replacedStarts(records, types);
  const mayFall = mayFallIn(window);
  const found: Occurrence[] = [];
  for (const record of records) {
    const agenda = agendaOf(record, types);
    if (!agenda || !mayFall(agenda)) continue;
    const title = types.get(record.type)!.title(record.values);
    const make = (
      key: string,
      when: When,
      span: Span,
      of: Occurrence['of'],
      changed: boolean
    ): Occurrence => ({
      key,
      record,
      title,
      when,
      agenda,
      of,
      changed,
      ...span
    });
    if (!agenda.repeat) {
      const span = whenToSpan(agenda.when, zone);
      if (overlaps(span, window))
        found.push(make(record.id, agenda.when, span, agenda.instanceOf, !!agenda.instanceOf));
    } else {
      const { when, repeat } = agenda;
      const except = [...(agenda.except ?? []), ...(replaced.get(record.id) ?? [])];
      for (const { start, startMs, endMs } of expand({ when, repeat, except }, window, zone, MOST)) {
        const span = { from: startMs, to: endMs };
        const at = { ...spanToWhen(span, when, zone), start };
        found.push(make(`${record.id}@${start}`, at, span, { series: record.id, at: start }, false));
      }
    }
  }
  return found.sort((a, b) => a.from - b.from || b.to - a.to || (a.key < b.key ? -1 : 1));
}

/** For each series the starts that stand as records of their own, also where `except` does not name them. */
function replacedStarts(records: readonly StoredRecord[], types: ReadonlyMap<string, RecordType>) {
  const replaced = new Map<RecordId, string[]>();
  for (const record of records) {
    const of = agendaOf(record, types)?.instanceOf;
    if (of) replaced.set(of.series, [...(replaced.get(of.series) ?? []), of.at]);
  }
  return replaced;
}
