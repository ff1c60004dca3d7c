/**
 * What reading a file will do to the office, before anything is done: what is new, what changed since the file was
 * last read, what vanished from it, and who is probably here already. Pure: a reading and the records in, a plan out.
 */
import type { RecordId } from '../base/ids.ts';
import type { Email, PersonName, Phone, PlainDate, Source, When } from '../base/values.ts';
import { fingerprint } from '../formats/kept-text.ts';
import type { Problem, Reading, ReadRecord } from '../formats/reading.ts';
import type { FieldMap } from '../store/fields.ts';
import type { Office, StoredRecord, Values } from '../store/office.ts';
import { foldText } from '../base/fold.ts';
import { compareReading, compareToFill, type FieldStep } from './import-baseline.ts';
import { listToValues } from './validate.ts';

export type ItemKind = 'new' | 'changed' | 'same' | 'vanished' | 'twin' | 'tooLong';

/** Why somebody is thought to be here already. */
export type TwinReason = 'mail' | 'phone' | 'name';

export interface PlanItem {
  readonly key: string;
  readonly kind: ItemKind;
  /** Absent for what vanished. */
  readonly read?: ReadRecord;
  /** The record that is here already. */
  readonly id?: RecordId;
  readonly reason?: TwinReason;
  /** What will be done to the record that is here. */
  readonly steps: readonly FieldStep[];
  /** Fields that the file changed too, where what was written here stays. */
  readonly kept: readonly string[];
  /** It lies in the trash here and is left there. */
  readonly trashed?: boolean;
  /** What is proposed: to do it, or to leave it. */
  readonly proposed: boolean;
  /** Goes to *Private*, whatever is chosen. */
  readonly confidential: boolean;
}

export interface ImportPlan {
  readonly file: string;
  readonly format: 'ical' | 'vcard';
  /** Names the same calendar when it is read again. */
  readonly calendar: string;
  /** When it was last read, if ever. */
  readonly before?: StoredRecord;
  readonly items: readonly PlanItem[];
  readonly problems: readonly Problem[];
}

export interface PlanDeps {
  readonly office: Pick<Office, 'query' | 'types' | 'get'>;
  readonly today: PlainDate;
}

const TYPES = ['appointment', 'task', 'person', 'organisation'];
/** The file says of it what it said before. A series also leaves out what others in the file replace. */
const saysTheSame = ({ values }: StoredRecord, { fields }: ReadRecord): boolean =>
  (values.source as Source).text === fields.source.text &&
  (values.source as Source).asRead !== undefined &&
  fields.repeat === undefined;

/** As much as a record may hold, with room for what an import adds. */
const LONGEST = 110_000;

const withoutUid = (source: Source): string => `without-uid-${fingerprint(source.text)}`;
export const refOfRead = (read: ReadRecord): string => read.ref ?? withoutUid(read.fields.source);

function refOfStored({ values }: StoredRecord): string | undefined {
  const source = values.source as Source | undefined;
  if (!source) return undefined;
  const uid = source.uid ?? withoutUid(source);
  return values.occurrence ? `${uid}#${values.occurrence as string}` : uid;
}

const digits = (number: string): string => number.replaceAll(/\D/g, '').slice(-9);
const namesOf = (values: Values): string => {
  const name = values.name as PersonName | string | undefined;
  return foldText((typeof name === 'string' ? name : name?.full) ?? '').trim();
};
const mailsOf = (values: Values): string[] =>
  (listToValues(values.emails) as Email[]).map(({ address }) => address.trim().toLowerCase());
const phonesOf = (values: Values): string[] =>
  (listToValues(values.phones) as Phone[])
    .map(({ number }) => digits(number))
    .filter((one) => one.length >= 7);

/** People and organisations by what tells them apart. */
function indexContacts(records: readonly StoredRecord[]) {
  const byMail = new Map<string, StoredRecord>();
  const byPhone = new Map<string, StoredRecord>();
  const byName = new Map<string, StoredRecord>();
  for (const record of records) {
    if (record.trashed || (record.type !== 'person' && record.type !== 'organisation')) continue;
    for (const mail of mailsOf(record.values)) byMail.set(`${record.type} ${mail}`, record);
    for (const phone of phonesOf(record.values)) byPhone.set(`${record.type} ${phone}`, record);
    const name = namesOf(record.values);
    if (name) byName.set(`${record.type} ${name}`, record);
  }
  /** A switchboard's number and an office's mail are shared: then the name must agree too. */
  const sameName = (one: StoredRecord, values: Values) => namesOf(one.values) === namesOf(values);
  return ({ type, fields }: ReadRecord): { record: StoredRecord; reason: TwinReason } | undefined => {
    for (const mail of mailsOf(fields)) {
      const record = byMail.get(`${type} ${mail}`);
      if (record) return { record, reason: 'mail' };
    }
    for (const phone of phonesOf(fields)) {
      const record = byPhone.get(`${type} ${phone}`);
      if (record && sameName(record, fields)) return { record, reason: 'phone' };
    }
    const name = namesOf(fields);
    const record = name ? byName.get(`${type} ${name}`) : undefined;
    return record && { record, reason: 'name' };
  };
}

/** Two who share only a name may well be two: unless one of them says nothing else about themselves. */
const saysNothingElse = (values: Values): boolean =>
  mailsOf(values).length === 0 && phonesOf(values).length === 0;

export const isConfidential = (read: ReadRecord): boolean =>
  read.sensitivity === 'confidential' || read.sensitivity === 'private';

const isAhead = ({ values }: StoredRecord, today: PlainDate): boolean =>
  values.repeat !== undefined || ((values.when as When | undefined)?.end ?? '') >= today;

/** Plans for several files at once: what one of them brings is not brought again by the next. */
export function planImport(
  files: readonly { readonly name: string; readonly reading: Reading }[],
  { office, today }: PlanDeps
): ImportPlan[] {
  const stored = office.query({ types: TYPES, trash: 'with' }).rows;
  const byRef = new Map<string, StoredRecord>();
  for (const record of stored) {
    const ref = refOfStored(record);
    if (ref === undefined) continue;
    const key = `${record.type} ${ref}`;
    // Of two with one name the one that is not in the trash is meant.
    if (!byRef.has(key) || byRef.get(key)!.trashed) byRef.set(key, record);
  }
  const findTwin = indexContacts(stored);
  const readings = office.query({ types: ['reading'] }).rows;
  const planned = new Set<string>();

  return files.flatMap(({ name, reading }): ImportPlan[] => {
    if (reading.format === 'none') return [];
    const calendar = reading.name ?? name;
    const earlier = readings
      .filter((one) => one.values.calendar === calendar && one.values.format === reading.format)
      .sort((a, b) => b.createdAt - a.createdAt);
    const seen = new Set<string>();
    const items = reading.records.map((read, at): PlanItem => {
      const ref = `${read.type} ${refOfRead(read)}`;
      const key = `${name}#${at}`;
      const plain = { key, read, steps: [], kept: [], confidential: isConfidential(read) };
      if (planned.has(ref)) return { ...plain, kind: 'same', proposed: false };
      planned.add(ref);
      seen.add(ref);
      const declared = (office.types.get(read.type)?.fields ?? {}) as FieldMap;
      const known = byRef.get(ref);
      if (known) {
        if (known.trashed) return { ...plain, kind: 'same', id: known.id, trashed: true, proposed: false };
        const comparison = saysTheSame(known, read)
          ? { steps: [], kept: [] }
          : compareReading(declared, known.values, read.fields);
        const changed = comparison.steps.length > 0 && known.known;
        return {
          ...plain,
          ...comparison,
          id: known.id,
          kind: changed ? 'changed' : 'same',
          proposed: changed
        };
      }
      if (JSON.stringify(read.fields).length > LONGEST) return { ...plain, kind: 'tooLong', proposed: false };
      const twin = findTwin(read);
      if (twin) {
        const sure =
          twin.reason !== 'name' || saysNothingElse(read.fields) || saysNothingElse(twin.record.values);
        const comparison = compareToFill(declared, twin.record.values, read.fields);
        if (sure && comparison.steps.length === 0)
          return { ...plain, kind: 'same', id: twin.record.id, proposed: false };
        return {
          ...plain,
          ...comparison,
          kind: 'twin',
          id: twin.record.id,
          reason: twin.reason,
          proposed: sure
        };
      }
      return { ...plain, kind: 'new', proposed: true };
    });
    return [
      {
        file: name,
        format: reading.format,
        calendar,
        ...(earlier[0] ? { before: earlier[0] } : {}),
        items: [...items, ...vanished(reading, seen)],
        problems: reading.problems
      }
    ];

    /** What earlier readings of this calendar brought and this one lacks. An invitation is not a whole calendar. */
    function vanished({ method, format }: Reading, seen: ReadonlySet<string>): PlanItem[] {
      const whole = method === undefined || method === 'PUBLISH';
      const overlaps = [...seen].some((ref) => byRef.has(ref));
      if (format !== 'ical' || !whole || !overlaps || earlier.length === 0) return [];
      const ids = new Set(earlier.map((one) => one.id));
      return stored.flatMap((record): PlanItem[] => {
        const from = (record.values.source as Source | undefined)?.reading;
        if (record.trashed || !from || !ids.has(from)) return [];
        if (seen.has(`${record.type} ${refOfStored(record)}`)) return [];
        // What is over may simply have left the calendar's window: it stays unless somebody wants it gone.
        const proposed = isAhead(record, today);
        const plain = { steps: [], kept: [], confidential: false };
        return [{ key: `gone#${record.id}`, kind: 'vanished', id: record.id, proposed, ...plain }];
      });
    }
  });
}

export const countKinds = (items: readonly PlanItem[]): Record<ItemKind, number> => {
  const counts = { new: 0, changed: 0, same: 0, vanished: 0, twin: 0, tooLong: 0 };
  for (const { kind } of items) counts[kind]++;
  return counts;
};
