/**
 * Writing: every change becomes lines, known to the ledger at once and handed to the shards when the
 * outermost action ends. What an action wrote is kept for undo.
 */
import { createRandomName, createRecordId, type RecordId } from '../base/ids.ts';
import type { DeviceLog, RoomAddress } from '../sync/log.ts';
import {
  entryToLeaves,
  entryToRegisters,
  registersToValues,
  TRASH,
  type ElementValue,
  type Entry
} from './entry.ts';
import type { FieldMap } from './fields.ts';
import { isShardName, type Ledger } from './ledger.ts';
import { creationToLine, editToLine, PACK, purgeToLine } from './lines.ts';
import type { Values } from './office.ts';
import type { OfficeDeps } from './open-office.ts';
import { createOrderBetween, createOrders } from './order.ts';
import type { RecordType } from './record.ts';
import type { Root, Shard } from './shard.ts';
import type { Rights } from './rights.ts';
import { createStamp } from './stamp.ts';
import { t } from './text.ts';
import { createUndo, type Action, type Step } from './undo.ts';

export interface WriterDeps extends Pick<OfficeDeps, 'clock' | 'random'> {
  readonly log: DeviceLog;
  readonly types: ReadonlyMap<string, RecordType>;
  readonly ledger: Ledger;
  readonly rights: Rights;
  /** Ids that changed since everybody was last told. */
  changed(): Set<RecordId>;
  shardAt(address: RoomAddress): Shard;
  /** A note's text was written from elsewhere. */
  noteWritten(entry: Entry, field: string, json: string): void;
  /** The outermost action ended; its lines went to these shards. */
  ended(shards: Iterable<Shard>): void;
}

/** Longest JSON of one record; larger things are files. */
const RECORD_LIMIT = 120_000;

export const toJson = (value: unknown): string =>
  value === undefined || value === null ? '' : JSON.stringify(value);

export type Writer = ReturnType<typeof createWriter>;

export function createWriter(deps: WriterDeps) {
  const { log, types, ledger, clock, random, rights } = deps;
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
  function perform<T>(act: () => T, into: Step[] = []): T {
    if (log.readOnly) throw log.readOnly;
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
        deps.ended(all.keys());
      }
    }
  }

  function action<T>(label: string, act: () => T): T {
    if (depth > 0) return act();
    const made: Action = { label, steps: [] };
    return perform(() => {
      try {
        return act();
      } finally {
        if (made.steps.length > 0) undo.add(made);
      }
    }, made.steps);
  }

  function emit(shard: Shard, root: Root, line: string): void {
    if (!written.has(shard)) written.set(shard, { records: [], edits: [], purged: [] });
    written.get(shard)![root].push(line);
    ledger.add(shard, { [root]: [line] }, deps.changed());
  }

  function entryOf(id: RecordId): Entry {
    const entry = ledger.entry(id);
    if (entry?.line === undefined) throw new Error(`No record ${id} in this office`);
    return entry;
  }

  const fieldsOf = (type: string): FieldMap => types.get(type)?.fields ?? {};

  function write(id: RecordId, register: string, json: string): void {
    writeRegister(id, register, json);
    const entry = entryOf(id);
    if (fieldsOf(entry.type)[register]?.kind === 'note') deps.noteWritten(entry, register, json);
  }

  /** Writes one register over all of its leaves. Writing what is shown already writes nothing. */
  function writeRegister(id: RecordId, register: string, json: string): void {
    const entry = entryOf(id);
    const leaves = entryToLeaves(entry, register);
    const shown = leaves[0]!;
    const replaced = leaves.map((leaf) => leaf.stamp);
    if (leaves.length === 1 && shown.json === json) return;
    const stamp = createStamp(clock.now(), replaced, log.clientId);
    rights.needWrite(entry.shard.address.compartment);
    emit(
      entry.shard,
      'edits',
      editToLine({ id: entry.id, register, stamp, author: log.deviceId, accepted: '', replaced, json })
    );
    steps.push({ id: entry.id, register, before: shown.json, beforeStamp: shown.stamp, stamp });
  }

  const compartmentOf = (type: string, asked: string | undefined): string => {
    const kind = types.get(type)?.readers ?? 'office';
    const open = log.compartments.filter(({ level }) => level === 'write');
    const found =
      log.compartments.find(({ id }) => id === asked) ?? open.find((one) => one.kind === kind) ?? open[0];
    rights.needWrite(found?.id);
    return found!.id;
  };

  function valuesToRegisters(type: string, values: Values): Record<string, unknown> {
    const declared = fieldsOf(type);
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
    registers: Record<string, unknown>,
    given?: RecordId
  ): { id: RecordId; stamp: string; shard: string; line: string } {
    const declared = types.get(type);
    const asked = declared?.shard?.(registersToValues(Object.entries(registers))) ?? 'standing';
    const shard = isShardName(asked) ? asked : 'standing';
    const json = JSON.stringify(registers);
    if (json.length > RECORD_LIMIT) throw Object.assign(new Error(t('tooLong')), { tag: 'too-long' });
    const id = given ?? createRecordId(shard, random);
    const stamp = createStamp(clock.now(), [], log.clientId);
    const version = declared?.version ?? 1;
    return {
      id,
      stamp,
      shard,
      line: creationToLine({ id, type, version, stamp, author: log.deviceId, json })
    };
  }

  function createAll(
    type: string,
    all: readonly Record<string, unknown>[],
    compartment: string,
    given?: RecordId
  ): RecordId[] {
    const packs = new Map<string, string[]>();
    const ids: RecordId[] = [];
    for (const registers of all) {
      const { id, stamp, shard, line } = createLine(type, registers, given);
      steps.push({ id, register: TRASH, before: 'true', beforeStamp: '', stamp });
      if (!packs.has(shard)) packs.set(shard, []);
      packs.get(shard)!.push(line);
      ids.push(id);
    }
    for (const [name, lines] of packs) {
      const shard = deps.shardAt({ compartment, shard: name });
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

  function purge(entry: Entry, movedTo?: RecordId): void {
    rights.needDelete(entry.shard.address.compartment);
    emit(entry.shard, 'purged', purgeToLine({ id: entry.id, movedTo }));
  }

  // ── lists, edited by element ────────────────────────────────────────────────────────────────────────

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

  return {
    perform,
    action,
    undo,
    entryOf,
    fieldsOf,
    write,
    writeRegister,
    create: (
      type: string,
      many: readonly Values[],
      compartment: string | undefined,
      given?: RecordId
    ): RecordId[] => {
      const place = compartmentOf(type, compartment);
      const registers = many.map((values) => valuesToRegisters(type, values));
      const gone = given !== undefined && ledger.isPurged(given, place);
      return createAll(type, registers, place, gone ? undefined : given);
    },
    purge,
    /** `notes`: what its notes begin with in the new place. */
    move: (id: RecordId, compartment: string, notes: Record<string, unknown>): RecordId => {
      const entry = entryOf(id);
      if (entry.shard.address.compartment === compartment) return entry.id;
      rights.needDelete(entry.shard.address.compartment);
      const registers = [...entryToRegisters(entry)].filter(([, value]) => value !== undefined);
      const moved = createAll(
        entry.type,
        [{ ...Object.fromEntries(registers), ...notes }],
        compartmentOf(entry.type, compartment)
      )[0]!;
      purge(entry, moved);
      return moved;
    },
    listAdd: (id: RecordId, list: string, value: unknown, before: string | undefined): string => {
      const key = createRandomName(random, 6);
      write(id, `${list}/${key}`, JSON.stringify({ order: orderBefore(id, list, before), value }));
      return key;
    },
    listMove: (id: RecordId, list: string, key: string, before: string | undefined): void =>
      writeElement(id, list, key, { order: orderBefore(id, list, before, key) }),
    writeElement
  };
}
