import { expect, test } from 'vitest';
import type { StoredRecord } from '../store/office.ts';
import { narrowByChoice, sortRecords } from './columns.ts';
import { excerptOf, markWords } from './excerpt.ts';
import { draftListActions, stepBefore, valuesToElements } from './list-actions.ts';
import { changeToWords } from './history-words.ts';
import { Selection } from './selection.svelte.ts';
import { openTestOffice } from './test-office.ts';

async function threeMeetings() {
  const office = await openTestOffice();
  const make = (title: string, day: string, more = {}) =>
    office.create('appointment', {
      title,
      when: { start: `2026-11-${day}`, end: `2026-11-${day}`, allDay: true },
      ...more
    });
  const ids = [make('Item 10', '03'), make('item 9', '01', { status: 'tentative' }), make('Änderung', '02')];
  const titles = (records: readonly StoredRecord[]) => records.map((one) => one.values.title);
  return { office, ids, titles, rows: () => office.query({ types: ['appointment'] }).rows };
}

test('names are sorted as the language does, numbers by their value', async () => {
  const { office, rows, titles } = await threeMeetings();
  expect(titles(sortRecords(rows(), 'title', office))).toEqual(['Änderung', 'item 9', 'Item 10']);
  expect(titles(sortRecords(rows(), '-when', office))).toEqual(['Item 10', 'Änderung', 'item 9']);
});

test('what says nothing in the sorted column comes last, upwards and downwards', async () => {
  const { office, ids, rows, titles } = await threeMeetings();
  office.edit(ids[2]!, { place: 'Here' });
  expect(titles(sortRecords(rows(), 'place', office))[0]).toBe('Änderung');
  expect(titles(sortRecords(rows(), '-place', office))[0]).toBe('Änderung');
});

test('a list is narrowed by a choice', async () => {
  const { rows, titles } = await threeMeetings();
  expect(titles(narrowByChoice(rows(), { status: 'tentative' }))).toEqual(['item 9']);
  expect(narrowByChoice(rows(), { status: undefined })).toHaveLength(3);
});

test('a range is chosen from where it began, and rows that went are no longer chosen', async () => {
  const { office, ids, rows } = await threeMeetings();
  const selection = new Selection(rows);
  selection.move(1);
  selection.move(1, true);
  selection.move(1, true);
  expect(selection.ids).toEqual(ids);
  selection.move(-1, true);
  expect(selection.ids).toEqual(ids.slice(0, 2));
  office.trash([ids[0]!]);
  expect(selection.ids).toEqual([ids[1]]);
});

test('words are marked without regard to case and accents', () => {
  expect(
    markWords('Straße nach Évora', 'strasse evora')
      .filter((one) => one.marked)
      .map((one) => one.text)
  ).toEqual(['Straße', 'Évora']);
});

test('an excerpt names the field that holds the word, and never a record id', async () => {
  const { office, ids } = await threeMeetings();
  const ana = office.create('person', { name: { full: 'Ana Duarte' } });
  office.listAdd(ids[0]!, 'attendees', { person: ana, name: 'Ana', role: 'required', response: 'needed' });
  const found = excerptOf(office.get(ids[0]!)!, 'duarte', office);
  expect(found).toEqual({ label: 'Attendees', text: 'Ana Duarte' });
});

test('a draft’s list is added to, moved and taken from by element', () => {
  let elements: readonly { key: string; value: unknown }[] = valuesToElements(['a', 'b', 'c']);
  const list = draftListActions(
    () => elements,
    (next) => (elements = next)
  );
  const values = () => elements.map((one) => one.value).join('');
  const step = (at: number, by: -1 | 1) => {
    const { key } = elements[at]!;
    const before = stepBefore(elements, key, by);
    if (before !== false) list.move(key, before);
  };
  step(0, 1);
  expect(values()).toBe('bac');
  step(2, -1);
  expect(values()).toBe('bca');
  step(2, 1);
  expect(values()).toBe('bca');
  list.remove(elements[0]!.key);
  list.add('d');
  expect(values()).toBe('cad');
});

test('history is told in sentences', async () => {
  const { office, ids } = await threeMeetings();
  const id = ids[0]!;
  office.edit(id, { place: 'Room 1' });
  office.edit(id, { place: 'Room 2' });
  office.edit(id, { place: undefined });
  office.listAdd(id, 'tags', 'board');
  office.trash([id]);
  const said = office.history(id).map((change) => changeToWords(change, office.get(id)!, office));
  expect(said).toEqual(
    expect.arrayContaining([
      'made this',
      'changed Place to Room 1',
      'changed Place from Room 1 to Room 2',
      'cleared Place, which was Room 2',
      'added board to Tags',
      'moved it to the trash'
    ])
  );
});
