/**
 * Making one record of two. For each single field one side is chosen; lists are united; every record that
 * names the other one names the kept one afterwards; the other goes to the trash. One action, so that one
 * undo brings everything back.
 */
import type { RecordId } from '../../base/ids.ts';
import type { FieldDefinition, ListElement } from '../../store/fields.ts';
import type { Office, StoredRecord, Values } from '../../store/office.ts';
import type { RecordType } from '../../store/record.ts';
import { foldText } from '../../base/fold.ts';
import { phoneToKey } from './duplicates.ts';

export type Side = 'kept' | 'other';

/** A field of which both have something different: somebody has to choose. */
export interface Choice {
  readonly field: string;
  readonly kept: unknown;
  readonly other: unknown;
}

export interface MergePlan {
  readonly choices: readonly Choice[];
  /** Single fields that only the other has: taken over without asking. */
  readonly taken: Values;
  /** List elements that the kept one has not. */
  readonly added: readonly { readonly list: string; readonly value: unknown }[];
}

/** What belongs to one record alone and is not carried over. */
const OWN = new Set(['notSame']);

const isList = (field: FieldDefinition | undefined, value: unknown): value is ListElement[] =>
  field ? field.kind === 'list' : Array.isArray(value);

/** Two elements are the same when a person would say so: spelling of an address or number aside. */
function elementKey(field: FieldDefinition | undefined, value: unknown): string {
  const parts = value as { address?: string; number?: string };
  if (field?.of?.kind === 'email') return foldText(parts.address ?? '');
  if (field?.of?.kind === 'phone') return phoneToKey(parts.number ?? '');
  return typeof value === 'string' ? foldText(value) : JSON.stringify(value);
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '';

export function planMerge(kept: StoredRecord, other: StoredRecord, type: RecordType): MergePlan {
  const choices: Choice[] = [];
  const taken: Record<string, unknown> = {};
  const added: { list: string; value: unknown }[] = [];
  const names = [...new Set([...Object.keys(type.fields), ...Object.keys(other.values)])];
  for (const name of names) {
    const field = type.fields[name as keyof typeof type.fields] as FieldDefinition | undefined;
    const [mine, theirs] = [kept.values[name], other.values[name]];
    if (OWN.has(name) || isEmpty(theirs)) continue;
    if (isList(field, theirs)) {
      const have = new Set(
        ((mine as ListElement[] | undefined) ?? []).map(({ value }) => elementKey(field, value))
      );
      for (const { value } of theirs) {
        const key = elementKey(field, value);
        if (have.has(key)) continue;
        have.add(key);
        added.push({ list: name, value });
      }
    } else if (isEmpty(mine)) taken[name] = theirs;
    // Where both were read from a file, the kept one's file stays; nobody can choose between two files.
    else if (!isSame(mine, theirs) && field?.kind !== 'source')
      choices.push({ field: name, kept: mine, other: theirs });
  }
  return { choices, taken, added };
}

/** How the fields of a record must be written so that `to` stands wherever `from` stood. */
export function relink(
  record: StoredRecord,
  from: RecordId,
  to: RecordId
): { readonly fields: Values; readonly elements: readonly { list: string; key: string; value: unknown }[] } {
  const fields: Record<string, unknown> = {};
  const elements: { list: string; key: string; value: unknown }[] = [];
  const replaced = (value: unknown): unknown => {
    if (value === from) return to;
    const attendee = value as { person?: unknown } | null;
    return typeof value === 'object' && attendee?.person === from ? { ...attendee, person: to } : value;
  };
  for (const [name, value] of Object.entries(record.values)) {
    if (OWN.has(name)) continue;
    if (Array.isArray(value)) {
      for (const element of value as ListElement[]) {
        const next = replaced(element.value);
        if (next !== element.value) elements.push({ list: name, key: element.key, value: next });
      }
    } else {
      const next = replaced(value);
      if (next !== value) fields[name] = next;
    }
  }
  return { fields, elements };
}

/** `chosen` names the side that holds for each field of the plan's choices; the kept one's where it is silent. */
export function mergeRecords(
  office: Office,
  keptId: RecordId,
  otherId: RecordId,
  chosen: Readonly<Record<string, Side>>,
  label: string
): void {
  const kept = office.get(keptId);
  const other = office.get(otherId);
  const type = kept && office.types.get(kept.type);
  if (!kept || !other || !type || kept.type !== other.type || keptId === otherId)
    throw new Error('only two different records of one known type are merged');
  const plan = planMerge(kept, other, type);
  office.action(label, () => {
    const changes: Record<string, unknown> = { ...plan.taken };
    for (const choice of plan.choices)
      if (chosen[choice.field] === 'other') changes[choice.field] = choice.other;
    // Somebody's own assistant or firm cannot be themselves.
    for (const [name, value] of Object.entries(changes)) if (value === keptId) delete changes[name];
    if (Object.keys(changes).length > 0) office.edit(keptId, changes);
    for (const { list, value } of plan.added) office.listAdd(keptId, list, value);
    for (const record of office.linksTo(otherId)) {
      if (record.id === otherId) continue;
      const { fields, elements } = relink(record, otherId, keptId);
      if (record.id === keptId) {
        const own = Object.entries(fields).map(([name]) => [name, undefined] as const);
        if (own.length > 0) office.edit(keptId, Object.fromEntries(own));
        continue;
      }
      if (Object.keys(fields).length > 0) office.edit(record.id, fields);
      for (const { list, key, value } of elements) office.listSet(record.id, list, key, value);
    }
    office.trash([otherId]);
  });
}

/** Remembers, on both, that these two are not the same person. */
export function keepApart(office: Office, a: RecordId, b: RecordId, label: string): void {
  office.action(label, () => {
    office.listAdd(a, 'notSame', b);
    office.listAdd(b, 'notSame', a);
  });
}
