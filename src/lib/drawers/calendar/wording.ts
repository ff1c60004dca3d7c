/**
 * Times as people write them to each other, to be pasted into a mail: the weekday first, so that a wrong
 * date is noticed, and in both parties' times.
 */
import type { When, Zone } from '../../base/values.ts';
import { msToWall, whenToSpan } from './span.ts';
import { addDays, dateOf, isDay } from './wall.ts';
import { t } from './text.ts';

export interface Style {
  readonly locale: string;
  /** The zone that is said first: ours. */
  readonly zone: Zone;
  readonly hour12?: boolean;
}

/** `Europe/Lisbon` is Lisbon to people. */
export const cityOf = (zone: Zone): string => zone.split('/').at(-1)!.replaceAll('_', ' ');

const made = new Map<string, Intl.DateTimeFormat>();
function format(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  let found = made.get(key);
  if (!found) made.set(key, (found = new Intl.DateTimeFormat(locale, options)));
  return found;
}

const long = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const;
const noon = (day: string) => Date.parse(`${dateOf(day)}T12:00:00Z`);

/** `Tuesday 24 November 2026` */
export const dayInWords = (day: string, locale: string, options: Intl.DateTimeFormatOptions = long): string =>
  format(locale, { ...options, timeZone: 'UTC' })
    .format(noon(day))
    .replace(/^(\p{L}+), /u, '$1 ');

export const timeInWords = (ms: number, zone: Zone, { locale, hour12 }: Style): string =>
  format(locale, { timeZone: zone, hour: 'numeric', minute: '2-digit', hour12 }).format(ms);

const times = (from: number, to: number, zone: Zone, style: Style) =>
  `${timeInWords(from, zone, style)}–${timeInWords(to, zone, style)}`;

/** `Tuesday 24 November 2026, 14:00–15:00 in Lisbon (15:00–16:00 in Madrid)` */
export function whenInWords(when: When, style: Style, other?: Zone): string {
  if (when.allDay || isDay(when.start)) {
    const last = addDays(dateOf(when.end), -1);
    const first = dayInWords(when.start, style.locale);
    return last > when.start ? t('fromTo', { from: first, to: dayInWords(last, style.locale) }) : first;
  }
  const { from, to } = whenToSpan(when, style.zone);
  const day = dateOf(msToWall(from, style.zone));
  const ours = `${dayInWords(day, style.locale)}, ${times(from, to, style.zone, style)}`;
  if (!other || other === style.zone) return ours;
  const theirDay = dateOf(msToWall(from, other));
  const theirs = times(from, to, other, style);
  const said = theirDay === day ? theirs : `${dayInWords(theirDay, style.locale)}, ${theirs}`;
  return t('bothZones', { ours, here: cityOf(style.zone), theirs: said, there: cityOf(other) });
}

/** A list to paste into a mail, one option a line. */
export const optionsInWords = (whens: readonly When[], style: Style, other?: Zone): string =>
  whens.map((when) => `• ${whenInWords(when, style, other)}`).join('\n');

export interface ReleaseWords {
  readonly name: string;
  readonly title: string;
  readonly freed: readonly When[];
  readonly chosen?: When;
  /** The reader's own zone, where known. */
  readonly theirs?: Zone;
}

/** A draft that tells one person which of the times they kept are free again. */
export function releaseNote({ name, title, freed, chosen, theirs }: ReleaseWords, style: Style): string {
  const given = name.trim().split(/\s+/)[0] || name;
  return [
    t('releaseHello', { name: given }),
    '',
    t('releaseFree', { title, n: freed.length }),
    optionsInWords(freed, style, theirs),
    ...(chosen ? ['', t('releaseChosen', { when: whenInWords(chosen, style, theirs) })] : []),
    '',
    t('releaseThanks')
  ].join('\n');
}

export function minutesInWords(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (minutes >= 1440 && minutes % 1440 === 0) return t('nDays', { n: minutes / 1440 });
  if (!hours) return t('nMinutes', { n: rest });
  return rest ? `${t('nHours', { n: hours })} ${t('nMinutes', { n: rest })}` : t('nHours', { n: hours });
}
