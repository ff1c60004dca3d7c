/** Rules 2 to 4 of the sealed log, as far as the store keeps them: who may say what, and what becomes of the rest. */
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { createSeededRandom } from '../base/random.ts';
import type { RoomUpdate, SegmentKind } from '../sync/log.ts';
import { createMemoryHub } from '../sync/memory-log.ts';
import { createIntake } from './intake.ts';
import { createLinesJudge, judgeNote } from './judge.ts';
import { createLineDoc } from './line-doc.ts';
import { creationToLine, editToLine, purgeToLine } from './lines.ts';
import { field } from './fields.ts';
import type { Office } from './office.ts';
import { openOffice } from './open-office.ts';
import { defineRecord, type RecordType } from './record.ts';
import { createStamp } from './stamp.ts';

const memo = defineRecord({
  type: 'memo',
  label: () => 'Memo',
  plural: () => 'Memos',
  icon: 'note',
  fields: {
    title: field.text({ label: () => 'Title' }),
    steps: field.list(field.text({ label: () => 'Step' }), { label: () => 'Steps' })
  },
  title: (values) => values.title ?? '',
  samples: []
}) as unknown as RecordType;

const NOW = Date.UTC(2026, 10, 23, 9);
const ANNA = { client: 1, device: 'annas-laptop' };
const BEN = { client: 20, device: 'bens-laptop' };
const standing = { compartment: 'office', shard: 'standing' };

let seed = 1;
const openOver = (log: Parameters<typeof openOffice>[0]): Promise<Office> =>
  openOffice(log, [memo], {
    clock: { now: () => NOW },
    random: createSeededRandom(seed++),
    idle: (work) => void setTimeout(work)
  });

/** Anna is the secretary, Ben a supervised assistant whose app may be a modified one. */
async function openTwo() {
  const hub = createMemoryHub(ANNA.device);
  hub.setMembers([
    { id: 'anna', name: 'Anna Reed', devices: [ANNA.device], role: 'secretary' },
    { id: 'ben', name: 'Ben Okafor', devices: [BEN.device], role: 'assistant' }
  ]);
  const anna = await openOver(hub.connect(ANNA.client, ANNA.device));
  const id = anna.create('memo', { title: 'Board papers', steps: ['print', 'bind'] });
  await anna.saved();
  return { hub, anna, id };
}

/** What a writer appends to its own arrays, as one update. */
function lines(
  client: number,
  written: Partial<Record<'records' | 'edits' | 'purged', string[]>>
): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = client;
  for (const [root, added] of Object.entries(written)) doc.getArray(`${root}:${client}`).push(added);
  return Y.encodeStateAsUpdate(doc);
}

const creation = (author: string, title: string, id = `standing.${title}`): string =>
  creationToLine({
    id,
    type: 'memo',
    version: 1,
    stamp: createStamp(NOW, [], 9),
    author,
    json: JSON.stringify({ title })
  });
const edit = (author: string, id: string, title: string, accepted = ''): string =>
  editToLine({
    id,
    register: 'title',
    stamp: createStamp(NOW + 1, [], 9),
    author,
    accepted,
    replaced: [],
    json: JSON.stringify(title)
  });

const titles = (office: Office) =>
  office
    .query({ types: ['memo'] })
    .rows.map(({ values }) => values['title'])
    .sort();
const tags = (office: Office) => office.state.problems.map(({ tag }) => tag);

const judge = createLinesJudge({ rootAt: () => undefined, trusts: () => false });
const from = (kind: SegmentKind = 'edits', fullMember = true) => ({
  clientId: 20,
  device: BEN.device,
  kind,
  fullMember
});
const judged = (bytes: Uint8Array, kind?: SegmentKind, fullMember?: boolean): string => {
  const judgement = judge({ bytes, from: from(kind, fullMember) });
  return judgement.ok ? 'sound' : judgement.error.tag;
};
const updateOf = (make: (doc: Y.Doc) => void, client = 20): Uint8Array => {
  const doc = new Y.Doc();
  doc.clientID = client;
  make(doc);
  return Y.encodeStateAsUpdate(doc);
};

describe('rule 2: the shape is judged without a document, before anything is applied', () => {
  test.each([
    ['a foreign root', (doc: Y.Doc) => doc.getArray('secrets').push(['x'])],
    [
      'the array of another writer',
      (doc: Y.Doc) => doc.getArray('records:1').push([creation(BEN.device, 'a')])
    ],
    ['a line that is none', (doc: Y.Doc) => doc.getArray('records:20').push(['1\tstanding.x'])],
    [
      'an edit where creations belong',
      (doc: Y.Doc) => doc.getArray('records:20').push([edit(BEN.device, 'x', 'y')])
    ],
    [
      'JSON cut short',
      (doc: Y.Doc) => doc.getArray('edits:20').push([`1\tid\ttitle\t0loyw3v28-1\t${BEN.device}\t\t\t"x`])
    ],
    [
      'an element of a list without its place',
      (doc: Y.Doc) => doc.getArray('edits:20').push([`1\tid\tsteps/a\t0loyw3v28-1\t${BEN.device}\t\t\tnull`])
    ],
    ['content that is no text', (doc: Y.Doc) => doc.getArray('records:20').push([{ id: 1 }])],
    ['a map where lines belong', (doc: Y.Doc) => doc.getMap('records:20').set('a', 1)],
    ['a text where lines belong', (doc: Y.Doc) => doc.getText('edits:20').insert(0, 'x')],
    [
      'a line put before another',
      (doc: Y.Doc) => {
        doc.getArray('purged:20').push([purgeToLine({ id: 'a', movedTo: undefined })]);
        doc.getArray('purged:20').insert(0, [purgeToLine({ id: 'b', movedTo: undefined })]);
      }
    ]
  ])('%s', (_, make) => {
    expect(judged(updateOf(make))).toBe('unreadable-part');
  });

  test('honest lines of all three sorts are sound', () => {
    const bytes = lines(20, {
      records: [creation(BEN.device, 'a')],
      edits: [edit(BEN.device, 'standing.a', 'b')],
      purged: [purgeToLine({ id: 'standing.a', movedTo: undefined })]
    });
    expect(judged(bytes)).toBe('sound');
  });

  test('a kind that does not belong among records', () => {
    const bytes = lines(20, { records: [creation(BEN.device, 'a')] });
    expect(judged(bytes, 'note')).toBe('unreadable-part');
    expect(judged(bytes, 'proposal')).toBe('unreadable-part');
  });

  test('whatever bits are flipped, it is judged sound and applied whole, or nothing is', () => {
    const random = createSeededRandom(11);
    const honest = lines(20, {
      records: [creation(BEN.device, 'a'), creation(BEN.device, 'b')],
      edits: [edit(BEN.device, 'standing.a', 'c')]
    });
    const outcomes = { applied: 0, refused: 0, waiting: 0 };
    for (let round = 0; round < 2000; round++) {
      const bent = Uint8Array.from(honest);
      for (let flips = 1 + Math.floor(random.fraction() * 3); flips > 0; flips--)
        bent[Math.floor(random.fraction() * bent.length)]! ^= 1 << Math.floor(random.fraction() * 8);
      const doc = createLineDoc();
      let applied = false;
      const intake = createIntake({
        judge,
        stateOf: doc.stateOf,
        apply: ({ bytes }) => {
          applied = true;
          doc.apply(bytes);
        },
        rejected: () => {}
      });
      intake.take({ bytes: bent, from: from() });
      const { records, edits, purged } = doc.lines();
      const count = records.length + edits.length + purged.length;
      if (count !== (applied ? 3 : 0)) expect.fail(`Round ${round} left ${count} lines`);
      if (applied) outcomes.applied++;
      else if (intake.waiting > 0) outcomes.waiting++;
      else outcomes.refused++;
      doc.destroy();
    }
    expect(outcomes.refused).toBeGreaterThan(400);
    expect(outcomes.applied).toBeGreaterThan(0);
  });

  test('what fails is kept aside whole and shown, its writer’s later segments are not taken, everybody else’s work goes on', async () => {
    const { hub, anna, id } = await openTwo();
    hub.inject(standing, { ...writer(BEN), bytes: lines(20, { records: [creation(BEN.device, 'honest')] }) });
    const rest = lines(20, {
      records: [creation(BEN.device, 'honest'), creation(BEN.device, 'bad'), creation(ANNA.device, 'forged')]
    });
    const bad = Y.diffUpdate(
      rest,
      Y.encodeStateVectorFromUpdate(lines(20, { records: [creation(BEN.device, 'honest')] }))
    );
    hub.inject(standing, { ...writer(BEN), bytes: bad });
    hub.inject(standing, { ...writer(BEN), bytes: lines(20, { edits: [edit(BEN.device, id, 'after')] }) });
    const cara = await openOver(hub.connect(30, 'caras-laptop'));
    cara.edit(id, { title: 'Board papers, signed' });
    await cara.saved();
    for (const office of [anna, cara, await openOver(hub.connect(2, ANNA.device))]) {
      expect(titles(office)).toEqual(['Board papers, signed', 'honest']);
      expect(tags(office)).toEqual(['not-its-own']);
    }
  });

  test('updates behind a missing one wait, are counted, and are applied when it comes', async () => {
    const { hub, anna } = await openTwo();
    const parts = chain(20, 4);
    for (const bytes of [parts[0]!, parts[3]!, parts[2]!]) hub.inject(standing, { ...writer(BEN), bytes });
    await anna.opened();
    expect(titles(anna)).toEqual(['Board papers', 'n0']);
    expect(anna.state.waiting).toBe(2);
    hub.inject(standing, { ...writer(BEN), bytes: parts[1]! });
    expect(titles(anna)).toEqual(['Board papers', 'n0', 'n1', 'n2', 'n3']);
    expect(anna.state.waiting).toBe(0);
    expect(anna.state.problems).toEqual([]);
  });

  test(
    '10,000 updates behind a missing one cost no more than each being looked at',
    { timeout: 60_000 },
    async () => {
      const { hub, anna, id } = await openTwo();
      const parts = chain(20, 10_001);
      const before = process.cpuUsage();
      for (const bytes of parts.slice(1)) hub.inject(standing, { ...writer(BEN), bytes });
      const { user, system } = process.cpuUsage(before);
      console.log(`10,000 updates behind a gap: ${Math.round((user + system) / 1000)} ms of CPU`);
      expect(anna.state.waiting).toBe(10_000);
      anna.edit(id, { title: 'not held up' });
      hub.inject(standing, { ...writer(BEN), bytes: parts[0]! });
      expect(anna.state.waiting).toBe(0);
      expect(titles(anna)).toHaveLength(10_002);
    }
  );

  test('a device that is told that its chain was retired writes what was lost again under a fresh client id', async () => {
    const { hub, anna, id } = await openTwo();
    const other = await openOver(hub.connect(30, ANNA.device));
    anna.edit(id, { title: 'Board papers, final' });
    await anna.saved();
    hub.retire(standing, ANNA.client, 77);
    await anna.saved();
    anna.create('memo', { title: 'and on' });
    await anna.saved();
    const fresh = await openOver(hub.connect(31, 'caras-laptop'));
    for (const office of [anna, other, fresh]) {
      expect(titles(office)).toEqual(['Board papers, final', 'and on']);
      expect(office.history(id)).toHaveLength(2);
      expect(office.state.problems).toEqual([]);
    }
  });
});

const writer = ({ client, device }: { client: number; device: string }) => ({ clientId: client, device });

/** A chain of updates, one creation each. */
function chain(client: number, count: number): Uint8Array[] {
  const doc = new Y.Doc();
  doc.clientID = client;
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  for (let at = 0; at < count; at++) doc.getArray(`records:${client}`).push([creation(BEN.device, `n${at}`)]);
  return updates;
}

describe('rule 3: nobody speaks for another', () => {
  test('structs under another’s client id and clocks are refused, and the other’s segments stay visible', async () => {
    const { hub, anna, id } = await openTwo();
    // Ben takes the id that Anna's second laptop will write with, and the clocks it will use.
    const stolen = 40;
    for (let at = 0; at < 10; at++)
      hub.inject(standing, {
        ...writer(BEN),
        bytes: lines(stolen, { edits: [edit(BEN.device, id, `forged ${at}`)] })
      });
    const second = await openOver(hub.connect(stolen, ANNA.device));
    for (let at = 0; at < 10; at++) second.create('memo', { title: `real ${at}` });
    await second.saved();
    for (const office of [anna, second]) {
      expect(titles(office)).toHaveLength(11);
      expect(titles(office)).not.toContain('forged 9');
      expect(tags(office)).toEqual(['not-its-own']);
    }
  });

  test.each([
    ['a creation', { records: [creation(ANNA.device, 'a')] }],
    ['one creation of a pack', { records: [`${creation(BEN.device, 'a')}\n${creation(ANNA.device, 'b')}`] }],
    ['an edit', { edits: [edit(ANNA.device, 'standing.a', 'b')] }],
    [
      'an edit accepted by somebody who did not sign',
      { edits: [edit('caras-laptop', 'x', 'b', ANNA.device)] }
    ]
  ])('a line in another’s name is refused: %s', (_, written) => {
    expect(judged(lines(20, written))).toBe('not-its-own');
  });

  test('what somebody else proposed counts when a full member accepts it under their own signature', () => {
    const accepted = lines(20, { edits: [edit('caras-laptop', 'x', 'b', BEN.device)] });
    expect(judged(accepted)).toBe('sound');
    expect(judged(accepted, 'edits', false)).toBe('not-its-own');
  });

  test('a snapshot may carry others’ lines, from full members only', () => {
    const all = Y.mergeUpdates([
      lines(1, { records: [creation(ANNA.device, 'a')] }),
      lines(20, { records: [creation(BEN.device, 'b')] })
    ]);
    expect(judged(all)).toBe('not-its-own');
    expect(judged(all, 'snapshot')).toBe('sound');
    expect(judged(all, 'snapshot', false)).toBe('may-not-rewrite');
  });

  test('a line counts in its own compartment only: a private record is not changed, copied or deleted from elsewhere', async () => {
    const { hub, anna } = await openTwo();
    hub.setLevels('ben', { office: 'write' });
    const secret = anna.create('memo', { title: 'The offer' }, { compartment: 'private' });
    await anna.saved();
    const attack = lines(20, {
      records: [creation(BEN.device, 'Copied', secret)],
      edits: [edit(BEN.device, secret, 'Overwritten')]
    });
    hub.inject(standing, { ...writer(BEN), bytes: attack });
    const cara = { client: 50, device: 'caras-laptop' };
    hub.setMembers([
      ...anna.members,
      { id: 'cara', name: 'Cara', devices: [cara.device], role: 'secretary' }
    ]);
    hub.inject(standing, {
      ...writer(cara),
      bytes: lines(50, { purged: [purgeToLine({ id: secret, movedTo: undefined })] })
    });
    for (const office of [anna, await openOver(hub.connect(2, ANNA.device))]) {
      expect(office.get(secret)!.values['title']).toBe('The offer');
      expect(office.get(secret)!.compartment).toBe('private');
      expect(office.history(secret)).toHaveLength(1);
      expect(titles(office)).toEqual(['Board papers', 'The offer']);
    }
  });

  test('a value of the wrong shape stops nobody: the field stands empty, the rest of the record is there', async () => {
    const { hub, anna, id } = await openTwo();
    const wrong = (register: string, value: unknown, at: number) =>
      editToLine({
        id,
        register,
        stamp: createStamp(NOW + 1000 + at, [], 9),
        author: BEN.device,
        accepted: '',
        replaced: [],
        json: JSON.stringify(value)
      });
    const [step] = anna.get(id)!.values['steps'] as { key: string }[];
    hub.inject(standing, {
      ...writer(BEN),
      bytes: lines(20, {
        edits: [wrong('title', { a: 1 }, 0), wrong(`steps/${step!.key}`, { order: 'a', value: 7 }, 1)]
      })
    });
    expect(anna.get(id)!.values['title']).toBeUndefined();
    expect((anna.get(id)!.values['steps'] as { value: string }[]).map(({ value }) => value)).toEqual([
      'bind'
    ]);
    expect(anna.search('bind')).toHaveLength(1);
    anna.edit(id, { title: 'Board papers again' });
    expect(titles(anna)).toEqual(['Board papers again']);
  });

  test('two edits with one stamp are two, the same on every device', async () => {
    const { hub, anna, id } = await openTwo();
    anna.edit(id, { title: 'Anna’s' });
    await anna.saved();
    const { stamp } = anna.history(id)[0]!;
    const copied = edit(BEN.device, id, 'Ben’s').replace(createStamp(NOW + 1, [], 9), stamp);
    hub.inject(standing, { ...writer(BEN), bytes: lines(20, { edits: [copied] }) });
    const again = await openOver(hub.connect(2, ANNA.device));
    expect(anna.answers(id, 'title').map(({ value }) => value)).toContain('Anna’s');
    expect(again.answers(id, 'title')).toEqual(anna.answers(id, 'title'));
    expect(again.history(id)).toEqual(anna.history(id));
  });
});

describe('rule 4: nobody but full members deletes among records, and only by rewriting', () => {
  /** Ben's app has loaded the room and deletes all of it, in an update that is perfectly well-formed. */
  async function massDeletion(hub: ReturnType<typeof createMemoryHub>): Promise<Uint8Array> {
    const room = await hub.connect(99, BEN.device).open(standing);
    const doc = new Y.Doc();
    for (const { bytes } of (await room.read()).updates) Y.applyUpdate(doc, bytes);
    doc.clientID = BEN.client;
    const state = Y.encodeStateVector(doc);
    doc.transact(() => {
      for (const name of doc.share.keys()) doc.getArray(name).delete(0, doc.getArray(name).length);
    });
    return Y.encodeStateAsUpdate(doc, state);
  }

  test.each(['edits', 'rewrite', 'snapshot'] as const)(
    'a deletion of everything inside a well-formed segment of an assistant is contained: %s',
    async (kind) => {
      const { hub, anna, id } = await openTwo();
      hub.inject(standing, { ...writer(BEN), kind, bytes: await massDeletion(hub) });
      for (const office of [anna, await openOver(hub.connect(2, ANNA.device))]) {
        expect(titles(office)).toEqual(['Board papers']);
        expect(tags(office)).toEqual([kind === 'edits' ? 'may-not-delete' : 'may-not-rewrite']);
        office.edit(id, { title: 'Board papers' });
      }
    }
  );

  test('not even a full member deletes by an edit', async () => {
    const { hub, anna } = await openTwo();
    hub.inject(standing, { clientId: 60, device: ANNA.device, bytes: await massDeletion(hub) });
    expect(titles(anna)).toEqual(['Board papers']);
    expect(tags(anna)).toEqual(['may-not-delete']);
  });

  test('a deletion of what is not there yet kills nothing that comes later', async () => {
    const { hub, anna } = await openTwo();
    const parts = chain(40, 3);
    const whole = new Y.Doc();
    for (const part of parts) Y.applyUpdate(whole, part);
    whole.clientID = BEN.client;
    const state = Y.encodeStateVector(whole);
    whole.getArray('records:40').delete(0, 3);
    const ahead = Y.encodeStateAsUpdate(whole, state);
    hub.inject(standing, { ...writer(BEN), bytes: ahead });
    const renamed = parts.map((bytes) => ({ clientId: 40, device: BEN.device, bytes }));
    for (const part of renamed) hub.inject(standing, part);
    expect(titles(anna)).toEqual(['Board papers', 'n0', 'n1', 'n2']);
    expect(tags(anna)).toEqual(['may-not-delete']);
  });

  test('a full member’s rewrite may', async () => {
    const { hub, anna } = await openTwo();
    hub.inject(standing, {
      clientId: 20,
      device: ANNA.device,
      kind: 'rewrite',
      bytes: await massDeletion(hub)
    });
    expect(tags(anna)).toEqual([]);
    expect(titles(await openOver(hub.connect(2, ANNA.device)))).toEqual([]);
  });

  test('an assistant’s device never rewrites: its rewrite would be kept aside by everybody, and its chain with it', async () => {
    const { hub, anna, id } = await openTwo();
    const leased: string[] = [];
    const openBusy = (client: number, device: string) =>
      openOffice(hub.connect(client, device), [memo], {
        clock: { now: () => NOW },
        random: createSeededRandom(seed++),
        idle: (work) => work(),
        rewriteAfter: { edits: 0, timesLive: 0 },
        lease: async (work) => (leased.push(device), work())
      });
    anna.edit(id, { title: 'one' });
    anna.edit(id, { title: 'two' });
    await anna.saved();
    const ben = await openBusy(21, BEN.device);
    ben.edit(id, { title: 'three' });
    await ben.saved();
    expect(leased).toEqual([]);
    const laptop = await openBusy(2, ANNA.device);
    laptop.edit(id, { title: 'four' });
    await laptop.saved();
    expect(new Set(leased)).toEqual(new Set([ANNA.device]));
    expect(hub.rejected).toEqual([]);
    expect(titles(ben)).toEqual(['four']);
  });

  test('deleting for good is for full members: an assistant is told so, and a modified app is refused', async () => {
    const { hub, anna, id } = await openTwo();
    const ben = await openOver(hub.connect(21, BEN.device));
    expect(ben.fullMember).toBe(false);
    expect(() => ben.purge([id])).toThrow(/trash/);
    await expect(ben.move(id, 'private')).rejects.toThrow(/trash/);
    ben.trash([id]);
    await ben.saved();
    expect(anna.get(id)!.trashed).toBe(true);
    anna.restore([id]);
    hub.inject(standing, {
      ...writer(BEN),
      bytes: lines(20, { purged: [purgeToLine({ id, movedTo: undefined })] })
    });
    expect(titles(anna)).toEqual(['Board papers']);
    expect(tags(anna)).toEqual(['may-not-delete']);
    anna.purge([id]);
    await anna.saved();
    expect(titles(ben)).toEqual([]);
  });
});

describe('notes are judged too', () => {
  const noteOf = (client: number, text: string): Uint8Array =>
    updateOf((doc) => doc.getXmlFragment('note').insert(0, [new Y.XmlText(text)]), client);
  const judgeAs = (bytes: Uint8Array, kind: SegmentKind = 'note', fullMember = true) =>
    judgeNote({ bytes, from: from(kind, fullMember) } satisfies RoomUpdate);

  test('rule 3: structs carry the signer’s client id', () => {
    expect(judgeAs(noteOf(20, 'a')).ok).toBe(true);
    expect(judgeAs(noteOf(21, 'a'))).toMatchObject({ ok: false, error: { tag: 'not-its-own' } });
    expect(judgeAs(noteOf(21, 'a'), 'snapshot').ok).toBe(true);
    expect(judgeAs(noteOf(21, 'a'), 'snapshot', false).ok).toBe(false);
  });

  test('rule 2: other roots and other contents are refused', () => {
    expect(judgeAs(updateOf((doc) => doc.getText('other').insert(0, 'x'))).ok).toBe(false);
    expect(judgeAs(updateOf((doc) => doc.getXmlFragment('note').insert(0, [new Y.Doc() as never]))).ok).toBe(
      false
    );
  });

  test('deleting in a note waits until what it deletes is there', () => {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, noteOf(5, 'somebody’s words'));
    doc.clientID = 20;
    const state = Y.encodeStateVector(doc);
    doc.getXmlFragment('note').delete(0, 1);
    const judgement = judgeAs(Y.encodeStateAsUpdate(doc, state));
    expect(judgement).toMatchObject({ ok: true });
    expect(judgement.ok && [...judgement.needs.keys()]).toEqual([5]);
  });
});
