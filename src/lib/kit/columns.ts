/** What a list shows of records and in which order, from the fields' declarations. Pure. */
import type { Duration, Moment, Money, When } from '../base/values.ts';
import type { FieldDefinition, FieldMap } from '../store/fields.ts';
import type { StoredRecord } from '../store/office.ts';
import type { RecordType } from '../store/record.ts';
import { durationToMinutes } from '../ui/format.ts';
import { foldText } from '../base/fold.ts';
import { locale } from '../ui/settings.svelte.ts';
import { recordToSubtitle, recordToTitle, valueToText, type Names } from './record-words.ts';
import { isEmpty, listToValues } from './validate.ts';

export interface Column {
  readonly name: string;
  readonly field: FieldDefinition;
}

/** The fields shown as columns: those asked for, else the first few that matter and are short. */
export function columnsOf(types: readonly RecordType[], asked: readonly string[] | undefined): Column[] {
  const fields: FieldMap = Object.assign({}, ...types.map((type) => type.fields));
  const names =
    asked ??
    Object.entries(fields)
      .filter(
        ([, { hidden, primary, kind, required }]) =>
          primary && !hidden && kind !== 'longText' && !(required && ['text', 'personName'].includes(kind))
      )
      .map(([name]) => name)
      .slice(0, 4);
  return names.flatMap((name) => (fields[name] ? [{ name, field: fields[name] }] : []));
}

/** Fields by which a list can be narrowed: choices, alone or several. */
export const choiceFieldsOf = (types: readonly RecordType[]): Column[] =>
  Object.entries(Object.assign({}, ...types.map((type) => type.fields)) as FieldMap).flatMap(
    ([name, field]) =>
      !field.hidden && (field.kind === 'choice' || field.of?.kind === 'choice') ? [{ name, field }] : []
  );

export const choicesOf = (field: FieldDefinition) => field.choices ?? field.of?.choices ?? [];

export const hasChoice = (record: StoredRecord, name: string, choice: string): boolean => {
  const value = record.values[name];
  return Array.isArray(value) ? listToValues(value).includes(choice) : value === choice;
};

/** What a value is sorted by: a number, or a text for the language's own order. */
function sortKey(field: FieldDefinition, value: unknown, names: Names): number | string | undefined {
  if (isEmpty(value)) return undefined;
  switch (field.kind) {
    case 'number':
    case 'rating':
      return value as number;
    case 'checkbox':
      return value ? 1 : 0;
    case 'money':
      return Number((value as Money).amount);
    case 'date':
      return value as string;
    case 'when':
      return (value as When).start;
    case 'moment':
      return (value as Moment).at;
    case 'duration':
      return durationToMinutes(value as Duration);
    case 'choice':
      return field.choices?.findIndex((choice) => choice.value === value);
    default:
      return valueToText(field, value, names);
  }
}

/** `name` is a field, `title` or `changed`; with a minus in front, downwards. Empty values always come last. */
export function sortRecords(
  records: readonly StoredRecord[],
  sort: string,
  names: Names
): readonly StoredRecord[] {
  const down = sort.startsWith('-') ? -1 : 1;
  const name = sort.replace(/^-/, '');
  const fieldOf = (record: StoredRecord) =>
    (names.types.get(record.type)?.fields as FieldMap | undefined)?.[name];
  const keyOf = (record: StoredRecord): number | string | undefined => {
    if (name === 'changed') return record.changedAt;
    if (name === 'title') return recordToTitle(record, names);
    const field = fieldOf(record);
    return field && sortKey(field, record.values[name], names);
  };
  const { compare } = new Intl.Collator(locale(), { numeric: true, sensitivity: 'base' });
  return records
    .map((record, at) => ({ record, at, key: keyOf(record) }))
    .sort((a, b) => {
      if (a.key === undefined || b.key === undefined)
        return a.key === b.key ? a.at - b.at : a.key === undefined ? 1 : -1;
      const order =
        typeof a.key === 'number' && typeof b.key === 'number'
          ? a.key - b.key
          : compare(String(a.key), String(b.key));
      return order * down || a.at - b.at;
    })
    .map(({ record }) => record);
}

/** Choices by field; a field with none narrows nothing. */
export type ChoiceFilter = Readonly<Record<string, string | undefined>>;

export const narrowByChoice = (
  records: readonly StoredRecord[],
  filter: ChoiceFilter
): readonly StoredRecord[] => {
  const wanted = Object.entries(filter).filter(([, choice]) => choice !== undefined) as [string, string][];
  return wanted.length === 0
    ? records
    : records.filter((record) => wanted.every(([name, choice]) => hasChoice(record, name, choice)));
};

/** All a record says, folded for finding; kept as long as the record stands as it is. */
export function createTextOf(names: Names): (record: StoredRecord) => string {
  const texts = new WeakMap<StoredRecord, string>();
  const collect = (value: unknown, into: string[]): void => {
    if (typeof value === 'string') into.push(value);
    else if (typeof value === 'object' && value !== null)
      for (const one of Object.values(value)) collect(one, into);
  };
  return (record) => {
    let text = texts.get(record);
    if (text === undefined) {
      const said = [recordToTitle(record, names), recordToSubtitle(record, names)];
      // The original of a file holds too much that nobody wrote.
      for (const [name, value] of Object.entries(record.values)) if (name !== 'source') collect(value, said);
      text = foldText(said.join(' '));
      texts.set(record, text);
    }
    return text;
  };
}
