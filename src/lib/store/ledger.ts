/**
 * All records of an office in memory, folded from the lines of its shards in whatever order they come.
 * Adding the same line twice changes nothing.
 */
import type { RecordId } from '../base/ids.ts';
import { entryToRecord, type Entry } from './entry.ts';
import { lineToEdit, lineToIdAndType, lineToPurge, type Edit } from './lines.ts';
import type { StoredRecord } from './office.ts';
import type { RecordType } from './record.ts';
import type { Lines, Shard } from './shard.ts';

export interface Ledger {
  readonly entries: ReadonlyMap<RecordId, Entry>;
  /** Follows a record that was moved. */
  entry(id: RecordId): Entry | undefined;
  get(id: RecordId): StoredRecord | undefined;
  all(types: readonly string[] | undefined): Iterable<StoredRecord>;
  /** Ids that lead to this one, itself first. */
  namesOf(id: RecordId): RecordId[];
  isPurged(id: RecordId): boolean;
  add(shard: Shard, lines: Partial<Lines>, changed: Set<RecordId>): void;
}

export function createLedger(types: ReadonlyMap<string, RecordType>): Ledger {
  const entries = new Map<RecordId, Entry>();
  const byType = new Map<string, Set<Entry>>();
  const purged = new Map<RecordId, RecordId | undefined>();

  function entryFor(shard: Shard, id: RecordId): Entry {
    let entry = entries.get(id);
    if (!entry) {
      entry = { id, shard, line: undefined, type: '', edits: undefined, record: undefined };
      entries.set(id, entry);
    }
    return entry;
  }

  function addCreation(shard: Shard, line: string, changed: Set<RecordId>): void {
    const { id, type } = lineToIdAndType(line);
    if (purged.has(id)) return;
    const entry = entryFor(shard, id);
    // A rewrite repeats a line; of two that differ, every replica takes the same.
    if (entry.line !== undefined && entry.line <= line) return;
    if (entry.line !== undefined) byType.get(entry.type)!.delete(entry);
    entry.line = line;
    entry.type = type;
    entry.record = undefined;
    if (!byType.has(type)) byType.set(type, new Set());
    byType.get(type)!.add(entry);
    changed.add(id);
  }

  function addEdit(shard: Shard, edit: Edit, changed: Set<RecordId>): void {
    if (purged.has(edit.id)) return;
    const entry = entryFor(shard, edit.id);
    entry.edits ??= new Map();
    const edits = entry.edits.get(edit.register);
    if (!edits) entry.edits.set(edit.register, [edit]);
    else {
      const same = edits.findIndex(({ stamp }) => stamp === edit.stamp);
      if (same < 0) edits.push(edit);
      else edits[same] = { ...edit, replaced: [...new Set([...edits[same]!.replaced, ...edit.replaced])] };
    }
    entry.record = undefined;
    changed.add(edit.id);
  }

  function removeEdit({ id, register, stamp }: Edit, changed: Set<RecordId>): void {
    const entry = entries.get(id);
    const left = entry?.edits?.get(register)?.filter((edit) => edit.stamp !== stamp);
    if (!entry || !left) return;
    if (left.length > 0) entry.edits!.set(register, left);
    else entry.edits!.delete(register);
    entry.record = undefined;
    changed.add(id);
  }

  function addPurge(line: string, changed: Set<RecordId>): void {
    const { id, movedTo } = lineToPurge(line);
    purged.set(id, movedTo ?? purged.get(id));
    const entry = entries.get(id);
    if (entry) {
      byType.get(entry.type)?.delete(entry);
      entries.delete(id);
    }
    changed.add(id);
  }

  function resolve(id: RecordId): RecordId {
    // Bounded: a forged circle of moves must not hang anybody.
    for (let steps = 0; steps < 100; steps++) {
      const next = purged.get(id);
      if (next === undefined) break;
      id = next;
    }
    return id;
  }

  const entryToKnown = (entry: Entry): StoredRecord | undefined =>
    entry.line === undefined ? undefined : (entry.record ??= entryToRecord(entry, types));

  const ledger: Ledger = {
    entries,
    entry: (id) => entries.get(resolve(id)),
    get: (id) => {
      const entry = ledger.entry(id);
      return entry && entryToKnown(entry);
    },
    *all(asked) {
      for (const type of asked ?? byType.keys())
        for (const entry of byType.get(type) ?? []) yield entryToKnown(entry)!;
    },
    namesOf: (id) => [id, ...[...purged.keys()].filter((old) => purged.get(old) && resolve(old) === id)],
    isPurged: (id) => purged.has(id),
    add: (shard, lines, changed) => {
      // A rewrite takes an edit out and may write it again in the same breath: so first out, then in.
      for (const line of lines.gone ?? []) removeEdit(lineToEdit(line), changed);
      for (const line of lines.purged ?? []) addPurge(line, changed);
      for (const pack of lines.records ?? [])
        for (const line of pack.includes('\n') ? pack.split('\n') : [pack]) addCreation(shard, line, changed);
      for (const line of lines.edits ?? []) addEdit(shard, lineToEdit(line), changed);
    }
  };
  return ledger;
}

/** Whether a shard's name may be trusted to group storage: a year people live in, or `standing`. */
export const isShardName = (name: string): boolean => name === 'standing' || /^(19|20|21)\d\d$/.test(name);
