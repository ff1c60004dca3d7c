/** Records and their values in words, for lists, history, search, copies and print. */
import type { RecordId } from '../base/ids.ts';
import type {
  Address,
  Attendee,
  ChecklistItem,
  Email,
  Moment,
  Money,
  PersonName,
  Phone,
  Recurrence,
  Source,
  When
} from '../base/values.ts';
import type { FieldDefinition, ListElement } from '../store/fields.ts';
import type { Office, StoredRecord } from '../store/office.ts';
import type { RecordType } from '../store/record.ts';
import {
  formatBirthday,
  formatDate,
  formatDateTime,
  formatDuration,
  formatMoney,
  formatNumber,
  formatWhen
} from '../ui/format.ts';
import { zoneToCity } from '../ui/zones.ts';
import { recurrenceToText } from './recurrence-words.ts';
import { t } from './text.ts';

/** What words need of the office. */
export type Names = Pick<Office, 'get' | 'types'>;

export function recordToTitle(record: StoredRecord, { types }: Pick<Office, 'types'>): string {
  const type = types.get(record.type) as RecordType | undefined;
  if (type && record.known) return type.title(record.values as never);
  const said = Object.values(record.values).find((value) => typeof value === 'string' && value !== '');
  return (said as string | undefined) ?? t('newerType');
}

export const idToTitle = (id: RecordId, names: Names): string | undefined => {
  const record = names.get(id);
  return record && recordToTitle(record, names);
};

export function recordToSubtitle(record: StoredRecord, names: Names): string {
  const type = names.types.get(record.type) as RecordType | undefined;
  if (!type || !record.known) return '';
  return type.subtitle?.(record.values as never, (id) => idToTitle(id, names)) ?? '';
}

/** The day it is on or due, or how it comes again, for lists in which that tells it from others of the same name. */
export function recordToDay({ type, values }: StoredRecord, { types }: Pick<Office, 'types'>): string {
  const facets = types.get(type)?.facets;
  const agenda = facets?.agenda?.(values);
  if (agenda?.repeat) return recurrenceToText(agenda.repeat);
  const day = agenda?.when.start.slice(0, 10) ?? facets?.due?.(values)?.date;
  return day ? formatDate(day) : '';
}

export const addressToLine = ({ street, extra, postcode, city, region, country }: Address): string =>
  [street, extra, [postcode, city].filter(Boolean).join(' '), region, country].filter(Boolean).join(', ');

type Words = (value: never, field: FieldDefinition, names: Names) => string;
const asText: Words = (value: unknown) => String(value);

const words: Record<FieldDefinition['kind'], Words> = {
  text: asText,
  longText: asText,
  note: asText,
  url: asText,
  colour: asText,
  number: (value: number, { unit }) =>
    unit ? t('withUnit', { value: formatNumber(value), unit }) : formatNumber(value),
  money: (value: Money) => formatMoney(value),
  date: (value: string) => (value.startsWith('--') ? formatBirthday(value) : formatDate(value)),
  moment: (value: Moment) => formatDateTime(value),
  when: (value: When) => formatWhen(value),
  zone: (value: string) => zoneToCity(value),
  duration: (value: string) => formatDuration(value),
  recurrence: (value: Recurrence) => recurrenceToText(value),
  choice: (value: string, { choices }) =>
    choices?.find((choice) => choice.value === value)?.label() ?? String(value),
  link: (value: string, _, names) => idToTitle(value, names) ?? t('unknownLink'),
  personName: (value: PersonName) => value.full,
  address: (value: Address) => addressToLine(value),
  email: (value: Email) => value.address,
  phone: (value: Phone) => value.number,
  checkbox: (value: boolean) => (value ? t('yes') : t('no')),
  rating: (value: number, { max = 5 }) => t('ofMost', { n: value, max }),
  attendee: (value: Attendee, _, names) => (value.person && idToTitle(value.person, names)) || value.name,
  checklistItem: (value: ChecklistItem) => `${value.done ? '☑' : '☐'} ${value.text}`,
  source: (value: Source) => value.file,
  list: (value: readonly ListElement[], { of }, names) =>
    value.map((element) => valueToText(of!, element.value, names)).join(', ')
};

/** Never throws on a value of another shape than its field says: a newer version may have written it. */
export function valueToText(field: FieldDefinition, value: unknown, names: Names): string {
  if (value === undefined || value === null || value === '') return '';
  try {
    return words[field.kind](value as never, field, names);
  } catch {
    return t('newerField');
  }
}
