/** What a clash, and a time that is unkind to somebody, is called. */
import type { Attendee, When, Zone } from '../../base/values.ts';
import { msToWall } from '../../formats/zone.ts';
import type { Office } from '../../store/office.ts';
import { formatMinutes, formatTime } from '../../ui/format.ts';
import { viewerZone } from '../../ui/settings.svelte.ts';
import { zoneToCity } from '../../ui/zones.ts';
import type { Clash } from './clashes.ts';
import { whenToSpan } from './span.ts';
import { t } from './text.ts';
import { givenName } from './wording.ts';

export function clashInWords({ with: other, minutes, travel, allDay }: Clash): string {
  const title = other.group ? t('anOptionFor', { title: other.title }) : other.title;
  if (allDay) return t(other.allDay ? 'clashDay' : 'clashOnDay', { title });
  return t(travel ? 'clashTravel' : 'clash', { title, time: formatMinutes(minutes) });
}

/** Before seven and from ten at night nobody likes to be called. */
const EARLY = 7;
const LATE = 22;

/** *That is 5:40 in the morning for Ana.* Nothing where the hour is a decent one, or the zone ours. */
export function unkindHour(ms: number, name: string, theirs: Zone): string | undefined {
  const wall = msToWall(ms, theirs);
  const hour = Number(wall.slice(11, 13));
  if (theirs === viewerZone() || (hour >= EARLY && hour < LATE)) return undefined;
  const said = { time: formatTime(wall), name: givenName(name), city: zoneToCity(theirs) };
  return t(hour < 4 ? 'atNight' : hour < EARLY ? 'inTheMorning' : 'inTheEvening', said);
}

/** One line for each person whose own clock makes the time an unkind one. */
export function unkindHours(
  when: When | undefined,
  attendees: readonly Attendee[],
  office: Pick<Office, 'get'>
): string[] {
  if (!when || when.allDay) return [];
  const { from } = whenToSpan(when, viewerZone());
  return attendees.flatMap(({ person, name }) => {
    const zone = person && (office.get(person)?.values.zone as Zone | undefined);
    return (zone && unkindHour(from, name, zone)) || [];
  });
}
