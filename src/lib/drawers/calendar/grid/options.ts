/** FullCalendar, told how this calendar works: MIT parts only, our own toolbar, zones named without a plugin. */
import type { CalendarOptions, EventApi } from 'fullcalendar';
import dayGrid from 'fullcalendar/daygrid';
import interaction from 'fullcalendar/interaction';
import timeGrid from 'fullcalendar/timegrid';
import theme from 'fullcalendar/themes/classic';
import { h } from 'fullcalendar/preact';
import { msToWall, wallToMs } from '../../../formats/zone.ts';
import { formatDate, formatTime, formatWeekday } from '../../../ui/format.ts';
import { settings } from '../../../ui/settings.svelte.ts';
import { zoneToCity } from '../../../ui/zones.ts';
import type { View } from '../address.ts';
import { USUAL_MINUTES, type CalendarActions } from '../calendar-actions.svelte.ts';
import type { CalendarState } from '../calendar-state.svelte.ts';
import { t } from '../text.ts';
import { addDays } from '../wall.ts';
import { eventContent, type Shown } from './event-content.ts';
import { gridToDay, gridToMs, msToGrid } from './grid-clock.ts';

export const fullViews: Readonly<Record<Exclude<View, 'agenda' | 'year'>, string>> = {
  day: 'timeGridDay',
  week: 'timeGridWeek',
  month: 'dayGridMonth'
};

export const viewToFull = (view: View): string =>
  fullViews[view === 'agenda' || view === 'year' ? 'week' : view];

/** The hour in the second zone on a day of the page; it can differ by a change of clocks within the week. */
const inSecondZone = (wall: string, zone: string, second: string): string =>
  formatTime(msToWall(wallToMs(wall, zone), second));

const clock = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(11, 19);

export function createOptions(state: CalendarState, actions: CalendarActions): CalendarOptions {
  const occurrenceOf = (event: { extendedProps: unknown }) => (event.extendedProps as Shown).occurrence;
  const dayInShort = (date: Date) => {
    const day = gridToDay(date);
    return `${formatWeekday(day, 'short')} ${Number(day.slice(8))}`;
  };
  return {
    plugins: [theme, dayGrid, timeGrid, interaction],
    initialView: viewToFull(state.view),
    initialDate: state.day,
    timeZone: 'UTC', // see grid-clock.ts
    firstDay: state.weekStart,
    locale: settings.locale ?? navigator.language,
    headerToolbar: false,
    height: '100%',
    // The page's own clock, so that a test can set it.
    now: () => msToGrid(state.desk.clock.now(), state.zone),
    nowIndicator: true,
    scrollTime: '07:30:00',
    slotDuration: '00:30:00',
    snapDuration: '00:15:00',
    slotHeaderInterval: '01:00:00',
    defaultTimedEventDuration: '01:00:00',
    editable: true,
    eventResizableFromStart: true,
    selectMirror: true,
    selectMinDistance: 5,
    // A touch that scrolls is not a drag.
    longPressDelay: 400,
    eventInteractive: true,
    eventOverlap: true,
    slotEventOverlap: false,
    eventDisplay: 'block',
    eventShortHeight: 40,
    eventMinHeight: 18,
    moreLinkClick: 'popover',
    navLinks: true,
    navLinkDayClick: (date) => state.go('day', gridToDay(date)),
    navLinkWeekClick: (date) => state.go('week', gridToDay(date)),
    lazyFetching: false,
    // It waits for the end of this motion, which does not come where motion is off.
    dragRevertDuration: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 300,
    scrollTimeReset: false,
    eventColor: 'var(--cal-surface)',
    eventContrastColor: 'var(--text)',
    eventContent: (info) => eventContent(info, state),
    eventDidMount: ({ el, event }) => {
      const one = occurrenceOf(event);
      if (one) el.dataset.key = one.key;
    },
    timedText: t('hours'),
    dayHeaderContent: ({ date, text, view }) => (view.type.startsWith('timeGrid') ? dayInShort(date) : text),
    // The name of a link begins with what it shows.
    navLinkHint: (_: string, date: Date) =>
      `${dayInShort(date)}, ${formatDate(gridToDay(date), { style: 'long' })}`,
    eventClick: ({ event, jsEvent }) => {
      jsEvent.preventDefault();
      state.open(occurrenceOf(event));
    },
    eventDrop: ({ event, revert }) => settle(event, revert),
    eventResize: ({ event, revert }) => settle(event, revert),
    select: ({ start, end, allDay }) => {
      const days = { start: gridToDay(start), end: gridToDay(end) };
      actions.beginAt({ from: gridToMs(start, state.zone), to: gridToMs(end, state.zone) }, allDay, days);
    },
    slotHeaderContent: ({ time }) => {
      const wall = clock(time?.milliseconds ?? 0);
      const first = h('span', {}, formatTime(`2000-01-01T${wall}`));
      if (!state.secondZone) return first;
      const there = inSecondZone(`${state.days.first}T${wall}`, state.zone, state.secondZone);
      return h('span', { class: 'cal-hours' }, [h('span', { class: 'cal-second' }, there), first]);
    },
    allDayHeaderContent: () =>
      state.secondZone
        ? h('span', { class: 'cal-hours' }, [
            h('span', { class: 'cal-second' }, zoneToCity(state.secondZone)),
            h('span', {}, zoneToCity(state.zone))
          ])
        : h('span', {}, t('allDay')),
    moreLinkText: (n) => t('more', { n }),
    moreLinkHint: (n) => t('moreHint', { n })
  };

  /** A drop on the grid becomes a change of the appointment; FullCalendar's own copy follows from that. */
  function settle(event: EventApi, revert: () => void): void {
    const one = occurrenceOf(event);
    const { start, end } = event;
    if (!one || !start) return revert();
    actions.oncancelled = revert;
    if (event.allDay) {
      const first = gridToDay(start);
      actions.change(one, {
        when: { start: first, end: end ? gridToDay(end) : addDays(first, 1), allDay: true }
      });
    } else {
      const from = gridToMs(start, state.zone);
      const span = { from, to: end ? gridToMs(end, state.zone) : from + USUAL_MINUTES * 60_000 };
      if (one.when.allDay) actions.change(one, { when: actions.inZone(span) });
      else actions.setSpan(one, span);
    }
  }
}
