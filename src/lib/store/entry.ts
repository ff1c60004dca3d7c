/**
 * Everything known of one record: its creation line, unparsed until somebody reads it, and its edits by
 * register. `entryToRecord` is the meaning of both; it is a pure function of the set of lines, whatever
 * order they came in.
 */
import type { RecordId } from '../base/ids.ts';
import { lineToCreation, type Creation, type Edit } from './lines.ts';
import type { ListElement } from './fields.ts';
import { fittingValues } from './fits.ts';
import type { StoredRecord } from './office.ts';
import type { RecordType } from './record.ts';
import { isContested, registerToLeaves, type Leaf } from './registers.ts';
import type { Shard } from './shard.ts';
import { stampToTime } from './stamp.ts';

export interface Entry {
  readonly id: RecordId;
  readonly shard: Shard;
  /** Absent while only edits have arrived. */
  line: string | undefined;
  type: string;
  edits: Map<string, Edit[]> | undefined;
  /** Made when first read, dropped when a line comes in. */
  record: StoredRecord | undefined;
}

/** What a list element's register holds. */
export interface ElementValue {
  readonly order: string;
  readonly value: unknown;
  readonly removed?: true;
}

export const TRASH = '$trash';

export const isListRegister = (register: string): boolean => register.includes('/');

const parse = (json: string): unknown => (json === '' ? undefined : JSON.parse(json));

/** The creation as a leaf of one register. */
const creationToLeaf = (creation: Creation, base: Record<string, unknown>, register: string): Leaf => ({
  stamp: creation.stamp,
  author: creation.author,
  json: base[register] === undefined ? '' : JSON.stringify(base[register])
});

export function entryToCreation(entry: Entry): { creation: Creation; base: Record<string, unknown> } {
  const creation = lineToCreation(entry.line!);
  return { creation, base: JSON.parse(creation.json) as Record<string, unknown> };
}

/** The leaves of one register, highest stamp first. */
export function entryToLeaves(entry: Entry, register: string): readonly Leaf[] {
  const { creation, base } = entryToCreation(entry);
  return registerToLeaves(creationToLeaf(creation, base, register), entry.edits?.get(register) ?? []);
}

/** Every register's shown value, lists still by element. */
export function entryToRegisters(entry: Entry): Map<string, unknown> {
  const { creation, base } = entryToCreation(entry);
  const registers = new Map<string, unknown>(Object.entries(base));
  for (const [register, edits] of entry.edits ?? []) {
    const leaves = registerToLeaves(creationToLeaf(creation, base, register), edits);
    registers.set(register, parse(leaves[0]!.json));
  }
  return registers;
}

export function registersToValues(registers: Iterable<readonly [string, unknown]>): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  let lists: Map<string, { key: string; order: string; value: unknown }[]> | undefined;
  for (const [register, value] of registers) {
    if (value === undefined || register.charCodeAt(0) === 36) continue; // `$`: the kit's own
    const slash = register.indexOf('/');
    if (slash < 0) {
      values[register] = value;
      continue;
    }
    const list = register.slice(0, slash);
    const { removed, order, value: held } = value as ElementValue;
    lists ??= new Map();
    if (!lists.has(list)) lists.set(list, []);
    if (!removed) lists.get(list)!.push({ key: register.slice(slash + 1), order, value: held });
  }
  for (const [list, elements] of lists ?? []) {
    if (elements.length > 1) elements.sort((a, b) => (a.order + a.key < b.order + b.key ? -1 : 1));
    values[list] = elements.map(({ key, value }): ListElement => ({ key, value }));
  }
  return values;
}

/** The shown value of each register; what was never edited straight from the creation. */
function* shownRegisters(base: Record<string, unknown>, edited: ReadonlyMap<string, unknown> | undefined) {
  for (const register in base) if (!edited?.has(register)) yield [register, base[register]] as const;
  if (edited) yield* edited;
}

export function entryToRecord(entry: Entry, types: ReadonlyMap<string, RecordType>): StoredRecord {
  const { creation, base } = entryToCreation(entry);
  const edited = entry.edits && new Map<string, unknown>();
  const conflicts: string[] = [];
  const type = types.get(creation.type);
  let changed: { stamp: string; author: string } = creation;
  for (const [register, edits] of entry.edits ?? []) {
    const leaves = registerToLeaves(creationToLeaf(creation, base, register), edits);
    edited!.set(register, parse(leaves[0]!.json));
    // A note's register is a copy of its text: the note itself merges both.
    const settled = register.startsWith('$') || type?.fields[register]?.kind === 'note';
    if (!settled && isContested(leaves)) conflicts.push(register);
    for (const edit of edits) if (edit.stamp > changed.stamp) changed = edit;
  }
  let values = registersToValues(shownRegisters(base, edited));
  for (let version = creation.version; type && version < type.version; version++)
    values = type.migrations[version]!(values);
  if (type && creation.version <= type.version) values = fittingValues(values, type.fields);
  return {
    id: entry.id,
    type: creation.type,
    compartment: entry.shard.address.compartment,
    values,
    trashed: (edited?.has(TRASH) ? edited.get(TRASH) : base[TRASH]) === true,
    conflicts: conflicts.sort(),
    known: type !== undefined && creation.version <= type.version,
    createdAt: stampToTime(creation.stamp),
    createdBy: creation.author,
    changedAt: stampToTime(changed.stamp),
    changedBy: changed.author
  };
}
