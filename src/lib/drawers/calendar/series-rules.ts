/**
 * What happens to RFC 5545 rules when a series is cut in two or moved. Pure text work: rules come as
 * `FREQ=WEEKLY;BYDAY=TU`, and what nobody here understands in them stays as it is.
 */
import type { Recurrence, When } from '../../base/values.ts';
import { addDays, addMinutes, dateOf, daysBetween, minutesBetween, weekdayOf } from './wall.ts';

const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

type Parts = [name: string, value: string][];

const toParts = (rule: string): Parts =>
  rule
    .split(';')
    .filter(Boolean)
    .map((part) => {
      const at = part.indexOf('=');
      return [part.slice(0, at).toUpperCase(), part.slice(at + 1)];
    });
const toRule = (parts: Parts): string => parts.map((part) => part.join('=')).join(';');
const valueOf = (parts: Parts, name: string) => parts.find((part) => part[0] === name)?.[1];

/** The same rules, ending before the occurrence that starts at `at` (instant `atMs`). */
export function endRulesBefore(repeat: Recurrence, when: When, at: string, atMs: number): Recurrence {
  const compact = (wall: string) => wall.replaceAll('-', '').replaceAll(':', '');
  const until = when.allDay
    ? compact(addDays(dateOf(at), -1))
    : when.startZone
      ? `${compact(new Date(atMs - 1000).toISOString().slice(0, 19))}Z` // 3.3.10: UTC beside a zoned start
      : compact(addMinutes(at, -1));
  return {
    rules: repeat.rules.map((rule) => {
      const parts = toParts(rule);
      const old = valueOf(parts, 'UNTIL');
      // A rule of several may have ended before.
      if (old && old.slice(0, 8) < until.slice(0, 8)) return rule;
      return toRule([...parts.filter(([name]) => name !== 'UNTIL' && name !== 'COUNT'), ['UNTIL', until]]);
    }),
    ...(repeat.dates && { dates: repeat.dates.filter((date) => date < at) })
  };
}

/** The rules of what follows: counted rules lose the occurrences that came before. */
export const startRulesAfter = (repeat: Recurrence, at: string, countBefore: number): Recurrence => ({
  rules: repeat.rules.map((rule) => {
    const parts = toParts(rule);
    return toRule(
      parts.map(([name, value]) => [
        name,
        name === 'COUNT' ? String(Math.max(1, Number(value) - countBefore)) : value
      ])
    );
  }),
  ...(repeat.dates && { dates: repeat.dates.filter((date) => date > at) })
});

export const isCounted = (repeat: Recurrence): boolean =>
  repeat.rules.some((rule) => valueOf(toParts(rule), 'COUNT') !== undefined);

/** Moves a start of the series along with the series, into the form of its new start. */
export function moveStart(at: string, from: When, to: When): string {
  if (!from.allDay && !to.allDay) return addMinutes(at, minutesBetween(from.start, to.start));
  const day = addDays(dateOf(at), daysBetween(from.start, to.start));
  return to.allDay ? day : day + to.start.slice(10);
}

function moveByDay(value: string, days: number): string {
  return value
    .split(',')
    .map((day) => {
      const name = day.slice(-2).toUpperCase();
      const at = WEEKDAYS.indexOf(name);
      return at < 0 ? day : day.slice(0, -2) + WEEKDAYS[(((at + days) % 7) + 7) % 7];
    })
    .join(',');
}

/** Which weekday of its month a day is: 1 for the first Tuesday; -1 where the rule counts from the end. */
function ordinalOf(day: string, fromEnd: boolean): number {
  const date = Number(day.slice(8, 10));
  if (!fromEnd) return Math.ceil(date / 7);
  const last = new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).getUTCDate();
  return -Math.ceil((last - date + 1) / 7);
}

/**
 * The rules after the series was moved from one start to another: *every Tuesday* becomes *every
 * Wednesday*. A move within the day changes no rule. Day numbers and *second Tuesday* follow the new start
 * where the rule names just one.
 */
export function moveRules(repeat: Recurrence, from: When, to: When): Recurrence {
  const days = daysBetween(from.start, to.start);
  const dates = repeat.dates && { dates: repeat.dates.map((date) => moveStart(date, from, to)) };
  const asForm = (rule: string) => (from.allDay === to.allDay ? rule : retypeUntil(rule, to));
  if (days === 0) return { rules: repeat.rules.map(asForm), ...dates };
  const day = dateOf(to.start);
  const rules = repeat.rules.map((rule) => {
    const parts = toParts(asForm(rule));
    const weekly = valueOf(parts, 'FREQ') === 'WEEKLY';
    return toRule(
      parts.map(([name, value]) => {
        if (name === 'BYDAY') {
          if (weekly || !/\d/.test(value)) return [name, moveByDay(value, days)];
          if (!value.includes(','))
            return [name, `${ordinalOf(day, value.startsWith('-'))}${WEEKDAYS[weekdayOf(day)]}`];
        }
        if (name === 'BYMONTHDAY' && /^\d+$/.test(value)) return [name, String(Number(day.slice(8, 10)))];
        if (name === 'BYMONTH' && /^\d+$/.test(value)) return [name, String(Number(day.slice(5, 7)))];
        if (name === 'UNTIL') return [name, moveUntil(value, days)];
        return [name, value];
      })
    );
  });
  return { rules, ...dates };
}

function moveUntil(until: string, days: number): string {
  const day = addDays(`${until.slice(0, 4)}-${until.slice(4, 6)}-${until.slice(6, 8)}`, days);
  return day.replaceAll('-', '') + until.slice(8);
}

/** UNTIL has the same form as the start (RFC 5545, 3.3.10). */
const retypeUntil = (rule: string, to: When): string =>
  rule.replace(/UNTIL=(\d{8})(T\d{6}Z?)?/i, (_, day: string) =>
    to.allDay ? `UNTIL=${day}` : `UNTIL=${day}T235959${to.startZone ? 'Z' : ''}`
  );
