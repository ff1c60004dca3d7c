/**
 * Times as people write them to each other, to be pasted into a mail: the weekday first and the year always,
 * so that a wrong date is noticed, and in both parties' times.
 */
import type { When, Zone } from '../../base/values.ts';
import { msToWall } from '../../formats/zone.ts';
import { formatDate, formatTime } from '../../ui/format.ts';
import { viewerZone } from '../../ui/settings.svelte.ts';
import { zoneToCity } from '../../ui/zones.ts';
import { whenToSpan } from './span.ts';
import { addDays, dateOf } from './wall.ts';
import { t } from './text.ts';

const day = (wall: string) => formatDate(dateOf(wall), { style: 'long' });
const times = (start: string, end: string) => `${formatTime(start)}–${formatTime(end)}`;

/** `Tuesday 24 November 2026, 14:00–15:00 in Lisbon (15:00–16:00 in Madrid)` */
export function whenInWords(when: When, other?: Zone): string {
  if (when.allDay) {
    const last = addDays(dateOf(when.end), -1);
    return last > when.start ? t('fromTo', { from: day(when.start), to: day(last) }) : day(when.start);
  }
  const here = viewerZone();
  const { from, to } = whenToSpan(when, here);
  const start = msToWall(from, here);
  const ours = `${day(start)}, ${times(start, msToWall(to, here))}`;
  if (!other || other === here) return ours;
  const theirStart = msToWall(from, other);
  const theirTimes = times(theirStart, msToWall(to, other));
  const theirs = dateOf(theirStart) === dateOf(start) ? theirTimes : `${day(theirStart)}, ${theirTimes}`;
  return t('bothZones', { ours, here: zoneToCity(here), theirs, there: zoneToCity(other) });
}

/** A list to paste into a mail, one option a line. */
export const optionsInWords = (whens: readonly When[], other?: Zone): string =>
  whens.map((when) => `• ${whenInWords(when, other)}`).join('\n');

export interface ReleaseWords {
  readonly name: string;
  readonly title: string;
  readonly freed: readonly When[];
  readonly chosen?: When;
  /** The reader's own zone, where known. */
  readonly theirs?: Zone;
}

/** A draft that tells one person which of the times they kept are free again. */
export function releaseNote({ name, title, freed, chosen, theirs }: ReleaseWords): string {
  return [
    t('releaseHello', { name: givenName(name) }),
    '',
    t('releaseFree', { title, n: freed.length }),
    optionsInWords(freed, theirs),
    ...(chosen ? ['', t('releaseChosen', { when: whenInWords(chosen, theirs) })] : []),
    '',
    t('releaseThanks')
  ].join('\n');
}

export const givenName = (name: string): string => name.trim().split(/\s+/)[0] || name;
