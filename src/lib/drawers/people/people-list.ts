/** What the list of people shows, and in which order. Pure. */
import type { RecordId } from '../../base/ids.ts';
import type { StoredRecord } from '../../store/office.ts';
import { foldText } from '../../base/fold.ts';
import type { Organisation } from './organisation.record.ts';
import type { Person } from './person.record.ts';
import type { Role } from './roles.ts';

export type PersonRecord = StoredRecord<Person>;
export type OrganisationRecord = StoredRecord<Organisation>;
export type ContactRecord = PersonRecord | OrganisationRecord;

export const isPerson = (record: StoredRecord): record is PersonRecord => record.type === 'person';

/** One line of the list. */
export interface Row {
  readonly id: RecordId;
  readonly record: ContactRecord;
  readonly name: string;
  /** Job and firm; of an organisation, where it is. */
  readonly line: string;
  /** What the list is ordered by, folded: the family name first. */
  readonly key: string;
  /** The letter under which it stands; `#` for what begins with none. */
  readonly letter: string;
  /** Everything that it is found by, folded. */
  readonly text: string;
}

/** The name as address books order it: family name, then the rest. */
export function sortName({ values }: PersonRecord): string {
  const name = values.name;
  if (!name) return values.emails?.[0]?.value.address ?? '';
  if (name.family) return `${name.family} ${name.given ?? name.full}`;
  const words = name.full.trim().split(/\s+/);
  return words.length > 1 ? `${words.at(-1)} ${words.slice(0, -1).join(' ')}` : name.full;
}

export function keyToLetter(key: string): string {
  const first = [...key][0]?.toUpperCase() ?? '';
  return /\p{L}/u.test(first) ? first : '#';
}

/** People who look for O’Rourke type orourke. */
const foldSearch = (text: string): string => foldText(text).replace(/['’]/g, '');

const digitsOf = (text: string): string => text.replace(/\D/g, '');

function rowOf(record: ContactRecord, titleOf: (id: RecordId) => string | undefined): Row {
  const person = isPerson(record) ? record : undefined;
  const values: Person & Organisation = record.values as never;
  const name = person
    ? person.values.name?.full || person.values.emails?.[0]?.value.address || ''
    : String(record.values.name ?? '');
  const firm = person?.values.organisation && titleOf(person.values.organisation);
  const place = values.addresses?.[0]?.value;
  const line = person
    ? [person.values.jobTitle, firm].filter(Boolean).join(' · ')
    : [place?.city, place?.country].filter(Boolean).join(', ');
  const key = foldText((person ? sortName(person) : name).replace(/^[^\p{L}\p{N}]+/u, ''));
  const found = [
    name,
    line,
    ...(values.emails ?? []).map(({ value }) => value.address),
    ...(values.phones ?? []).flatMap(({ value }) => [value.number, digitsOf(value.number)]),
    ...(values.tags ?? []).map(({ value }) => value),
    person?.values.pronunciation ?? ''
  ];
  return {
    id: record.id,
    record,
    name,
    line,
    key,
    letter: keyToLetter(key),
    text: foldSearch(found.join('\n'))
  };
}

/**
 * Makes rows, keeping those of records that did not change since the last time: with 10,000 people a change
 * costs one new row, and putting it in its place. A person's row is made again too when their firm was renamed.
 */
export function createRows(titleOf: (id: RecordId) => string | undefined) {
  let known = new Map<RecordId, Row>();
  let firms = new Map<RecordId, string | undefined>();
  return (records: readonly ContactRecord[]): readonly Row[] => {
    const firmNames = new Map<RecordId, string | undefined>();
    const firmOf = (record: ContactRecord) => {
      const firm = isPerson(record) ? record.values.organisation : undefined;
      if (firm !== undefined && !firmNames.has(firm)) firmNames.set(firm, titleOf(firm));
      return firm;
    };
    const fresh = new Map<RecordId, Row>();
    for (const record of records) {
      const firm = firmOf(record);
      const before = known.get(record.id);
      const same =
        before?.record === record && (firm === undefined || firms.get(firm) === firmNames.get(firm));
      fresh.set(record.id, same ? before : rowOf(record, (id) => firmNames.get(id)));
    }
    // In the order of the last time: sorting what is nearly sorted costs next to nothing.
    const rows: Row[] = [];
    for (const id of known.keys()) {
      const row = fresh.get(id);
      if (row) rows.push(row);
    }
    for (const [id, row] of fresh) if (!known.has(id)) rows.push(row);
    rows.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.id < b.id ? -1 : 1));
    known = new Map(rows.map((row) => [row.id, row]));
    firms = firmNames;
    return rows;
  };
}

export interface PeopleFilter {
  readonly text?: string;
  readonly kind?: 'person' | 'organisation' | undefined;
  readonly role?: Role | undefined;
  readonly company?: RecordId | undefined;
}

export function filterRows(rows: readonly Row[], { text = '', kind, role, company }: PeopleFilter): Row[] {
  const words = foldSearch(text).split(/\s+/).filter(Boolean);
  return rows.filter(({ record, text: found }) => {
    if (kind && record.type !== kind) return false;
    // Somebody whom no company was named for is everybody’s.
    if (company && record.values.company && record.values.company !== company) return false;
    if (role && !record.values.roles?.some(({ value }) => value === role)) return false;
    return words.every((word) => found.includes(word));
  });
}

/** The first row of each letter, for the column of letters. */
export function lettersOf(rows: readonly Row[]): { readonly letter: string; readonly index: number }[] {
  const letters: { letter: string; index: number }[] = [];
  rows.forEach(({ letter }, index) => {
    if (letters.at(-1)?.letter !== letter) letters.push({ letter, index });
  });
  // Signs sort before the letters and after them alike; one entry for them is enough.
  return letters.filter(({ letter }, index) => letters.findIndex((one) => one.letter === letter) === index);
}
