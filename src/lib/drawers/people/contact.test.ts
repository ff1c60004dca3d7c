import { describe, expect, test } from 'vitest';
import { nextBirthday, parseBirthday } from './birthday.ts';
import { fullName, personToText } from './contact-as-text.ts';
import { readSignature } from './read-signature.ts';

describe('a birthday', () => {
  const next = (birthday: string, today: string) => nextBirthday(parseBirthday(birthday)!, today);
  test('today is today, and they are as old as they turn', () => {
    expect(next('1971-11-23', '2026-11-23')).toEqual({ date: '2026-11-23', inDays: 0, turns: 55, age: 55 });
  });
  test('after this year’s, next year’s counts', () => {
    expect(next('1971-11-22', '2026-11-23')).toEqual({ date: '2027-11-22', inDays: 364, turns: 56, age: 55 });
  });
  test('without a year there is no age', () => {
    expect(next('--12-01', '2026-11-23')).toEqual({ date: '2026-12-01', inDays: 8 });
  });
  test('of 29 February is on 1 March in other years', () => {
    expect(next('--02-29', '2027-01-01').date).toBe('2027-03-01');
    expect(next('--02-29', '2028-01-01').date).toBe('2028-02-29');
  });
  test('is nothing when it is not a day', () => {
    for (const text of ['', '1971', '1971-13-01', '04-09', '1971-04-09T00:00:00'])
      expect(parseBirthday(text)).toBeUndefined();
  });
});

describe('a person as text', () => {
  test('reads like a signature, without the home address', () => {
    expect(
      personToText(
        {
          name: { full: 'Siobhán O’Rourke' },
          honorific: 'Dr',
          jobTitle: 'Chief Executive',
          phones: [{ key: '1', value: { number: '+353 1 555 0142' } }],
          emails: [{ key: '1', value: { address: 'siobhan@kestrel.example' } }],
          addresses: [
            { key: '1', value: { street: '2 Elm Row', use: 'home' } },
            { key: '2', value: { street: '14 Quay', postcode: 'D02', city: 'Dublin', country: 'Ireland' } }
          ]
        },
        'Kestrel Harbour plc'
      )
    ).toBe(
      'Dr Siobhán O’Rourke\nChief Executive\nKestrel Harbour plc\n\n+353 1 555 0142\nsiobhan@kestrel.example\n\n14 Quay\nD02 Dublin\nIreland'
    );
  });
  test('says an honorific once', () => {
    expect(fullName({ full: 'Dr Ana Reis' }, 'Dr')).toBe('Dr Ana Reis');
    expect(fullName({ full: 'Ana Reis', prefix: 'Dr' })).toBe('Dr Ana Reis');
  });
});

describe('a pasted signature', () => {
  test('of four lines', () => {
    expect(
      readSignature(`Kind regards,

Ana Maria Reis
Head of Litigation, Kestrel Harbour plc
T: +351 21 555 0142 | M: +351 91 555 0199
ana.reis@kestrel.example | www.kestrel.example`)
    ).toEqual({
      name: 'Ana Maria Reis',
      jobTitle: 'Head of Litigation',
      organisation: 'Kestrel Harbour plc',
      phones: [
        { number: '+351 21 555 0142', use: 'work' },
        { number: '+351 91 555 0199', use: 'mobile' }
      ],
      emails: [{ address: 'ana.reis@kestrel.example', use: 'work' }],
      urls: ['www.kestrel.example'],
      rest: []
    });
  });
  test('with an address and a line that nobody understands', () => {
    const read = readSignature(`--
Dr Tom Hale
Editor
The Straits Ledger
12 Cecil Street, Floor 9
Singapore 049712
Tel (65) 6555 0123
Please consider the environment before printing this mail, and mind the gap between intention and paper.`);
    expect(read).toMatchObject({
      name: 'Dr Tom Hale',
      jobTitle: 'Editor',
      organisation: 'The Straits Ledger',
      phones: [{ number: '(65) 6555 0123', use: 'work' }]
    });
    expect(read.street).toContain('12 Cecil Street');
    expect(read.rest).toHaveLength(1);
  });
  test('a date or a postcode is no telephone number', () => {
    expect(readSignature('Ana Reis\nOn leave until 12.04.2026\n1200-109 Lisboa').phones).toEqual([]);
  });
  test('of nothing gives nothing', () => {
    expect(readSignature(' \n')).toEqual({ emails: [], phones: [], urls: [], rest: [] });
  });
});
