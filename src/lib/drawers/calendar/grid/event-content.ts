/** How one occurrence is drawn in the grid: its classes, its colours, and what stands in its box. */
import type { EventDisplayInfo, EventInput } from 'fullcalendar';
import { h, type VNode } from 'fullcalendar/preact';
import { isColourName } from '../../../ui/colours.ts';
import { formatTime, formatWhenTimes } from '../../../ui/format.ts';
import type { CalendarState } from '../calendar-state.svelte.ts';
import { clashInWords } from '../clash-words.ts';
import type { Occurrence } from '../occurrences.ts';
import { t } from '../text.ts';
import { gridToWall, msToGrid } from './grid-clock.ts';

const MINUTE = 60_000;

/** What the grid keeps with each of FullCalendar's events. */
export interface Shown {
  readonly occurrence: Occurrence;
}

export function occurrenceToEvent(one: Occurrence, state: CalendarState, canChange: boolean): EventInput {
  const { agenda, record } = one;
  const company = record.values.company ? state.office.get(record.values.company as string) : undefined;
  const colour = company?.values.colour;
  const options = !!record.values.holdGroup && agenda.tentative;
  return {
    id: one.key,
    title: one.title,
    start: one.when.allDay ? one.when.start : msToGrid(one.from, state.zone),
    end: one.when.allDay ? one.when.end : msToGrid(Math.max(one.to, one.from + MINUTE), state.zone),
    allDay: one.when.allDay,
    editable: canChange,
    className: [
      'cal-event',
      isColourName(colour) && `cal-${colour}`,
      agenda.tentative && 'cal-tentative',
      options && state.expired.has(record.values.holdGroup as string) && 'cal-expired',
      agenda.cancelled && 'cal-cancelled',
      agenda.free && 'cal-free',
      state.clashes.has(one.key) && 'cal-clash',
      state.news.has(record.id) && 'cal-news',
      one.to < state.now && 'cal-past',
      state.isOtherCompany(record.values) && 'cal-other'
    ]
      .filter(Boolean)
      .join(' '),
    extendedProps: { occurrence: one } satisfies Shown
  };
}

/** What the box shows by its looks, or has no room for, in words: for who hears it, and on hover. */
function restInWords({ agenda, record, key }: Occurrence, state: CalendarState): string[] {
  const clashes = state.clashes.get(key)?.map(clashInWords) ?? [];
  const compartment = state.office.compartments.find(({ id }) => id === record.compartment);
  return [
    agenda.tentative && (record.values.holdGroup ? t('anOption') : t('tentative')),
    agenda.cancelled && t('cancelled'),
    agenda.free && t('free'),
    (agenda.repeat || agenda.instanceOf) && t('repeats'),
    compartment && compartment.kind !== 'office' && state.desk.readers.label(record.compartment),
    ...clashes
  ].filter((word): word is string => !!word);
}

/** Of a minute and of a line of text in the grid of hours; they decide how many whole lines fit. */
const PIXELS = 0.8;
const LINE = 15.6;

/** Not everybody can see this: whoever shows the screen to somebody should know. */
const padlock = (): VNode =>
  h('svg', { class: 'cal-lock', viewBox: '0 0 24 24', fill: 'none', stroke: 'currentColor' }, [
    h('rect', { x: 3, y: 11, width: 18, height: 11, rx: 2 }),
    h('path', { d: 'M7 11V7a5 5 0 0 1 10 0v4' })
  ]) as VNode;

export function eventContent(info: EventDisplayInfo, state: CalendarState): VNode {
  const shown = info.event.extendedProps as Partial<Shown>;
  const one = shown.occurrence;
  if (!one) return h('div', { class: 'cal-title' }, t('newAppointment')) as VNode;
  const { agenda } = one;
  const timed = !info.event.allDay && info.view.type.startsWith('timeGrid');
  // While it is dragged the hours on it follow the pointer.
  const from = info.event.start ?? msToGrid(one.from, state.zone);
  const to = info.event.end ?? msToGrid(one.to, state.zone);
  const minutes = Math.max(1, (to.getTime() - from.getTime()) / MINUTE);
  const start = formatTime(gridToWall(from));
  const travel = (side: 'before' | 'after', length = 0) =>
    timed && length > 0 && (side === 'before' ? info.isStart : info.isEnd)
      ? h('div', { class: `cal-travel cal-${side}`, style: `height:${(length / minutes) * 100}%` })
      : null;
  const marks = [
    state.desk.readers.sign(one.record.compartment) ? padlock() : null,
    state.clashes.has(one.key) ? h('span', { class: 'cal-mark' }, '!') : null,
    agenda.repeat || agenda.instanceOf ? h('span', { class: 'cal-sign' }, '↻') : null
  ];
  // A short box has one line: the hour and the title beside each other.
  const tall = timed && !info.isShort;
  const lines = Math.floor((minutes * PIXELS - 4) / LINE);
  const titleLines = Math.max(1, Math.min(3, lines - 1));
  const time = tall ? `${start}–${formatTime(gridToWall(to))}` : start;
  const withPlace = tall && lines > titleLines + 1;
  const rest = restInWords(one, state);
  const hover = [one.title, formatWhenTimes(one.when, state.zone), agenda.place, ...rest];
  return h(
    'div',
    {
      class: timed ? 'cal-box' : info.isNarrow ? 'cal-flat cal-narrow' : 'cal-flat',
      title: hover.filter(Boolean).join('\n')
    },
    [
      travel('before', agenda.travelBefore),
      h('div', { class: tall ? 'cal-text' : 'cal-text cal-line' }, [
        info.event.allDay ? null : h('span', { class: 'cal-time' }, `${time} `),
        h('span', { class: 'cal-title', style: `--lines:${titleLines}` }, one.title),
        withPlace && agenda.place ? h('span', { class: 'cal-place' }, ` ${agenda.place}`) : null
      ]),
      rest.length > 0 ? h('span', { class: 'visually-hidden' }, `, ${rest.join(', ')}`) : null,
      h('div', { class: 'cal-marks', 'aria-hidden': 'true' }, marks),
      travel('after', agenda.travelAfter)
    ]
  ) as VNode;
}
