/**
 * More ways to say a day, through chrono-node: "end of the month", "this evening", "in a fortnight". Loaded
 * lazily, by who shows quick entry; the grammar of quick-entry.ts comes first.
 */
import { en } from 'chrono-node';
import type { DateFinder } from './quick-entry.ts';
import { offsetAt } from './zone.ts';

export const findDate: DateFinder = (text, { ms, zone, dayFirst }) => {
  const reference = { instant: new Date(ms), timezone: offsetAt(zone, ms) / 60_000 };
  const [result] = (dayFirst ? en.GB : en.casual).parse(text, reference, { forwardDate: true });
  // A number alone is too little to be a day, and these words mean other things more often.
  if (!result || !/[a-z]{3}/i.test(result.text)) return undefined;
  if (/^(sat|sun|mon|wed|may|march|now|a second|second)$/i.test(result.text.trim())) return undefined;
  const two = (number: number | null): string => String(number ?? 1).padStart(2, '0');
  const { start } = result;
  const date = `${String(start.get('year')).padStart(4, '0')}-${two(start.get('month'))}-${two(start.get('day'))}`;
  const isDay = ['day', 'weekday', 'month'].some((part) => start.isCertain(part as 'day'));
  const isTimed = start.isCertain('hour') || start.tags().has('casualReference/evening');
  if (!isDay && !isTimed) return undefined;
  const time = isTimed ? (start.get('hour') ?? 0) * 60 + (start.get('minute') ?? 0) : undefined;
  const end = result.index + result.text.trimEnd().length;
  return { start: result.index, end, date, ...(time === undefined ? {} : { time }) };
};
