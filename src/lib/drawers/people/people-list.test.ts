import { beforeEach, describe, expect, test } from 'vitest';
import type { Office } from '../../store/office.ts';
import { createRows, filterRows, lettersOf } from './people-list.ts';
import { addPerson, contactsOf, openTestOffice } from './test-office.ts';

let office: Office;
beforeEach(async () => void (office = await openTestOffice()));
const titleOf = (id: string) => office.get(id)?.values.name as string | undefined;
const rows = () => createRows(titleOf)(contactsOf(office));

describe('the list of people', () => {
  test('is ordered by family name, accents aside, under their letters', () => {
    addPerson(office, { name: 'Ana Zamora' });
    office.create('person', { name: { full: 'Nguyễn Thị Minh Khai', family: 'Nguyễn', given: 'Khai' } });
    addPerson(office, { name: 'Åke Öberg' });
    addPerson(office, { name: '4 Seasons' });
    office.create('organisation', { name: '“Pinnacle” Hotels' });
    expect(rows().map(({ name }) => name)).toEqual([
      'Nguyễn Thị Minh Khai',
      'Åke Öberg',
      '“Pinnacle” Hotels',
      '4 Seasons',
      'Ana Zamora'
    ]);
    expect(lettersOf(rows()).map(({ letter }) => letter)).toEqual(['N', 'O', 'P', 'S', 'Z']);
  });
  test('is found by name, firm, address, tag and the digits of a number', () => {
    const firm = office.create('organisation', { name: 'Kestrel Harbour' });
    addPerson(office, {
      name: 'Siobhán O’Rourke',
      firm,
      mail: 's@kestrel.example',
      phone: '+353 1 555-0142',
      tags: ['board']
    });
    for (const text of ['siobhan', 'KESTREL oro', 'o’ro', 's@kes', '15550142', 'board'])
      expect(filterRows(rows(), { text, kind: 'person' })).toHaveLength(1);
    expect(filterRows(rows(), { text: 'nobody' })).toEqual([]);
  });
  test('is narrowed by role', () => {
    addPerson(office, { name: 'Ana', roles: ['press', 'vip'] });
    addPerson(office, { name: 'Tom', roles: ['client'] });
    expect(filterRows(rows(), { role: 'vip' }).map(({ name }) => name)).toEqual(['Ana']);
  });
  test('makes a row again when the firm is renamed, and only then', () => {
    const firm = office.create('organisation', { name: 'Old' });
    addPerson(office, { name: 'Ana', firm });
    addPerson(office, { name: 'Tom' });
    const make = createRows(titleOf);
    const before = make(contactsOf(office));
    office.edit(firm, { name: 'New' });
    const after = make(contactsOf(office));
    const row = (list: typeof before, name: string) => list.find((one) => one.name === name);
    expect(row(after, 'Ana')!.line).toBe('New');
    expect(row(after, 'Tom')).toBe(row(before, 'Tom'));
  });
});
