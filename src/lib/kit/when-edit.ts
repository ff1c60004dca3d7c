/** Changing a time without surprises: the end follows the start, and the time it takes stays. Pure. */
import type { PlainDate, PlainDateTime, When, Zone } from '../base/values.ts';
import { addDays, daysBetween, formatDate, formatTime } from '../ui/format.ts';
import { convertPlain, instantToPlain, plainToInstant, zoneToCity } from '../ui/zones.ts';
import { t } from './field-text.ts';

const HOUR = 3_600_000;
const dateOf = (plain: string): PlainDate => plain.slice(0, 10);
const zoneOf = (zone: Zone | undefined, viewer: Zone): Zone => zone ?? viewer;

/** Minutes from start to end, in real time. */
export function whenToMinutes(when: When, viewer: Zone): number {
  if (when.allDay) return daysBetween(when.start, when.end) * 1440;
  const end = plainToInstant(when.end, zoneOf(when.endZone ?? when.startZone, viewer));
  return Math.round((end - plainToInstant(when.start, zoneOf(when.startZone, viewer))) / 60_000);
}

function withLength(when: When, minutes: number, viewer: Zone): When {
  const start = plainToInstant(when.start, zoneOf(when.startZone, viewer));
  const zone = zoneOf(when.endZone ?? when.startZone, viewer);
  return { ...when, end: instantToPlain(start + minutes * 60_000, zone) };
}

/** The next full hour, for one hour. */
export function nextHour(now: number, zone: Zone): When {
  const start = instantToPlain(Math.ceil(now / HOUR) * HOUR, zone);
  const end = instantToPlain(Math.ceil(now / HOUR) * HOUR + HOUR, zone);
  return { start, end, startZone: zone, endZone: zone, allDay: false };
}

export const setLength = (when: When, minutes: number, viewer: Zone): When =>
  when.allDay
    ? { ...when, end: addDays(when.start, Math.max(1, Math.round(minutes / 1440))) }
    : withLength(when, minutes, viewer);

/** Moves the start; the end follows. A half-typed time leaves all as it was. */
export function setStart(
  when: When,
  date: PlainDate | undefined,
  time: string | undefined,
  viewer: Zone
): When {
  if (!date) return when;
  if (when.allDay)
    return { ...when, start: date, end: addDays(date, Math.max(1, daysBetween(when.start, when.end))) };
  const start: PlainDateTime = time ? `${date}T${time}:00` : `${date}${when.start.slice(10)}`;
  return withLength({ ...when, start }, whenToMinutes(when, viewer), viewer);
}

/** Sets the end; an end of the same day before the start means the next day. */
export function setEnd(
  when: When,
  date: PlainDate | undefined,
  time: string | undefined,
  viewer: Zone
): When {
  if (!date) return when;
  if (when.allDay) return { ...when, end: addDays(date < when.start ? when.start : date, 1) };
  const end: PlainDateTime = time ? `${date}T${time}:00` : `${date}${when.end.slice(10)}`;
  const asked = { ...when, end };
  if (whenToMinutes(asked, viewer) >= 0 || date !== dateOf(when.start)) return asked;
  return { ...when, end: `${addDays(date, 1)}${end.slice(10)}` };
}

export function setAllDay(when: When, allDay: boolean, viewer: Zone): When {
  if (allDay === when.allDay) return when;
  if (allDay) {
    const last =
      when.end.endsWith('T00:00:00') && when.end > when.start ? addDays(when.end, -1) : dateOf(when.end);
    const start = dateOf(when.start);
    return { start, end: addDays(last < start ? start : last, 1), allDay: true };
  }
  const last = addDays(when.end, -1);
  return {
    start: `${when.start}T09:00:00`,
    end: last > when.start ? `${last}T17:00:00` : `${when.start}T10:00:00`,
    startZone: viewer,
    endZone: viewer,
    allDay: false
  };
}

/** The same wall clock in another zone; an end in the same zone goes along. */
export function setStartZone(when: When, zone: Zone | undefined, viewer: Zone): When {
  const together = (when.endZone ?? when.startZone) === when.startZone;
  const { startZone: _start, endZone: _end, ...rest } = when;
  const endZone = together ? zone : when.endZone;
  const changed = { ...rest, ...(zone ? { startZone: zone } : {}), ...(endZone ? { endZone } : {}) };
  return whenToMinutes(changed, viewer) < 0
    ? withLength(changed, whenToMinutes(when, viewer), viewer)
    : changed;
}

export function setEndZone(when: When, zone: Zone | undefined): When {
  const { endZone: _, ...rest } = when;
  return zone ? { ...rest, endZone: zone } : rest;
}

/** "5:40 in the morning": what a clock elsewhere means to the one who lives there. */
export function timeOfDayInWords(plain: PlainDateTime): string {
  const hour = Number(plain.slice(11, 13));
  const time = formatTime(plain);
  if (hour < 5 || hour >= 22) return t('atNight', { time });
  if (hour < 12) return t('inTheMorning', { time });
  return hour < 18 ? t('inTheAfternoon', { time }) : t('inTheEvening', { time });
}

/** "That is 5:40 in the morning in New York"; nothing where the clocks agree. `name` says for whom. */
export function thatIsElsewhere(when: When, zone: Zone, viewer: Zone, name?: string): string | undefined {
  if (when.allDay || !when.startZone) return undefined;
  const there = convertPlain(when.start, when.startZone, zone);
  if (there === when.start) return undefined;
  const time = timeOfDayInWords(there);
  const who = name ?? zoneToCity(zone);
  if (dateOf(there) === dateOf(when.start))
    return name ? t('thatIsFor', { time, name }) : t('thatIsIn', { time, city: who });
  const day = formatDate(dateOf(there));
  return name ? t('thatIsForDay', { time, name, day }) : t('thatIsInDay', { time, city: who, day });
}
