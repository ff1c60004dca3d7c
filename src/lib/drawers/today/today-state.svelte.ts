/**
 * One day as Today shows it, kept up to date: what the office has for it and what the clock says.
 */
import { onDestroy } from 'svelte';
import type { PlainDate } from '$lib/base/values.ts';
import { useDesk } from '$lib/kit/desk-context.ts';
import { live, officeState, watch } from '$lib/kit/live.svelte.ts';
import { expand } from '$lib/formats/recurrence.ts';
import type { StoredRecord } from '$lib/store/office.ts';
import { addDays, today as todayIn } from '$lib/ui/format.ts';
import { viewerZone } from '$lib/ui/settings.svelte.ts';
import { agendaIn, aroundDays, dayToSpan, gapsBetween, mayMatter } from './agenda.ts';
import {
  anniversariesIn,
  daysOfYear,
  dueLists,
  expiriesIn,
  mayBeDue,
  mayBeKept,
  typesWith,
  WAITING_DAYS
} from './lists.ts';

const HALF_MINUTE = 30_000;
const WEEK = 7;
const DAY = 86_400_000;
const BLOCK = 14;

export function createToday() {
  const desk = useDesk();
  const { office, types } = desk;
  let now = $state(desk.clock.now());
  let chosen = $state<PlainDate>();
  /** People are read after the day itself is on screen: there may be ten thousand of them. */
  let painted = $state(false);

  const ticking = setInterval(() => (now = desk.clock.now()), HALF_MINUTE);
  onDestroy(() => clearInterval(ticking));

  const zone = $derived(viewerZone());
  const today = $derived(todayIn(zone, now));
  const day = $derived(chosen ?? today);
  /**
   * Every record of the office is asked whether it may matter, so that is done for two weeks at once:
   * stepping from day to day then looks only at what those weeks hold.
   */
  const block = $derived(addDays(day, -(Math.floor(Date.parse(day) / DAY) % BLOCK)));
  const ofCompany = (record: StoredRecord) => !desk.company || record.values.company === desk.company;
  const agendaTypes = typesWith(types, 'agenda');
  const dueTypes = typesWith(types, 'due');
  const otherTypes = [...new Set([...typesWith(types, 'anniversaries'), ...typesWith(types, 'expiry')])];

  const shownTypes = [...new Set([...agendaTypes, ...dueTypes, ...otherTypes])];

  const agendaRecords = live(() => {
    const around = aroundDays(block, addDays(block, BLOCK));
    return office.query({
      types: agendaTypes,
      where: (record) => ofCompany(record) && mayMatter(record, types, around)
    });
  });
  const dueRecords = live(() => {
    const last = addDays(block > today ? block : today, BLOCK);
    const ahead = addDays(last, WAITING_DAYS);
    return office.query({
      types: dueTypes,
      where: (record) => ofCompany(record) && mayBeDue(record, types, last, ahead)
    });
  });
  const otherRecords = live(() => {
    const on = daysOfYear(block, BLOCK + WEEK);
    return office.query({
      types: painted ? otherTypes : [NO_TYPE],
      where: (record) =>
        mayBeKept(record, types, on) ||
        (ofCompany(record) && !!types.get(record.type)?.facets.expiry?.(record.values))
    });
  });

  const items = $derived(agendaIn(agendaRecords.rows, dayToSpan(day, zone), { types, zone, expand }));
  const tomorrow = $derived(
    agendaIn(agendaRecords.rows, dayToSpan(addDays(day, 1), zone), { types, zone, expand })
  );
  const due = $derived(dueLists(dueRecords.rows, types, day, today));
  const anniversaries = $derived(anniversariesIn(otherRecords.rows, types, day, WEEK));
  const expiries = $derived.by(() => {
    const { rows } = otherRecords;
    // What hangs on them is in other records, so every change counts.
    return rows.length === 0
      ? []
      : expiriesIn(rows, types, { first: day, days: WEEK, linksTo: (id) => watch(office).linksTo(id) });
  });
  const state = officeState(office);

  $effect(() => {
    const started = requestAnimationFrame(() => setTimeout(() => (painted = true)));
    return () => cancelAnimationFrame(started);
  });

  return {
    get now() {
      return now;
    },
    get zone() {
      return zone;
    },
    get today() {
      return today;
    },
    get day() {
      return day;
    },
    get isToday() {
      return day === today;
    },
    get items() {
      return items;
    },
    get gaps() {
      return gapsBetween(items);
    },
    get tomorrow() {
      return tomorrow;
    },
    get due() {
      return due;
    },
    get anniversaries() {
      return anniversaries;
    },
    get expiries() {
      return expiries;
    },
    get opening() {
      return state.current.opening;
    },
    /** Nothing in the office that could ever stand here; asked only when the day shows nothing, since it reads everything. */
    get isEmpty() {
      return (
        painted &&
        items.length + tomorrow.length + anniversaries.length + expiries.length === 0 &&
        due.due.length + due.overdue.length + due.waiting.length === 0 &&
        state.current.opening.length === 0 &&
        watch(office).query({ types: shownTypes }).rows.length === 0
      );
    },
    step(days: number) {
      const next = addDays(day, days);
      chosen = next === today ? undefined : next;
    },
    back() {
      chosen = undefined;
    }
  };
}

/** No record has it: a query that finds nothing. */
const NO_TYPE = '';

export type TodayState = ReturnType<typeof createToday>;
