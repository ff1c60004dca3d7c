/** Rules as another implementation unrolls them, over drawn rules, first starts and windows. */
import fc from 'fast-check';
import { RRuleTemporal } from 'rrule-temporal';
import { describe, expect, test, vi } from 'vitest';
import { dayToCivil, civilToDay, weekOf } from './civil.ts';
import { ruleToText, type Rule } from './rule.ts';
import { unroll } from './rule-engine.ts';
import { numberToWall } from './zone.ts';

// A busy machine is slow; nothing here is about speed.
vi.setConfig({ testTimeout: 120_000 });

const DAY = 86_400_000;
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

const maybe = (one: fc.Arbitrary<string | number>, often = 1) =>
  fc.option(one.map(String), { nil: undefined, freq: often });
const list = (one: fc.Arbitrary<unknown>, most = 3) =>
  fc.uniqueArray(one, { minLength: 1, maxLength: most }).map((many) => many.join(','));
const signed = (most: number) => fc.integer({ min: -most, max: most }).filter((number) => number !== 0);
const nthDay = fc
  .tuple(fc.constantFrom('', '', '1', '2', '3', '-1'), fc.constantFrom(...WEEKDAYS))
  .map((parts) => parts.join(''));

/** Rules that the standard allows and that have something to choose positions from. */
const drawn = fc
  .record({
    FREQ: fc.constantFrom('YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY', 'HOURLY', 'MINUTELY'),
    INTERVAL: maybe(fc.integer({ min: 1, max: 5 }), 3),
    COUNT: maybe(fc.integer({ min: 1, max: 12 })),
    BYMONTH: maybe(list(fc.integer({ min: 1, max: 12 }), 4)),
    BYWEEKNO: maybe(list(signed(53))),
    BYYEARDAY: maybe(list(signed(366))),
    BYMONTHDAY: maybe(list(signed(31), 4)),
    BYDAY: maybe(list(nthDay, 4)),
    BYHOUR: maybe(list(fc.integer({ min: 0, max: 23 }))),
    BYMINUTE: maybe(list(fc.integer({ min: 0, max: 59 }))),
    BYSETPOS: maybe(list(fc.constantFrom(1, 2, -1, -2), 2)),
    WKST: maybe(fc.constantFrom(...WEEKDAYS))
  })
  .map((parts): Rule => {
    const rule: Record<string, string | undefined> = { ...parts };
    const { FREQ } = parts;
    if (FREQ === 'WEEKLY') delete rule.BYMONTHDAY;
    if (FREQ !== 'YEARLY') delete rule.BYWEEKNO;
    if (FREQ === 'WEEKLY' || FREQ === 'MONTHLY' || FREQ === 'DAILY') delete rule.BYYEARDAY;
    // Counted weekdays belong to months and to years without weeks.
    if ((FREQ !== 'YEARLY' && FREQ !== 'MONTHLY') || rule.BYWEEKNO)
      rule.BYDAY = [...new Set(rule.BYDAY?.replace(/-?\d/g, '').split(','))].join(',') || undefined;
    if (!Object.keys(rule).some((part) => /^BY(?!SETPOS)/.test(part) && rule[part])) delete rule.BYSETPOS;
    return Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== undefined)) as Rule;
  });

function theirs(rule: Rule, origin: number, from: number, end: number): number[] {
  const engine = new RRuleTemporal({
    rruleString: `DTSTART:${numberToWall(origin).replace(/[-:]/g, '')}Z\nRRULE:${ruleToText(rule)}`,
    includeDtstart: true,
    maxIterations: 200_000
  });
  return engine.between(new Date(from), new Date(end), true).map((date) => date.epochMilliseconds);
}

describe('a rule', () => {
  test('is unrolled as rrule-temporal unrolls it', () => {
    let compared = 0;
    fc.assert(
      fc.property(drawn, fc.nat(3000), fc.nat(600), (rule, offset, later) => {
        const origin = Date.UTC(2016, 0, 1, 9, 30) + offset * DAY;
        const from = rule.COUNT ? origin : origin + later * DAY;
        const end = from + (/HOURLY|MINUTELY/.test(rule.FREQ) ? 3 : 800) * DAY;
        const most = 40;
        // Whether a first start that the rule does not name is one of them is for the caller to say.
        const clean = (starts: readonly number[]) =>
          starts
            .filter((start) => start !== origin)
            .slice(0, most - 1)
            .map(numberToWall);
        const ours = clean(unroll({ parts: rule, origin, from, end, wanted: most }));
        compared += ours.length;
        expect(ours, ruleToText(rule)).toEqual(clean(theirs(rule, origin, from, end)));
      }),
      { numRuns: 400, seed: 20_261_123 }
    );
    expect(compared).toBeGreaterThan(1000);
  });
});

describe('days as numbers', () => {
  test('agree with the calendar of the platform, also before 1970', () => {
    fc.assert(
      fc.property(fc.integer({ min: -200_000, max: 200_000 }), (day) => {
        const date = new Date(day * DAY);
        expect(dayToCivil(day)).toEqual([date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()]);
        expect(civilToDay(...dayToCivil(day))).toBe(day);
      }),
      { numRuns: 1000, seed: 1 }
    );
  });

  test('lie in the week that ISO 8601 says', () => {
    expect(weekOf(civilToDay(2021, 1, 3))).toEqual({ week: 53, weeks: 53 });
    expect(weekOf(civilToDay(2024, 12, 30))).toEqual({ week: 1, weeks: 52 });
    expect(weekOf(civilToDay(2026, 11, 23))).toEqual({ week: 48, weeks: 53 });
  });
});
