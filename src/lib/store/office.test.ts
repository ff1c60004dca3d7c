import { describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { createSeededRandom } from '../base/random.ts';
import { createMemoryHub, createMemoryLog } from '../sync/memory-log.ts';
import type { DeviceLog } from '../sync/log.ts';
import { field } from './fields.ts';
import { openOffice } from './open-office.ts';
import type { Office } from './office.ts';
import { defineRecord, type RecordType } from './record.ts';

const note = defineRecord({
  type: 'memo',
  label: () => 'Memo',
  plural: () => 'Memos',
  icon: 'note',
  fields: {
    title: field.text({ label: () => 'Title', required: true }),
    day: field.date({ label: () => 'Day' }),
    about: field.link({ label: () => 'About' }),
    steps: field.list(field.text({ label: () => 'Step' }), { label: () => 'Steps' })
  },
  title: (values) => values.title ?? '',
  shard: (values) => values.day?.slice(0, 4) ?? 'standing',
  samples: []
}) as unknown as RecordType;

let now = Date.UTC(2026, 10, 23, 9);
const clock = { now: () => now };
let seed = 1;

const open = (log: DeviceLog = createMemoryLog(), types: RecordType[] = [note]): Promise<Office> =>
  openOffice(log, types, {
    clock,
    random: createSeededRandom(seed++),
    idle: (work) => void setTimeout(work)
  });

const titles = (office: Office) => office.query({ types: ['memo'] }).rows.map(({ values }) => values.title);
const stepsOf = (office: Office, id: string) =>
  (office.get(id)!.values.steps as { key: string; value: string }[]).map(({ value }) => value);

describe('an office', () => {
  it('keeps what was saved when it is opened again', async () => {
    const hub = createMemoryHub();
    const office = await open(hub.connect(1));
    const id = office.create('memo', { title: 'Ring the florist', steps: ['choose', 'order'] });
    office.edit(id, { title: 'Ring the florist today' });
    await office.saved();
    const again = await open(hub.connect(2));
    expect(again.get(id)!.values.title).toBe('Ring the florist today');
    expect(stepsOf(again, id)).toEqual(['choose', 'order']);
  });

  it('shows another tab’s changes at once', async () => {
    const hub = createMemoryHub();
    const one = await open(hub.connect(1));
    const other = await open(hub.connect(2));
    const seen = other.query({ types: ['memo'] });
    let told = 0;
    seen.subscribe(() => told++);
    const id = one.create('memo', { title: 'A' });
    await one.saved();
    await other.opened();
    expect(titles(other)).toEqual(['A']);
    one.edit(id, { title: 'B' });
    await one.saved();
    expect(seen.rows[0]!.values.title).toBe('B');
    expect(told).toBe(2);
  });

  it('opens the years that are not needed today later, and says which are missing', async () => {
    const hub = createMemoryHub();
    const office = await open(hub.connect(1));
    office.create('memo', { title: 'old', day: '2019-05-01' });
    office.create('memo', { title: 'new', day: '2026-05-01' });
    await office.saved();
    const again = await open(hub.connect(2));
    expect(again.state.opening).toEqual(['2019']);
    expect(titles(again)).toEqual(['new']);
    await again.opened();
    expect(again.state.opening).toEqual([]);
    expect(titles(again).sort()).toEqual(['new', 'old']);
  });

  it('carries a type from a newer version, read-only, and finds it', async () => {
    const hub = createMemoryHub();
    const newer = await open(hub.connect(1), [{ ...note, type: 'parrot' }]);
    const id = newer.create('parrot', { title: 'Polly', wingspan: 40 });
    await newer.saved();
    const older = await open(hub.connect(2));
    expect(older.get(id)).toMatchObject({ known: false, values: { title: 'Polly', wingspan: 40 } });
    expect(older.search('polly').map(({ record }) => record.id)).toEqual([id]);
  });

  it('turns records of an earlier version into today’s', async () => {
    const hub = createMemoryHub();
    const before = await open(hub.connect(1));
    const id = before.create('memo', { title: 'x' });
    await before.saved();
    const migrations = { 1: (values: Record<string, unknown>) => ({ ...values, title: `${values.title}!` }) };
    const after = await open(hub.connect(2), [{ ...note, version: 2, migrations }]);
    expect(after.get(id)!.values.title).toBe('x!');
  });
});

describe('undo', () => {
  it('takes back one’s own actions one by one, also twice on the same field, and redo brings them back', async () => {
    const office = await open();
    const id = office.create('memo', { title: 'one' });
    office.edit(id, { title: 'two' });
    office.edit(id, { title: 'three' });
    office.undo();
    expect(office.get(id)!.values.title).toBe('two');
    office.undo();
    expect(office.get(id)!.values.title).toBe('one');
    office.redo();
    office.redo();
    expect(office.get(id)!.values.title).toBe('three');
    office.undo();
    expect(office.get(id)!.values.title).toBe('two');
  });

  it('puts an undone creation into the trash, and redo takes it out', async () => {
    const office = await open();
    const id = office.create('memo', { title: 'one' });
    office.undo();
    expect(office.get(id)!.trashed).toBe(true);
    office.redo();
    expect(office.get(id)!.trashed).toBe(false);
  });

  it('leaves alone what somebody else changed since, and says so', async () => {
    const hub = createMemoryHub();
    const anna = await open(hub.connect(1));
    const ben = await open(hub.connect(2));
    const id = anna.create('memo', { title: 'one', day: '2026-01-01' });
    await anna.saved();
    await ben.opened();
    anna.action('Change both', () => anna.edit(id, { title: 'anna', about: 'x' }));
    await anna.saved();
    ben.edit(id, { title: 'ben' });
    await ben.saved();
    expect(anna.undo()).toMatchObject({ label: 'Change both', left: [{ id, field: 'title' }] });
    expect(anna.get(id)!.values).toMatchObject({ title: 'ben' });
    expect(anna.get(id)!.values.about).toBeUndefined();
  });

  it('takes back an import as one action', async () => {
    const office = await open();
    office.action('Import', () =>
      office.createMany(
        'memo',
        Array.from({ length: 120 }, (_, n) => ({ title: `m${n}` }))
      )
    );
    expect(titles(office)).toHaveLength(120);
    office.undo();
    expect(titles(office)).toHaveLength(0);
  });
});

describe('lists', () => {
  it('keep their order by element', async () => {
    const office = await open();
    const id = office.create('memo', { title: 'x', steps: ['b', 'd'] });
    const d = (office.get(id)!.values.steps as { key: string }[])[1]!.key;
    const c = office.listAdd(id, 'steps', 'c', d);
    const a = office.listAdd(id, 'steps', 'a');
    office.listMove(id, 'steps', a, (office.get(id)!.values.steps as { key: string }[])[0]!.key);
    expect(stepsOf(office, id)).toEqual(['a', 'b', 'c', 'd']);
    office.listRemove(id, 'steps', c);
    office.listSet(id, 'steps', d, 'D');
    expect(stepsOf(office, id)).toEqual(['a', 'b', 'D']);
  });
});

describe('deleting and moving', () => {
  it('deletes for good, also against an edit that was made apart', async () => {
    const hub = createMemoryHub();
    const one = await open(hub.connect(1));
    const other = await open(hub.connect(2));
    const id = one.create('memo', { title: 'secret' });
    await one.saved();
    await other.opened();
    hub.apart();
    one.purge([id]);
    other.edit(id, { title: 'still here?' });
    await Promise.all([one.saved(), other.saved()]);
    hub.together();
    expect([one.get(id), other.get(id)]).toEqual([undefined, undefined]);
    expect((await open(hub.connect(3))).get(id)).toBeUndefined();
  });

  it('moves a record to other readers under a new id that links follow', async () => {
    const office = await open();
    const id = office.create('memo', { title: 'x', steps: ['a'] });
    const linking = office.create('memo', { title: 'see x', about: id });
    const moved = await office.move(id, 'private');
    expect(office.get(id)).toMatchObject({ id: moved, compartment: 'private', values: { title: 'x' } });
    expect(stepsOf(office, moved)).toEqual(['a']);
    expect(office.linksTo(moved).map((record) => record.id)).toEqual([linking]);
  });
});

describe('history', () => {
  it('tells who changed what from what to what, and reverts one change', async () => {
    const office = await open();
    const id = office.create('memo', { title: 'one' });
    now += 60_000;
    office.edit(id, { title: 'two' });
    const [change] = office.history(id);
    expect(change).toMatchObject({ field: 'title', before: 'one', after: 'two', by: 'device-1', at: now });
    office.revert(change!);
    expect(office.get(id)!.values.title).toBe('one');
    expect(office.history(id)).toHaveLength(3);
  });

  it('marks an edit whose device’s clock ran ahead', async () => {
    const hub = createMemoryHub();
    const ahead = await openOffice(hub.connect(1), [note], {
      clock: { now: () => Date.UTC(2099, 0, 1) },
      random: createSeededRandom(7),
      idle: () => {}
    });
    const id = ahead.create('memo', { title: 'from the future' });
    await ahead.saved();
    const office = await open(hub.connect(2));
    office.edit(id, { title: 'from today' });
    expect(office.get(id)!.values.title).toBe('from today');
    expect(office.history(id).at(-1)!.clockWasWrong).toBe(true);
  });
});

describe('a clock set back a year', () => {
  it('does not make today’s edit lose against what it saw, nor hide it', async () => {
    const office = await open();
    const id = office.create('memo', { title: 'one' });
    now -= 365 * 24 * 3600 * 1000;
    office.edit(id, { title: 'two' });
    office.edit(id, { title: 'three' });
    now += 365 * 24 * 3600 * 1000;
    expect(office.get(id)!.values.title).toBe('three');
    expect(office.history(id).map(({ after }) => after)).toEqual(['three', 'two', undefined]);
    office.undo();
    expect(office.get(id)!.values.title).toBe('two');
  });
});

describe('what others do', () => {
  it('is told as it comes in, by field and device, after the records show it', async () => {
    const hub = createMemoryHub('laptop');
    const here = await open(hub.connect(1, 'laptop'));
    const there = await open(hub.connect(2, 'phone'));
    const id = here.create('memo', { title: 'x' });
    await here.saved();
    await there.opened();
    const heard: unknown[] = [];
    here.onForeign((changes) =>
      heard.push(...changes.map(({ field, by }) => [field, by, here.get(id)!.values.title]))
    );
    here.edit(id, { title: 'mine' });
    there.edit(id, { title: 'theirs' });
    there.listAdd(id, 'steps', 'ring');
    there.trash([id]);
    await Promise.all([here.saved(), there.saved()]);
    expect(heard).toEqual([
      ['title', 'phone', 'theirs'],
      ['steps', 'phone', 'theirs'],
      ['$trash', 'phone', 'theirs']
    ]);
  });

  it('is told of a year that they were the first to write in', async () => {
    const hub = createMemoryHub('laptop');
    const here = await open(hub.connect(1, 'laptop'));
    const there = await open(hub.connect(2, 'phone'));
    const heard: string[] = [];
    here.onForeign((changes) => heard.push(...changes.map(({ id, field }) => `${id} ${field}`)));
    const id = there.create('memo', { title: 'later', day: '2031-01-01' });
    await there.saved();
    await here.opened();
    await vi.waitFor(() => expect(heard).toEqual([`${id} undefined`]));
  });
});

describe('a compartment', () => {
  it('that may only be read is shown, and refuses changes with a sentence', async () => {
    const hub = createMemoryHub('laptop');
    const here = await open(hub.connect(1, 'laptop'));
    const id = here.create('memo', { title: 'x' });
    await here.saved();
    hub.setMembers([...here.members, { id: 'ben', name: 'Ben', devices: ['bens'], role: 'assistant' }]);
    hub.setLevels('ben', { office: 'read' });
    const ben = await open(hub.connect(2, 'bens'));
    let told = 0;
    ben.subscribe(() => told++);
    expect(ben.compartments.map(({ id: one, level }) => [one, level])).toEqual([['office', 'read']]);
    expect(ben.mayWrite('office')).toBe(false);
    expect(() => ben.edit(id, { title: 'y' })).toThrow(/read this here/);
    expect(() => ben.create('memo', { title: 'y' })).toThrow(/read this here/);
    expect((await ben.note(id, 'notes')).editable).toBe(false);
    hub.setLevels('ben', { office: 'write', finance: 'read' });
    expect(told).toBeGreaterThan(0);
    ben.edit(id, { title: 'y' });
    expect(ben.compartments.map(({ id: one }) => one)).toEqual(['office', 'finance']);
  });

  it('that was granted later is there with its records, and leaves with them when it is taken away', async () => {
    const hub = createMemoryHub('laptop');
    const here = await open(hub.connect(1, 'laptop'));
    hub.setMembers([...here.members, { id: 'ben', name: 'Ben', devices: ['bens'], role: 'assistant' }]);
    hub.setLevels('ben', { office: 'write' });
    const id = here.create('memo', { title: 'the accounts' }, { compartment: 'finance' });
    await here.saved();
    const ben = await open(hub.connect(2, 'bens'));
    expect(ben.get(id)).toBeUndefined();
    hub.setLevels('ben', { office: 'write', finance: 'write' });
    await vi.waitFor(() => expect(titles(ben)).toEqual(['the accounts']));
    hub.setLevels('ben', { office: 'write' });
    expect(titles(ben)).toEqual([]);
    expect(ben.search('accounts')).toEqual([]);
  });
});

describe('two versions of a field', () => {
  it('are both offered until somebody settles it', async () => {
    const hub = createMemoryHub();
    const one = await open(hub.connect(1));
    const other = await open(hub.connect(2));
    const id = one.create('memo', { title: 'x' });
    await one.saved();
    await other.opened();
    hub.apart();
    one.edit(id, { title: 'one' });
    other.edit(id, { title: 'other' });
    await Promise.all([one.saved(), other.saved()]);
    hub.together();
    expect(one.get(id)).toEqual(other.get(id));
    expect(one.get(id)!.conflicts).toEqual(['title']);
    const mine = one.answers(id, 'title').find(({ value }) => value === 'one')!;
    one.settle(id, 'title', mine.stamp);
    await one.saved();
    expect(other.get(id)).toMatchObject({ conflicts: [], values: { title: 'one' } });
  });
});

describe('search', () => {
  it('finds words in any order, folded for case and accents, titles first', async () => {
    const office = await open();
    const a = office.create('memo', { title: 'Dîner with José' });
    const b = office.create('memo', { title: 'Taxi', notes: 'after the dinner with jose' });
    expect(office.search('jose din').map(({ record }) => record.id)).toEqual([a, b]);
    office.edit(a, { title: 'Cancelled' });
    expect(office.search('"diner with"')).toEqual([]);
    office.trash([b]);
    expect(office.search('dinner')).toEqual([]);
  });

  it('names first, of what answers equally well, what is nearest to today', async () => {
    const dated = {
      ...note,
      facets: { due: ({ day }: { day?: string }) => day && { date: day, done: false } }
    };
    const office = await open(createMemoryLog(), [dated as unknown as RecordType]);
    for (const day of ['2019-11-24', '2027-02-01', '2026-11-25', undefined])
      office.create('memo', { title: 'Lunch', ...(day && { day }) });
    expect(office.search('lunch').map(({ record }) => record.values.day)).toEqual([
      '2026-11-25',
      '2027-02-01',
      '2019-11-24',
      undefined
    ]);
  });
});

describe('a rich note', () => {
  const apartFrom = async (seed: string) => {
    const hub = createMemoryHub();
    const one = await open(hub.connect(1));
    const other = await open(hub.connect(2));
    const id = one.create('memo', { title: 'Board', notes: seed });
    await one.saved();
    await other.opened();
    return { hub, one, other, id };
  };

  it('begins with what its record was made with, once, whoever opens it', async () => {
    const { hub, one, other, id } = await apartFrom('Bring the seal\nand the minutes');
    hub.apart();
    const [here, there] = [await one.note(id, 'notes'), await other.note(id, 'notes')];
    here.replace('Bring the seal\nand the minutes\nand a pen');
    there.replace('Bring the great seal\nand the minutes');
    await Promise.all([one.saved(), other.saved()]);
    hub.together();
    expect(here.text()).toBe('Bring the great seal\nand the minutes\nand a pen');
    expect(there.text()).toBe(here.text());
  });

  it('is found by search and kept when opened again, and never counts as two versions', async () => {
    const { hub, one, other, id } = await apartFrom('');
    hub.apart();
    (await one.note(id, 'notes')).replace('Parking under the hotel');
    (await other.note(id, 'notes')).replace('Ask for Sofia');
    await Promise.all([one.saved(), other.saved()]);
    hub.together();
    await Promise.all([one.saved(), other.saved()]);
    expect(one.get(id)!.conflicts).toEqual([]);
    expect(other.search('hotel sofia')).toHaveLength(1);
    expect(one.search('hotel sofia')).toHaveLength(1);
    const again = await open(hub.connect(3));
    expect((await again.note(id, 'notes')).text().split('\n').sort()).toEqual([
      'Ask for Sofia',
      'Parking under the hotel'
    ]);
  });

  it('follows when its text is taken back by undo', async () => {
    const office = await open();
    const id = office.create('memo', { title: 'x', notes: 'before' });
    office.edit(id, { notes: 'after' });
    await office.saved();
    expect((await office.note(id, 'notes')).text()).toBe('after');
    office.undo();
    await office.saved();
    expect((await office.note(id, 'notes')).text()).toBe('before');
  });

  it('keeps its formatting when the record is moved to other readers, once, whoever opens it', async () => {
    const { hub, one, other, id } = await apartFrom('Bring the seal');
    const note = await one.note(id, 'notes');
    const heading = new Y.XmlElement('heading');
    heading.setAttribute('level', 2 as never);
    const words = new Y.XmlText();
    words.applyDelta([{ insert: 'At ' }, { insert: 'nine', attributes: { strong: {} } }]);
    heading.insert(0, [words]);
    note.fragment.insert(1, [heading]);
    const formatted = note.fragment.toString();
    const moved = await one.move(id, 'private');
    await one.saved();
    await other.opened();
    hub.apart();
    const [here, there] = [await one.note(moved, 'notes'), await other.note(id, 'notes')];
    expect([here.fragment.toString(), there.fragment.toString()]).toEqual([formatted, formatted]);
    here.replace(`${here.text()}\nand a pen`);
    await one.saved();
    hub.together();
    expect(there.text()).toBe('Bring the seal\nAt nine\nand a pen');
    expect(one.get(moved)!.values.notes).toBe(there.text());
  });

  it('is written again under a fresh client id when its chain was retired', async () => {
    const { hub, one, other, id } = await apartFrom('first');
    const note = await one.note(id, 'notes');
    note.replace('first\nsecond');
    await one.saved();
    let stale = 0;
    note.onStale(() => stale++);
    hub.retire({ compartment: 'office', shard: 'notes-2026' }, 1, 71);
    await one.saved();
    expect(stale).toBe(1);
    note.close();
    expect((await one.note(id, 'notes')).text()).toBe('first\nsecond');
    const again = await open(hub.connect(3));
    expect((await again.note(id, 'notes')).text()).toBe('first\nsecond');
    const there = await other.note(id, 'notes');
    there.replace('first\nsecond\nthird');
    await other.saved();
    expect((await one.note(id, 'notes')).text()).toBe('first\nsecond\nthird');
  });

  it('shows where the others’ carets are, under the name of the device they come from', async () => {
    const { one, other, id } = await apartFrom('first');
    const [here, there] = [await one.note(id, 'notes'), await other.note(id, 'notes')];
    const at = Y.createRelativePositionFromTypeIndex(here.fragment, 0);
    here.carets!.setLocalStateField('cursor', { anchor: at, head: at });
    await vi.waitFor(() => expect([...there.carets!.getStates().keys()]).toEqual([1]));
    expect(there.carets!.getStates().get(1)!.user).toEqual({ name: 'Anna Reed' });
    const late = await other.note(id, 'notes');
    expect(late.carets!.getStates().size).toBe(1);
    here.close();
    expect(there.carets!.getStates().size).toBe(0);
  });

  it('loses nothing of what is typed while the rest is being committed', async () => {
    const hub = createMemoryHub();
    const log = hub.connect(1);
    const waiting: (() => void)[] = [];
    const slow: DeviceLog = {
      ...log,
      open: async (address) => {
        const room = await log.open(address);
        if (!address.shard.startsWith('notes')) return room;
        const append: typeof room.append = async (bytes, kind) => {
          await new Promise<void>((done) => waiting.push(done));
          return room.append(bytes, kind);
        };
        return { ...room, append };
      }
    };
    const office = await open(slow);
    const id = office.create('memo', { title: 'x' });
    const opened = await office.note(id, 'notes');
    opened.replace('first');
    await vi.waitFor(() => expect(waiting).toHaveLength(1));
    opened.replace('first\nsecond');
    waiting.shift()!();
    await vi.waitFor(() => expect(waiting).toHaveLength(1));
    waiting.shift()!();
    await office.saved();
    const again = await open(hub.connect(2));
    expect((await again.note(id, 'notes')).text()).toBe('first\nsecond');
  });
});
