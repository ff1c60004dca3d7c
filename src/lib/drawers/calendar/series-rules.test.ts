import { describe, expect, it } from 'vitest';
import type { When } from '../../base/values.ts';
import { endRulesBefore, moveRules, moveStart, startRulesAfter } from './series-rules.ts';

const timed = (start: string, end = start, zone: string | undefined = 'Europe/London'): When => ({
  start,
  end,
  startZone: zone,
  endZone: zone,
  allDay: false
});
const days = (start: string, end: string): When => ({ start, end, allDay: true });
const tuesday = timed('2026-01-06T08:30:00');
const weekly = { rules: ['FREQ=WEEKLY;BYDAY=TU'] };

describe('the rules of a series', () => {
  it('end before an occurrence, in UTC where the start has a zone', () => {
    const at = Date.parse('2026-07-07T07:30:00Z');
    expect(endRulesBefore(weekly, tuesday, '2026-07-07T08:30:00', at).rules).toEqual([
      'FREQ=WEEKLY;BYDAY=TU;UNTIL=20260707T072959Z'
    ]);
  });

  it('end on the day before for all-day series, and in floating time for floating ones', () => {
    const yearly = { rules: ['FREQ=YEARLY;COUNT=10'] };
    expect(endRulesBefore(yearly, days('2020-03-01', '2020-03-02'), '2026-03-01', 0).rules).toEqual([
      'FREQ=YEARLY;UNTIL=20260228'
    ]);
    const floating = timed('2026-01-06T08:30:00', undefined, undefined);
    expect(
      endRulesBefore(weekly, { ...floating, startZone: undefined }, '2026-01-13T08:30:00', 0).rules
    ).toEqual(['FREQ=WEEKLY;BYDAY=TU;UNTIL=20260113T082900']);
  });

  it('cut in two, extra dates go where they belong and the count is shared', () => {
    const repeat = { rules: ['FREQ=WEEKLY;COUNT=10'], dates: ['2026-01-08T08:30:00', '2026-02-05T08:30:00'] };
    const at = '2026-01-27T08:30:00';
    expect(endRulesBefore(repeat, tuesday, at, Date.parse('2026-01-27T08:30:00Z')).dates).toEqual([
      '2026-01-08T08:30:00'
    ]);
    expect(startRulesAfter(repeat, at, 3)).toEqual({
      rules: ['FREQ=WEEKLY;COUNT=7'],
      dates: ['2026-02-05T08:30:00']
    });
  });

  it('follow a move to another weekday', () => {
    expect(moveRules(weekly, tuesday, timed('2026-01-07T10:00:00')).rules).toEqual(['FREQ=WEEKLY;BYDAY=WE']);
    const two = { rules: ['FREQ=WEEKLY;BYDAY=TU,SU;WKST=MO'] };
    expect(moveRules(two, tuesday, timed('2026-01-05T08:30:00')).rules).toEqual([
      'FREQ=WEEKLY;BYDAY=MO,SA;WKST=MO'
    ]);
    const second = { rules: ['FREQ=MONTHLY;BYDAY=1TU'] };
    expect(moveRules(second, tuesday, timed('2026-01-14T08:30:00')).rules).toEqual([
      'FREQ=MONTHLY;BYDAY=2WE'
    ]);
    const last = { rules: ['FREQ=MONTHLY;BYDAY=-1TU'] };
    expect(moveRules(last, timed('2026-01-27T08:30:00'), timed('2026-01-28T08:30:00')).rules).toEqual([
      'FREQ=MONTHLY;BYDAY=-1WE'
    ]);
    const sixth = { rules: ['FREQ=MONTHLY;BYMONTHDAY=6'] };
    expect(moveRules(sixth, tuesday, timed('2026-01-07T08:30:00')).rules).toEqual([
      'FREQ=MONTHLY;BYMONTHDAY=7'
    ]);
  });

  it('stay as they are when only the hour moves, with the extra dates moved along', () => {
    const repeat = { ...weekly, dates: ['2026-01-08T08:30:00'] };
    expect(moveRules(repeat, tuesday, timed('2026-01-06T09:00:00'))).toEqual({
      rules: weekly.rules,
      dates: ['2026-01-08T09:00:00']
    });
  });

  it('an exception moves along with its series, into the form of the new start', () => {
    expect(moveStart('2026-02-03T08:30:00', tuesday, timed('2026-01-07T09:15:00'))).toBe(
      '2026-02-04T09:15:00'
    );
    expect(moveStart('2026-02-03T08:30:00', tuesday, days('2026-01-06', '2026-01-07'))).toBe('2026-02-03');
    expect(moveStart('2026-02-03', days('2026-01-06', '2026-01-07'), tuesday)).toBe('2026-02-03T08:30:00');
  });
});
