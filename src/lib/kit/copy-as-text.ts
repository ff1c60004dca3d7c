/**
 * Records as text to paste into a mail: the weekday first and the year always, so that a wrong date is noticed,
 * and times on the clocks of everybody concerned.
 */
import type { Attendee, When, Zone } from '../base/values.ts';
import type { FieldMap, ListElement } from '../store/fields.ts';
import type { StoredRecord } from '../store/office.ts';
import { addDays, formatDate, formatTime } from '../ui/format.ts';
import { viewerZone } from '../ui/settings.svelte.ts';
import { convertPlain, zoneToCity } from '../ui/zones.ts';
import { recordToSubtitle, recordToTitle, valueToText, type Names } from './record-words.ts';
import { t } from './text.ts';
import { isEmpty, listToValues } from './validate.ts';

const day = (plain: string) => formatDate(plain.slice(0, 10), { style: 'long' });

/** `Tuesday 24 November 2026, 14:00–15:30 in Lisbon; 09:00–10:30 in New York`. */
export function whenToText(when: When, zones: readonly Zone[] = [viewerZone()]): string {
  if (when.allDay) {
    const last = addDays(when.end, -1);
    return last > when.start ? t('fromDayToDay', { from: day(when.start), to: day(last) }) : day(when.start);
  }
  if (!when.startZone) return spanToText(when.start, when.end, day(when.start));
  const own = when.startZone;
  const said = zones.length > 0 ? zones : [own];
  let before = '';
  return [...new Set(said)]
    .map((zone) => {
      const start = convertPlain(when.start, own, zone);
      const end = convertPlain(when.end, when.endZone ?? own, zone);
      const date = day(start);
      const text = spanToText(start, end, date === before ? '' : date);
      before = date;
      return t('spanInCity', { span: text, city: zoneToCity(zone) });
    })
    .join('; ');
}

function spanToText(start: string, end: string, date: string): string {
  const first = [date, formatTime(start)].filter(Boolean).join(', ');
  if (end === start) return first;
  const last = start.slice(0, 10) === end.slice(0, 10) ? formatTime(end) : `${day(end)}, ${formatTime(end)}`;
  return start.slice(0, 10) === end.slice(0, 10)
    ? `${first}–${last}`
    : t('fromDayToDay', { from: first, to: last });
}

/** The reader's zone, the time's own, and those of the people who take part, each once. */
export function zonesOf(record: StoredRecord, names: Names): Zone[] {
  const when = record.values.when as When | undefined;
  const attendees = listToValues(record.values.attendees) as Attendee[];
  const theirs = attendees.map(
    (one) => one.person && (names.get(one.person)?.values.zone as Zone | undefined)
  );
  return [...new Set([viewerZone(), when?.startZone, ...theirs].filter(Boolean) as Zone[])];
}

/** Field by field; hidden and empty ones are left out, and so is what the title says already. */
export function recordToText(record: StoredRecord, names: Names): string {
  const title = recordToTitle(record, names);
  const fields = (names.types.get(record.type)?.fields ?? {}) as FieldMap;
  const lines = Object.entries(fields).flatMap(([name, field]) => {
    const value = record.values[name];
    if (field.hidden || isEmpty(value)) return [];
    const text =
      field.kind === 'when'
        ? whenToText(value as When, zonesOf(record, names))
        : valueToText(field, value, names);
    if (text === '' || text === title) return [];
    if (field.kind === 'when') return [text];
    if (field.kind === 'list' && ['attendee', 'checklistItem', 'address'].includes(field.of!.kind)) {
      const items = value as readonly ListElement[];
      return [`${field.label()}:`, ...items.map((item) => `• ${valueToText(field.of!, item.value, names)}`)];
    }
    return [text.includes('\n') ? `${field.label()}:\n${text}` : `${field.label()}: ${text}`];
  });
  return [title, ...lines].join('\n');
}

/** One line each: the time first where there is one. */
export function recordsToText(records: readonly StoredRecord[], names: Names): string {
  return records
    .map((record) => {
      const when = record.values.when as When | undefined;
      const parts = [when && whenToText(when), recordToTitle(record, names), recordToSubtitle(record, names)];
      return `• ${parts.filter(Boolean).join(' – ')}`;
    })
    .join('\n');
}

/** False where the browser does not allow it. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
