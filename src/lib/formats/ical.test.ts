import { describe, expect, test, vi } from 'vitest';
import { concatBytes, utf8ToBytes } from '../base/bytes.ts';
import type { Attendee, When } from '../base/values.ts';
import { writeCalendar, type WriteRecord } from './ical-write.ts';
import { readFile, type Reading } from './read.ts';

// A busy machine is slow; nothing here is about speed.
vi.setConfig({ testTimeout: 60_000 });

const calendar = (...lines: string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n');
const event = (...lines: string[]): string =>
  calendar('BEGIN:VEVENT', 'UID:one', 'SUMMARY:Board', ...lines, 'END:VEVENT');
const read = (text: string): Promise<Reading> => readFile('test.ics', utf8ToBytes(text));
const readOne = async (text: string) => (await read(text)).records[0]!;
const whenOf = async (...lines: string[]): Promise<When> =>
  (await readOne(event(...lines))).fields.when as When;
const sentences = (reading: Reading): string =>
  reading.problems.map(({ where, what }) => `${where}: ${what}`).join('\n');

describe('times', () => {
  test.each([
    ['a day', ['DTSTART;VALUE=DATE:20260301'], { start: '2026-03-01', end: '2026-03-02', allDay: true }],
    [
      'a day that ends on itself',
      ['DTSTART:20260301', 'DTEND:20260301'],
      { start: '2026-03-01', end: '2026-03-02', allDay: true }
    ],
    [
      'two days long',
      ['DTSTART;VALUE=DATE:20260301', 'DURATION:P2D'],
      { start: '2026-03-01', end: '2026-03-03', allDay: true }
    ],
    [
      'floating',
      ['DTSTART:20260301T100000', 'DURATION:PT90M'],
      { start: '2026-03-01T10:00:00', end: '2026-03-01T11:30:00', allDay: false }
    ],
    [
      'in UTC',
      ['DTSTART:20260301T100000Z'],
      {
        start: '2026-03-01T10:00:00',
        end: '2026-03-01T10:00:00',
        startZone: 'UTC',
        endZone: 'UTC',
        allDay: false
      }
    ],
    [
      'Outlook’s whole day',
      ['DTSTART:20260301T000000', 'DTEND:20260302T000000', 'X-MICROSOFT-CDO-ALLDAYEVENT:TRUE'],
      { start: '2026-03-01', end: '2026-03-02', allDay: true }
    ]
  ])('%s', async (_, lines, when) => expect(await whenOf(...lines)).toEqual(when));

  test('a day of the calendar is not always 24 hours', async () => {
    const zoned = await whenOf('DTSTART;TZID=Europe/Berlin:20260328T120000', 'DURATION:P1D');
    expect(zoned.end).toBe('2026-03-29T12:00:00');
    const exact = await whenOf('DTSTART;TZID=Europe/Berlin:20260328T120000', 'DURATION:PT24H');
    expect(exact.end).toBe('2026-03-29T13:00:00');
  });

  test('an end before the start is dropped and said', async () => {
    const reading = await read(event('DTSTART:20260301T100000Z', 'DTEND:20260301T090000Z'));
    expect((reading.records[0]!.fields.when as When).end).toBe('2026-03-01T10:00:00');
    expect(sentences(reading)).toContain('lies before its start');
  });

  test('an appointment without a day, or on a day that does not exist, is not half-read', async () => {
    for (const line of ['LOCATION:x', 'DTSTART:20260231T100000', 'DTSTART:soon']) {
      const reading = await read(event(line));
      expect(reading.records).toEqual([]);
      expect(sentences(reading)).toContain('was not read');
    }
  });
});

describe('zones', () => {
  const zone = (id: string, standard: string, daylight?: string): string[] => [
    'BEGIN:VTIMEZONE',
    `TZID:${id}`,
    ...['STANDARD', 'DAYLIGHT'].flatMap((kind, index) => {
      const [from, to] = index === 0 ? [daylight ?? standard, standard] : [standard, daylight ?? standard];
      const rule = index === 0 ? 'FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU' : 'FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU';
      const hour = index === 0 ? '030000' : '020000';
      return daylight || index === 0
        ? [
            `BEGIN:${kind}`,
            `DTSTART:16010101T${hour}`,
            `TZOFFSETFROM:${from}`,
            `TZOFFSETTO:${to}`,
            `RRULE:${rule}`,
            `END:${kind}`
          ]
        : [];
    }),
    'END:VTIMEZONE'
  ];
  const at = (id: string) => [
    'BEGIN:VEVENT',
    'UID:z',
    'SUMMARY:Z',
    `DTSTART;TZID=${id}:20260610T100000`,
    'END:VEVENT'
  ];
  const placed = async (...lines: string[]) => {
    const reading = await read(calendar(...lines));
    const { start, startZone } = reading.records[0]!.fields.when as When;
    return { start, startZone, said: sentences(reading) };
  };

  test.each([
    ['Windows’ name', 'W. Europe Standard Time', 'Europe/Berlin'],
    ['Windows’ description in quotes', '"(UTC-05:00) Eastern Time (US & Canada)"', 'America/New_York'],
    ['a list of cities', '"Athens, Bucharest, Istanbul"', 'Europe/Athens'],
    ['a maker’s prefix', '/freeassociation.sourceforge.net/Europe/Rome', 'Europe/Rome'],
    ['another case', 'europe/paris', 'Europe/Paris'],
    ['half an hour', '"(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi"', 'Asia/Kolkata']
  ])('%s means a zone', async (_, id, expected) => {
    expect(await placed(...at(id))).toMatchObject({
      start: '2026-06-10T10:00:00',
      startZone: expected,
      said: ''
    });
  });

  test('a zone without a name is known by its rules, wherever they stand in the file', async () => {
    const rules = zone('Customized Time Zone', '+0100', '+0200');
    for (const lines of [
      [...rules, ...at('Customized Time Zone')],
      [...at('Customized Time Zone'), ...rules]
    ]) {
      expect(await placed(...lines)).toMatchObject({
        start: '2026-06-10T10:00:00',
        startZone: 'Europe/Berlin',
        said: ''
      });
    }
  });

  test('rules of no known zone still give the right instant, in UTC, and say so once', async () => {
    const both = [
      ...zone('Moonbase', '+0111'),
      ...at('Moonbase'),
      ...at('Moonbase').map((line) => line.replace('UID:z', 'UID:y'))
    ];
    const { start, startZone, said } = await placed(...both);
    expect({ start, startZone }).toEqual({ start: '2026-06-10T08:49:00', startZone: 'UTC' });
    expect(said.split('\n')).toHaveLength(1);
    expect(said).toContain('“Moonbase”');
  });

  test('a name that nothing explains is read in the calendar’s zone, else without one', async () => {
    expect(await placed('X-WR-TIMEZONE:Europe/Lisbon', ...at('Somewhere'))).toMatchObject({
      startZone: 'Europe/Lisbon'
    });
    const floating = await placed(...at('Somewhere'));
    expect(floating.startZone).toBeUndefined();
    expect(floating.said).toContain('without a zone');
  });
});

describe('series', () => {
  const series = [
    'BEGIN:VEVENT',
    'UID:s',
    'SUMMARY:Weekly',
    'DTSTART;TZID=Europe/Paris:20260105T100000',
    'RRULE:FREQ=WEEKLY'
  ];

  test('a changed instance is a record of its own, and its series leaves it out', async () => {
    const { records, problems } = await read(
      calendar(
        ...[
          'BEGIN:VEVENT',
          'UID:s',
          'SUMMARY:Moved',
          'RECURRENCE-ID:20260119T090000Z',
          'DTSTART;TZID=Europe/Paris:20260120T140000',
          'END:VEVENT'
        ],
        ...[...series, 'EXDATE;TZID=Europe/Paris:20260112T100000', 'END:VEVENT']
      )
    );
    expect(problems).toEqual([]);
    const [moved, weekly] = records;
    expect(moved).toMatchObject({
      seriesRef: 's',
      ref: 's#2026-01-19T10:00:00',
      fields: { occurrence: '2026-01-19T10:00:00' }
    });
    expect(weekly).toMatchObject({
      ref: 's',
      fields: { except: ['2026-01-12T10:00:00', '2026-01-19T10:00:00'] }
    });
  });

  test('written again, the instance is an instance and the exception an exception', async () => {
    const text = calendar(
      ...[...series, 'EXDATE;TZID=Europe/Paris:20260112T100000', 'END:VEVENT'],
      ...[
        'BEGIN:VEVENT',
        'UID:s',
        'RECURRENCE-ID;TZID=Europe/Paris:20260119T100000',
        'DTSTART:20260120T100000Z',
        'END:VEVENT'
      ]
    );
    const written = writeCalendar((await read(text)).records, { stamp: 0 });
    expect(written).toContain('EXDATE;TZID=Europe/Paris:20260112T100000\r\n');
    expect(written).toContain('RECURRENCE-ID;TZID=Europe/Paris:20260119T100000\r\n');
  });

  test('a rule that cannot be read leaves a single appointment, and the rule in its text', async () => {
    const reading = await read(
      event('DTSTART:20260301T100000Z', 'RRULE:FREQ=SOMETIMES', 'EXDATE:20260301T100000Z')
    );
    expect(reading.records[0]!.fields.repeat).toBeUndefined();
    expect(reading.records[0]!.fields.except).toBeUndefined();
    expect(sentences(reading)).toContain(
      'Line 7: The rule for repeating “Board” could not be read (FREQ=SOMETIMES); kept as a single appointment.'
    );
    expect(writeCalendar(reading.records, { stamp: 0 })).toContain('RRULE:FREQ=SOMETIMES');
  });

  test('of two versions the higher sequence holds, wherever it stands', async () => {
    const version = (sequence: number, title: string) => [
      'BEGIN:VEVENT',
      'UID:v',
      `SEQUENCE:${sequence}`,
      `SUMMARY:${title}`,
      'DTSTART:20260301',
      'END:VEVENT'
    ];
    const reading = await read(calendar(...version(2, 'new'), ...version(1, 'old')));
    expect(reading.records.map(({ fields }) => fields.title)).toEqual(['new']);
    expect(sentences(reading)).toContain('“new” stands in the file more than once');
  });
});

describe('the rest of an appointment', () => {
  test('people, reminders, tags, link, privacy', async () => {
    const record = await readOne(
      event(
        'DTSTART:20260301T100000Z',
        'ORGANIZER;CN="Doe, Jane":mailto:jane@example.com',
        'ATTENDEE;ROLE=OPT-PARTICIPANT;PARTSTAT=DECLINED;CN=Bo:MAILTO:bo@example.com',
        'ATTENDEE;PARTSTAT=ACCEPTED:mailto:jane@example.com',
        'CATEGORIES:a\\, b, c',
        'CATEGORIES:c',
        'CLASS:PRIVATE',
        'X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE',
        'TRANSP:TRANSPARENT',
        'DESCRIPTION:Join https://example.zoom.us/j/123?pwd=x now\\nBye',
        ...['BEGIN:VALARM', 'TRIGGER:-PT90M', 'END:VALARM'],
        ...['BEGIN:VALARM', 'TRIGGER;VALUE=DATE-TIME:20260228T100000Z', 'END:VALARM'],
        ...['BEGIN:VALARM', 'TRIGGER:PT5M', 'END:VALARM']
      )
    );
    expect(record.sensitivity).toBe('private');
    expect(record.fields).toMatchObject({
      status: 'tentative',
      shows: 'free',
      tags: ['a, b', 'c'],
      link: 'https://example.zoom.us/j/123?pwd=x',
      reminders: ['PT1H30M', 'P1D'],
      attendees: [
        { name: 'Bo', email: 'bo@example.com', role: 'optional', response: 'declined' },
        {
          name: 'jane@example.com',
          email: 'jane@example.com',
          role: 'required',
          response: 'accepted',
          organizer: true
        }
      ]
    });
  });

  test('a task is due on its day, in the calendar’s zone', async () => {
    const lines = [
      'X-WR-TIMEZONE:America/New_York',
      'BEGIN:VTODO',
      'UID:t',
      'SUMMARY:Tax',
      'DUE:20260416T033000Z',
      'PRIORITY:1',
      'STATUS:IN-PROCESS',
      'END:VTODO'
    ];
    const task = await readOne(calendar(...lines));
    expect(task).toMatchObject({
      type: 'task',
      fields: { title: 'Tax', due: '2026-04-15', dueTime: '23:30', priority: 'urgent', state: 'doing' }
    });
  });

  test('free and busy times and journals are named and left', async () => {
    const reading = await read(
      calendar('BEGIN:VFREEBUSY', 'END:VFREEBUSY', 'BEGIN:VJOURNAL', 'END:VJOURNAL')
    );
    expect(reading.records).toEqual([]);
    expect(reading.problems).toHaveLength(2);
    expect(sentences(reading)).toMatch(/Line 3: .*stays in the file\.\nLine 5: .*stays in the file\./);
  });
});

describe('odd files', () => {
  const german = event('DTSTART:20260301', 'LOCATION:Königstraße 5');
  const utf16 = (text: string, little: boolean): Uint8Array => {
    const bytes = new Uint8Array(text.length * 2);
    [...text].forEach((character, index) =>
      new DataView(bytes.buffer).setUint16(index * 2, character.charCodeAt(0), little)
    );
    return bytes;
  };
  test.each([
    ['UTF-8 with a mark', concatBytes(Uint8Array.of(0xef, 0xbb, 0xbf), utf8ToBytes(german))],
    ['UTF-16, little end first, with a mark', concatBytes(Uint8Array.of(0xff, 0xfe), utf16(german, true))],
    ['UTF-16, big end first, without a mark', utf16(german, false)],
    ['Windows-1252', Uint8Array.from(german, (character) => character.charCodeAt(0))],
    ['a character cut by a fold', concatBytes(...foldInside(utf8ToBytes(german)))]
  ])('%s', async (_, bytes) => {
    expect((await readFile('x.ics', bytes)).records[0]!.fields.place).toBe('Königstraße 5');
  });

  function foldInside(bytes: Uint8Array): Uint8Array[] {
    const at = bytes.indexOf(0xc3) + 1;
    return [bytes.slice(0, at), utf8ToBytes('\r\n '), bytes.slice(at)];
  }

  test('a broken entry does not touch its neighbours, and lines are counted right', async () => {
    const good = (uid: string) => [
      'BEGIN:VEVENT',
      `UID:${uid}`,
      'SUMMARY:Good',
      'DTSTART:20260301',
      'END:VEVENT'
    ];
    const reading = await read(
      calendar(...good('a'), 'BEGIN:VEVENT', 'SUMMARY:Cut', '', 'DTSTART:20260302', ...good('b'))
    );
    expect(reading.records.map(({ ref }) => ref)).toEqual(['a', 'b']);
    expect(sentences(reading)).toContain('Line 8: The file ends in the middle of this entry');
  });

  test('a line that is no property is named, the rest of the entry is read', async () => {
    const reading = await read(event('DTSTART:20260301', 'this is no line', 'LOCATION:Here'));
    expect(reading.records[0]!.fields.place).toBe('Here');
    expect(sentences(reading)).toContain(
      'Line 7: This line could not be read and was left out: “this is no line”.'
    );
  });

  test('a file stored inside is left in the file, the appointment is read', async () => {
    const reading = await read(
      event('DTSTART:20260301', `ATTACH;ENCODING=BASE64;VALUE=BINARY:${'A'.repeat(200_000)}`)
    );
    expect(reading.records[0]!.fields.source.text.length).toBeLessThan(1000);
    expect(sentences(reading)).toContain('(ATTACH)');
  });
});

describe('writing', () => {
  const appointment = (fields: Record<string, unknown>): WriteRecord => ({
    id: 'r1',
    type: 'appointment',
    fields
  });
  const when: When = {
    start: '2026-06-10T10:00:00',
    end: '2026-06-10T11:00:00',
    startZone: 'Europe/Berlin',
    endZone: 'Europe/Berlin',
    allDay: false
  };

  test('an appointment made here is read back the same, its zone explained', async () => {
    const attendees: Attendee[] = [
      {
        name: 'Ana "A." Sá; Lda',
        email: 'ana@example.com',
        role: 'chair',
        response: 'accepted',
        organizer: true
      },
      { name: 'Bo', role: 'informed', response: 'needed', person: 'p1' }
    ];
    const fields = {
      title: 'Föhn, Berg; Tal\\ und \u{1f3d4}',
      when,
      status: 'tentative',
      shows: 'free',
      place: 'a\nb',
      link: 'https://example.com/x?a=1,2;3',
      description: 'x'.repeat(200),
      repeat: { rules: ['FREQ=WEEKLY;COUNT=4'], dates: ['2026-07-01T09:00:00'] },
      except: ['2026-06-17T10:00:00'],
      reminders: ['PT15M', 'P1D'],
      travelBefore: 25,
      tags: [{ key: 'k', value: 'vip, board' }],
      attendees
    };
    const text = writeCalendar([appointment(fields)], { stamp: 0, name: 'Büro, Ost' });
    for (const line of text.split('\r\n'))
      expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
    const reading = await read(text);
    expect(reading).toMatchObject({ name: 'Büro, Ost', problems: [] });
    const { source: _, ...back } = reading.records[0]!.fields;
    const { person: __, ...bo } = attendees[1]!;
    expect(back).toEqual({ ...fields, tags: ['vip, board'], attendees: [attendees[0], bo] });
    expect(text).toContain('BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin');
    expect(text).toContain('RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU');
  });

  test('one changed field changes its line and the version; all else stays', async () => {
    const text = event(
      'DTSTART:20260301T100000Z',
      'SEQUENCE:3',
      'LOCATION:Old',
      'X-SECRET;A=b:keep\\,me',
      'ATTENDEE;RSVP=TRUE;CUTYPE=ROOM:mailto:room@example.com'
    );
    const record = await readOne(text);
    const written = writeCalendar([{ ...record, fields: { ...record.fields, place: 'New' } }], {
      stamp: Date.UTC(2026, 0, 1)
    });
    expect(written).toContain('LOCATION:New\r\n');
    expect(written).toContain('SEQUENCE:4\r\n');
    expect(written).toContain('X-SECRET;A=b:keep\\,me\r\n');
    expect(written).toContain('ATTENDEE;RSVP=TRUE;CUTYPE=ROOM:mailto:room@example.com\r\n');
    expect(written).not.toContain('Old');
  });

  test('an attendee’s answer changes, what belongs to the invitation stays', async () => {
    const record = await readOne(
      event('DTSTART:20260301T100000Z', 'ATTENDEE;RSVP=TRUE;CN=Bo:mailto:bo@example.com')
    );
    const attendees = [{ name: 'Bo', email: 'bo@example.com', role: 'required', response: 'accepted' }];
    const written = writeCalendar([{ ...record, fields: { ...record.fields, attendees } }], { stamp: 0 });
    expect(written.replace(/\r\n /g, '')).toContain(
      'ATTENDEE;RSVP=TRUE;CN=Bo;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED:mailto:bo@example.com'
    );
  });

  test('an instance made here names its series', async () => {
    const series = {
      ...appointment({ title: 'S', when, repeat: { rules: ['FREQ=DAILY'] }, except: ['2026-06-12T10:00:00'] })
    };
    const moved = {
      id: 'r2',
      type: 'appointment',
      fields: { title: 'M', when, series: 'r1', occurrence: '2026-06-12T10:00:00' }
    };
    const { records } = await read(writeCalendar([series, moved], { stamp: 0 }));
    expect(records[1]).toMatchObject({
      seriesRef: 'r1@anteroom',
      fields: { occurrence: '2026-06-12T10:00:00' }
    });
    expect(records[0]!.fields.except).toEqual(['2026-06-12T10:00:00']);
  });
});
