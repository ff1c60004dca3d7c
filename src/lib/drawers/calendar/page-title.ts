/** What a page of the calendar is called: its day, its week's days, its month or its year. */
import type { PlainDate } from '../../base/values.ts';
import { formatDate } from '../../ui/format.ts';
import { locale } from '../../ui/settings.svelte.ts';
import type { Days, View } from './address.ts';
import { addDays } from './wall.ts';
import { t } from './text.ts';

const format = (day: PlainDate, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(locale(), { timeZone: 'UTC', ...options }).format(Date.parse(`${day}T00:00:00Z`));

/** ISO 8601 week number; it means the week that most people number only where weeks start on Monday. */
function weekNumber(day: PlainDate): number {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + 4 - (date.getUTCDay() || 7));
  const first = Date.UTC(date.getUTCFullYear(), 0, 1);
  return Math.ceil(((date.getTime() - first) / 86_400_000 + 1) / 7);
}

export function pageTitle(view: View, day: PlainDate, days: Days, weekStart: number): string {
  if (view === 'day') return formatDate(day, { style: 'long' });
  if (view === 'year') return day.slice(0, 4);
  if (view === 'month') return format(day, { month: 'long', year: 'numeric' });
  if (view === 'agenda') return t('agendaFrom', { day: formatDate(days.first) });
  const range = new Intl.DateTimeFormat(locale(), {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'long',
    year: 'numeric'
  }).formatRange(
    Date.parse(`${days.first}T00:00:00Z`),
    Date.parse(`${addDays(days.afterLast, -1)}T00:00:00Z`)
  );
  return weekStart === 1 ? t('weekTitle', { range, n: weekNumber(days.first) }) : range;
}
