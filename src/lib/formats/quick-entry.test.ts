import { describe, expect, test } from 'vitest';
import { findDate } from './quick-entry-chrono.ts';
import { quickWhen, readQuickEntry, type QuickEntryOptions } from './quick-entry.ts';

/** A Monday morning. */
const options: QuickEntryOptions = {
  now: Date.parse('2026-11-23T09:12:00Z'),
  zone: 'Europe/London',
  dayFirst: true,
  findDate
};
const read = (text: string, more: Partial<QuickEntryOptions> = {}) =>
  readQuickEntry(text, { ...options, ...more });

describe('plain words', () => {
  test.each([
    ['lunch with Ana Fri 1pm', { title: 'lunch with Ana', when: { date: '2026-11-27', time: '13:00' } }],
    [
      'call Nadia 15:30 45 min',
      { title: 'call Nadia', when: { date: '2026-11-23', time: '15:30', endTime: '16:15' }, minutes: 45 }
    ],
    [
      'tomorrow 9-10:30 board prep @ Room 4',
      { title: 'board prep', place: 'Room 4', when: { date: '2026-11-24', time: '09:00', endTime: '10:30' } }
    ],
    ['review contract by Friday', { title: 'review contract', when: { date: '2026-11-27' } }],
    [
      'Board meeting 3 Dec 2pm-4pm @ Boardroom, bring papers',
      {
        title: 'Board meeting, bring papers',
        place: 'Boardroom',
        when: { date: '2026-12-03', time: '14:00', endTime: '16:00' }
      }
    ],
    ['conference 12-14 March', { title: 'conference', when: { date: '2027-03-12', endDate: '2027-03-14' } }],
    [
      'Flight 22:30-1:15 tomorrow',
      {
        title: 'Flight',
        when: { date: '2026-11-24', time: '22:30', endDate: '2026-11-25', endTime: '01:15' }
      }
    ],
    [
      '11-1 Thursday workshop',
      { title: 'workshop', when: { date: '2026-11-26', time: '11:00', endTime: '13:00' } }
    ],
    ['1-2:30pm sync', { title: 'sync', when: { date: '2026-11-23', time: '13:00', endTime: '14:30' } }],
    [
      'phone Tokyo 2pm London time Wednesday',
      { title: 'phone Tokyo', when: { date: '2026-11-25', time: '14:00', zone: 'Europe/London' } }
    ],
    ['12.1.2027 Termin 14h30', { title: 'Termin', when: { date: '2027-01-12', time: '14:30' } }],
    ['29 Feb party', { title: 'party', when: { date: '2028-02-29' } }],
    ['in two weeks check visa', { title: 'check visa', when: { date: '2026-12-07' } }],
    ['end of month report', { title: 'report', when: { date: '2026-11-30' } }]
  ])('%s', (text, expected) => {
    const { spans, ...entry } = read(text);
    expect(entry).toEqual(expected);
    expect(spans.length).toBeGreaterThan(0);
  });

  test.each([
    'walk the dog',
    'buy 3 pens',
    'Phase 1-2 review',
    'sat on the board',
    'may call',
    'write to a@b.example',
    ''
  ])('%j says no time', (text) => expect(read(text)).toEqual({ title: text, spans: [] }));

  test('a time that has passed today is tomorrow’s, a weekday’s is next week’s', () => {
    expect(read('dentist at 9').when).toEqual({ date: '2026-11-24', time: '09:00' });
    expect(read('standup Monday 9:00').when).toEqual({ date: '2026-11-30', time: '09:00' });
    expect(read('standup Monday 9:30').when).toEqual({ date: '2026-11-23', time: '09:30' });
  });

  test.each([
    ['every Tuesday 10am standup', 'FREQ=WEEKLY;BYDAY=TU', '2026-11-24'],
    ['every second Thursday at 4 review', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TH', '2026-11-26'],
    ['every first Monday of the month board', 'FREQ=MONTHLY;BYDAY=1MO', '2026-12-07'],
    ['water plants every 3 days', 'FREQ=DAILY;INTERVAL=3', '2026-11-23'],
    ['every weekday 8am news', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', '2026-11-24']
  ])('%s', (text, rule, date) => {
    const entry = read(text);
    expect(entry.repeat).toEqual({ rules: [rule] });
    expect(entry.when!.date).toBe(date);
  });

  test('chips mark the words that were understood', () => {
    const text = 'lunch with Ana Fri 1pm';
    expect(
      read(text).spans.map(({ start, end, kind, label }) => [text.slice(start, end), kind, label])
    ).toEqual([
      ['Fri', 'date', 'Fri 27 Nov'],
      ['1pm', 'time', '13:00']
    ]);
    expect(read(text, { locale: 'en-US' }).spans[1]!.label).toMatch(/^1:00\sPM$/);
  });
});

describe('two meanings are asked, never guessed', () => {
  const dates = (text: string, more: Partial<QuickEntryOptions> = {}) =>
    read(text, more).ambiguity?.options.map(({ when }) => when.date);

  test('12/1 in both orders, the usual one first', () => {
    expect(read('12/1 dentist')).toMatchObject({
      title: 'dentist',
      ambiguity: { question: 'Which day is 12/1?' }
    });
    expect(read('12/1 dentist').when).toBeUndefined();
    expect(dates('12/1 dentist')).toEqual(['2027-01-12', '2026-12-01']);
    expect(dates('12/1 dentist', { dayFirst: false })).toEqual(['2026-12-01', '2027-01-12']);
  });

  test('13/1 and 5/5 can mean one day only', () => {
    expect(read('13/1 dentist').when).toEqual({ date: '2027-01-13' });
    expect(read('5/5 dentist').when).toEqual({ date: '2027-05-05' });
  });

  test('a weekday settles the order where it fits one', () => {
    // 3 April 2027 is a Saturday, 4 March a Thursday.
    expect(read('Thursday 3/4 board').when).toEqual({ date: '2027-03-04' });
  });

  test('a weekday that is not that day’s asks for both', () => {
    const { ambiguity, when } = read('Tuesday 12 March budget 3pm');
    expect(when).toBeUndefined();
    expect(ambiguity!.question).toBe('12 March is a Friday, not a Tuesday. Which day?');
    expect(ambiguity!.options).toEqual([
      { label: 'Friday, 12 March 2027', when: { date: '2027-03-12', time: '15:00' } },
      { label: 'Tuesday, 9 March 2027', when: { date: '2027-03-09', time: '15:00' } }
    ]);
  });

  test('next Friday on a Monday, but not on a Saturday', () => {
    expect(dates('dinner next Friday')).toEqual(['2026-12-04', '2026-11-27']);
    expect(read('dinner next Friday', { now: Date.parse('2026-11-28T09:00:00Z') }).when).toEqual({
      date: '2026-12-04'
    });
  });
});

test('the pieces make a When: an hour where no end was said, whole days where no time was', () => {
  expect(quickWhen({ date: '2026-11-27', time: '23:30' }, 'Europe/London')).toEqual({
    start: '2026-11-27T23:30:00',
    end: '2026-11-28T00:30:00',
    startZone: 'Europe/London',
    endZone: 'Europe/London',
    allDay: false
  });
  expect(quickWhen({ date: '2027-03-12', endDate: '2027-03-14' }, 'UTC')).toEqual({
    start: '2027-03-12',
    end: '2027-03-15',
    allDay: true
  });
});

test('today is the day in the zone, not in UTC', () => {
  const late = Date.parse('2026-11-23T23:30:00Z');
  expect(read('tomorrow x', { now: late, zone: 'Asia/Tokyo' }).when).toEqual({ date: '2026-11-25' });
});

test('no line makes it throw or run on', () => {
  for (const text of [
    '9'.repeat(5000),
    'at '.repeat(2000),
    '@'.repeat(999),
    '1/1/1/1/1',
    '99:99-88:88',
    '31 feb',
    '0/0',
    '- - -',
    '٣ مارس',
    '1e9 min'
  ]) {
    expect(read(text).title.length).toBeLessThanOrEqual(text.length);
  }
});
