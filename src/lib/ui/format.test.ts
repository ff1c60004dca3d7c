import { beforeEach, describe, expect, test } from 'vitest';
import {
  addDays,
  daysBetween,
  durationToMinutes,
  formatBirthday,
  formatBytes,
  formatClock,
  formatDate,
  formatDateTime,
  formatDaysAway,
  formatMinutes,
  formatMoney,
  formatRelativeDay,
  formatWhen,
  formatWhenTimes,
  minutesToDuration,
  parseClock,
  today
} from './format.ts';
import { settings, weekStart } from './settings.svelte.ts';
import { allZones, convertPlain, plainToInstant, zoneToCity, zoneToOffsetText } from './zones.ts';

const from = '2026-11-23';

beforeEach(() => {
  Object.assign(settings, {
    locale: 'en-GB',
    zone: 'Europe/Lisbon',
    hour12: undefined,
    weekStart: undefined
  });
});

/** Intl puts narrow spaces that nobody types. */
const plain = (text: string) => text.replace(/[\u202f\u00a0]/g, ' ');

describe('days', () => {
  test('the weekday comes first, the year only when it is another', () => {
    expect(formatDate('2026-11-24', { from })).toBe('Tuesday 24 November');
    expect(formatDate('2027-01-04', { from })).toBe('Monday 4 January 2027');
    expect(formatDate('2026-11-24', { from, style: 'short' })).toBe('Tue 24 Nov');
    expect(formatDate('2026-11-24', { from, style: 'long' })).toBe('Tuesday 24 November 2026');
  });

  test('what is near is called by its name', () => {
    expect(formatRelativeDay('2026-11-23', { from })).toBe('Today');
    expect(formatRelativeDay('2026-11-24', { from })).toBe('Tomorrow');
    expect(formatRelativeDay('2026-11-22', { from })).toBe('Yesterday');
    expect(formatRelativeDay('2026-11-23', { from, inText: true })).toBe('today');
    expect(formatRelativeDay('2026-11-25', { from })).toBe('Wednesday 25 November');
    expect(formatRelativeDay('2026-11-25', { from, near: true })).toBeUndefined();
    expect(formatDaysAway('2026-11-26', from)).toBe('in 3 days');
    expect(formatDaysAway('2026-12-14', from)).toBe('in 3 weeks');
  });

  test('counting days is not disturbed by a clock change or a leap day', () => {
    expect(addDays('2026-10-24', 2)).toBe('2026-10-26');
    expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2);
  });

  test('a birthday without a year has none invented', () => {
    expect(formatBirthday('--02-29')).toBe('29 February');
    expect(formatBirthday('1961-03-04')).toBe('4 March 1961');
  });

  test('today depends on where one is', () => {
    const instant = Date.UTC(2026, 10, 23, 23, 30);
    expect(today('Europe/Lisbon', instant)).toBe('2026-11-23');
    expect(today('Asia/Tokyo', instant)).toBe('2026-11-24');
  });
});

describe('times', () => {
  test('twelve or twenty-four hours as the person likes, else as the language does', () => {
    expect(formatClock('14:05')).toBe('14:05');
    settings.hour12 = true;
    expect(plain(formatClock('14:05'))).toBe('2:05 pm');
    Object.assign(settings, { locale: 'en-US', hour12: undefined });
    expect(plain(formatClock('09:00'))).toBe('9:00 AM');
    settings.hour12 = false;
    expect(formatClock('09:00')).toBe('09:00');
  });

  test.each([
    ['9', '09:00'],
    ['930', '09:30'],
    ['9.30', '09:30'],
    ['9:30', '09:30'],
    ['14h', '14:00'],
    ['9h30', '09:30'],
    ['2pm', '14:00'],
    ['12 am', '00:00'],
    ['12:15 p.m.', '12:15'],
    ['1745', '17:45'],
    ['0', '00:00']
  ])('a typed %s is %s', (typed, read) => {
    expect(parseClock(typed)).toBe(read);
  });

  test.each(['25', '9:75', 'noonish', '13 pm', '', '9:3'])('%s is no time, and none is guessed', (typed) => {
    expect(parseClock(typed)).toBeUndefined();
  });

  test("a moment in another zone names that zone's city", () => {
    expect(formatDateTime({ at: '2026-11-24T09:30:00', zone: 'Europe/Lisbon' }, { from })).toBe(
      'Tomorrow, 09:30'
    );
    expect(formatDateTime({ at: '2026-11-25T09:30:00', zone: 'America/New_York' }, { from })).toBe(
      'Wed 25 Nov, 09:30 in New York'
    );
  });
});

describe('when something happens', () => {
  test("in the reader's zone first, then in its own where that clock differs", () => {
    const when = {
      start: '2026-11-25T17:30:00',
      end: '2026-11-25T18:30:00',
      startZone: 'Asia/Tokyo',
      allDay: false
    };
    expect(formatWhen(when, 'Europe/Lisbon', { from })).toBe(
      'Wednesday 25 November, 08:30–09:30 (17:30–18:30 in Tokyo)'
    );
    expect(formatWhen(when, 'Asia/Tokyo', { from })).toBe('Wednesday 25 November, 17:30–18:30');
    // Another zone with the same clock needs no second time.
    expect(formatWhen({ ...when, startZone: 'Europe/London' }, 'Europe/Lisbon', { from })).toBe(
      'Wednesday 25 November, 17:30–18:30'
    );
  });

  test('a flight ends on its own clock, and the next day is said', () => {
    const flight = {
      start: '2026-11-25T22:00:00',
      end: '2026-11-26T10:15:00',
      startZone: 'America/New_York',
      endZone: 'Europe/London',
      allDay: false
    };
    expect(formatWhenTimes(flight, 'Europe/London')).toBe('03:00–10:15');
    expect(formatWhen(flight, 'America/New_York', { from })).toBe(
      'Wednesday 25 November, 22:00–05:15 (next day)'
    );
  });

  test("a whole day's exclusive end is not shown as another day", () => {
    expect(formatWhen({ start: '2026-11-25', end: '2026-11-26', allDay: true }, 'Asia/Tokyo', { from })).toBe(
      'Wednesday 25 November'
    );
    expect(formatWhen({ start: '2026-11-25', end: '2026-11-28', allDay: true }, 'Asia/Tokyo', { from })).toBe(
      'Wednesday 25 November to Friday 27 November'
    );
  });
});

describe('zones', () => {
  test('are called by their city', () => {
    expect(zoneToCity('America/Argentina/Buenos_Aires')).toBe('Buenos Aires');
    expect(zoneToOffsetText('Asia/Kolkata')).toBe('UTC+5:30');
    expect(zoneToOffsetText('America/New_York', Date.UTC(2026, 0, 5))).toBe('UTC−5');
    expect(allZones()).toContain('Europe/Lisbon');
  });

  test('an hour skipped in spring moves on, one that comes twice is the first', () => {
    expect(plainToInstant('2026-03-29T01:30:00', 'Europe/London')).toBe(Date.UTC(2026, 2, 29, 1, 30));
    expect(convertPlain('2026-03-29T01:30:00', 'Europe/London', 'Europe/London')).toBe('2026-03-29T01:30:00');
    expect(convertPlain('2026-03-29T01:30:00', 'Europe/London', 'UTC')).toBe('2026-03-29T01:30:00');
    expect(plainToInstant('2026-10-25T01:30:00', 'Europe/London')).toBe(Date.UTC(2026, 9, 25, 0, 30));
  });

  test('a zone that this device does not know is read as UTC, not lost', () => {
    expect(plainToInstant('2026-11-24T10:00:00', 'Customized Time Zone')).toBe(Date.UTC(2026, 10, 24, 10));
  });
});

describe('amounts and lengths', () => {
  test('money stays exact beyond what a number can hold', () => {
    expect(plain(formatMoney({ amount: '12345678901234567.89', currency: 'EUR' }))).toBe(
      '€12,345,678,901,234,567.89'
    );
    settings.locale = 'de-DE';
    expect(plain(formatMoney({ amount: '1234.50', currency: 'EUR' }))).toBe('1.234,50 €');
    expect(formatMoney({ amount: '3', currency: 'not one' })).toBe('3 not one');
  });

  test('durations', () => {
    expect(formatMinutes(90)).toBe('1 hour 30 minutes');
    expect(formatMinutes(1440)).toBe('1 day');
    expect(formatMinutes(0)).toBe('0 minutes');
    expect(durationToMinutes('P1DT2H')).toBe(26 * 60);
    expect(durationToMinutes('soon')).toBeUndefined();
    expect(minutesToDuration(45)).toBe('PT45M');
    expect(minutesToDuration(2880)).toBe('P2D');
  });

  test('sizes', () => {
    expect(formatBytes(0)).toBe('0 byte');
    expect(formatBytes(1_500_000)).toBe('1.5 MB');
  });
});

test('the week begins as the person says, else as the country does', () => {
  expect(weekStart()).toBe(1);
  settings.locale = 'en-US';
  expect(weekStart()).toBe(7);
  settings.weekStart = 6;
  expect(weekStart()).toBe(6);
});
