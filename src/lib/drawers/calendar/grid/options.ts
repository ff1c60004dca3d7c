/** FullCalendar, told how this calendar works: MIT parts only, our own toolbar, zones named without a plugin. */
import type { CalendarOptions } from 'fullcalendar';
import dayGrid from 'fullcalendar/daygrid';
import interaction from 'fullcalendar/interaction';
import timeGrid from 'fullcalendar/timegrid';
import theme from 'fullcalendar/themes/classic';
import { h } from 'fullcalendar/preact';
import { msToDate, msToWall, wallToMs } from '../../../formats/zone.ts';
import { formatDate, formatTime, formatWeekday } from '../../../ui/format.ts';
import { settings } from '../../../ui/settings.svelte.ts';
import { zoneToCity } from '../../../ui/zones.ts';
import type { View } from '../address.ts';
import type { CalendarActions } from '../calendar-actions.svelte.ts';
import type { CalendarState } from '../calendar-state.svelte.ts';
import { t } from '../text.ts';
import { eventContent, occurrenceToEvent, type Shown } from './event-content.ts';

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
    const day = msToDate(date.getTime(), state.zone);
    return `${formatWeekday(day, 'short')} ${Number(day.slice(8))}`;
  };
  return {
    plugins: [theme, dayGrid, timeGrid, interaction],
    initialView: viewToFull(state.view),
    initialDate: state.day,
    timeZone: state.zone,
    firstDay: state.weekStart,
    locale: settings.locale ?? navigator.language,
    headerToolbar: false,
    height: '100%',
    // The page's own clock, so that a test can set it.
    now: () => new Date(state.desk.clock.now()),
    nowIndicator: true,
    scrollTime: '07:30:00',
    slotDuration: '00:30:00',
    snapDuration: '00:15:00',
    slotHeaderInterval: '01:00:00',
    defaultTimedEventDuration: '01:00:00',
    editable: true,
    eventResizableFromStart: true,
    selectable: true,
    selectMirror: true,
    selectMinDistance: 5,
    // A touch that scrolls is not a drag.
    longPressDelay: 400,
    eventInteractive: true,
    eventOverlap: true,
    slotEventOverlap: false,
    dayMaxEvents: true,
    eventDisplay: 'block',
    eventShortHeight: 40,
    eventMinHeight: 18,
    moreLinkClick: 'popover',
    navLinks: true,
    navLinkDayClick: (date) => state.go('day', msToWall(date.getTime(), state.zone).slice(0, 10)),
    navLinkWeekClick: (date) => state.go('week', msToWall(date.getTime(), state.zone).slice(0, 10)),
    lazyFetching: false,
    events: (_, done) =>
      done(state.occurrences.map((one) => occurrenceToEvent(one, state, actions.canChange(one)))),
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
      `${dayInShort(date)}, ${formatDate(msToDate(date.getTime(), state.zone), { style: 'long' })}`,
    eventClick: ({ event, jsEvent }) => {
      jsEvent.preventDefault();
      state.open(occurrenceOf(event));
    },
    eventDrop: ({ event, revert }) => settle(event, revert),
    eventResize: ({ event, revert }) => settle(event, revert),
    select: ({ start, end, startStr, endStr, allDay }) => {
      const days = { start: startStr.slice(0, 10), end: endStr.slice(0, 10) };
      actions.beginAt({ from: start.getTime(), to: end.getTime() }, allDay, days);
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
  function settle(
    event: {
      start: Date | null;
      end: Date | null;
      allDay: boolean;
      startStr: string;
      endStr: string;
      extendedProps: unknown;
    },
    revert: () => void
  ): void {
    const one = occurrenceOf(event);
    if (!one || !event.start) return revert();
    actions.oncancelled = revert;
    if (event.allDay) {
      const start = event.startStr.slice(0, 10);
      const end =
        event.endStr.slice(0, 10) ||
        new Date(Date.parse(`${start}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
      actions.change(one, { when: { start, end, allDay: true } });
    } else {
      const from = event.start.getTime();
      const span = { from, to: event.end?.getTime() ?? from + 3_600_000 };
      if (one.when.allDay) actions.change(one, { when: actions.inZone(span) });
      else actions.setSpan(one, span);
    }
  }
}
