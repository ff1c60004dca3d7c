import { beforeEach, describe, expect, test } from 'vitest';
import type { ListElement } from '../../store/fields.ts';
import type { Office } from '../../store/office.ts';
import { mergeRecords, planMerge } from './merge.ts';
import { person } from './person.record.ts';
import { addPerson, openTestOffice } from './test-office.ts';
import type { RecordType } from '../../store/record.ts';

let office: Office;
beforeEach(async () => void (office = await openTestOffice()));
const values = (id: string) => office.get(id)!.values;
const elements = (id: string, list: string) =>
  ((values(id)[list] ?? []) as ListElement[]).map(({ value }) => value);

describe('merging two people', () => {
  test('asks only about fields of which both say something different', () => {
    const a = addPerson(office, { name: 'Ana Reis', diet: 'Vegan', jobTitle: 'Editor' });
    const b = addPerson(office, { name: 'A. Reis', diet: 'Vegan', zone: 'Europe/Lisbon' });
    const plan = planMerge(office.get(a)!, office.get(b)!, person as unknown as RecordType);
    expect(plan.choices.map(({ field }) => field)).toEqual(['name']);
    expect(plan.taken).toEqual({ zone: 'Europe/Lisbon' });
  });
  test('takes the chosen side, and the kept one’s where nothing was chosen', () => {
    const a = addPerson(office, { name: 'Ana Reis', diet: 'Vegan', jobTitle: 'Editor' });
    const b = addPerson(office, { name: 'Ana M. Reis', diet: 'None', jobTitle: 'Publisher' });
    mergeRecords(office, a, b, { jobTitle: 'other' }, 'Merged');
    expect(values(a)).toMatchObject({ name: { full: 'Ana Reis' }, diet: 'Vegan', jobTitle: 'Publisher' });
    expect(office.get(b)!.trashed).toBe(true);
  });
  test('unites lists without saying one number twice', () => {
    const a = addPerson(office, { name: 'Ana', phones: [{ number: '+351 21 555 0100' }], tags: ['press'] });
    const b = addPerson(office, {
      name: 'Ana',
      phones: [{ number: '215550100' }, { number: '+351 91 555 0199', use: 'mobile' }],
      tags: ['Press', 'board']
    });
    mergeRecords(office, a, b, {}, 'Merged');
    expect(elements(a, 'phones').map((phone) => (phone as { number: string }).number)).toEqual([
      '+351 21 555 0100',
      '+351 91 555 0199'
    ]);
    expect(elements(a, 'tags')).toEqual(['press', 'board']);
  });
  test('everything that named the other one names the kept one', () => {
    const a = addPerson(office, { name: 'Ana' });
    const b = addPerson(office, { name: 'Ana' });
    const boss = addPerson(office, { name: 'Boss', assistant: b });
    const dinner = office.create('dinner', {
      host: b,
      cooks: [b, boss],
      guests: [{ name: 'Ana', person: b, role: 'required', response: 'accepted' }]
    });
    mergeRecords(office, a, b, {}, 'Merged');
    expect(values(boss).assistant).toBe(a);
    expect(values(dinner).host).toBe(a);
    expect(elements(dinner, 'cooks')).toEqual([a, boss]);
    expect(elements(dinner, 'guests')).toEqual([
      { name: 'Ana', person: a, role: 'required', response: 'accepted' }
    ]);
    expect(office.linksTo(b)).toEqual([]);
  });
  test('nobody becomes their own assistant', () => {
    const a = addPerson(office, { name: 'Ana' });
    const b = addPerson(office, { name: 'Ana', assistant: a });
    mergeRecords(office, a, b, {}, 'Merged');
    expect(values(a).assistant).toBeUndefined();
    const c = addPerson(office, { name: 'Ana' });
    office.edit(a, { assistant: c });
    mergeRecords(office, a, c, {}, 'Merged');
    expect(values(a).assistant).toBeUndefined();
  });
  test('one undo brings everything back', () => {
    const a = addPerson(office, { name: 'Ana', diet: 'Vegan' });
    const b = addPerson(office, { name: 'Ana', diet: 'None', tags: ['board'], zone: 'Europe/Lisbon' });
    const dinner = office.create('dinner', { host: b, cooks: [b] });
    const before = [a, b, dinner].map(values);
    mergeRecords(office, a, b, { diet: 'other' }, 'Merged');
    office.undo();
    // A list that was begun meanwhile stays as an empty one.
    const without = (all: object) =>
      Object.fromEntries(
        Object.entries(all).filter(([, value]) => !Array.isArray(value) || value.length > 0)
      );
    expect([a, b, dinner].map((id) => without(values(id)))).toEqual(before);
    expect(office.get(b)!.trashed).toBe(false);
  });
});
