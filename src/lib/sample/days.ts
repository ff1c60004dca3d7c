/** Sums on calendar days written `2026-11-23`, for laying a diary around today. */

const DAY = 86_400_000;
const toMs = (day: string) => Date.parse(`${day}T00:00:00Z`);

export const addDays = (day: string, days: number): string =>
  new Date(toMs(day) + days * DAY).toISOString().slice(0, 10);

/** 0 is Sunday. */
export const weekdayOf = (day: string): number => new Date(toMs(day)).getUTCDay();

export const isWeekend = (day: string): boolean => weekdayOf(day) % 6 === 0;

/** The `count`th working day after (or before) a day; 0 is the day itself, whatever it is. */
export function addWorkingDays(day: string, count: number): string {
  let at = day;
  for (let left = Math.abs(count); left > 0;) {
    at = addDays(at, Math.sign(count));
    if (!isWeekend(at)) left--;
  }
  return at;
}

/** The first such weekday on or after a day. */
export const nextWeekday = (day: string, weekday: number): string =>
  addDays(day, (weekday - weekdayOf(day) + 7) % 7);

/** `{ day, '09:30' }` as a wall-clock time; minutes may run past midnight. */
export function wallTime(day: string, minutes: number): string {
  const at = toMs(day) + minutes * 60_000;
  return new Date(at).toISOString().slice(0, 19);
}

/** Minutes since midnight of `9:30`. */
export function minutesOf(clock: string): number {
  const [hours, minutes] = clock.split(':').map(Number);
  return hours! * 60 + minutes!;
}
