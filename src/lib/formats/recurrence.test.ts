import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test, vi } from 'vitest';
import { haveSamples, sampleFiles, samplesTitle } from '../../../tests/support/samples.ts';
import type { When } from '../base/values.ts';
import { readFile } from './read.ts';
import { expand } from './recurrence.ts';
import { parseRule, ruleToText, withStandardUntil } from './rule.ts';

// A busy machine is slow; nothing here is about speed.
vi.setConfig({ testTimeout: 60_000 });

const at = (text: string): number => Temporal.Instant.from(text).epochMilliseconds;
const year = (from: number, to = from + 1) => ({
  from: at(`${from}-01-01T00:00Z`),
  to: at(`${to}-01-01T00:00Z`)
});
const timed = (start: string, end: string, zone?: string): When => ({
  start,
  end,
  allDay: false,
  ...(zone ? { startZone: zone, endZone: zone } : {})
});
const day = (start: string, end: string): When => ({ start, end, allDay: true });
const starts = (list: readonly { start: string }[]): string[] => list.map(({ start }) => start);

describe('clock changes', () => {
  test('nine o’clock in London stays nine o’clock after the clocks go back', () => {
    const when = timed('2026-10-19T09:00:00', '2026-10-19T10:00:00', 'Europe/London');
    const found = expand({ when, repeat: { rules: ['FREQ=WEEKLY;COUNT=3'] } }, year(2026), 'Asia/Tokyo');
    expect(starts(found)).toEqual(['2026-10-19T09:00:00', '2026-10-26T09:00:00', '2026-11-02T09:00:00']);
    expect(found.map(({ startMs }) => startMs)).toEqual(
      ['2026-10-19T08:00Z', '2026-10-26T09:00Z', '2026-11-02T09:00Z'].map(at)
    );
  });

  test('a time that the change skips moves to after it, and keeps its name', () => {
    const when = timed('2026-03-28T02:30:00', '2026-03-28T03:00:00', 'Europe/Berlin');
    const found = expand({ when, repeat: { rules: ['FREQ=DAILY;COUNT=3'] } }, year(2026), 'UTC');
    expect(starts(found)[1]).toBe('2026-03-29T02:30:00');
    expect(found[1]!.startMs).toBe(at('2026-03-29T01:30Z'));
    expect(found[1]!.endMs - found[1]!.startMs).toBe(30 * 60_000);
  });

  test('a time that comes twice is the first of the two', () => {
    const when = timed('2026-10-31T01:30:00', '2026-10-31T02:00:00', 'America/New_York');
    const found = expand({ when, repeat: { rules: ['FREQ=DAILY;COUNT=2'] } }, year(2026), 'UTC');
    expect(found[1]!.startMs).toBe(at('2026-11-01T05:30Z'));
  });

  test('an overnight shift lasts its hours, not its wall clock', () => {
    const when = timed('2026-10-24T22:00:00', '2026-10-25T06:00:00', 'Europe/Berlin');
    const found = expand({ when, repeat: { rules: ['FREQ=DAILY;COUNT=2'] } }, year(2026), 'UTC');
    expect(found.map(({ startMs, endMs }) => (endMs - startMs) / 3_600_000)).toEqual([9, 9]);
  });

  test('a flight ends in the zone it lands in', () => {
    const when: When = {
      start: '2026-06-01T18:00:00',
      end: '2026-06-01T20:30:00',
      startZone: 'Europe/London',
      endZone: 'America/New_York',
      allDay: false
    };
    expect(expand({ when }, year(2026), 'UTC')).toEqual([
      { start: when.start, startMs: at('2026-06-01T17:00Z'), endMs: at('2026-06-02T00:30Z') }
    ]);
  });
});

describe('windows and limits', () => {
  const daily = {
    when: timed('2020-01-01T09:00:00', '2020-01-01T10:00:00', 'UTC'),
    repeat: { rules: ['FREQ=DAILY'] }
  };

  test('occurrences that only touch the window are in it, the next after it is not', () => {
    const window = { from: at('2026-05-01T09:30Z'), to: at('2026-05-03T09:00Z') };
    expect(starts(expand(daily, window, 'UTC'))).toEqual(['2026-05-01T09:00:00', '2026-05-02T09:00:00']);
  });

  test('the limit counts what is shown, not what is left out', () => {
    const except = ['2026-01-01T09:00:00', '2026-01-02T09:00:00'];
    expect(starts(expand({ ...daily, except }, year(2026), 'UTC', 2))).toEqual([
      '2026-01-03T09:00:00',
      '2026-01-04T09:00:00'
    ]);
  });

  test('an empty or reversed window has nothing in it', () => {
    expect(expand(daily, { from: at('2026-05-01T00:00Z'), to: at('2026-05-01T00:00Z') }, 'UTC')).toEqual([]);
  });

  const hostile: [string, string][] = [
    ['every second since 1601', 'FREQ=SECONDLY'],
    ['every second, counted', 'FREQ=SECONDLY;COUNT=999999999'],
    ['every day, counted far beyond life', 'FREQ=DAILY;COUNT=999999999'],
    ['every weekday, counted far beyond life', 'FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;COUNT=999999999'],
    ['a day that never comes', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30'],
    ['a second that never comes', 'FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30'],
    [
      'every list at once',
      `FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYHOUR=${numbers(24)};BYMINUTE=${numbers(60)};BYSECOND=${numbers(60)}`
    ],
    ['huge steps', 'FREQ=YEARLY;INTERVAL=99999999']
  ];
  test.each(hostile)('%s comes to an end within the limit', (_, rule) => {
    const when = timed('1601-01-01T00:00:00', '1601-01-01T00:10:00', 'Europe/Paris');
    expect(expand({ when, repeat: { rules: [rule] } }, year(2026), 'UTC', 50).length).toBeLessThanOrEqual(50);
  });

  test('every minute since 1970 is found in this year', () => {
    const when = timed('1970-01-01T00:00:00', '1970-01-01T00:00:30', 'UTC');
    const found = expand({ when, repeat: { rules: ['FREQ=MINUTELY;INTERVAL=7'] } }, year(2026), 'UTC', 3);
    expect(found).toHaveLength(3);
    expect((found[0]!.startMs / 60_000) % 7).toBe(0);
  });

  test('a rule that breaks the grammar leaves the start alone', () => {
    const when = timed('2026-05-01T09:00:00', '2026-05-01T10:00:00', 'UTC');
    expect(
      starts(expand({ when, repeat: { rules: ['FREQ=NEVER', 'FREQ=DAILY;INTERVAL=0'] } }, year(2026), 'UTC'))
    ).toEqual([when.start]);
  });
});

describe('rules', () => {
  test('several times a day, counted', () => {
    const when = timed('2026-03-02T09:00:00', '2026-03-02T09:10:00', 'Europe/Paris');
    const repeat = { rules: ['FREQ=DAILY;BYHOUR=9,17;BYMINUTE=0,30;COUNT=6'] };
    expect(starts(expand({ when, repeat }, year(2026), 'UTC'))).toEqual([
      '2026-03-02T09:00:00',
      '2026-03-02T09:30:00',
      '2026-03-02T17:00:00',
      '2026-03-02T17:30:00',
      '2026-03-03T09:00:00',
      '2026-03-03T09:30:00'
    ]);
  });

  test('several rules, extra dates and exceptions make one series', () => {
    const when = timed('2026-03-02T11:00:00', '2026-03-02T12:00:00', 'Europe/Paris');
    const repeat = {
      rules: ['FREQ=WEEKLY;COUNT=3', 'FREQ=MONTHLY;BYMONTHDAY=9;COUNT=2'],
      dates: ['2026-03-11T08:00:00']
    };
    expect(starts(expand({ when, repeat, except: ['2026-03-16T11:00:00'] }, year(2026), 'UTC'))).toEqual([
      '2026-03-02T11:00:00',
      '2026-03-09T11:00:00',
      '2026-03-11T08:00:00'
    ]);
  });

  test('whole days stay whole days in the viewer’s zone', () => {
    const found = expand(
      { when: day('2026-03-28', '2026-03-30'), repeat: { rules: ['FREQ=WEEKLY;COUNT=2'] } },
      year(2026),
      'Europe/Berlin'
    );
    expect(found[0]).toEqual({
      start: '2026-03-28',
      startMs: at('2026-03-27T23:00Z'),
      endMs: at('2026-03-29T22:00Z')
    });
    expect(starts(found)).toEqual(['2026-03-28', '2026-04-04']);
  });

  test('the end of a rule counts as instant, as wall clock and as whole day', () => {
    const when = timed('2026-03-02T23:30:00', '2026-03-02T23:45:00', 'America/New_York');
    const count = (until: string): number =>
      expand({ when, repeat: { rules: [`FREQ=DAILY;UNTIL=${until}`] } }, year(2026), 'UTC').length;
    expect(count('20260305T043000Z')).toBe(3);
    expect(count('20260305T042959Z')).toBe(2);
    expect(count('20260304T233000')).toBe(3);
    expect(count('20260304')).toBe(3);
  });

  test.each([
    ['20260304', '20260305T045959Z'],
    ['20260304T233000', '20260305T043000Z'],
    ['20260305T043000Z', '20260305T043000Z']
  ])('an end written as %s is kept as the standard wants it', (until, standard) => {
    const when = timed('2026-03-02T23:30:00', '2026-03-02T23:45:00', 'America/New_York');
    expect(withStandardUntil(parseRule(`FREQ=DAILY;UNTIL=${until}`)!, when).UNTIL).toBe(standard);
  });

  test.each([
    'FREQ=WEEKLY;BYDAY=XX',
    'INTERVAL=2',
    'FREQ=DAILY;COUNT=-1',
    'FREQ=DAILY;FREQ=WEEKLY',
    'RRULE:x;FREQ=DAILY',
    ''
  ])('refuses %j', (text) => expect(parseRule(text)).toBeUndefined());

  test('accepts small letters, blanks, X- parts and a last semicolon', () => {
    expect(ruleToText(parseRule(' freq=weekly; byday=mo,-1fr ;X-MAKER=1;')!)).toBe(
      'FREQ=WEEKLY;BYDAY=MO,-1FR'
    );
  });
});

function numbers(count: number): string {
  return Array.from({ length: count }, (_, index) => index).join(',');
}

// --- against another implementation -----------------------------------------------------------------------

/** Names that files use without explaining them, as a person reads them. */
const BY_HAND: Readonly<Record<string, string>> = {
  '(UTC-05:00) Eastern Time (US & Canada)': 'America/New_York',
  '(UTC-05:00) Eastern Time (US and Canada)': 'America/New_York',
  '(GMT +01:00)': 'Etc/GMT-1',
  'UTC+01': 'Etc/GMT-1',
  'Amsterdam, Belgrade, Berlin, Brussels, Budapest, Madrid, Paris, Prague, Stockholm': 'Europe/Amsterdam'
};
const VIEWER = 'Europe/London';

/**
 * The series as ical.js unrolls it: its rules and extra dates on the wall clock, then each time made an instant
 * by the file's own VTIMEZONE where it has one, else by Temporal. Exceptions and changed instances are compared
 * as instants, days as days.
 */
function independently(text: string, uid: string, until: number): number[] {
  const calendar = new ICAL.Component(ICAL.parse(text.trim()) as unknown as unknown[]);
  const zones = new Map(
    calendar
      .getAllSubcomponents('vtimezone')
      .filter((zone) => zone.hasProperty('tzid'))
      .map((zone) => [String(zone.getFirstPropertyValue('tzid')).trim(), new ICAL.Timezone(zone)])
  );
  const events = calendar
    .getAllSubcomponents('vevent')
    .filter((event) => event.getFirstPropertyValue('uid') === uid);
  const series = events.find((event) => !event.hasProperty('recurrence-id'))!;
  const instant = (time: ICAL.Time, tzid: string | undefined): number => {
    const explained = tzid === undefined ? undefined : zones.get(tzid);
    if (explained && !time.isDate) time.zone = explained;
    if (!time.isDate && (explained || time.zone === ICAL.Timezone.utcTimezone))
      return time.toUnixTime() * 1000;
    const { year, month, day, hour, minute, second } = time;
    const plain = Temporal.PlainDateTime.from({ year, month, day, hour, minute, second });
    const zone = time.isDate || !tzid ? VIEWER : (BY_HAND[tzid] ?? tzid);
    return plain.toZonedDateTime(zone).epochMilliseconds;
  };
  const zoneOf = (property: ICAL.Property): string | undefined =>
    (property.getParameter('tzid') as string | undefined)?.trim();
  const start = series.getFirstProperty('dtstart')!;
  const dtstart = start.getFirstValue() as ICAL.Time;
  const startMs = instant(dtstart, zoneOf(start));
  const exceptions = [
    ...series.getAllProperties('exdate'),
    ...events.flatMap((event) => event.getAllProperties('recurrence-id'))
  ].flatMap((property) => property.getValues().map((time) => [time as ICAL.Time, zoneOf(property)] as const));
  const isLeftOut = (ms: number, time: ICAL.Time): boolean =>
    exceptions.some(([exception, tzid]) =>
      exception.isDate || time.isDate
        ? exception.toString().slice(0, 10) === time.toString().slice(0, 10)
        : instant(exception, tzid) === ms
    );

  const found = new Map<number, ICAL.Time>([[startMs, dtstart]]);
  // One expansion for each rule: with several at once, ical.js 2.2.1 forgets the last of one.
  for (const rule of series.getAllProperties('rrule')) {
    const alone = new ICAL.Component('vevent');
    alone.addProperty(ICAL.Property.fromString(rule.toICALString()));
    const expansion = new ICAL.RecurExpansion({ component: alone, dtstart });
    for (let time = expansion.next(); time; time = expansion.next()) {
      const ms = instant(time, zoneOf(start));
      if (ms >= until) break;
      found.set(ms, time);
    }
  }
  for (const property of series.getAllProperties('rdate')) {
    for (const value of property.getValues()) {
      const time = value instanceof ICAL.Period ? value.start : (value as ICAL.Time);
      found.set(instant(time, zoneOf(property)), time);
    }
  }
  return [...found]
    .filter(([ms, time]) => ms < until && !isLeftOut(ms, time))
    .map(([ms]) => ms)
    .sort((a, b) => a - b);
}

describe.skipIf(!haveSamples)(samplesTitle('agrees with ical.js and Temporal'), () => {
  test.each(sampleFiles('calendar', '.ics').map((file) => [file.name, file] as const))(
    '%s',
    async (name, file) => {
      const { records } = await readFile(name, file.bytes());
      for (const { type, fields, ref } of records) {
        if (type !== 'appointment' || !fields.repeat) continue;
        const when = fields.when as When;
        const start = Temporal.PlainDateTime.from(when.start).toZonedDateTime('UTC').epochMilliseconds;
        const [from, to] = [start - 4 * 366 * 86_400_000, start + 4 * 366 * 86_400_000];
        const ours = expand(
          { when, repeat: fields.repeat as never, except: fields.except as never },
          { from, to },
          VIEWER,
          5000
        );
        const text = new TextDecoder().decode(file.bytes());
        const theirs = fields.source.uid ? independently(text, fields.source.uid, to) : undefined;
        if (theirs)
          expect(
            ours.map(({ startMs }) => startMs),
            ref
          ).toEqual(theirs);
        else expect(ours.length).toBeGreaterThan(0);
      }
    }
  );
});
