/** A day in words: the line under the greeting, the hours of an appointment, the day as text to send. */
import {
  formatDate,
  formatList,
  formatMinutes,
  formatTime,
  formatWhenTimes,
  whenInZone
} from '$lib/ui/format.ts';
import type { Zone } from '$lib/base/values.ts';
import { instantToPlain, zoneToCity } from '$lib/ui/zones.ts';
import type { AgendaItem } from './agenda.ts';
import type { TodayState } from './today-state.svelte.ts';
import { t } from './text.ts';

export const greetingAt = (now: number, zone: Zone): string => {
  const hour = Number(instantToPlain(now, zone).slice(11, 13));
  if (hour >= 4 && hour < 12) return t('goodMorning');
  return hour >= 12 && hour < 18 ? t('goodAfternoon') : t('goodEvening');
};

/** "8 appointments, the next at 12:45; 5 things due, 3 late". */
export function summaryOf({ items, due, isToday, now, zone }: TodayState): string {
  const timed = items.filter(({ when }) => !when.allDay);
  const next = isToday ? timed.find(({ from }) => from > now) : timed[0];
  const first = next && next === timed[0];
  const parts = [
    items.length > 0 ? t('appointments', { n: items.length }) : t('quietDay'),
    next && t(first ? 'firstAt' : 'nextAt', { time: formatTime(instantToPlain(next.from, zone)) }),
    due.due.length > 0 && t('tasksDue', { n: due.due.length }),
    due.overdue.length > 0 && t('tasksLate', { n: due.overdue.length })
  ];
  return formatList(parts.filter((part): part is string => !!part));
}

/** Its own clock, where that shows something else than the reader's: "15:30 in Singapore". */
export function elsewhere({ when }: AgendaItem, zone: Zone): string | undefined {
  if (when.allDay || !when.startZone) return undefined;
  const here = whenInZone(when, zone);
  const endZone = when.endZone ?? when.startZone;
  const sameStart = here.start === when.start;
  const sameEnd = here.end === when.end;
  if (sameStart && sameEnd) return undefined;
  const from = formatTime(when.start);
  if (endZone === when.startZone) return t('away', { time: from, city: zoneToCity(when.startZone) });
  return t('awayBoth', {
    from,
    city: zoneToCity(when.startZone),
    to: formatTime(when.end),
    endCity: zoneToCity(endZone)
  });
}

/** When to set out, where travel is known. */
export function departure({ from, agenda }: AgendaItem, zone: Zone): string | undefined {
  if (!agenda.travelBefore) return undefined;
  return t('travel', { time: formatTime(instantToPlain(from - agenda.travelBefore * 60_000, zone)) });
}

export const gapLength = (from: number, to: number): string =>
  t('free', { length: formatMinutes(Math.round((to - from) / 60_000)) });

/** The day to be sent: weekday first, an appointment a line, then what is due. */
export function dayToText(state: TodayState): string {
  const { day, zone, items, due, anniversaries } = state;
  const agenda = items.map((item) => {
    const notes = [
      elsewhere(item, zone),
      item.agenda.place,
      item.agenda.tentative && t('tentative'),
      item.clashes.length > 0 && t('clashWith', { titles: formatList(item.clashes) })
    ].filter(Boolean);
    return [
      item.when.allDay ? t('allDay') : formatWhenTimes(item.when, zone),
      item.title,
      ...(notes.length > 0 ? [`(${notes.join('; ')})`] : [])
    ].join('  ');
  });
  const tasks = [...due.overdue, ...due.due].map(
    ({ title, due: { date, time }, late }) =>
      `– ${title}${late > 0 ? ` (${t('dueDay', { day: formatDate(date, { style: 'short' }) })})` : time ? ` (${time})` : ''}`
  );
  const days = anniversaries.map(
    ({ title, date, label, years }) =>
      `– ${formatDate(date, { style: 'short' })}: ${title}, ${years === undefined ? label : t('turns', { label, n: years })}`
  );
  return [
    formatDate(day, { style: 'long' }),
    '',
    ...(agenda.length > 0 ? agenda : [t('noAgenda')]),
    ...(tasks.length > 0 ? ['', t('dueOn'), ...tasks] : []),
    ...(days.length > 0 ? ['', t('birthdays'), ...days] : []),
    ''
  ].join('\n');
}
