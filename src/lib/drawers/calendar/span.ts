/** What stands between two instants, and back on the clocks it was said in. */
import type { When, Zone } from '../../base/values.ts';
import { msToDate, msToWall, wallToMs, whenToMs } from '../../formats/zone.ts';

/** Milliseconds since 1970; `to` is exclusive. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** All-day and floating times are read in the viewer's zone. */
export function whenToSpan(when: When, viewer: Zone): Span {
  const { startMs, endMs } = whenToMs(when, viewer);
  return { from: startMs, to: Math.max(startMs, endMs) };
}

/** A new time in the zones and the form (zoned, floating, all-day) that an old one had. */
export function spanToWhen({ from, to }: Span, like: When, viewer: Zone): When {
  if (like.allDay) return { ...like, start: msToDate(from, viewer), end: msToDate(to, viewer) };
  return {
    ...like,
    start: msToWall(from, like.startZone ?? viewer),
    end: msToWall(to, like.endZone ?? like.startZone ?? viewer)
  };
}

/** The same instants said in the viewer's zone. */
export const spanInZone = (span: Span, zone: Zone): When =>
  spanToWhen(span, { start: '', end: '', startZone: zone, endZone: zone, allDay: false }, zone);

/** Whole days of the viewer's. */
export const daysToSpan = (first: string, afterLast: string, viewer: Zone): Span => ({
  from: wallToMs(first, viewer),
  to: wallToMs(afterLast, viewer)
});
