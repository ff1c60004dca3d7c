import { beforeEach, describe, expect, test } from 'vitest';
import type { Office } from '../../store/office.ts';
import { compareNames, findDuplicates } from './duplicates.ts';
import { keepApart } from './merge.ts';
import { addPerson, contactsOf, openTestOffice } from './test-office.ts';

let office: Office;
beforeEach(async () => void (office = await openTestOffice()));
const pairs = () =>
  findDuplicates(contactsOf(office)).map(({ a, b, reasons }) => ({
    names: [a, b].map((id) => (office.get(id)!.values.name as { full: string }).full).sort(),
    why: reasons.map(({ kind }) => kind)
  }));

describe('possible duplicates', () => {
  test('the same mail address, however it is written', () => {
    addPerson(office, { name: 'Bob Tan', mail: 'Bob.Tan@firm.example' });
    addPerson(office, { name: 'Robert Tan', mail: ' bob.tan@FIRM.example' });
    expect(pairs()).toEqual([{ names: ['Bob Tan', 'Robert Tan'], why: ['email'] }]);
  });
  test('the same number with another spelling and a name that fits', () => {
    addPerson(office, { name: 'J. Cohen', phone: '020 7946 0018' });
    addPerson(office, { name: 'Judith Cohen', phone: '+44 20 7946 0018' });
    expect(pairs()).toEqual([{ names: ['J. Cohen', 'Judith Cohen'], why: ['phone', 'similarName'] }]);
  });
  test('the same name in the same firm, accents, order and titles aside', () => {
    const firm = office.create('organisation', { name: 'Kestrel Harbour plc' });
    addPerson(office, { name: 'Dr. Siobhán O’Rourke', firm });
    addPerson(office, { name: "O'Rourke, Siobhan", firm });
    expect(pairs()[0]!.why).toEqual(['nameAndFirm']);
  });
  test('three David Cohens of three firms are three people', () => {
    for (const name of ['Northgate', 'Larkspur', 'Calder'])
      addPerson(office, { name: 'David Cohen', firm: office.create('organisation', { name }) });
    expect(pairs()).toEqual([]);
  });
  test('namesakes with different birthdays are two people', () => {
    addPerson(office, { name: 'Ana Reis', birthday: '1971-04-09' });
    addPerson(office, { name: 'Ana Reis', birthday: '1999-01-02' });
    expect(pairs()).toEqual([]);
  });
  test('colleagues behind one switchboard are not one person', () => {
    for (const name of ['Ana Reis', 'Tom Hale', 'Yuki Mori'])
      addPerson(office, { name, phone: '+351 21 555 0100' });
    expect(pairs()).toEqual([]);
  });
  test('two of one firm under nearly one name', () => {
    office.create('organisation', { name: 'The Northgate Cars Ltd.' });
    office.create('organisation', { name: 'Northgate Cars' });
    expect(findDuplicates(contactsOf(office))).toHaveLength(1);
  });
  test('those said to be different are not asked about again', () => {
    const a = addPerson(office, { name: 'Bob Tan', mail: 'tan@firm.example' });
    const b = addPerson(office, { name: 'B Tan', mail: 'tan@firm.example' });
    expect(pairs()).toHaveLength(1);
    keepApart(office, a, b, 'Not the same');
    expect(pairs()).toEqual([]);
  });
  test('what is in the trash is not asked about', () => {
    addPerson(office, { name: 'Bob Tan', mail: 'tan@firm.example' });
    office.trash([addPerson(office, { name: 'Bob Tan', mail: 'tan@firm.example' })]);
    expect(pairs()).toEqual([]);
  });
  test('the fuller record comes first', () => {
    addPerson(office, { name: 'Bob Tan', mail: 'tan@firm.example' });
    const full = addPerson(office, {
      name: 'Bob Tan',
      mail: 'tan@firm.example',
      diet: 'Vegan',
      zone: 'Asia/Singapore'
    });
    expect(findDuplicates(contactsOf(office))[0]!.a).toBe(full);
  });
});

test.each([
  ['ana maria reis', 'ana reis', 'similar'],
  ['j cohen', 'john cohen', 'similar'],
  ['j cohen', 'david cohen', 'partly'],
  ['cohen', 'david cohen', 'partly'],
  ['ana reis', 'tom hale', 'other'],
  ['', 'tom hale', 'unknown']
])('“%s” and “%s” are %s', (a, b, likeness) => {
  const words = (name: string) => name.split(' ').filter(Boolean);
  expect(compareNames(words(a), words(b))).toBe(likeness);
});
