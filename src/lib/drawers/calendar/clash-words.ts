/** What a clash, and a time that is unkind to somebody, is called. */
import type { Zone } from '../../base/values.ts';
import type { Clash } from './clashes.ts';
import { msToWall } from './span.ts';
import { t } from './text.ts';
import { cityOf, minutesInWords, timeInWords, type Style } from './wording.ts';

export function clashInWords({ with: other, minutes, travel, allDay }: Clash): string {
  const title = other.group ? t('anOptionFor', { title: other.title }) : other.title;
  if (allDay) return t(other.allDay ? 'clashDay' : 'clashOnDay', { title });
  return t(travel ? 'clashTravel' : 'clash', { title, time: minutesInWords(minutes) });
}

/** Before seven and from ten at night nobody likes to be called. */
const EARLY = 7;
const LATE = 22;

/** *That is 5:40 in the morning for Ana.* Nothing where the hour is a decent one, or the zone ours. */
export function unkindHour(ms: number, name: string, theirs: Zone, style: Style): string | undefined {
  const hour = Number(msToWall(ms, theirs).slice(11, 13));
  if (theirs === style.zone || (hour >= EARLY && hour < LATE)) return undefined;
  const time = timeInWords(ms, theirs, style);
  const given = name.trim().split(/\s+/)[0] || name;
  return t(hour < EARLY ? (hour < 4 ? 'atNight' : 'inTheMorning') : 'inTheEvening', {
    time,
    name: given,
    city: cityOf(theirs)
  });
}
