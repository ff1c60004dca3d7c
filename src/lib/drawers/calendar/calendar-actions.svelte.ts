/**
 * What is done to appointments from the calendar: move, stretch, delete, make. A change to one occurrence of
 * a series first asks how far it reaches; everything else happens at once and can be undone from its toast.
 */
import type { RecordId } from '../../base/ids.ts';
import type { PlainDate, When } from '../../base/values.ts';
import { msToWall } from '../../formats/zone.ts';
import { undoLast } from '../../kit/undo.ts';
import type { StoredRecord, Values } from '../../store/office.ts';
import { toast } from '../../ui/toasts.svelte.ts';
import type { CalendarState } from './calendar-state.svelte.ts';
import { clashInWords } from './clash-words.ts';
import type { Occurrence } from './occurrences.ts';
import type { OccurrenceToChange, Scope } from './series-edits.ts';
import { spanInZone, spanToWhen, type Span } from './span.ts';
import { addMinutes } from './wall.ts';
import { whenInWords } from './wording.ts';
import { t } from './text.ts';

/** A change that waits for *this*, *following* or *all*. */
export interface Question {
  readonly occurrence: OccurrenceToChange & { readonly title: string };
  readonly changes?: Values;
  readonly kind: 'change' | 'remove';
}

/** A new appointment whose form is open. */
export interface Draft {
  readonly initial: Values;
}

const MINUTE = 60_000;
/** What an appointment lasts that was begun without saying how long. */
export const USUAL_MINUTES = 60;

export class CalendarActions {
  #state: CalendarState;
  question = $state.raw<Question>();
  draft = $state.raw<Draft>();
  moving = $state.raw<Occurrence>();
  #dismiss: () => void = () => {};
  /** Told when a question was answered with *cancel*, so that a dragged event goes back. */
  oncancelled: () => void = () => {};

  constructor(state: CalendarState) {
    this.#state = state;
  }

  canChange = ({ record }: Pick<Occurrence, 'record'>): boolean =>
    record.type === 'appointment' &&
    record.known &&
    !record.trashed &&
    this.#state.office.mayWrite(record.compartment);

  /** The next half hour of the day that is shown, or of today. */
  suggestedWhen(day: PlainDate = this.#state.day, minutes = USUAL_MINUTES): When {
    const { zone, now, today } = this.#state;
    const step = 30 * MINUTE;
    const soon = msToWall(Math.ceil(now / step) * step, zone);
    const start = day === today && soon.slice(0, 10) === day ? soon : `${day}T10:00:00`;
    return { start, end: addMinutes(start, minutes), startZone: zone, endZone: zone, allDay: false };
  }

  begin(initial: Values = { when: this.suggestedWhen() }): void {
    const company = this.#state.desk.company;
    this.draft = { initial: { ...(company && { company }), ...initial } };
  }

  /** From a stretch of time drawn in the grid. */
  beginAt(span: Span, allDay: boolean, days?: { start: PlainDate; end: PlainDate }): void {
    if (allDay && days) this.begin({ when: { ...days, allDay: true }, shows: 'free' });
    else this.begin({ when: spanInZone(span, this.#state.zone) });
  }

  /** The form has said that it is made; a line of quick entry has not. What it collides with is said here. */
  made(id: RecordId, title?: string): void {
    this.draft = undefined;
    if (title !== undefined) this.#undoable(t('madeTitle', { title }));
    const values = this.#state.office.get(id)?.values;
    const [clash] = values?.when ? this.#clashesOf(id, values.when as When, values) : [];
    if (clash && values?.shows !== 'free') toast({ text: `${clashInWords(clash)}.`, tone: 'warn' });
  }

  /** Each way of moving ends here: with the zones and the form that the appointment had. */
  setSpan(one: Occurrence, span: Span): void {
    this.change(one, { when: spanToWhen(span, one.when, this.#state.zone) });
  }

  inZone = (span: Span): When => spanInZone(span, this.#state.zone);

  moveBy(one: Occurrence, { days = 0, minutes = 0 }: { days?: number; minutes?: number }): void {
    if (!this.canChange(one) || (one.when.allDay && !days)) return;
    const by = days * 1440 + (one.when.allDay ? 0 : minutes);
    const { when } = one;
    this.change(one, { when: { ...when, start: addMinutes(when.start, by), end: addMinutes(when.end, by) } });
  }

  stretchBy(one: Occurrence, { days = 0, minutes = 0 }: { days?: number; minutes?: number }): void {
    if (!this.canChange(one) || (one.when.allDay && !days)) return;
    const end = addMinutes(one.when.end, days * 1440 + (one.when.allDay ? 0 : minutes));
    const shortest = addMinutes(one.when.start, one.when.allDay ? 1440 : 5);
    const sameZone = one.when.endZone === one.when.startZone;
    if (!sameZone || end >= shortest) this.change(one, { when: { ...one.when, end } });
  }

  change(occurrence: Occurrence, changes: Values): void {
    if (this.#repeats(occurrence)) {
      this.question = { occurrence, changes, kind: 'change' };
      return;
    }
    const { office } = this.#state;
    const { id } = occurrence.record;
    office.action(t('moved'), () => office.edit(id, changes));
    this.#tell(t('moved'), changes.when as When, id, occurrence.record);
  }

  remove(occurrence: Occurrence): void {
    if (!this.canChange(occurrence)) return;
    if (this.#repeats(occurrence)) {
      this.question = { occurrence, kind: 'remove' };
      return;
    }
    const { office } = this.#state;
    office.action(t('deleted'), () => office.trash([occurrence.record.id]));
    this.#undoable(t('deletedTitle', { title: occurrence.title }));
  }

  async answer(scope: Scope): Promise<void> {
    const { occurrence, changes, kind } = this.question!;
    this.question = undefined;
    const { office } = this.#state;
    const { changeOccurrence, removeOccurrence, deps } = await this.#seriesEdits();
    if (kind === 'remove') {
      removeOccurrence(office, occurrence, scope, t('deleted'), deps);
      this.#undoable(t('deletedTitle', { title: occurrence.title }));
      return;
    }
    const id = changeOccurrence(office, occurrence, changes!, scope, t('moved'), deps);
    const when = (changes!.when as When | undefined) ?? occurrence.when;
    this.#tell(t('moved'), when, id, occurrence.record);
  }

  /** Makes one occurrence a record of its own, so that anything of it can be changed, and opens it. */
  async separate(occurrence: Occurrence): Promise<void> {
    const { changeOccurrence, deps } = await this.#seriesEdits();
    const id = changeOccurrence(this.#state.office, occurrence, {}, 'this', t('separated'), deps);
    this.#undoable(t('separated'));
    this.#state.go(this.#state.view, this.#state.day, id, occurrence.of?.at);
  }

  cancel(): void {
    this.question = undefined;
    this.oncancelled();
  }

  async #seriesEdits() {
    const [edits, { createSeriesDeps }] = await Promise.all([
      import('./series-edits.ts'),
      import('./series-deps.ts')
    ]);
    return { ...edits, deps: createSeriesDeps(this.#state.zone) };
  }

  #repeats({ of }: OccurrenceToChange): boolean {
    const series = of && this.#state.office.get(of.series);
    return !!series && !series.trashed && !!series.values.repeat;
  }

  #clashesOf(id: RecordId, when: When, { travelBefore, travelAfter }: Values) {
    const { occurrences } = this.#state;
    // It shall not be found to collide with itself: with what it was, or is already.
    const own = occurrences.find(({ record, when: old }) => record.id === id && old.start === when.start);
    return this.#state
      .clashesAt(when, {
        key: own?.key ?? id,
        travelBefore: travelBefore as number | undefined,
        travelAfter: travelAfter as number | undefined
      })
      .filter((clash) => clash.with.key.split('@')[0] !== id);
  }

  #tell(what: string, when: When | undefined, id: RecordId, { values }: StoredRecord): void {
    if (!when) return this.#undoable(what);
    const [clash] = this.#clashesOf(id, when, values);
    const said = t('movedTo', { what, when: whenInWords(when) });
    this.#undoable(clash ? `${said} ${clashInWords(clash)}.` : said, clash ? 'warn' : undefined);
  }

  /** One notice at a time: an older one's *Undo* would take back something else. */
  #undoable(text: string, tone?: 'warn'): void {
    this.#dismiss();
    const { office } = this.#state;
    this.#dismiss = toast({ text, tone, action: { label: t('undo'), run: () => undoLast(office) } });
  }
}
