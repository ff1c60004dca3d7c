/**
 * Changing one occurrence, it and those that follow, or the whole series. Each is one action, so that one
 * undo takes it back.
 *
 * 1. *This*: the changed occurrence becomes a record of its own, with the same readers as its series (a
 *    moved instance of a private series stays private); the series leaves that start out.
 * 2. *Following*: the old series ends before the occurrence, a new one starts there; later exceptions and
 *    changed instances go over to it.
 * 3. *All*: the series moves by as much as the occurrence was moved; exceptions and changed instances keep
 *    standing for the same occurrences.
 */
import type { RecordId } from '../../base/ids.ts';
import type { When } from '../../base/values.ts';
import type { ListElement } from '../../store/fields.ts';
import type { Office, StoredRecord, Values } from '../../store/office.ts';
import type { Appointment } from './appointment.record.ts';
import type { Occurrence } from './occurrences.ts';
import { endRulesBefore, isCounted, moveRules, moveStart, startRulesAfter } from './series-rules.ts';
import { addMinutes, minutesBetween } from './wall.ts';

export type Scope = 'this' | 'following' | 'all';
export type OccurrenceToChange = Pick<Occurrence, 'record' | 'when' | 'of' | 'changed'>;

/** What the edits need to know about zones and recurrences. */
export interface SeriesDeps {
  /** The instant of a start of this series. */
  instantOf(at: string, when: When): number;
  /** How many occurrences its rules make before that start, left out ones too. */
  countBefore(when: When, repeat: NonNullable<Appointment['repeat']>, at: string): number;
}

type Series = StoredRecord<Appointment & { when: When; repeat: NonNullable<Appointment['repeat']> }>;

export function seriesOf(office: Office, { of }: OccurrenceToChange): Series | undefined {
  const series = of && office.get(of.series);
  return series && !series.trashed && series.values.repeat && series.values.when
    ? (series as Series)
    : undefined;
}

/** The records that replace occurrences of this series. */
export const instancesOf = (office: Office, series: RecordId): readonly StoredRecord<Appointment>[] =>
  office
    .linksTo(series)
    .filter(
      (record) => record.values.series === series && record.values.occurrence && !record.trashed
    ) as readonly StoredRecord<Appointment>[];

/** As `create` takes them: lists as plain values. */
export const toNewValues = (values: Values): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      Array.isArray(value) ? (value as ListElement[]).map((element) => element.value) : value
    ])
  );

/** The series' own time for that start. */
export function nominalWhen(series: When, at: string): When {
  const end = addMinutes(at, minutesBetween(series.start, series.end));
  return { ...series, start: at, end };
}

const withoutSeries = ({ repeat, except, series, occurrence, source, ...rest }: Values): Values => rest;

/** Returns the record that now stands for the occurrence. Plain fields only; lists are edited one by one. */
export function changeOccurrence(
  office: Office,
  occurrence: OccurrenceToChange,
  changes: Values,
  scope: Scope,
  label: string,
  deps: SeriesDeps
): RecordId {
  return office.action(label, () => {
    let series = seriesOf(office, occurrence);
    if (!series || (scope === 'this' && occurrence.changed)) {
      office.edit(occurrence.record.id, changes);
      return occurrence.record.id;
    }
    const at = occurrence.of!.at;
    if (scope === 'this') return detach(office, series, at, { when: occurrence.when, ...changes });
    const to = (changes.when as When | undefined) ?? occurrence.when;
    // A changed instance that speaks for the series from now on is taken up into it.
    if (occurrence.changed) {
      office.trash([occurrence.record.id]);
      include(office, series, at);
      series = seriesOf(office, occurrence)!;
    }
    return scope === 'all' || at <= series.values.when.start
      ? moveAll(office, series, at, to, changes)
      : splitAt(office, series, at, to, changes, deps);
  });
}

/** Puts the occurrence, it and those that follow, or all into the trash. */
export function removeOccurrence(
  office: Office,
  occurrence: OccurrenceToChange,
  scope: Scope,
  label: string,
  deps: SeriesDeps
): void {
  const series = seriesOf(office, occurrence);
  office.action(label, () => {
    if (!series) return office.trash([occurrence.record.id]);
    const at = occurrence.of!.at;
    const instances = instancesOf(office, series.id);
    if (scope === 'this') {
      leaveOut(office, series, at);
      if (occurrence.changed) office.trash([occurrence.record.id]);
    } else if (scope === 'all' || at <= series.values.when.start) {
      office.trash([series.id, ...instances.map(({ id }) => id)]);
    } else {
      const { when, repeat } = series.values;
      office.edit(series.id, { repeat: endRulesBefore(repeat, when, at, deps.instantOf(at, when)) });
      const later = instances.filter(({ values }) => values.occurrence! >= at);
      if (later.length) office.trash(later.map(({ id }) => id));
    }
  });
}

const exceptOf = (series: Series): readonly ListElement<string>[] => series.values.except ?? [];

function leaveOut(office: Office, series: Series, at: string): void {
  if (!exceptOf(series).some(({ value }) => value === at)) office.listAdd(series.id, 'except', at);
}

function include(office: Office, series: Series, at: string): void {
  for (const { key, value } of exceptOf(series))
    if (value === at) office.listRemove(series.id, 'except', key);
}

function detach(office: Office, series: Series, at: string, changes: Values): RecordId {
  leaveOut(office, series, at);
  const values = { ...toNewValues(withoutSeries(series.values)), ...changes };
  return office.create(
    series.type,
    { ...values, series: series.id, occurrence: at },
    { compartment: series.compartment }
  );
}

function moveAll(office: Office, series: Series, at: string, to: When, changes: Values): RecordId {
  const { when, repeat } = series.values;
  const nominal = nominalWhen(when, at);
  const start = moveStart(when.start, nominal, to);
  const moved: When = { ...to, start, end: addMinutes(start, minutesBetween(to.start, to.end)) };
  const stays = JSON.stringify(moved) === JSON.stringify(when);
  const { when: _, ...rest } = changes;
  if (stays) {
    if (Object.keys(rest).length) office.edit(series.id, rest);
    return series.id;
  }
  office.edit(series.id, { ...rest, when: moved, repeat: moveRules(repeat, nominal, to) });
  for (const { key, value } of exceptOf(series))
    office.listSet(series.id, 'except', key, moveStart(value, nominal, to));
  for (const instance of instancesOf(office, series.id))
    office.edit(instance.id, { occurrence: moveStart(instance.values.occurrence!, nominal, to) });
  return series.id;
}

function splitAt(
  office: Office,
  series: Series,
  at: string,
  to: When,
  changes: Values,
  deps: SeriesDeps
): RecordId {
  const { when, repeat } = series.values;
  const nominal = nominalWhen(when, at);
  const before = isCounted(repeat) ? deps.countBefore(when, repeat, at) : 0;
  office.edit(series.id, { repeat: endRulesBefore(repeat, when, at, deps.instantOf(at, when)) });
  const later = exceptOf(series).filter(({ value }) => value > at);
  const id = office.create(
    series.type,
    {
      ...toNewValues(withoutSeries(series.values)),
      ...changes,
      when: to,
      repeat: moveRules(startRulesAfter(repeat, at, before), nominal, to),
      except: later.map(({ value }) => moveStart(value, nominal, to))
    },
    { compartment: series.compartment }
  );
  for (const { key } of later) office.listRemove(series.id, 'except', key);
  for (const instance of instancesOf(office, series.id)) {
    const occurrence = instance.values.occurrence!;
    if (occurrence > at)
      office.edit(instance.id, { series: id, occurrence: moveStart(occurrence, nominal, to) });
  }
  return id;
}

/** The starts that a change of this scope touches, from a list of the series' occurrences in order. */
export function affectedStarts(starts: readonly When[], at: string, scope: Scope): readonly When[] {
  if (scope === 'this') return starts.filter(({ start }) => start === at);
  return scope === 'following' ? starts.filter(({ start }) => start >= at) : starts;
}
