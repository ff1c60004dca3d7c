/**
 * What the calendar shows and what can be done in it. The address decides view, day and what is open; from
 * these follow the window, the records in it, their occurrences and clashes.
 */
import type { RecordId } from '../../base/ids.ts';
import type { PlainDate, When } from '../../base/values.ts';
import { expand } from '../../formats/recurrence.ts';
import { msToDate } from '../../formats/zone.ts';
import { useDesk, type Desk } from '../../kit/desk-context.ts';
import { live, record } from '../../kit/live.svelte.ts';
import type { StoredRecord, Values } from '../../store/office.ts';
import { settings, viewerZone, weekStart } from '../../ui/settings.svelte.ts';
import { addressToPath, daysOf, pathToAddress, turnPage, type Days, type View } from './address.ts';
import { clashesOf, findClashes, occurrenceToBusy, type Busy, type Clash } from './clashes.ts';
import { cacheExpansions } from './expansions.ts';
import { isExpired, isFreed, type Group } from './holds.ts';
import { agendaOf, mayFallIn, occurrencesIn, type Occurrence } from './occurrences.ts';
import { daysToSpan, whenToSpan, type Span } from './span.ts';
import { addDays } from './wall.ts';

const VIEW = 'calendar.view';
const PHONE = '(max-width: 47.99rem)';
/** As long as the flash in grid.css. */
const NEWS_MS = 1600;
const MOST_NEWS = 20;
const NARROW = '(max-width: 63.99rem)';
const matches = (query: string): boolean => typeof matchMedia !== 'undefined' && matchMedia(query).matches;

export class CalendarState {
  readonly desk: Desk = useDesk();
  readonly office = this.desk.office;
  #path: () => readonly string[];
  #expand = cacheExpansions(expand);
  #expired = $state.raw<ReadonlySet<RecordId>>(new Set());
  /** An open appointment takes the whole width. */
  narrow = $state(matches(NARROW));
  phone = $state(matches(PHONE));
  now = $state(this.desk.clock.now());
  /** What somebody else changed just now: it flashes once. */
  news = $state.raw<ReadonlySet<RecordId>>(new Set());

  zone = $derived(viewerZone());
  weekStart = $derived(weekStart() % 7);
  today: PlainDate = $derived(msToDate(this.now, this.zone));
  address = $derived.by(() => pathToAddress(this.#path()));
  #linked = record(() => (this.address.view ? undefined : this.address.open), this.office);

  view: View = $derived.by(() => {
    const usual = this.desk.preferences.get<View>(VIEW) ?? (this.phone ? 'agenda' : 'week');
    const view = this.address.view ?? usual;
    // Seven columns on a phone hold no word.
    return this.phone && view === 'week' ? 'agenda' : view;
  });
  day: PlainDate = $derived.by(() => {
    if (this.address.day) return this.address.day;
    const start = this.address.at ?? (this.#linked.current?.values.when as When | undefined)?.start;
    return start?.slice(0, 10) ?? this.today;
  });
  days: Days = $derived(daysOf(this.view, this.day, this.weekStart));
  window: Span = $derived(daysToSpan(this.days.first, this.days.afterLast, this.zone));

  #types = [...this.desk.types.values()].filter((type) => type.facets.agenda).map((type) => type.type);
  #near = live(() => {
    const mayFall = mayFallIn(this.window);
    const types = this.desk.types;
    return this.office.query({
      types: this.#types,
      where: (one) => {
        const agenda = agendaOf(one, types);
        return !!agenda && (!!agenda.instanceOf || mayFall(agenda));
      }
    });
  });
  #groups = live<Group['values']>(() => this.office.query({ types: ['holdGroup'] }));

  occurrences: readonly Occurrence[] = $derived.by(() =>
    occurrencesIn(this.#near.rows, this.window, {
      types: this.desk.types,
      zone: this.zone,
      expand: this.#expand
    }).filter(({ record }) => !isFreed(record.values))
  );
  busy: readonly Busy[] = $derived(
    this.occurrences.flatMap((one) => occurrenceToBusy(one, this.#expired) ?? [])
  );
  clashes: ReadonlyMap<string, readonly Clash[]> = $derived(findClashes(this.busy));
  expired = $derived(this.#expired);

  /** For the year: how many appointments each day has. */
  load: ReadonlyMap<PlainDate, number> = $derived.by(() => {
    const days = new Map<PlainDate, number>();
    if (this.view !== 'year') return days;
    for (const { from, to, agenda } of this.occurrences) {
      if (agenda.cancelled) continue;
      const last = msToDate(Math.max(from, to - 1), this.zone);
      for (let day = msToDate(from, this.zone); day <= last; day = addDays(day, 1))
        days.set(day, (days.get(day) ?? 0) + 1);
    }
    return days;
  });

  /** What is open beside the calendar. */
  opened: { readonly id: RecordId; readonly at?: string } | undefined = $derived(
    this.address.open ? { id: this.address.open, at: this.address.at } : undefined
  );

  constructor(path: () => readonly string[]) {
    this.#path = path;
    $effect(() => {
      const now = this.now;
      const groups = this.#groups.rows as readonly Group[];
      const expired = groups.filter((group) => isExpired(group, now, this.zone)).map(({ id }) => id);
      this.#expired = new Set(expired);
    });
    $effect(() => {
      let calm: ReturnType<typeof setTimeout> | undefined;
      const stop = this.office.onForeign((changes) => {
        const ids = new Set(changes.map(({ id }) => id));
        // What was missed for a day is told elsewhere; a page of flashes tells nothing.
        if (ids.size > MOST_NEWS) return;
        this.news = new Set([...this.news, ...ids]);
        clearTimeout(calm);
        calm = setTimeout(() => (this.news = new Set()), NEWS_MS);
      });
      return () => {
        clearTimeout(calm);
        stop();
      };
    });
    $effect(() => {
      const resized = () => {
        this.phone = matches(PHONE);
        this.narrow = matches(NARROW);
      };
      addEventListener('resize', resized);
      const minute = setInterval(() => (this.now = this.desk.clock.now()), 60_000);
      return () => {
        removeEventListener('resize', resized);
        clearInterval(minute);
      };
    });
  }

  go(view: View, day: PlainDate = this.day, open?: RecordId, at?: string): void {
    if (view !== this.view) this.desk.preferences.set(VIEW, view);
    this.desk.go(addressToPath(view, day, open, at));
  }
  turn = (by: 1 | -1): void => this.go(this.view, turnPage(this.view, this.day, by));
  goToday = (): void => this.go(this.view, this.today);
  open(one: Occurrence): void {
    this.go(this.view, this.day, one.of && !one.changed ? one.of.series : one.record.id, one.of?.at);
  }
  close = (): void => this.go(this.view, this.day);

  find = (key: string): Occurrence | undefined => this.occurrences.find((one) => one.key === key);

  /** The clashes that a time not saved yet would have. */
  clashesAt(
    when: When,
    own: { key?: string; title?: string; travelBefore?: number; travelAfter?: number } = {}
  ) {
    const span = whenToSpan(when, this.zone);
    const mine: Busy = {
      key: own.key ?? '',
      title: own.title ?? '',
      ...span,
      allDay: when.allDay,
      travelBefore: when.allDay ? 0 : (own.travelBefore ?? 0),
      travelAfter: when.allDay ? 0 : (own.travelAfter ?? 0),
      tentative: false
    };
    return clashesOf(mine, this.#busyIn(span));
  }

  /** Everything that takes time on the days around a span, also outside the window that is shown. */
  #busyIn({ from, to }: Span): readonly Busy[] {
    if (from >= this.window.from && to <= this.window.to) return this.busy;
    const day = 86_400_000;
    const window = { from: from - day, to: to + day };
    const types = this.desk.types;
    const rows = this.office.query({ types: this.#types }).rows as readonly StoredRecord<Values>[];
    return occurrencesIn(rows, window, { types, zone: this.zone, expand: this.#expand }).flatMap(
      (one) => occurrenceToBusy(one, this.#expired) ?? []
    );
  }

  isOtherCompany(values: Values): boolean {
    return !!this.desk.company && !!values.company && values.company !== this.desk.company;
  }
  secondZone = $derived(settings.secondZone === this.zone ? undefined : settings.secondZone);
}
