/**
 * Opens an office over this device's log. Everything written goes the same way: lines into the ledger at
 * once, into the shard's document, and sealed into the log; *saved* means committed there.
 */
import type { Clock } from '../base/clock.ts';
import type { RecordId } from '../base/ids.ts';
import type { Random } from '../base/random.ts';
import type { DeviceLog, RoomAddress } from '../sync/log.ts';
import { entryToLeaves, isListRegister, TRASH, type ElementValue, type Entry } from './entry.ts';
import { entryToHistory } from './history.ts';
import { createGoes } from './goes.ts';
import { createLedger } from './ledger.ts';
import { createLinks } from './links.ts';
import { linesToForeign } from './foreign.ts';
import type { Answer, Change, ForeignChange, Office } from './office.ts';
import { createOfficeNotes } from './office-notes.ts';
import { createQueries } from './query.ts';
import type { RecordType } from './record.ts';
import type { Leaf } from './registers.ts';
import type { RewriteLimits } from './rewrite.ts';
import { createRights } from './rights.ts';
import { createSearch } from './search.ts';
import { createShards } from './shards.ts';
import { stampToTime } from './stamp.ts';
import { createStatus } from './status.ts';
import { createVisible } from './visible.ts';
import { createWriter, toJson } from './writer.ts';

export interface OfficeDeps {
  readonly clock: Clock;
  readonly random: Random;
  /** Runs `work` when nobody waits for anything. */
  idle(work: () => void): void;
  /**
   * Runs `work` if nobody else may be rewriting and everything others have sent is here; without it no
   * shard is ever rewritten. Two rewrites apart could each keep what the other takes out.
   */
  lease?(work: () => Promise<void>, room: RoomAddress): Promise<unknown>;
  /** When a shard is rewritten; see rewrite.ts. */
  readonly rewriteAfter?: RewriteLimits;
}

export async function openOffice(
  log: DeviceLog,
  recordTypes: readonly RecordType[],
  deps: OfficeDeps
): Promise<Office> {
  const types = new Map(recordTypes.map((type) => [type.type, type]));
  const isCommon = (id: string): boolean =>
    log.compartments.find((compartment) => compartment.id === id)?.kind === 'office';
  const ledger = createLedger(types, isCommon);
  const rights = createRights(log);
  const visible = createVisible(ledger, types);
  const queries = createQueries(visible);
  const links = createLinks(ledger);
  const search = createSearch({ get: visible.get, types, now: () => deps.clock.now() });
  let closed = false;

  // ── what changed, told once: after an action, after lines came in, after the first shards opened ─────

  let quiet = true;
  let changed = new Set<RecordId>();
  let foreign: ForeignChange[] = [];
  const foreignListeners = new Set<(changes: readonly ForeignChange[]) => void>();
  const status = createStatus(() => quiet);

  function announce(): void {
    const ids = changed;
    changed = new Set();
    if (ids.size > 0) {
      visible.addStandIns(ids);
      links.changed(ids);
      search.changed(ids);
      queries.changed(ids);
      indexLater();
    }
    status.tell();
    if (foreign.length === 0) return;
    const came = foreign;
    foreign = [];
    for (const heard of foreignListeners) heard(came);
  }

  let indexing = false;
  function indexLater(): void {
    if (indexing || closed) return;
    indexing = true;
    deps.idle(() => {
      indexing = false;
      if (!closed && search.work()) indexLater();
    });
  }

  // ── the parts ───────────────────────────────────────────────────────────────────────────────────────

  const shards = createShards({
    ...deps,
    log,
    ledger,
    status,
    year: new Date(deps.clock.now()).getUTCFullYear(),
    mayRewrite: (compartment) => rights.fullMember && rights.mayWrite(compartment),
    read: (shard, lines, isForeign) => {
      ledger.add(shard, lines, changed);
      if (isForeign) foreign.push(...linesToForeign(lines, log.deviceId));
      if (!quiet) announce();
    }
  });
  const writer = createWriter({
    ...deps,
    log,
    rights,
    types,
    ledger,
    changed: () => changed,
    shardAt: shards.at,
    noteWritten: (entry, field, json) => notes.follow(entry, field, json),
    ended: (written) => {
      announce();
      for (const shard of written) shards.rewriteWhenLong(shard);
    }
  });
  const notes = createOfficeNotes({
    log,
    ledger,
    createSaver: status.createSaver,
    keep: (texts) =>
      writer.perform(() => {
        for (const { id, field, json } of texts) {
          const entry = ledger.entry(id);
          const open = entry?.line !== undefined && rights.mayWrite(entry.shard.address.compartment);
          if (open) writer.writeRegister(id, field, json);
        }
      })
  });
  const { action, entryOf, undo } = writer;
  const inGoes = createGoes({ ...writer, rights });

  const labelOf = (type: string): string => types.get(type)?.label() ?? type;
  const labelOfRecord = (id: RecordId | undefined): string =>
    labelOf((id !== undefined && ledger.entry(id)?.type) || '');

  const setTrash = (ids: readonly RecordId[], json: string): void =>
    ids.forEach((id) => ledger.entry(id) && writer.write(id, TRASH, json));

  const leafToAnswer = (field: string, { stamp, author, json }: Leaf): Answer => {
    const value: unknown = json === '' ? undefined : JSON.parse(json);
    const element = isListRegister(field) ? (value as ElementValue | undefined) : undefined;
    return { stamp, at: stampToTime(stamp), by: author, value: element ? element.value : value };
  };

  function historyOf(entry: Entry | undefined): Change[] {
    if (entry?.line === undefined) return [];
    const archived = shards.archived(entry.shard).filter(({ id }) => id === entry.id);
    return entryToHistory(entry, archived, deps.clock.now());
  }

  // ── the office ──────────────────────────────────────────────────────────────────────────────────────

  const office: Office = {
    id: log.officeId,
    name: log.name,
    device: log.deviceId,
    get members() {
      return log.members;
    },
    get fullMember() {
      return rights.fullMember;
    },
    mayWrite: (compartment) => log.readOnly === undefined && rights.mayWrite(compartment),
    get readOnly() {
      return log.readOnly;
    },
    get compartments() {
      return log.compartments as Office['compartments'];
    },
    types,
    get state() {
      return status.state;
    },
    subscribe: status.subscribe,

    onForeign: (heard) => {
      const own = (changes: readonly ForeignChange[]) => heard(changes);
      foreignListeners.add(own);
      return () => foreignListeners.delete(own);
    },

    get: ledger.get,
    query: (query) => queries.query(query) as never,
    search: search.search,
    linksTo: (id) => {
      links.changed(changed); // in the middle of an action nobody was told yet
      return links.to(id);
    },

    action,
    actionInGoes: inGoes,
    unattended: (act) => writer.perform(act),
    isDeleted: (id) => ledger.isDeleted(id),
    create: (type, values, options) =>
      action(labelOf(type), () => {
        const there = options?.id === undefined ? undefined : ledger.entry(options.id);
        if (there?.line === undefined)
          return writer.create(type, [values], options?.compartment, options?.id)[0]!;
        setTrash([there.id], '');
        return there.id;
      }),
    createMany: (type, many, options) =>
      action(labelOf(type), () => writer.create(type, many, options?.compartment)),
    edit: (id, changes) =>
      action(labelOfRecord(id), () => {
        const declared = writer.fieldsOf(entryOf(id).type);
        for (const [name, value] of Object.entries(changes)) {
          if (declared[name]?.kind === 'list') throw new Error(`${name} is a list: it is edited by element`);
          writer.write(id, name, toJson(value));
        }
      }),
    listAdd: (id, list, value, before) =>
      action(labelOfRecord(id), () => writer.listAdd(id, list, value, before)),
    listSet: (id, list, key, value) =>
      action(labelOfRecord(id), () => writer.writeElement(id, list, key, { value })),
    listMove: (id, list, key, before) =>
      action(labelOfRecord(id), () => writer.listMove(id, list, key, before)),
    listRemove: (id, list, key) =>
      action(labelOfRecord(id), () => writer.writeElement(id, list, key, { removed: true })),
    trash: (ids) => action(labelOfRecord(ids[0]), () => setTrash(ids, 'true')),
    restore: (ids) => action(labelOfRecord(ids[0]), () => setTrash(ids, '')),
    purge: (ids) => writer.perform(() => ids.forEach((id) => ledger.entry(id) && writer.purge(entryOf(id)))),
    move: async (id, compartment) => {
      const entry = entryOf(id);
      const from = entry.shard.address.compartment;
      if (from === compartment) return entry.id;
      rights.needDelete(from);
      rights.needWrite(compartment);
      const declared = Object.entries(writer.fieldsOf(entry.type));
      const fields = declared.flatMap(([name, { kind }]) => (kind === 'note' ? [name] : []));
      const seeds = await notes.seedsOf(entry, fields);
      return writer.perform(() => writer.move(id, compartment, seeds));
    },

    undo: undo.undo,
    redo: undo.redo,
    get undoLabel() {
      return undo.undoLabel;
    },
    get redoLabel() {
      return undo.redoLabel;
    },
    history: (id) => historyOf(ledger.entry(id)),
    fullHistory: async (id) => {
      await shards.fetchArchived(entryOf(id).shard);
      return historyOf(ledger.entry(id));
    },
    revert: (change) =>
      action(labelOfRecord(change.id), () => {
        if (change.field === undefined) setTrash([change.id], 'true');
        else writer.write(change.id, change.field, toJson(change.before));
      }),
    answers: (id, field) => entryToLeaves(entryOf(id), field).map((leaf) => leafToAnswer(field, leaf)),
    settle: (id, field, stamp) =>
      action(labelOfRecord(id), () => {
        const kept = entryToLeaves(entryOf(id), field).find((leaf) => leaf.stamp === stamp);
        if (kept) writer.write(id, field, kept.json);
      }),

    note: (id, field) => notes.open(entryOf(id), field),
    saved: async () => {
      await notes.settled();
      await shards.settled();
    },
    opened: shards.openAll,
    close: async () => {
      closed = true;
      await office.saved().catch(() => {});
      await notes.close();
      stopRoster();
      shards.close();
      await log.close();
    }
  };

  const stopRoster = log.onRoster(() => {
    for (const compartment of shards.leaveClosed()) ledger.forget(compartment, changed);
    void shards.openNew();
    announce();
  });

  await shards.openNeeded();
  quiet = false;
  announce();
  shards.openRest();
  return office;
}
