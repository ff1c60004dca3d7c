/** The companies that lists can be narrowed to. */
import type { Desk } from '../kit/desk-context.ts';
import type { RecordQuery, StoredRecord } from '../store/office.ts';

/** A record's title by its type; by itself where this build does not know the type. */
export const nameOf = (desk: Desk, record: StoredRecord): string =>
  desk.types.get(record.type)?.title(record.values) || '–';

const name = (record: StoredRecord): string => String((record.values as { name?: string }).name ?? '');

export const companyQuery: RecordQuery = {
  types: ['company'],
  compare: (a, b) => name(a).localeCompare(name(b))
};
