/**
 * RRULE texts (RFC 5545, 3.3.10): taken apart, checked and written. Values stay texts; no expansion here, so
 * that reading a file needs no recurrence engine.
 */
import type { When, Zone } from '../base/values.ts';
import { msToWall, numberToWall, wallToMs, wallToNumber } from './zone.ts';

export type Rule = { FREQ: string; INTERVAL?: string; COUNT?: string; UNTIL?: string } & Record<
  string,
  string
>;

const number = (from: number, to: number, signed = false) => {
  const one = (text: string): boolean => {
    if (!(signed ? /^[+-]?\d{1,3}$/ : /^\+?\d{1,3}$/).test(text)) return false;
    const value = Math.abs(Number(text));
    return value >= from && value <= to;
  };
  return (text: string): boolean => text.split(',').every(one);
};

const CHECKS: Record<string, (value: string) => boolean> = {
  FREQ: (value) => /^(SECONDLY|MINUTELY|HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY)$/.test(value),
  INTERVAL: (value) => /^[1-9]\d{0,8}$/.test(value),
  COUNT: (value) => /^[1-9]\d{0,8}$/.test(value),
  UNTIL: (value) => /^\d{8}(T\d{6}Z?)?$/.test(value) && Number.isFinite(wallToNumber(untilToWall(value))),
  BYSECOND: number(0, 60),
  BYMINUTE: number(0, 59),
  BYHOUR: number(0, 23),
  BYDAY: (value) => value.split(',').every((day) => /^([+-]?[1-9]\d?)?(MO|TU|WE|TH|FR|SA|SU)$/.test(day)),
  BYMONTHDAY: number(1, 31, true),
  BYYEARDAY: number(1, 366, true),
  BYWEEKNO: number(1, 53, true),
  BYMONTH: number(1, 12),
  BYSETPOS: number(1, 366, true),
  WKST: (value) => /^(MO|TU|WE|TH|FR|SA|SU)$/.test(value)
};

/** The parts of a rule, or nothing where it breaks the grammar. `X-` parts are dropped. */
export function parseRule(text: string): Rule | undefined {
  const rule: Record<string, string> = {};
  for (const part of text.trim().toUpperCase().replace(/;+$/, '').split(';')) {
    const [name = '', value, more] = part.split('=').map((side) => side.trim());
    if (name.startsWith('X-')) continue;
    if (value === undefined || more !== undefined || name in rule || !CHECKS[name]?.(value)) return undefined;
    rule[name] = value;
  }
  return rule.FREQ ? (rule as Rule) : undefined;
}

export const ruleToText = (rule: Rule): string =>
  Object.entries(rule)
    .map(([name, value]) => `${name}=${value}`)
    .join(';');

/** `20240601T120000Z` as `2024-06-01T12:00:00`; a `Z` is left to the caller. */
const untilToWall = (until: string): string =>
  until
    .replace('Z', '')
    .replace(/^(\d{4})(\d\d)(\d\d)/, '$1-$2-$3')
    .replace(/T(\d\d)(\d\d)(\d\d)$/, 'T$1:$2:$3');

/**
 * The last wall clock (as a number) at which the rule may occur. In UTC it is an instant; without `Z`, which
 * the standard forbids and many write, it is on the start's own clock; a day means that whole day.
 */
export function untilOnWallClock(until: string, when: When, zone: Zone): number {
  const wall = untilToWall(until);
  if (when.allDay || wall.length === 10) return wallToNumber(wall.slice(0, 10)) + 86_399_999;
  if (!until.endsWith('Z')) return wallToNumber(wall);
  return wallToNumber(msToWall(wallToNumber(wall), zone));
}

/**
 * The rule with its UNTIL as the standard wants it: a day for whole days, an instant in UTC where the start has
 * a zone. Programs write all mixtures; what is meant stays the same.
 */
export function withStandardUntil(rule: Rule, when: When): Rule {
  const until = rule.UNTIL;
  if (!until) return rule;
  if (when.allDay) return { ...rule, UNTIL: until.slice(0, 8) };
  if (until.endsWith('Z') || !when.startZone) return rule;
  const last = numberToWall(untilOnWallClock(until, when, when.startZone));
  const utc = numberToWall(wallToMs(last, when.startZone));
  return { ...rule, UNTIL: `${utc.replace(/[-:]/g, '')}Z` };
}
