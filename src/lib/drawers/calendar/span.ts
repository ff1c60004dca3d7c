/** From written times to instants and back, in the zones they were said in. */
import type { PlainDate, PlainDateTime, When, Zone } from '../../base/values.ts';
import { addMinutes, dateOf, isDay } from './wall.ts';

/** Milliseconds since 1970; `to` is exclusive. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const formats = new Map<Zone, Intl.DateTimeFormat>();
function formatIn(zone: Zone): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA-u-hc-h23', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit'
    });
    formats.set(zone, format);
  }
  return format;
}

export function msToWall(ms: number, zone: Zone): PlainDateTime {
  const part: Record<string, string> = {};
  for (const { type, value } of formatIn(zone).formatToParts(ms)) part[type] = value;
  return `${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}:${part.second}`;
}

export function wallToMs(wall: PlainDateTime | PlainDate, zone: Zone): number {
  const naive = Date.parse(isDay(wall) ? `${wall}T00:00:00Z` : `${wall}Z`);
  const offset = (ms: number) => Date.parse(`${msToWall(ms, zone)}Z`) - ms;
  const guess = naive - offset(naive);
  const second = naive - offset(guess);
  return offset(second) === offset(guess) ? second : Math.max(guess, second);
}

/** All-day days and floating times are read in the viewer's zone. */
export function whenToSpan(when: When, zone: Zone): Span {
  const from = wallToMs(when.start, when.startZone ?? zone);
  const to = wallToMs(when.end, when.endZone ?? when.startZone ?? zone);
  return { from, to: Math.max(from, to) };
}

/** The same instants said in a zone. */
export const spanToWhen = ({ from, to }: Span, zone: Zone): When => ({
  start: msToWall(from, zone),
  end: msToWall(to, zone),
  startZone: zone,
  endZone: zone,
  allDay: false
});
