import { describe, expect, test } from 'vitest';
import type { Attendee, Source } from '../base/values.ts';
import { readFile } from '../formats/read.ts';
import type { ListElement } from '../store/fields.ts';
import type { Office, StoredRecord } from '../store/office.ts';
import { applyImport, proposedDecision, type Decision } from './apply-import.ts';
import { countKinds, planImport, type ImportPlan, type PlanItem } from './import-plan.ts';
import { compartmentOf, openTestOffice } from './test-office.ts';

interface Written {
  uid: string;
  title: string;
  start: string;
  more?: string[];
}

const calendar = (name: string, ...events: Written[]): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//test//EN',
    `X-WR-CALNAME:${name}`,
    ...events.flatMap(({ uid, title, start, more = [] }) => [
      'BEGIN:VEVENT',
      `UID:${uid}`,
      'DTSTAMP:20261101T090000Z',
      `SUMMARY:${title}`,
      `DTSTART;TZID=Europe/Lisbon:${start}`,
      'DURATION:PT1H',
      ...more,
      'END:VEVENT'
    ]),
    'END:VCALENDAR',
    ''
  ].join('\r\n');

const card = (...lines: string[]): string =>
  ['BEGIN:VCARD', 'VERSION:4.0', ...lines, 'END:VCARD', ''].join('\r\n');

async function plan(office: Office, ...files: [name: string, text: string][]): Promise<ImportPlan[]> {
  const read = await Promise.all(
    files.map(async ([name, text]) => ({
      name,
      reading: await readFile(name, new TextEncoder().encode(text))
    }))
  );
  return planImport(read, { office, today: '2026-11-23' });
}

const apply = (
  office: Office,
  plans: ImportPlan[],
  decide: (item: PlanItem) => Decision = proposedDecision,
  pause?: (part: number) => Promise<boolean>
) =>
  applyImport(
    office,
    plans,
    {
      compartment: compartmentOf(office, 'office'),
      privateCompartment: compartmentOf(office, 'private'),
      at: { at: '2026-11-23T09:00:00', zone: 'Europe/Lisbon' },
      label: 'Reading in',
      decide
    },
    pause
  );

async function readIn(office: Office, name: string, text: string) {
  const plans = await plan(office, [name, text]);
  return { plan: plans[0]!, report: await apply(office, plans) };
}

const titled = (office: Office, title: string): StoredRecord =>
  office.query({ types: ['appointment'] }).rows.find((one) => one.values.title === title)!;
const all = (office: Office, type: string) => office.query({ types: [type] }).rows;

const board = { uid: 'board', title: 'Board', start: '20270112T100000', more: ['LOCATION:Room 1'] };
const lunch = { uid: 'lunch', title: 'Lunch', start: '20270113T130000' };

test('reading the same calendar again doubles nothing', async () => {
  const office = await openTestOffice();
  await readIn(office, 'board.ics', calendar('Board', board, lunch));
  const again = await readIn(office, 'board.ics', calendar('Board', board, lunch));
  expect(countKinds(again.plan.items)).toMatchObject({ new: 0, changed: 0, same: 2, vanished: 0 });
  expect(again.report).toEqual({ made: 0, changed: 0, trashed: 0 });
  expect(all(office, 'appointment')).toHaveLength(2);
});

test('a calendar without UIDs doubles nothing either', async () => {
  const office = await openTestOffice();
  const text = calendar('Old', lunch).replace('UID:lunch\r\n', '');
  await readIn(office, 'old.ics', text);
  const again = await readIn(office, 'old.ics', text);
  expect(countKinds(again.plan.items)).toMatchObject({ new: 0, same: 1 });
});

test('what the calendar moved is moved, and our own additions stay', async () => {
  const office = await openTestOffice();
  await readIn(office, 'board.ics', calendar('Board', board));
  const { id } = titled(office, 'Board');
  office.edit(id, { notes: 'Car at nine', travelBefore: 20 });
  office.listAdd(id, 'tags', 'pack');

  const moved = { ...board, start: '20270112T110000' };
  await readIn(office, 'board.ics', calendar('Board', moved));
  const { values } = office.get(id)!;
  expect((values.when as { start: string }).start).toBe('2027-01-12T11:00:00');
  expect(values).toMatchObject({ notes: 'Car at nine', travelBefore: 20, place: 'Room 1' });
  expect((values.tags as ListElement[]).map((tag) => tag.value)).toEqual(['pack']);
});

test('a field changed here is not taken back by the calendar, and the preview says so', async () => {
  const office = await openTestOffice();
  await readIn(office, 'board.ics', calendar('Board', board));
  const { id } = titled(office, 'Board');
  office.edit(id, { place: 'The quiet room' });
  const there = { ...board, title: 'Board, long', more: ['LOCATION:Room 2'] };
  const { plan: again } = await readIn(office, 'board.ics', calendar('Board', there));
  expect(again.items[0]!.kept).toEqual(['place']);
  expect(office.get(id)!.values).toMatchObject({ place: 'The quiet room', title: 'Board, long' });
});

test('the calendar clears what it had set itself, not what was written here', async () => {
  const office = await openTestOffice();
  await readIn(office, 'board.ics', calendar('Board', board));
  const { id } = titled(office, 'Board');
  office.edit(id, { description: 'Ours' });
  await readIn(office, 'board.ics', calendar('Board', { ...board, more: [] }));
  expect(office.get(id)!.values.place).toBeUndefined();
  expect(office.get(id)!.values.description).toBe('Ours');
});

test('an attendee who answered is updated in place and stays the person we know', async () => {
  const office = await openTestOffice();
  const ana = office.create('person', { name: { full: 'Ana' }, emails: [{ address: 'Ana@x.example' }] });
  const invited = (answer: string) => ({
    ...board,
    more: [`ATTENDEE;CN=Ana;PARTSTAT=${answer}:mailto:ana@x.example`]
  });
  await readIn(office, 'board.ics', calendar('Board', invited('NEEDS-ACTION')));
  const { id } = titled(office, 'Board');
  office.listAdd(id, 'attendees', { name: 'Our driver', role: 'informed', response: 'accepted' });
  await readIn(office, 'board.ics', calendar('Board', invited('ACCEPTED')));
  const attendees = (office.get(id)!.values.attendees as ListElement<Attendee>[]).map((one) => one.value);
  expect(attendees.map(({ name, response }) => `${name} ${response}`)).toEqual([
    'Ana accepted',
    'Our driver accepted'
  ]);
  expect(attendees[0]!.person).toBe(ana);
});

test('what vanished from the calendar is proposed for the trash where it lies ahead, and kept where it is over', async () => {
  const office = await openTestOffice();
  const past = { uid: 'past', title: 'Long ago', start: '20260105T090000' };
  await readIn(office, 'board.ics', calendar('Board', board, lunch, past));
  const [again] = await plan(office, ['board.ics', calendar('Board', board)]);
  const gone = again!.items.filter((item) => item.kind === 'vanished');
  expect(gone.map((item) => [office.get(item.id!)!.values.title, item.proposed])).toEqual(
    expect.arrayContaining([
      ['Lunch', true],
      ['Long ago', false]
    ])
  );
  expect((await apply(office, [again!]))?.trashed).toBe(1);
  expect(
    all(office, 'appointment')
      .map((one) => one.values.title)
      .sort()
  ).toEqual(['Board', 'Long ago']);
});

test('a single invitation is no whole calendar: nothing is missed', async () => {
  const office = await openTestOffice();
  await readIn(office, 'board.ics', calendar('Board', board, lunch));
  const invitation = calendar('Board', board).replace('VERSION:2.0', 'VERSION:2.0\r\nMETHOD:REQUEST');
  const [again] = await plan(office, ['board.ics', invitation]);
  expect(countKinds(again!.items).vanished).toBe(0);
});

test('what was thrown away here is not brought back by a refresh', async () => {
  const office = await openTestOffice();
  await readIn(office, 'board.ics', calendar('Board', board, lunch));
  office.trash([titled(office, 'Lunch').id]);
  const { plan: again } = await readIn(
    office,
    'board.ics',
    calendar('Board', board, { ...lunch, title: 'Dinner' })
  );
  expect(again.items[1]).toMatchObject({ kind: 'same', trashed: true });
  expect(all(office, 'appointment')).toHaveLength(1);
});

test('a changed instance names the record of its series, also when the series was read before', async () => {
  const office = await openTestOffice();
  const weekly = { uid: 'w', title: 'Weekly', start: '20270105T090000', more: ['RRULE:FREQ=WEEKLY;COUNT=8'] };
  const instance = (day: string) => ({
    uid: 'w',
    title: `Later ${day}`,
    start: `202701${day}T110000`,
    more: [`RECURRENCE-ID;TZID=Europe/Lisbon:202701${day}T090000`]
  });
  await readIn(office, 'w.ics', calendar('W', instance('12'), weekly));
  const series = titled(office, 'Weekly');
  expect(titled(office, 'Later 12').values.series).toBe(series.id);
  const { plan: again } = await readIn(
    office,
    'w.ics',
    calendar('W', weekly, instance('12'), instance('19'))
  );
  expect(countKinds(again.items)).toMatchObject({ new: 1, same: 1, changed: 1 });
  expect(titled(office, 'Later 19').values.series).toBe(series.id);
  const left = office.get(series.id)!.values.except as ListElement<string>[];
  expect(left.map((one) => one.value)).toEqual(['2027-01-12T09:00:00', '2027-01-19T09:00:00']);
});

test('confidential entries go to Private whatever is chosen', async () => {
  const office = await openTestOffice();
  const dentist = { ...lunch, uid: 'dentist', title: 'Dentist', more: ['CLASS:CONFIDENTIAL'] };
  await readIn(office, 'mixed.ics', calendar('Mixed', board, dentist));
  expect(titled(office, 'Dentist').compartment).toBe(compartmentOf(office, 'private'));
  expect(titled(office, 'Board').compartment).toBe(compartmentOf(office, 'office'));
});

test('an import is one action: one undo takes all of it back', async () => {
  const office = await openTestOffice();
  await readIn(office, 'board.ics', calendar('Board', board, lunch));
  const { id } = titled(office, 'Board');
  await readIn(office, 'board.ics', calendar('Board', { ...board, title: 'Board, moved' }));
  office.undo();
  expect(office.get(id)!.values.title).toBe('Board');
  expect(all(office, 'appointment')).toHaveLength(2);
  office.undo();
  expect(all(office, 'appointment')).toHaveLength(0);
  expect(all(office, 'reading')).toHaveLength(0);
});

test('the same person is found by mail address and gains what was missing, nothing is overwritten', async () => {
  const office = await openTestOffice();
  const id = office.create('person', {
    name: { full: 'Ana Duarte' },
    jobTitle: 'Chair',
    emails: [{ address: 'ana@x.example' }]
  });
  const text = card(
    'UID:1',
    'FN:A. Duarte',
    'TITLE:Board member',
    'EMAIL:ANA@x.example',
    'TEL:+351 21 555 0101'
  );
  const { plan: found } = await readIn(office, 'people.vcf', text);
  expect(found.items[0]).toMatchObject({ kind: 'twin', reason: 'mail', id });
  expect(office.get(id)!.values).toMatchObject({ name: { full: 'Ana Duarte' }, jobTitle: 'Chair' });
  expect((office.get(id)!.values.phones as ListElement<{ number: string }>[])[0]!.value.number).toContain(
    '555'
  );
  expect(all(office, 'person')).toHaveLength(1);
});

test('two who share only a name stay two unless somebody says otherwise', async () => {
  const office = await openTestOffice();
  office.create('person', { name: { full: 'David Cohen' }, emails: [{ address: 'd@one.example' }] });
  const { plan: found } = await readIn(
    office,
    'p.vcf',
    card('UID:2', 'FN:David Cohen', 'EMAIL:d@two.example')
  );
  expect(found.items[0]).toMatchObject({ kind: 'twin', reason: 'name', proposed: false });
  expect(all(office, 'person')).toHaveLength(2);
});

test('a firm named by several cards is made once and linked', async () => {
  const office = await openTestOffice();
  const text =
    card('UID:3', 'FN:Ana', 'ORG:Kestrel Ltd', 'EMAIL:a@k.example') +
    card('UID:4', 'FN:Rui', 'ORG:KESTREL LTD', 'EMAIL:r@k.example');
  await readIn(office, 'people.vcf', text);
  const [firm, ...others] = all(office, 'organisation');
  expect(others).toEqual([]);
  expect(all(office, 'person').map((one) => one.values.organisation)).toEqual([firm!.id, firm!.id]);
});

test('two files with the same entry bring it once', async () => {
  const office = await openTestOffice();
  const plans = await plan(office, ['a.ics', calendar('A', board)], ['b.ics', calendar('B', board, lunch)]);
  expect(await apply(office, plans)).toMatchObject({ made: 2 });
});

test('each reading is kept with its file, its date and its numbers', async () => {
  const office = await openTestOffice();
  await readIn(office, 'board.ics', calendar('Board', board, lunch));
  const [kept] = all(office, 'reading');
  expect(kept!.values).toMatchObject({ name: 'board.ics', calendar: 'Board', made: 2, changed: 0 });
  expect((titled(office, 'Board').values.source as Source).reading).toBe(kept!.id);
});

test('what is left out is not made', async () => {
  const office = await openTestOffice();
  const plans = await plan(office, ['board.ics', calendar('Board', board, lunch)]);
  await apply(office, plans, (item) =>
    item.read?.fields.title === 'Lunch' ? 'leave' : proposedDecision(item)
  );
  expect(all(office, 'appointment').map((one) => one.values.title)).toEqual(['Board']);
});

describe('a calendar of a thousand', () => {
  const many = Array.from({ length: 1000 }, (_, n) => ({ ...lunch, uid: `lunch-${n}`, title: `Lunch ${n}` }));
  const everything = (office: Office) => office.query({ trash: 'with' }).rows;

  test('is read in by goes that tell how far they are, and one undo takes all of it back', async () => {
    const office = await openTestOffice();
    const parts: number[] = [];
    const plans = await plan(office, ['many.ics', calendar('Many', ...many)]);
    const told = (part: number) => Promise.resolve(parts.push(part) > 0);
    expect(await apply(office, plans, proposedDecision, told)).toMatchObject({ made: 1000 });
    expect(parts.length).toBeGreaterThan(1);
    expect(parts).toEqual([...parts].sort((a, b) => a - b));
    expect(parts.at(-1)).toBe(1);
    expect(all(office, 'appointment')).toHaveLength(1000);
    office.undo();
    expect(all(office, 'appointment')).toEqual([]);
    expect(all(office, 'reading')).toEqual([]);
  });

  test('stopped in the middle, leaves nothing behind, not even in the trash, and what was edited is as before', async () => {
    const office = await openTestOffice();
    await readIn(office, 'many.ics', calendar('Many', board));
    const before = everything(office);
    office.edit(titled(office, 'Board').id, { travelBefore: 20 });
    const moved = { ...board, start: '20270112T110000' };
    const plans = await plan(office, ['many.ics', calendar('Many', moved, ...many)]);
    let goes = 0;
    const report = await apply(office, plans, proposedDecision, () => Promise.resolve(++goes < 3));
    expect(report).toBeUndefined();
    expect(everything(office)).toHaveLength(before.length);
    expect(titled(office, 'Board').values.when).toMatchObject({ start: '2027-01-12T10:00:00' });
    // The last thing that can be taken back is still one's own.
    office.undo();
    expect(titled(office, 'Board').values.travelBefore).toBeUndefined();
  });

  test('that fails in the middle is taken back before the failure is told', async () => {
    const office = await openTestOffice();
    const plans = await plan(office, ['many.ics', calendar('Many', ...many)]);
    let goes = 0;
    const failing = () =>
      ++goes === 2 ? Promise.reject(new Error('The disk is full')) : Promise.resolve(true);
    await expect(apply(office, plans, proposedDecision, failing)).rejects.toThrow('The disk is full');
    expect(everything(office)).toEqual([]);
    expect(office.undoLabel).toBeUndefined();
  });
});
