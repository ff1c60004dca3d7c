import { Temporal } from 'temporal-polyfill';
import { expect, test, vi } from 'vitest';
import { unfoldedLines } from './content-lines.ts';
import { fileOffset, matchZone, readFileZone, writeVtimezone } from './vtimezone.ts';
import { addDays, changeZone, isZone, msToWall, offsetAt, wallToMs, weekdayOf } from './zone.ts';

// A busy machine is slow; nothing here is about speed.
vi.setConfig({ testTimeout: 60_000 });

const ZONES = [
  'UTC',
  'Europe/London',
  'America/New_York',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'America/Sao_Paulo',
  'Europe/Moscow'
];

test.each(ZONES)('%s: wall clocks and instants agree with Temporal, clock changes too', (zone) => {
  for (let ms = Date.UTC(2005, 0, 1, 0, 10); ms < Date.UTC(2030, 0, 1); ms += 73.3 * 3_600_000) {
    const at = Math.floor(ms);
    const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
    expect(offsetAt(zone, at)).toBe(zoned.offsetNanoseconds / 1e6);
    const plain = Temporal.PlainDateTime.from(new Date(at).toISOString().slice(0, 19));
    expect(wallToMs(plain.toString({ smallestUnit: 'second' }), zone)).toBe(
      plain.toZonedDateTime(zone).epochMilliseconds
    );
  }
});

test.each([
  ['skipped', '2026-03-29T02:30:00', '2026-03-29T01:30:00.000Z', '2026-03-29T03:30:00'],
  ['twice', '2026-10-25T02:30:00', '2026-10-25T00:30:00.000Z', '2026-10-25T02:30:00']
])('an hour that comes %s', (_, wall, instant, shown) => {
  const ms = wallToMs(wall, 'Europe/Berlin');
  expect(new Date(ms).toISOString()).toBe(instant);
  expect(msToWall(ms, 'Europe/Berlin')).toBe(shown);
});

test('days, weekdays and other clocks', () => {
  expect(addDays('2028-02-28', 2)).toBe('2028-03-01');
  expect(weekdayOf('2026-11-23')).toBe(1);
  expect(weekdayOf('2026-11-22')).toBe(7);
  expect(changeZone('2026-11-23T23:00:00', 'America/New_York', 'Asia/Tokyo')).toBe('2026-11-24T13:00:00');
  expect(isZone('Europe/Berlin')).toBe(true);
  expect(isZone('Customized Time Zone')).toBe(false);
});

test.each(ZONES)(
  '%s: the VTIMEZONE written is the zone, from its first to its last year and after',
  (zone) => {
    const lines = [...unfoldedLines(writeVtimezone(zone, 2006, 2026).join('\n'))];
    const read = readFileZone({ name: 'VTIMEZONE', lines, complete: true })!;
    const differs: string[] = [];
    for (let at = Date.UTC(2006, 0, 1); at < Date.UTC(2029, 0, 1); at += 11 * 3_600_000) {
      if (fileOffset(read, at) !== offsetAt(zone, at)) differs.push(new Date(at).toISOString());
    }
    expect(differs).toEqual([]);
    const match = matchZone(read, 2024, 2026)!;
    for (let at = Date.UTC(2024, 0, 1); at < Date.UTC(2027, 0, 1); at += 86_400_000)
      expect(offsetAt(match, at)).toBe(offsetAt(zone, at));
  }
);
