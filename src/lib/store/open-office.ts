/**
 * Opens an office over this device's log: the four shards that a working day needs first, the others in
 * idle time. Everything written goes the same way: lines into the ledger at once, into the shard's
 * document, and sealed into the log; *saved* means committed there.
 */
import type { Clock } from '../base/clock.ts';
import { createRecordId, createRandomName, recordIdToShard, type RecordId } from '../base/ids.ts';
import type { Random } from '../base/random.ts';
import type { Failure } from '../base/result.ts';
import { bytesToUtf8 } from '../base/bytes.ts';
import type { DeviceLog, RoomAddress } from '../sync/log.ts';
import {
  entryToCreation,
  entryToLeaves,
  entryToRegisters,
  isListRegister,
  registersToValues,
  TRASH,
  type ElementValue,
  type Entry
} from './entry.ts';
import type { FieldMap } from './fields.ts';
import { archiveToEdits, entryToHistory } from './history.ts';
import { createLedger, isShardName } from './ledger.ts';
import { creationToLine, editToLine, PACK, purgeToLine, type Edit } from './lines.ts';
import type { Change, Office, OfficeState, SaveState, Values } from './office.ts';
import { createOrderBetween, createOrders } from './order.ts';
import { createNotes, NOTES, type NoteAddress } from './notes.ts';
import { createQueries } from './query.ts';
import type { RecordType } from './record.ts';
import { planShardRewrite, wantsRewrite, type RewriteLimits } from './rewrite.ts';
import { createSearch } from './search.ts';
import { createShard, type Lines, type Root, type Shard } from './shard.ts';
import { createStamp, stampToTime } from './stamp.ts';
import { t } from './text.ts';
import { createUndo, type Action, type Step } from './undo.ts';

export interface OfficeDeps {
  readonly clock: Clock;
  readonly random: Random;
  /** Runs `work` when nobody waits for anything. */
  idle(work: () => void): void;
  /**
   * Runs `work` if nobody else may be rewriting and everything others have sent is here; without it no
   * shard is ever rewritten. Two rewrites apart could each keep what the other takes out.
   */
  lease?(work: () => Promise<void>): Promise<unknown>;
  /** When a shard is rewritten; see rewrite.ts. */
  readonly rewriteAfter?: RewriteLimits;
}

/** How long a note rests before its text is kept for search and lists. */
const NOTE_TEXT_MS = 2000;
/** Longest JSON of one record; larger things are files. */
const RECORD_LIMIT = 120_000;

const addressToKey = ({ compartment, shard }: RoomAddress): string => `${compartment}/${shard}`;

/** Standing, this year, next, last; then the others, newest first. */
function byUse(year: number): (a: RoomAddress, b: RoomAddress) => number {
  const rank = ({ shard }: RoomAddress) => {
    const first = ['standing', `${year}`, `${year + 1}`, `${year - 1}`].indexOf(shard);
    return first >= 0 ? first : 10_000 - Number(shard);
  };
  return (a, b) => rank(a) - rank(b);
}

export async function openOffice(
  log: DeviceLog,
  recordTypes: readonly RecordType[],
  deps: OfficeDeps
): Promise<Office> {
  const { clock, random } = deps;
  const types = new Map(recordTypes.map((type) => [type.type, type]));
  const ledger = createLedger(types);
  const queries = createQueries(ledger);
  const search = createSearch({ get: ledger.get, types });
  const shards = new Map<string, { shard: Shard; opening: Promise<void> }>();
  const listeners = new Set<() => void>();
  const problems: Failure[] = [];
  /** Edits that rewrites took out, by shard; read when history asks for more. */
  const archived = new Map<Shard, Edit[]>();
  let waiting: RoomAddress[] = [];
  let save: SaveState = { state: 'saved' };
  let closed = false;

  // ── what changed, told once per action ──────────────────────────────────────────────────────────────

  let changed = new Set<RecordId>();

  function announce(): void {
    const ids = changed;
    changed = new Set();
    if (ids.size > 0) {
      search.changed(ids);
      queries.changed(ids);
      scheduleIndexing();
    }
    state = undefined;
    for (const listener of [...listeners]) listener();
  }

  let indexing = false;
  function scheduleIndexing(): void {
    if (indexing || closed) return;
    indexing = true;
    deps.idle(() => {
      indexing = false;
      if (!closed && search.work()) scheduleIndexing();
    });
  }

  let state: OfficeState | undefined;
  const makeState = (): OfficeState => ({
    save,
    opening: [...new Set(waiting.map(({ shard }) => shard))],
    problems: [...problems]
  });

  function setSave(next: SaveState): void {
    if (next.state === save.state && next.state !== 'failing') return;
    save = next;
    state = undefined;
    if (depth === 0) for (const listener of [...listeners]) listener();
  }

  // ── shards ──────────────────────────────────────────────────────────────────────────────────────────

  let unsavedNotes = false;
  const everythingSaved = (): boolean => unsavedShards.size === 0 && !unsavedNotes;
  const unsavedShards = new Set<Shard>();

  function shardFor(address: RoomAddress): Shard {
    const key = addressToKey(address);
    const known = shards.get(key);
    if (known) return known.shard;
    const shard: Shard = createShard(address, {
      read: (from, lines) => {
        ledger.add(from, lines, changed);
        if (depth === 0) announce();
      },
      saving: () => {
        unsavedShards.add(shard);
        setSave({ state: 'saving' });
      },
      saved: () => {
        unsavedShards.delete(shard);
        if (everythingSaved()) setSave({ state: 'saved' });
      },
      failing: (problem) => setSave({ state: 'failing', problem }),
      quarantined: (problem) => {
        problems.push(problem);
        state = undefined;
      }
    });
    const opening = log
      .open(address)
      .then((room) => shard.open(room))
      .catch((error: unknown) => {
        problems.push(error as Failure);
        setSave({ state: 'failing', problem: error as Failure });
      })
      .finally(() => {
        waiting = waiting.filter((other) => addressToKey(other) !== key);
        rewriteWhenLong(shard);
      });
    shards.set(key, { shard, opening });
    return shard;
  }

  const open = (address: RoomAddress): Promise<void> => {
    shardFor(address);
    return shards.get(addressToKey(address))!.opening;
  };

  let rewriting = false;
  function rewriteWhenLong(shard: Shard): void {
    const { lease, rewriteAfter } = deps;
    if (!lease || rewriting || closed || !shard.opened || !wantsRewrite(shard, ledger, rewriteAfter)) return;
    rewriting = true;
    deps.idle(() => void lease(() => rewriteShard(shard)).finally(() => (rewriting = false)));
  }

  async function rewriteShard(shard: Shard): Promise<void> {
    const plan = planShardRewrite(shard, ledger);
    await shard.rewrite(plan.batches, plan.archive);
    archived.delete(shard);
  }

  // ── notes ───────────────────────────────────────────────────────────────────────────────────────────

  /** The register of a note holds its plain text, for search, print and lists; the note itself is the truth. */
  const isNote = (type: string, register: string): boolean =>
    types.get(type)?.fields[register]?.kind === 'note';

  const notesListener = {
    saving: () => {
      unsavedNotes = true;
      setSave({ state: 'saving' });
    },
    saved: () => {
      unsavedNotes = false;
      if (everythingSaved()) setSave({ state: 'saved' });
    },
    failing: (problem: Failure) => setSave({ state: 'failing', problem }),
    quarantined: (problem: Failure) => {
      problems.push(problem);
      state = undefined;
    },
    changed: (name: string, text: string) => {
      noteTexts.set(name, text);
      noteTimer ??= setTimeout(keepNoteTexts, NOTE_TEXT_MS);
    }
  };
  const notes = createNotes(log, notesListener);
  const noteTexts = new Map<string, string>();
  const notesInHand = new Set<Promise<void>>();
  let noteTimer: ReturnType<typeof setTimeout> | undefined;

  /** Writes what notes say now into their registers; not an action of its own, so not undone by itself. */
  function keepNoteTexts(): void {
    clearTimeout(noteTimer);
    noteTimer = undefined;
    const texts = [...noteTexts];
    noteTexts.clear();
    perform(() => {
      for (const [name, text] of texts) {
        const [id, field] = name.split('/') as [string, string];
        if (ledger.entry(id)?.line !== undefined)
          writeRegister(id, field, text === '' ? '' : JSON.stringify(text));
      }
    }, []);
  }

  function noteAddress(entry: Entry, field: string): NoteAddress {
    const year = /^\d/.test(entry.shard.address.shard)
      ? entry.shard.address.shard
      : new Date(stampToTime(entryToCreation(entry).creation.stamp)).getUTCFullYear();
    return {
      compartment: entry.shard.address.compartment,
      shard: `${NOTES}${year}`,
      name: `${entry.id}/${field}`
    };
  }

  const openNote = (id: RecordId, field: string) => {
    const entry = entryOf(id);
    const seed = entryToCreation(entry).base[field];
    return notes.open(noteAddress(entry, field), typeof seed === 'string' ? seed : '');
  };

  /** What was written over a note's text from elsewhere (undo, an import) must stand in the note too. */
  const replaceNote = (id: RecordId, field: string, json: string): Promise<void> =>
    openNote(id, field).then((note) => {
      note.replace(json === '' ? '' : (JSON.parse(json) as string));
      note.close();
    });

  // ── writing ─────────────────────────────────────────────────────────────────────────────────────────

  let depth = 0;
  let steps: Step[] = [];
  let written = new Map<Shard, Record<Root, string[]>>();
  const undo = createUndo({
    leaves: ({ id, register }) => {
      const entry = ledger.entry(id);
      return entry?.line === undefined ? undefined : entryToLeaves(entry, register).map(({ stamp }) => stamp);
    },
    write: ({ id, register }, json) => write(id, register, json),
    perform: (label, act) => {
      const made: Action = { label, steps: [] };
      perform(act, made.steps);
      return made;
    }
  });

  /** Runs `act`, then hands what it wrote to the shards and tells everybody once. */
  function perform<T>(act: () => T, into: Step[]): T {
    const outer = steps;
    steps = into;
    depth++;
    try {
      return act();
    } finally {
      depth--;
      steps = outer;
      if (depth === 0) {
        const all = written;
        written = new Map();
        for (const [shard, lines] of all) shard.write(lines);
        announce();
        for (const shard of all.keys()) rewriteWhenLong(shard);
      }
    }
  }

  function action<T>(label: string, act: () => T): T {
    if (depth > 0) return act();
    if (log.readOnly) throw log.readOnly;
    const made: Action = { label, steps: [] };
    try {
      return perform(act, made.steps);
    } finally {
      if (made.steps.length > 0) {
        undo.add(made);
        state = undefined;
      }
    }
  }

  function emit(shard: Shard, root: Root, line: string): void {
    if (!written.has(shard)) written.set(shard, { records: [], edits: [], purged: [] });
    written.get(shard)![root].push(line);
    ledger.add(shard, { [root]: [line] }, changed);
  }

  function entryOf(id: RecordId): Entry {
    const entry = ledger.entry(id);
    if (entry?.line === undefined) throw new Error(`No record ${id} in this office`);
    return entry;
  }

  function write(id: RecordId, register: string, json: string): void {
    writeRegister(id, register, json);
    if (isNote(entryOf(id).type, register)) notesInHand.add(replaceNote(id, register, json));
  }

  /** Writes one register over all of its leaves. Writing what is shown already writes nothing. */
  function writeRegister(id: RecordId, register: string, json: string): void {
    const entry = entryOf(id);
    const leaves = entryToLeaves(entry, register);
    const shown = leaves[0]!;
    const replaced = leaves.map((leaf) => leaf.stamp);
    if (leaves.length === 1 && shown.json === json) return;
    const stamp = createStamp(clock.now(), replaced, log.clientId);
    emit(
      entry.shard,
      'edits',
      editToLine({ id: entry.id, register, stamp, author: log.deviceId, accepted: '', replaced, json })
    );
    steps.push({ id: entry.id, register, before: shown.json, beforeStamp: shown.stamp, stamp });
  }

  const toJson = (value: unknown): string =>
    value === undefined || value === null ? '' : JSON.stringify(value);

  const compartmentOf = (type: string, asked: string | undefined): string => {
    const kind = types.get(type)?.readers ?? 'office';
    const found =
      log.compartments.find(({ id }) => id === asked) ?? log.compartments.find((one) => one.kind === kind);
    return (found ?? log.compartments[0]!).id;
  };

  function valuesToRegisters(type: string, values: Values): Record<string, unknown> {
    const declared: FieldMap = types.get(type)?.fields ?? {};
    const registers: Record<string, unknown> = {};
    for (const [name, definition] of Object.entries(declared))
      if (definition.default !== undefined && values[name] === undefined)
        registers[name] = definition.default;
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined || value === null) continue;
      if (declared[name]?.kind !== 'list') {
        registers[name] = value;
        continue;
      }
      const elements = value as readonly unknown[];
      const orders = createOrders(elements.length);
      elements.forEach((element, index) => {
        registers[`${name}/${createRandomName(random, 6)}`] = {
          order: orders[index],
          value: element
        } as ElementValue;
      });
    }
    return registers;
  }

  function createLine(
    type: string,
    registers: Record<string, unknown>
  ): { id: RecordId; stamp: string; shard: string; line: string } {
    const declared = types.get(type);
    const asked = declared?.shard?.(registersToValues(Object.entries(registers))) ?? 'standing';
    const shard = isShardName(asked) ? asked : 'standing';
    const json = JSON.stringify(registers);
    if (json.length > RECORD_LIMIT) throw Object.assign(new Error(t('tooLong')), { tag: 'too-long' });
    const id = createRecordId(shard, random);
    const stamp = createStamp(clock.now(), [], log.clientId);
    const version = declared?.version ?? 1;
    return {
      id,
      stamp,
      shard,
      line: creationToLine({ id, type, version, stamp, author: log.deviceId, json })
    };
  }

  function createAll(type: string, all: readonly Record<string, unknown>[], compartment: string): RecordId[] {
    const packs = new Map<string, string[]>();
    const ids: RecordId[] = [];
    for (const registers of all) {
      const { id, stamp, shard, line } = createLine(type, registers);
      steps.push({ id, register: TRASH, before: 'true', beforeStamp: '', stamp });
      if (!packs.has(shard)) packs.set(shard, []);
      packs.get(shard)!.push(line);
      ids.push(id);
    }
    for (const [name, lines] of packs) {
      const shard = shardFor({ compartment, shard: name });
      let pack: string[] = [];
      let size = 0;
      const close = () => {
        if (pack.length > 0) emit(shard, 'records', pack.join('\n'));
        pack = [];
        size = 0;
      };
      for (const line of lines) {
        if (pack.length === PACK || size + line.length > RECORD_LIMIT / 2) close();
        pack.push(line);
        size += line.length;
      }
      close();
    }
    return ids;
  }

  const labelOf = (type: string): string => types.get(type)?.label() ?? type;
  const typeLabel = (id: RecordId): string => labelOf(ledger.entry(id)?.type ?? '');

  // ── lists ───────────────────────────────────────────────────────────────────────────────────────────

  const elementsOf = (id: RecordId, list: string): { key: string; element: ElementValue }[] =>
    [...entryToRegisters(entryOf(id))]
      .filter(
        ([register, element]) =>
          register.startsWith(`${list}/`) && element && !(element as ElementValue).removed
      )
      .map(([register, element]) => ({
        key: register.slice(list.length + 1),
        element: element as ElementValue
      }))
      .sort((a, b) => (a.element.order + a.key < b.element.order + b.key ? -1 : 1));

  function orderBefore(id: RecordId, list: string, before: string | undefined, moved?: string): string {
    const others = elementsOf(id, list).filter(({ key }) => key !== moved);
    const at = before === undefined ? others.length : others.findIndex(({ key }) => key === before);
    const place = at < 0 ? others.length : at;
    return createOrderBetween(others[place - 1]?.element.order, others[place]?.element.order);
  }

  function writeElement(id: RecordId, list: string, key: string, change: Partial<ElementValue>): void {
    const current = entryToRegisters(entryOf(id)).get(`${list}/${key}`) as ElementValue | undefined;
    if (!current) return;
    write(id, `${list}/${key}`, JSON.stringify({ ...current, ...change }));
  }

  // ── the office ──────────────────────────────────────────────────────────────────────────────────────

  const setTrash = (ids: readonly RecordId[], json: string): void =>
    ids.forEach((id) => ledger.entry(id) && write(id, TRASH, json));

  const historyOf = (id: RecordId, shard: readonly Edit[]): Change[] => {
    const entry = ledger.entry(id);
    if (entry?.line === undefined) return [];
    return entryToHistory(
      entry,
      shard.filter((edit) => edit.id === entry.id),
      clock.now()
    );
  };

  const office: Office = {
    id: log.officeId,
    name: log.name,
    device: log.deviceId,
    members: log.members,
    readOnly: log.readOnly,
    compartments: log.compartments as Office['compartments'],
    types,
    get state() {
      return (state ??= makeState());
    },
    get: ledger.get,
    query: (query) => queries.query(query) as never,
    search: (text, options) => search.search(text, options),
    linksTo: (id) => {
      const names = ledger.namesOf(id).map((name) => JSON.stringify(name));
      const mentions = (text: string) => names.some((name) => text.includes(name));
      return [...ledger.entries.values()]
        .filter(
          (entry) =>
            entry.id !== id &&
            entry.line !== undefined &&
            (mentions(entry.line) ||
              [...(entry.edits?.values() ?? [])].some((edits) => edits.some(({ json }) => mentions(json))))
        )
        .map((entry) => ledger.get(entry.id)!)
        .filter((record) => mentions(JSON.stringify(record.values)));
    },
    action,
    create: (type, values, options = {}) =>
      action(labelOf(type), () => {
        const compartment = compartmentOf(type, options.compartment);
        return createAll(type, [valuesToRegisters(type, values)], compartment)[0]!;
      }),
    createMany: (type, many, options = {}) =>
      action(labelOf(type), () =>
        createAll(
          type,
          many.map((values) => valuesToRegisters(type, values)),
          compartmentOf(type, options.compartment)
        )
      ),
    edit: (id, changes) =>
      action(typeLabel(id), () => {
        const declared: FieldMap = types.get(entryOf(id).type)?.fields ?? {};
        for (const [name, value] of Object.entries(changes)) {
          if (declared[name]?.kind === 'list') throw new Error(`${name} is a list: it is edited by element`);
          write(id, name, toJson(value));
        }
      }),
    listAdd: (id, list, value, before) =>
      action(typeLabel(id), () => {
        const key = createRandomName(random, 6);
        write(id, `${list}/${key}`, JSON.stringify({ order: orderBefore(id, list, before), value }));
        return key;
      }),
    listSet: (id, list, key, value) => action(typeLabel(id), () => writeElement(id, list, key, { value })),
    listMove: (id, list, key, before) =>
      action(typeLabel(id), () => writeElement(id, list, key, { order: orderBefore(id, list, before, key) })),
    listRemove: (id, list, key) =>
      action(typeLabel(id), () => writeElement(id, list, key, { removed: true })),
    trash: (ids) => action(typeLabel(ids[0] ?? ''), () => setTrash(ids, 'true')),
    restore: (ids) => action(typeLabel(ids[0] ?? ''), () => setTrash(ids, '')),
    purge: (ids) =>
      perform(() => {
        for (const id of ids) {
          const entry = ledger.entry(id);
          if (entry) emit(entry.shard, 'purged', purgeToLine({ id: entry.id, movedTo: undefined }));
        }
      }, []),
    move: (id, compartment) =>
      perform(() => {
        const entry = entryOf(id);
        if (entry.shard.address.compartment === compartment) return entry.id;
        const registers = Object.fromEntries(
          [...entryToRegisters(entry)].filter(([, value]) => value !== undefined)
        );
        const moved = createAll(entry.type, [registers], compartmentOf(entry.type, compartment))[0]!;
        emit(entry.shard, 'purged', purgeToLine({ id: entry.id, movedTo: moved }));
        return moved;
      }, []),

    undo: () => undo.undo(),
    redo: () => undo.redo(),
    get undoLabel() {
      return undo.undoLabel;
    },
    get redoLabel() {
      return undo.redoLabel;
    },
    history: (id) => {
      const entry = ledger.entry(id);
      return historyOf(id, (entry && archived.get(entry.shard)) ?? []);
    },
    fullHistory: async (id) => {
      const entry = entryOf(id);
      if (!archived.has(entry.shard)) {
        const archives = await entry.shard.archives();
        archived.set(
          entry.shard,
          archives.flatMap((bytes) => archiveToEdits(bytesToUtf8(bytes)))
        );
      }
      return historyOf(id, archived.get(entry.shard)!);
    },
    revert: (change) =>
      action(typeLabel(change.id), () => {
        if (change.field === undefined) setTrash([change.id], 'true');
        else write(change.id, change.field, toJson(change.before));
      }),
    answers: (id, field) =>
      entryToLeaves(entryOf(id), field).map(({ stamp, author, json }) => ({
        stamp,
        at: stampToTime(stamp),
        by: author,
        value:
          json === ''
            ? undefined
            : isListRegister(field)
              ? (JSON.parse(json) as ElementValue).value
              : JSON.parse(json)
      })),
    settle: (id, field, stamp) =>
      action(typeLabel(id), () => {
        const kept = entryToLeaves(entryOf(id), field).find((leaf) => leaf.stamp === stamp);
        if (kept) write(id, field, kept.json);
      }),

    note: async (id, field) => {
      const note = await openNote(id, field);
      // After a merge the copy in the record may be one side's only.
      if (note.text() !== (ledger.get(id)!.values[field] ?? ''))
        notesListener.changed(`${entryOf(id).id}/${field}`, note.text());
      return { ...note, close: () => (note.close(), keepNoteTexts()) };
    },
    saved: async () => {
      await Promise.all(notesInHand);
      notesInHand.clear();
      await notes.settled();
      keepNoteTexts();
      await Promise.all(
        [...shards.values()].map(async ({ shard, opening }) => (await opening, await shard.settled()))
      );
    },
    opened: async () => {
      while (waiting.length > 0) await open(waiting[0]!);
    },
    subscribe: (listener) => {
      const own = () => listener();
      listeners.add(own);
      return () => listeners.delete(own);
    },
    close: async () => {
      closed = true;
      await office.saved().catch(() => {});
      stopHearing();
      clearTimeout(noteTimer);
      await notes.close();
      for (const { shard } of shards.values()) shard.close();
      await log.close();
    }
  };

  // ── opening ─────────────────────────────────────────────────────────────────────────────────────────

  const stopHearing = log.onRoom((address) => {
    if (!address.shard.startsWith(NOTES)) void open(address);
  });
  const year = new Date(clock.now()).getUTCFullYear();
  waiting = (await log.rooms()).filter(({ shard }) => !shard.startsWith(NOTES)).sort(byUse(year));
  const needed = waiting.filter(({ shard }) =>
    ['standing', `${year}`, `${year + 1}`, `${year - 1}`].includes(shard)
  );
  depth++; // one announcement for all of them
  await Promise.all(needed.map(open));
  depth--;
  announce();

  function openRest(): void {
    if (closed || waiting.length === 0) return;
    void open(waiting[0]!).then(() => {
      announce();
      deps.idle(openRest);
    });
  }
  deps.idle(openRest);
  return office;
}
