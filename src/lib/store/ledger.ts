/**
 * All records of an office in memory, folded from the lines of its shards in whatever order they come.
 * Adding the same line twice changes nothing. A line counts for the record of its own compartment only: who
 * may not write in *Private* changes nothing there by naming a private record elsewhere.
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
  isPurged(id: RecordId, compartment: string): boolean;
  /** Deleted for good or moved, in some compartment. */
  isDeleted(id: RecordId): boolean;
  add(shard: Shard, lines: Partial<Lines>, changed: Set<RecordId>): void;
  /** Drops everything of a compartment that this device may no longer read. */
  forget(compartment: string, changed: Set<RecordId>): void;
}

/** `isCommon`: whether a compartment is the one that everybody may read. */
export function createLedger(
  types: ReadonlyMap<string, RecordType>,
  isCommon: (compartment: string) => boolean = () => false
): Ledger {
  const entries = new Map<RecordId, Entry>();
  const byType = new Map<string, Set<Entry>>();
  /** By id and compartment, and where it was moved to. */
  const purged = new Map<RecordId, Map<string, RecordId | undefined>>();
  /** Entries whose id is taken by one of another compartment, which no honest device makes; by both. */
  const rivals = new Map<string, Entry>();
  const compartmentOf = (shard: Shard): string => shard.address.compartment;
  const rivalKey = (shard: Shard, id: RecordId): string => `${compartmentOf(shard)}/${id}`;

  function findEntry(shard: Shard, id: RecordId): Entry | undefined {
    const entry = entries.get(id);
    if (!entry || compartmentOf(entry.shard) === compartmentOf(shard)) return entry;
    return rivals.get(rivalKey(shard, id));
  }

  function entryFor(shard: Shard, id: RecordId): Entry {
    const found = findEntry(shard, id);
    if (found) return found;
    const entry: Entry = { id, shard, line: undefined, type: '', edits: undefined, record: undefined };
    if (entries.has(id)) rivals.set(rivalKey(shard, id), entry);
    else entries.set(id, entry);
    return entry;
  }

  const unlist = (entry: Entry): void => void byType.get(entry.type)?.delete(entry);
  function list(entry: Entry): void {
    if (!byType.has(entry.type)) byType.set(entry.type, new Set());
    byType.get(entry.type)!.add(entry);
  }

  /** Of two that claim one id, the one whose readers are fewer is the true one, on whatever device. */
  function settleRivalry(entry: Entry): void {
    const shown = entries.get(entry.id)!;
    const rank = ({ shard }: Entry) => `${isCommon(compartmentOf(shard)) ? 1 : 0}${compartmentOf(shard)}`;
    if (shown.line !== undefined && rank(shown) < rank(entry)) return;
    unlist(shown);
    rivals.set(rivalKey(shown.shard, entry.id), shown);
    rivals.delete(rivalKey(entry.shard, entry.id));
    entries.set(entry.id, entry);
    list(entry);
  }

  function addCreation(shard: Shard, line: string, changed: Set<RecordId>): void {
    const { id, type } = lineToIdAndType(line);
    if (ledger.isPurged(id, compartmentOf(shard))) return;
    const entry = entryFor(shard, id);
    // A rewrite repeats a line; of two that differ, every replica takes the same.
    if (entry.line !== undefined && entry.line <= line) return;
    if (entry.line !== undefined) unlist(entry);
    entry.line = line;
    entry.type = type;
    entry.record = undefined;
    if (entries.get(id) === entry) list(entry);
    else settleRivalry(entry);
    changed.add(id);
  }

  function addEdit(shard: Shard, edit: Edit, changed: Set<RecordId>): void {
    if (ledger.isPurged(edit.id, compartmentOf(shard))) return;
    const entry = entryFor(shard, edit.id);
    entry.edits ??= new Map();
    const edits = entry.edits.get(edit.register);
    if (!edits) entry.edits.set(edit.register, [edit]);
    else {
      const same = edits.findIndex(({ stamp, author }) => stamp === edit.stamp && author === edit.author);
      if (same < 0) edits.push(edit);
      else edits[same] = { ...edit, replaced: [...new Set([...edits[same]!.replaced, ...edit.replaced])] };
    }
    entry.record = undefined;
    changed.add(edit.id);
  }

  function removeEdit(shard: Shard, gone: Edit, changed: Set<RecordId>): void {
    const { id, register, stamp, author } = gone;
    const entry = findEntry(shard, id);
    const left = entry?.edits
      ?.get(register)
      ?.filter((edit) => edit.stamp !== stamp || edit.author !== author);
    if (!entry || !left) return;
    if (left.length > 0) entry.edits!.set(register, left);
    else entry.edits!.delete(register);
    entry.record = undefined;
    changed.add(id);
  }

  function addPurge(shard: Shard, line: string, changed: Set<RecordId>): void {
    const { id, movedTo } = lineToPurge(line);
    if (!purged.has(id)) purged.set(id, new Map());
    const places = purged.get(id)!;
    places.set(compartmentOf(shard), movedTo ?? places.get(compartmentOf(shard)));
    const entry = findEntry(shard, id);
    if (entry && entries.get(id) === entry) {
      remove(entry);
    } else rivals.delete(rivalKey(shard, id));
    changed.add(id);
  }

  function remove(entry: Entry): void {
    unlist(entry);
    entries.delete(entry.id);
    for (const [key, rival] of rivals) {
      if (rival.id !== entry.id) continue;
      rivals.delete(key);
      entries.set(rival.id, rival);
      if (rival.line !== undefined) list(rival);
      break;
    }
  }

  const forwarded = (id: RecordId): RecordId | undefined =>
    [...(purged.get(id)?.values() ?? [])].filter((to) => to !== undefined).sort()[0];

  function resolve(id: RecordId): RecordId {
    // Bounded: a forged circle of moves must not hang anybody.
    for (let steps = 0; steps < 100; steps++) {
      const next = forwarded(id);
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
    namesOf: (id) => [id, ...[...purged.keys()].filter((old) => forwarded(old) && resolve(old) === id)],
    isDeleted: (id) => purged.has(id) && !entries.has(id),
    forget: (compartment, changed) => {
      for (const entry of [...entries.values(), ...rivals.values()]) {
        if (compartmentOf(entry.shard) !== compartment) continue;
        if (entries.get(entry.id) === entry) remove(entry);
        else rivals.delete(rivalKey(entry.shard, entry.id));
        changed.add(entry.id);
      }
    },
    isPurged: (id, compartment) => purged.get(id)?.has(compartment) ?? false,
    add: (shard, lines, changed) => {
      // A rewrite takes an edit out and may write it again in the same breath: so first out, then in.
      for (const line of lines.gone ?? []) removeEdit(shard, lineToEdit(line), changed);
      for (const line of lines.purged ?? []) addPurge(shard, line, changed);
      for (const pack of lines.records ?? [])
        for (const line of pack.includes('\n') ? pack.split('\n') : [pack]) addCreation(shard, line, changed);
      for (const line of lines.edits ?? []) addEdit(shard, lineToEdit(line), changed);
    }
  };
  return ledger;
}

/** Whether a shard's name may be trusted to group storage: a year people live in, or `standing`. */
export const isShardName = (name: string): boolean => name === 'standing' || /^(19|20|21)\d\d$/.test(name);
