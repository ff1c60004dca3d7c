/** The day and the week on paper. Text only: nothing from a record is ever read as markup. */
import type { PlainDate } from '../../base/values.ts';
import { msToDate, msToWall } from '../../formats/zone.ts';
import { sheetToElement } from '../../kit/print.ts';
import { formatDate, formatTime } from '../../ui/format.ts';
import type { CalendarState } from './calendar-state.svelte.ts';
import './print-week.css';
import { clashInWords } from './clash-words.ts';
import type { Occurrence } from './occurrences.ts';
import { pageTitle } from './page-title.ts';
import { addDays } from './wall.ts';
import { t } from './text.ts';

type Shown = Pick<
  CalendarState,
  'occurrences' | 'zone' | 'days' | 'view' | 'day' | 'weekStart' | 'office' | 'clashes'
>;

const timesOf = (one: Occurrence, zone: string): string =>
  one.when.allDay
    ? t('allDay')
    : `${formatTime(msToWall(one.from, zone))}–${formatTime(msToWall(one.to, zone))}`;

const on = (view: Shown, day: PlainDate): Occurrence[] =>
  view.occurrences.filter(
    (one) =>
      msToDate(one.from, view.zone) <= day && msToDate(Math.max(one.from, one.to - 1), view.zone) >= day
  );

function daysShown({ days }: Shown): PlainDate[] {
  const all: PlainDate[] = [];
  for (let day = days.first; day < days.afterLast; day = addDays(day, 1)) all.push(day);
  return all;
}

const titleOf = (view: Shown): string => pageTitle(view.view, view.day, view.days, view.weekStart);

/** One line an appointment, with place, people and what it collides with. */
export function daySheet(view: Shown): HTMLElement {
  const days = daysShown(view).filter((day) => on(view, day).length > 0 || view.view === 'day');
  const rows = days.flatMap((day) =>
    on(view, day).map((one, index) => {
      const people = ((one.record.values.attendees ?? []) as { value: { name: string } }[]).map(
        ({ value }) => value.name
      );
      const clashes = (view.clashes.get(one.key) ?? []).map(clashInWords);
      const state = one.agenda.cancelled ? t('cancelled') : one.agenda.tentative ? t('tentative') : '';
      return [
        index === 0 && view.view !== 'day' ? formatDate(day) : '',
        timesOf(one, view.zone),
        [one.title, state && `(${state})`].filter(Boolean).join(' '),
        [one.agenda.place, people.join(', '), ...clashes].filter(Boolean).join('\n')
      ];
    })
  );
  return sheetToElement({
    title: titleOf(view),
    subtitle: view.office.name,
    table: { head: ['', t('when'), t('title'), t('place')], rows }
  });
}

/** Seven columns, a day each. */
export function weekSheet(view: Shown): HTMLElement {
  const page = sheetToElement({ title: titleOf(view), subtitle: view.office.name });
  const week = document.createElement('div');
  week.className = 'print-week';
  for (const day of daysShown(view)) {
    const column = document.createElement('section');
    const head = document.createElement('h2');
    head.textContent = formatDate(day);
    column.append(head);
    for (const one of on(view, day)) {
      const entry = document.createElement('p');
      const time = document.createElement('b');
      time.textContent = timesOf(one, view.zone);
      const place = one.agenda.place ? ` · ${one.agenda.place}` : '';
      entry.append(time, ` ${one.title}${place}`);
      column.append(entry);
    }
    week.append(column);
  }
  page.append(week);
  return page;
}
