import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { When } from '../../base/values.ts';
import { expand } from '../../formats/recurrence.ts';
import { addDays } from '../../ui/format.ts';
import { dayToSpan } from './agenda.ts';
import { expandSimply } from './repeats.ts';

const zone = 'Europe/London';
const timed = (start: string, minutes = 60, startZone = zone): When => ({
  start: `${start}:00`,
  end: new Date(Date.parse(`${start}:00Z`) + minutes * 60_000).toISOString().slice(0, 19),
  startZone,
  endZone: startZone,
  allDay: false
});

const weekdays = fc.subarray(['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'], { minLength: 1 });
const interval = fc.integer({ min: 1, max: 5 }).map((every) => `;INTERVAL=${every}`);
const end = fc.oneof(
  fc.constant(''),
  fc.integer({ min: 1, max: 40 }).map((count) => `;COUNT=${count}`),
  fc
    .integer({ min: 0, max: 900 })
    .map((days) => `;UNTIL=${addDays('2025-03-01', days).replaceAll('-', '')}T235959Z`)
);
const rule = fc
  .tuple(
    fc.oneof(
      fc.constant('FREQ=DAILY'),
      fc.constant('FREQ=WEEKLY'),
      weekdays.map((days) => `FREQ=WEEKLY;BYDAY=${days.join()}`),
      weekdays.map((days) => `FREQ=DAILY;BYDAY=${days.join()}`),
      weekdays.map((days) => `FREQ=WEEKLY;WKST=SU;BYDAY=${days.join()}`),
      fc.constant('FREQ=MONTHLY'),
      fc.constant('FREQ=YEARLY'),
      fc
        .constantFrom('1', '15', '31', '-1', '1,-1', '29,30,31')
        .map((days) => `FREQ=MONTHLY;BYMONTHDAY=${days}`),
      fc.constantFrom('2TH', '-1FR', '1MO,3MO', '5WE', 'TU').map((days) => `FREQ=MONTHLY;BYDAY=${days}`)
    ),
    interval,
    end
  )
  .map((parts) => parts.join(''));
const start = fc
  .tuple(fc.integer({ min: 0, max: 700 }), fc.constantFrom('00:30', '01:30', '09:00', '23:30'))
  .map(([days, clock]) => `${addDays('2024-01-01', days)}T${clock}`);

describe('repeats without the engine', () => {
  it('fall on the same times as with it, whatever the rule, the clock change and the day', () => {
    fc.assert(
      fc.property(
        rule,
        start,
        fc.constantFrom(30, 60, 26 * 60),
        fc.constantFrom(zone, 'America/New_York', 'Asia/Singapore'),
        fc.integer({ min: 0, max: 1200 }),
        (text, first, minutes, startZone, offset) => {
          const repeating = { when: timed(first, minutes, startZone), repeat: { rules: [text] } };
          const window = dayToSpan(addDays('2024-01-01', offset), zone);
          const simple = expandSimply(repeating, window, zone);
          if (simple) expect(simple).toEqual(expand(repeating, window, zone));
        }
      ),
      { numRuns: 2000, seed: 7 }
    );
  });

  it('know whole days, further dates and what is left out', () => {
    const repeating = {
      when: { start: '2026-11-02', end: '2026-11-04', allDay: true },
      repeat: { rules: ['FREQ=WEEKLY'], dates: ['2026-11-24'] },
      except: ['2026-11-16']
    };
    const on = (day: string) =>
      expandSimply(repeating, dayToSpan(day, zone), zone)!.map(({ start }) => start);
    expect(on('2026-11-10')).toEqual(['2026-11-09']);
    expect(on('2026-11-16')).toEqual([]);
    expect(on('2026-11-24')).toEqual(['2026-11-23', '2026-11-24']);
  });

  it.each(['FREQ=YEARLY;BYDAY=1MO', 'FREQ=MONTHLY;BYDAY=MO;BYSETPOS=-1', 'FREQ=HOURLY', 'nonsense'])(
    'hand back what they do not know: %s',
    (text) => {
      const repeating = { when: timed('2026-01-05T09:00'), repeat: { rules: [text] } };
      expect(expandSimply(repeating, dayToSpan('2026-11-23', zone), zone)).toBeUndefined();
    }
  );

  it.each(['FREQ=DAILY', 'FREQ=WEEKLY;BYDAY=MO,TH', 'FREQ=MONTHLY;BYDAY=-1WE', 'FREQ=YEARLY'])(
    'do not hand back the usual: %s',
    (text) => {
      const repeating = { when: timed('2016-01-04T09:00'), repeat: { rules: [text] } };
      expect(expandSimply(repeating, dayToSpan('2026-11-23', zone), zone)).toBeDefined();
    }
  );
});
