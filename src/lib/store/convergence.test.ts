/**
 * Replicas that edit apart, over a network that delivers each writer's segments in order and everything
 * else in any order, with one clock in 2099 and shards rewritten now and then. In the end all replicas must
 * agree, and agree with what every edit ever written says by the plain rule of leaves.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { createSeededRandom } from '../base/random.ts';
import type { DeviceLog, RoomAddress, RoomLog, RoomUpdate, SegmentKind } from '../sync/log.ts';
import { field } from './fields.ts';
import { lineToCreation, lineToEdit, lineToPurge, type Creation, type Edit } from './lines.ts';
import type { Office } from './office.ts';
import { openOffice } from './open-office.ts';
import { defineRecord, type RecordType } from './record.ts';
import { registerToLeaves } from './registers.ts';

const memo = defineRecord({
  type: 'memo',
  label: () => 'Memo',
  plural: () => 'Memos',
  icon: 'note',
  fields: {
    title: field.text({ label: () => 'Title' }),
    place: field.text({ label: () => 'Place' }),
    steps: field.list(field.text({ label: () => 'Step' }), { label: () => 'Steps' })
  },
  title: (values) => values.title ?? '',
  samples: []
}) as unknown as RecordType;

interface Segment {
  readonly writer: number;
  readonly room: RoomAddress;
  readonly kind: SegmentKind;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Segments wait with their writer until sent, and at the relay until each reader has had them. */
function createNetwork(replicas: number) {
  const outbox: Segment[][] = Array.from({ length: replicas }, () => []);
  const sent: Segment[][] = Array.from({ length: replicas }, () => []);
  const had: number[][] = Array.from({ length: replicas }, () => Array(replicas).fill(0) as number[]);
  const hear: Map<string, (update: RoomUpdate) => void>[] = Array.from({ length: replicas }, () => new Map());
  const announced: ((address: RoomAddress) => void)[] = [];
  const archives: Segment[] = [];
  const everything: Uint8Array[] = [];
  const key = ({ compartment, shard }: RoomAddress) => `${compartment}/${shard}`;

  const connect = (replica: number): DeviceLog => ({
    officeId: 'office',
    name: 'Office',
    deviceId: `device-${replica}`,
    clientId: replica + 1,
    members: [],
    compartments: [{ id: 'office', kind: 'office', name: 'office', level: 'write' }],
    onRoster: () => () => {},
    rooms: async () => [],
    open: async (room): Promise<RoomLog> => ({
      read: async () => ({ updates: [], problems: [], clientId: replica + 1 }),
      archives: async () => archives.filter((one) => key(one.room) === key(room)).map(({ bytes }) => bytes),
      append: async (update, kind = 'edits') => {
        const segment = { writer: replica, room, kind, bytes: new Uint8Array(update) };
        if (kind === 'edits') everything.push(segment.bytes);
        if (kind === 'archive') archives.push(segment);
        else outbox[replica]!.push(segment);
      },
      onUpdate: (listener) => {
        hear[replica]!.set(key(room), listener);
        return () => {};
      },
      reject: async (_update, reason) => expect.unreachable(reason.message),
      onRetired: () => () => {},
      wantsCheckpoint: () => false,
      checkpoint: async () => {},
      onSnapshot: () => () => {}
    }),
    onRoom: (listener) => {
      announced[replica] = listener;
      return () => {};
    },
    close: async () => {}
  });

  return {
    connect,
    everything,
    send: (writer: number) => sent[writer]!.push(...outbox[writer]!.splice(0)),
    /** Hands a reader up to `count` of a writer's segments, and the last one once more. */
    async deliver(reader: number, writer: number, count: number, office: Office) {
      if (reader === writer) return;
      const from = had[reader]![writer]!;
      for (const segment of sent[writer]!.slice(from, from + count)) {
        if (!hear[reader]!.has(key(segment.room))) {
          announced[reader]!(segment.room);
          await office.saved();
        }
        const { bytes, kind } = segment;
        const from = { clientId: writer + 1, device: `device-${writer}`, kind, fullMember: true };
        hear[reader]!.get(key(segment.room))!({ bytes, from });
        hear[reader]!.get(key(segment.room))!({ bytes, from });
        had[reader]![writer]!++;
      }
    }
  };
}

interface Step {
  readonly act:
    'create' | 'edit' | 'list' | 'trash' | 'purge' | 'settle' | 'undo' | 'send' | 'deliver' | 'rewrite';
  readonly who: number;
  readonly record: number;
  readonly choice: number;
}

async function play(replicas: number, steps: readonly Step[]) {
  const network = createNetwork(replicas);
  let now = 1_700_000_000_000;
  const rewrites: (() => Promise<void>)[][] = Array.from({ length: replicas }, () => []);
  const offices = await Promise.all(
    Array.from({ length: replicas }, (_, replica) =>
      openOffice(network.connect(replica), [memo], {
        // One clock stands in 2099.
        clock: { now: () => (replica === 0 ? now + 2_300_000_000_000 : now) },
        random: createSeededRandom(replica + 1),
        idle: (work) => work(),
        rewriteAfter: { edits: 0, timesLive: 1 },
        lease: async (work) => void rewrites[replica]!.push(work)
      })
    )
  );
  const ids: string[] = [];
  const pull = async (reader: number) => {
    for (let writer = 0; writer < replicas; writer++)
      await network.deliver(reader, writer, Infinity, offices[reader]!);
  };
  let rewritten = 0;

  for (const { act, who, record, choice } of steps) {
    now += choice % 3; // often the same millisecond
    const office = offices[who % replicas]!;
    const id = ids[record % Math.max(1, ids.length)];
    const name = choice % 2 ? 'title' : 'place';
    if (act === 'create') ids.push(office.create('memo', { title: `t${ids.length}`, steps: ['a', 'b'] }));
    else if (act === 'send') network.send(who % replicas);
    else if (act === 'deliver') await network.deliver(who % replicas, record % replicas, choice, office);
    else if (act === 'undo') choice % 2 ? office.undo() : office.redo();
    else if (act === 'rewrite') {
      // The lease: everything of one's own is sent, everything sent is here.
      await office.saved();
      network.send(who % replicas);
      await pull(who % replicas);
      const work = rewrites[who % replicas]!.shift();
      if (work) {
        await work();
        rewritten++;
      }
      network.send(who % replicas);
    } else if (id && office.get(id)) {
      if (act === 'edit') office.edit(id, { [name]: `${name} ${choice} by ${who}` });
      else if (act === 'trash') choice % 2 ? office.trash([id]) : office.restore([id]);
      else if (act === 'purge' && choice > 7) office.purge([id]);
      else if (act === 'settle') {
        const answers = office.answers(id, name);
        office.settle(id, name, answers[choice % answers.length]!.stamp);
      } else if (act === 'list') {
        const elements = office.get(id)!.values.steps as { key: string }[];
        const key = elements[choice % Math.max(1, elements.length)]?.key;
        if (choice < 3 || !key) office.listAdd(id, 'steps', `s${choice}`);
        else if (choice < 6) office.listMove(id, 'steps', key, elements[0]!.key);
        else if (choice < 8) office.listSet(id, 'steps', key, `changed ${choice}`);
        else office.listRemove(id, 'steps', key);
      }
    }
    await office.saved();
  }
  for (let writer = 0; writer < replicas; writer++) network.send(writer);
  for (let reader = 0; reader < replicas; reader++) await pull(reader);

  return { offices, rewritten, everything: network.everything };
}

/** Every line ever written, whoever took it out since. */
function readEverything(updates: readonly Uint8Array[]) {
  const creations = new Map<string, Creation>();
  const purged = new Set<string>();
  const edits: Edit[] = [];
  for (const update of updates)
    for (const struct of Y.decodeUpdate(update).structs)
      for (const line of ((struct as Y.Item).content as Y.ContentAny).arr.flatMap((text) =>
        String(text).split('\n')
      )) {
        const parts = line.split('\t').length;
        if (parts === 3) purged.add(lineToPurge(line).id);
        else if (parts === 8) edits.push(lineToEdit(line));
        else creations.set(lineToCreation(line).id, lineToCreation(line));
      }
  return { creations, purged, edits };
}

const byName = (a: string, b: string) => (a < b ? -1 : 1);

async function expectAgreement({ offices, everything }: Awaited<ReturnType<typeof play>>) {
  const { creations, purged, edits } = readEverything(everything);
  const expected = [...creations.keys()].filter((id) => !purged.has(id)).sort(byName);
  for (const office of offices) {
    const rows = office.query({ trash: 'with' }).rows;
    expect(rows.map(({ id }) => id).sort(byName)).toEqual(expected);
    for (const id of expected) {
      expect(office.get(id)).toEqual(offices[0]!.get(id));
      const creation = creations.get(id)!;
      const base = JSON.parse(creation.json) as Record<string, unknown>;
      const own = edits.filter((edit) => edit.id === id);
      for (const register of new Set(own.map((edit) => edit.register))) {
        const json = base[register] === undefined ? '' : JSON.stringify(base[register]);
        const leaves = registerToLeaves(
          { ...creation, json },
          own.filter((edit) => edit.register === register)
        );
        expect(office.answers(id, register).map(({ stamp }) => stamp)).toEqual(
          leaves.map(({ stamp }) => stamp)
        );
      }
      const told = (await office.fullHistory(id)).map(({ field = '', stamp }) => `${stamp} ${field}`);
      expect(told.sort()).toEqual(
        [`${creation.stamp} `, ...own.map((edit) => `${edit.stamp} ${edit.register}`)].sort()
      );
    }
  }
}

const step: fc.Arbitrary<Step> = fc.record({
  act: fc.constantFrom(
    'create',
    'edit',
    'edit',
    'edit',
    'list',
    'trash',
    'purge',
    'settle',
    'undo',
    'send',
    'deliver',
    'deliver',
    'rewrite',
    'rewrite'
  ) as fc.Arbitrary<Step['act']>,
  who: fc.nat(4),
  record: fc.nat(1),
  choice: fc.nat(9)
});

describe('replicas that edited apart', () => {
  it(
    'converge, lose no leaf and no history, and see no conflict that was none',
    { timeout: 300_000 },
    async () => {
      let rewrites = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 3, max: 5 }),
          fc.array(step, { minLength: 20, maxLength: 100, size: 'max' }),
          async (replicas, steps) => {
            const played = await play(replicas, [{ act: 'create', who: 0, record: 0, choice: 0 }, ...steps]);
            rewrites += played.rewritten;
            await expectAgreement(played);
          }
        ),
        { numRuns: 1000, seed: 20261123 }
      );
      expect(rewrites).toBeGreaterThan(200);
    }
  );
});
