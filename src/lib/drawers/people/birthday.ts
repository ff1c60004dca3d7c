/**
 * Birthdays: `1971-04-09`, or `--04-09` where the year is not known (RFC 6350, 4.3.1). Days are
 * calendar days; "today" is handed in.
 */
import type { PlainDate } from '../../base/values.ts';

export interface Birthday {
  readonly month: number;
  readonly day: number;
  readonly year?: number;
}

export function parseBirthday(text: string | undefined): Birthday | undefined {
  const parts = /^(?:(\d{4})|-)-(\d\d)-(\d\d)$/.exec(text ?? '');
  if (!parts) return undefined;
  const month = Number(parts[2]);
  const day = Number(parts[3]);
  if (month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  return parts[1] ? { month, day, year: Number(parts[1]) } : { month, day };
}

export interface NextBirthday {
  readonly date: PlainDate;
  /** 0 is today. */
  readonly inDays: number;
  /** The age they turn on that day, where the year is known. */
  readonly turns?: number;
  /** How old they are today. */
  readonly age?: number;
}

const dayNumber = (year: number, month: number, day: number) => Date.UTC(year, month - 1, day) / 86_400_000;

/** Somebody born on 29 February has their day on 1 March of other years. */
export function nextBirthday(birthday: Birthday, today: PlainDate): NextBirthday {
  const thisYear = Number(today.slice(0, 4));
  const now = dayNumber(thisYear, Number(today.slice(5, 7)), Number(today.slice(8, 10)));
  const inYear = (year: number) => dayNumber(year, birthday.month, birthday.day);
  const year = inYear(thisYear) >= now ? thisYear : thisYear + 1;
  const next = inYear(year);
  const date = new Date(next * 86_400_000).toISOString().slice(0, 10);
  if (birthday.year === undefined) return { date, inDays: next - now };
  const turns = year - birthday.year;
  return { date, inDays: next - now, turns, age: next === now ? turns : turns - 1 };
}
