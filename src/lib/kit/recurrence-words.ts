/**
 * How something repeats, in words and as the choices that the editor offers. A rule that the editor cannot
 * show stays what it is until somebody replaces it.
 */
import type { PlainDate, Recurrence, When, Zone } from '../base/values.ts';
import { parseRule, ruleToText, type Rule } from '../formats/rule.ts';
import { formatDate, formatList } from '../ui/format.ts';
import { locale } from '../ui/settings.svelte.ts';
import { instantToPlain, plainToInstant } from '../ui/zones.ts';
import { t } from './field-text.ts';

export const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Weekday = (typeof weekdays)[number];
export type Frequency = 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';

/** What the editor shows of one rule. */
export interface RepeatChoice {
  readonly frequency: Frequency;
  readonly interval: number;
  /** Weekly. */
  readonly days: readonly Weekday[];
  /** Monthly: on the nth weekday (-1 is the last) instead of the day of the month; -1 without weekday is the last day. */
  readonly nth?: { readonly n: number; readonly day: Weekday };
  readonly monthDay?: number;
  readonly until?: PlainDate;
  readonly count?: number;
}

const monday = Date.UTC(2024, 0, 1);
export const weekdayToName = (day: Weekday, length: 'long' | 'short' = 'long'): string =>
  new Intl.DateTimeFormat(locale(), { weekday: length, timeZone: 'UTC' }).format(
    monday + weekdays.indexOf(day) * 86_400_000
  );
export const dateToWeekday = (date: PlainDate): Weekday =>
  weekdays[(new Date(`${date.slice(0, 10)}T00:00:00Z`).getUTCDay() + 6) % 7]!;

/** The last day on the start's own clock, where its zone is known. */
function untilToDate(until: string, zone?: Zone): PlainDate {
  const date = `${until.slice(0, 4)}-${until.slice(4, 6)}-${until.slice(6, 8)}`;
  if (!until.endsWith('Z') || !zone) return date;
  const time = `${until.slice(9, 11)}:${until.slice(11, 13)}:${until.slice(13, 15)}`;
  return instantToPlain(Date.parse(`${date}T${time}Z`), zone).slice(0, 10);
}

const shown = ['FREQ', 'INTERVAL', 'BYDAY', 'BYMONTHDAY', 'BYSETPOS', 'BYMONTH', 'UNTIL', 'COUNT', 'WKST'];

/** Undefined where the editor has no words for it. */
export function ruleToChoice(rule: Rule, start?: PlainDate, zone?: Zone): RepeatChoice | undefined {
  const frequency = rule.FREQ as Frequency;
  if (!['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'].includes(frequency)) return undefined;
  if (Object.keys(rule).some((part) => !shown.includes(part))) return undefined;
  const limits = {
    interval: Number(rule.INTERVAL ?? 1),
    ...(rule.UNTIL ? { until: untilToDate(rule.UNTIL, zone) } : {}),
    ...(rule.COUNT ? { count: Number(rule.COUNT) } : {})
  };
  const days = rule.BYDAY?.split(',') ?? [];
  const plain = days.every((day) => (weekdays as readonly string[]).includes(day));
  const sameMonth = rule.BYMONTH === undefined || rule.BYMONTH === String(Number(start?.slice(5, 7)));
  if (frequency === 'WEEKLY' && plain && !rule.BYMONTHDAY && !rule.BYSETPOS && !rule.BYMONTH)
    return { frequency, ...limits, days: days as Weekday[] };
  if (frequency === 'MONTHLY' && !rule.BYMONTH) {
    const nth = /^([+-]?\d)?(MO|TU|WE|TH|FR|SA|SU)$/.exec(days[0] ?? '');
    const n = Number(nth?.[1] ?? rule.BYSETPOS);
    if (days.length === 1 && nth && !rule.BYMONTHDAY && n)
      return { frequency, ...limits, days: [], nth: { n, day: nth[2] as Weekday } };
    const monthDay = rule.BYMONTHDAY === undefined ? undefined : Number(rule.BYMONTHDAY);
    if (days.length === 0 && !rule.BYSETPOS && !Number.isNaN(monthDay))
      return { frequency, ...limits, days: [], ...(monthDay === undefined ? {} : { monthDay }) };
    return undefined;
  }
  if (days.length > 0 || rule.BYSETPOS) {
    const daily = frequency === 'DAILY' && plain && !rule.BYSETPOS && !rule.BYMONTH && limits.interval === 1;
    return daily ? { frequency: 'WEEKLY', ...limits, days: days as Weekday[] } : undefined;
  }
  const sameDay = rule.BYMONTHDAY === undefined || rule.BYMONTHDAY === String(Number(start?.slice(8, 10)));
  return (frequency === 'YEARLY' || (frequency === 'DAILY' && !rule.BYMONTH && !rule.BYMONTHDAY)) &&
    sameMonth &&
    sameDay
    ? { frequency, ...limits, days: [] }
    : undefined;
}

/** The last day ends at midnight on the start's own clock; the standard wants that in UTC (RFC 5545, 3.3.10). */
const untilToText = (until: PlainDate, when: When | undefined): string => {
  if (!when || when.allDay) return until.replaceAll('-', '');
  const end = `${until}T23:59:59`;
  if (!when.startZone) return end.replaceAll(/[-:]/g, '');
  const utc = new Date(plainToInstant(end, when.startZone)).toISOString();
  return `${utc.slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
};

export function choiceToRule(choice: RepeatChoice, when?: When): string {
  const rule: Rule = { FREQ: choice.frequency } as Rule;
  if (choice.interval > 1) rule.INTERVAL = String(choice.interval);
  if (choice.frequency === 'WEEKLY' && choice.days.length > 0)
    rule.BYDAY = weekdays.filter((day) => choice.days.includes(day)).join(',');
  if (choice.frequency === 'MONTHLY' && choice.nth) rule.BYDAY = `${choice.nth.n}${choice.nth.day}`;
  else if (choice.frequency === 'MONTHLY' && choice.monthDay) rule.BYMONTHDAY = String(choice.monthDay);
  if (choice.count) rule.COUNT = String(choice.count);
  else if (choice.until) rule.UNTIL = untilToText(choice.until, when);
  return ruleToText(rule);
}

/** "Every week on Tuesday until Friday 18 December"; in general words where the rule has no simple ones. */
export function ruleToWords(text: string): string {
  const rule = parseRule(text);
  if (!rule) return t('severalRules');
  const choice = ruleToChoice(rule);
  if (!choice) return t('severalRules');
  let said = t(`every_${choice.frequency}`, { n: choice.interval });
  if (choice.frequency === 'WEEKLY' && choice.days.length > 0) {
    const workdays = choice.days.length === 5 && !choice.days.some((day) => day === 'SA' || day === 'SU');
    said =
      workdays && choice.interval === 1
        ? t('everyWeekday')
        : t('onDays', { every: said, days: formatList(choice.days.map((day) => weekdayToName(day))) });
  }
  if (choice.nth) {
    const names: Record<number, string> = {
      1: t('nth_1'),
      2: t('nth_2'),
      3: t('nth_3'),
      4: t('nth_4'),
      5: t('nth_5'),
      [-1]: t('nth_-1'),
      [-2]: t('nth_-2')
    };
    const nth = names[choice.nth.n];
    if (!nth) return t('severalRules');
    said = t('onNth', { every: said, nth, weekday: weekdayToName(choice.nth.day) });
  } else if (choice.monthDay === -1) said = t('onLastDay', { every: said });
  else if (choice.monthDay) said = t('onMonthDay', { every: said, day: choice.monthDay });
  if (choice.until) return t('untilDay', { every: said, day: formatDate(choice.until) });
  return choice.count ? t('times', { every: said, n: choice.count }) : said;
}

export function recurrenceToText({ rules, dates }: Recurrence): string {
  const said = rules.length === 1 ? ruleToWords(rules[0]!) : rules.length > 1 ? t('severalRules') : '';
  if (!dates?.length) return said;
  return said ? t('alsoOn', { every: said, n: dates.length }) : t('severalRules');
}
