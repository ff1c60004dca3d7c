/**
 * Days as whole numbers since 1 January 1970, in the Gregorian calendar: the arithmetic that recurrence rules
 * need, without objects for each day.
 */

export type Civil = readonly [year: number, month: number, date: number];

/** After H. Hinnant, "chrono-compatible low-level date algorithms"; months may only be 1 to 12. */
export function civilToDay(year: number, month: number, date: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + date - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

export function dayToCivil(day: number): Civil {
  const z = day + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const date = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1;
  return [yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, date];
}

const MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
export const daysInMonth = (year: number, month: number): number =>
  month === 2 && isLeap(year) ? 29 : MONTHS[month - 1]!;

/** Monday is 0. */
export const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7;

/** The day on which a year's first week begins: the first with four days or more in that year. */
function firstWeek(year: number, weekStart: number): number {
  const fourth = civilToDay(year, 1, 4);
  return fourth - ((weekdayOf(fourth) - weekStart + 7) % 7);
}

/** The number of a day's week in the year that the week belongs to, and how many weeks that year has. */
export function weekOf(day: number, weekStart = 0): { readonly week: number; readonly weeks: number } {
  let [year] = dayToCivil(day);
  if (day >= firstWeek(year + 1, weekStart)) year++;
  else if (day < firstWeek(year, weekStart)) year--;
  const begins = firstWeek(year, weekStart);
  return {
    week: Math.floor((day - begins) / 7) + 1,
    weeks: Math.round((firstWeek(year + 1, weekStart) - begins) / 7)
  };
}
