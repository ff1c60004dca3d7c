/** Time zones by name: what people call them, how far they are from UTC, and what a wall clock there means. */
import type { PlainDateTime, Zone } from '../base/values.ts';

let zones: readonly Zone[] | undefined;
/** All zones this device knows, by city. */
export function allZones(): readonly Zone[] {
  const { compare } = new Intl.Collator();
  return (zones ??= ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone.includes('/'))].sort(
    (a, b) => compare(zoneToCity(a), zoneToCity(b))
  ));
}

/** `America/Argentina/Buenos_Aires` is Buenos Aires to people. */
export const zoneToCity = (zone: Zone): string => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');

let asked: { readonly zone: Zone; readonly at: number } | undefined;
/** Asked again after some seconds: devices travel, but every row of a list asks, and each answer takes a millisecond. */
export function deviceZone(): Zone {
  const now = performance.now();
  if (!asked || now - asked.at > 5000)
    asked = { zone: Intl.DateTimeFormat().resolvedOptions().timeZone, at: now };
  return asked.zone;
}

const readers = new Map<Zone, Intl.DateTimeFormat>();
function reader(zone: Zone): Intl.DateTimeFormat {
  let found = readers.get(zone);
  if (!found) {
    const options = { dateStyle: 'short', timeStyle: 'medium', hourCycle: 'h23' } as const;
    try {
      found = new Intl.DateTimeFormat('sv-SE', { ...options, timeZone: zone });
    } catch {
      // A zone from a file that this device does not know is read as UTC rather than not at all.
      found = new Intl.DateTimeFormat('sv-SE', { ...options, timeZone: 'UTC' });
    }
    readers.set(zone, found);
  }
  return found;
}

/** The wall clock in `zone` at an instant (milliseconds since 1970). */
export const instantToPlain = (instant: number, zone: Zone): PlainDateTime =>
  reader(zone).format(instant).replace(' ', 'T').slice(0, 19);

const plainToUtc = (plain: PlainDateTime): number =>
  Date.parse(`${plain.length === 10 ? `${plain}T00:00:00` : plain}Z`);

/**
 * The instant that a wall clock in `zone` shows. A time skipped in spring is read with the offset from before
 * the change, one that comes twice in autumn is its first (RFC 5545, 3.3.5).
 */
export function plainToInstant(plain: PlainDateTime, zone: Zone): number {
  const utc = plainToUtc(plain);
  const offsetAt = (instant: number) => plainToUtc(instantToPlain(instant, zone)) - instant;
  const before = offsetAt(utc - 86_400_000);
  const after = offsetAt(utc + 86_400_000);
  const first = utc - before;
  if (before === after || offsetAt(first) === before) return first;
  const second = utc - after;
  return offsetAt(second) === after ? second : first;
}

/** The same moment on another zone's wall clock. */
export const convertPlain = (plain: PlainDateTime, from: Zone, to: Zone): PlainDateTime =>
  from === to ? plain : instantToPlain(plainToInstant(plain, from), to);

/** `UTC+5:30`; for how things stand at `instant`, since summer time changes it. */
export function zoneToOffsetText(zone: Zone, instant = Date.now()): string {
  const minutes = Math.round((plainToUtc(instantToPlain(instant, zone)) - instant) / 60_000);
  if (minutes === 0) return 'UTC';
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `UTC${minutes < 0 ? '−' : '+'}${hours}${rest ? `:${String(rest).padStart(2, '0')}` : ''}`;
}
