import { describe, expect, test } from 'vitest';
import { utf8ToBytes } from '../base/bytes.ts';
import { readFile, type Reading } from './read.ts';
import { writeCards } from './vcard-write.ts';

const card = (version: string, ...lines: string[]): string =>
  ['BEGIN:VCARD', `VERSION:${version}`, ...lines, 'END:VCARD', ''].join('\r\n');
const read = (text: string): Promise<Reading> => readFile('test.vcf', utf8ToBytes(text));
const readOne = async (text: string) => (await read(text)).records[0]!;

describe('reading', () => {
  test('version 2.1: bare parameters, quoted-printable over several lines, a charset', async () => {
    const { fields } = await readOne(
      card(
        '2.1',
        'N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;J=F6rg',
        'TEL;WORK;FAX:1',
        'TEL;CELL;PREF:2',
        'NOTE;ENCODING=QUOTED-PRINTABLE:one=0D=0A=',
        'two =3D three',
        'EMAIL;INTERNET:a@example.com'
      )
    );
    expect(fields).toMatchObject({
      name: { full: 'Jörg Müller', given: 'Jörg', family: 'Müller' },
      phones: [
        { number: '1', use: 'fax' },
        { number: '2', use: 'mobile', preferred: true }
      ],
      notes: 'one\ntwo = three',
      emails: [{ address: 'a@example.com' }]
    });
  });

  test('version 2.1: a fold at a space keeps it, base64 does not', async () => {
    const { fields } = await readOne(
      card('2.1', 'FN:A', 'NOTE:two', ' words', 'PHOTO;JPEG;BASE64:AAAA', ' BBBB')
    );
    expect(fields.notes).toBe('two words');
    expect(fields.source.text).toContain('PHOTO;JPEG;BASE64:AAAABBBB');
  });

  test('version 2.1: a card inside a card is not a second person', async () => {
    const { records } = await read(
      card('2.1', 'FN:Boss', 'AGENT:', 'BEGIN:VCARD', 'VERSION:2.1', 'FN:Helper', 'END:VCARD', 'TEL:1')
    );
    expect(records).toHaveLength(1);
    expect(records[0]!.fields).toMatchObject({ name: { full: 'Boss' }, phones: [{ number: '1' }] });
  });

  test('version 3.0: groups with Apple’s labels, a birthday without its year', async () => {
    const { fields } = await readOne(
      card(
        '3.0',
        'FN:Ana',
        'item1.TEL:1',
        'item1.X-ABLabel:_$!<AssistantPhone>!$_',
        'item2.TEL:2',
        'item2.X-ABLabel:Yacht',
        'BDAY;X-APPLE-OMIT-YEAR=1604:1604-03-22',
        'URL:http\\://a.example'
      )
    );
    expect(fields).toMatchObject({
      phones: [
        { number: '1', use: 'assistant' },
        { number: '2', use: 'other' }
      ],
      birthday: '--03-22',
      urls: ['http://a.example']
    });
  });

  test('version 4.0: addresses as URIs, languages, zone, privacy', async () => {
    const record = await readOne(
      card(
        '4.0',
        'FN:Ana',
        'TEL;VALUE=uri;TYPE="work,voice";PREF=1:tel:+351-21-000;ext=7',
        'LANG;PREF=1:pt',
        'LANG:en',
        'TZ:Europe/Lisbon',
        'BDAY:--0203',
        'CLASS:CONFIDENTIAL',
        'UID:urn:uuid:abc'
      )
    );
    expect(record).toMatchObject({
      ref: 'abc',
      sensitivity: 'confidential',
      fields: {
        phones: [{ number: '+351-21-000 ext. 7', use: 'work', preferred: true }],
        languages: ['pt', 'en'],
        zone: 'Europe/Lisbon',
        birthday: '--02-03'
      }
    });
  });

  test.each([
    ['KIND:org', 'FN:Firm'],
    ['FN:Firm', 'N:;;;;', 'ORG:Firm'],
    ['ORG:Firm;Legal'],
    ['FN:Firm', 'X-ABShowAs:COMPANY', 'ORG:Firm']
  ])('%s is an organisation', async (...lines) => {
    expect(await readOne(card('3.0', ...lines.filter((line) => typeof line === 'string')))).toMatchObject({
      type: 'organisation',
      fields: { name: 'Firm' }
    });
  });

  test('a person’s organisation is named for the import to link', async () => {
    expect(await readOne(card('3.0', 'FN:Ana', 'N:Sá;Ana', 'ORG:Firm;Legal'))).toMatchObject({
      type: 'person',
      organisationName: 'Firm'
    });
  });

  test('what is not read is said: lists, nameless cards, wrong birthdays and addresses', async () => {
    const { records, problems } = await read(
      card('4.0', 'KIND:group', 'FN:All') +
        card('3.0', 'REV:1') +
        card('3.0', 'FN:Ana', 'BDAY:1990-02-31', 'EMAIL:nobody') +
        'BEGIN:VCARD\r\nFN:Cut'
    );
    expect(records).toHaveLength(1);
    expect(problems.map(({ where }) => where)).toEqual(['Line 1', 'Line 6', 'Line 14', 'Line 13', 'Line 16']);
  });
});

describe('writing', () => {
  test('a person made here is read back the same', async () => {
    const fields = {
      name: { full: 'Dr. Ana de Sá, Esq.', given: 'Ana', family: 'de Sá', prefix: 'Dr.', suffix: 'Esq.' },
      emails: [{ key: 'k', value: { address: 'ana@example.com', use: 'work', preferred: true } }],
      phones: [
        { number: '+351 21 000', use: 'assistant' },
        { number: '1', use: 'mobile' }
      ],
      addresses: [
        {
          street: 'Rua A, 1; r/c',
          extra: 'c/o B',
          city: 'Lisboa',
          postcode: '1000',
          country: 'Portugal',
          use: 'home'
        }
      ],
      urls: ['https://a.example/?b=1,2;3'],
      languages: ['pt'],
      birthday: '--02-29',
      jobTitle: 'Partner, Tax',
      tags: ['vip'],
      notes: 'a\nb;c',
      zone: 'Europe/Lisbon',
      pronunciation: 'AH-na'
    };
    const text = writeCards([{ id: 'p1', type: 'person', fields, organisationName: 'Firm; Co' }]);
    const record = await readOne(text);
    const { source: _, ...back } = record.fields;
    expect(back).toEqual({
      ...fields,
      emails: [{ address: 'ana@example.com', use: 'work', preferred: true }]
    });
    expect(record).toMatchObject({ ref: 'p1', organisationName: 'Firm; Co' });
    expect(text).toMatch(/^BEGIN:VCARD\r\nVERSION:4\.0\r\n/);
  });

  test('one changed field changes its lines; all else stays, in the form of 4.0', async () => {
    const record = await readOne(
      card(
        '2.1',
        'N:Sá;Ana',
        'TEL;WORK:1',
        'X-MS-MANAGER:Bo',
        'X-ODD;FOO;ENCODING=QUOTED-PRINTABLE:=C3=A9',
        'PHOTO;JPEG;ENCODING=BASE64:AAAA',
        'item1.X-ABDATE:2001',
        'item1.X-ABLabel:First day'
      )
    );
    const text = writeCards([
      { ...record, fields: { ...record.fields, phones: [{ number: '2', use: 'work' }] } }
    ]);
    const lines = text.split('\r\n');
    for (const line of [
      'FN:Ana Sá',
      'TEL;TYPE=work:2',
      'X-MS-MANAGER:Bo',
      'X-ODD;TYPE=foo:é',
      'PHOTO:data:image/jpeg;base64,AAAA',
      'item1.X-ABLabel:First day'
    ]) {
      expect(lines).toContain(line);
    }
    expect(lines.filter((line) => line.startsWith('TEL'))).toHaveLength(1);
  });
});
