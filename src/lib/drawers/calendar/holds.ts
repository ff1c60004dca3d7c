/**
 * Options: several pencilled times for one meeting. Confirming one frees the others, offline too.
 *
 * 1. Freed options are cancelled rather than thrown away: where two people confirm different options apart,
 *    the merge then shows two answers for each, and no meeting vanishes.
 * 2. Options past *hold until* stay where they are, are shown as expired and no longer count as clashes.
 */
import type { RecordId } from '../../base/ids.ts';
import type { Moment, When, Zone } from '../../base/values.ts';
import type { Office, StoredRecord, Values } from '../../store/office.ts';
import type { Appointment } from './appointment.record.ts';
import type { HoldGroup } from './hold-group.record.ts';
import { wallToMs } from '../../formats/zone.ts';

export type Option = StoredRecord<Appointment>;
export type Group = StoredRecord<HoldGroup>;

export interface NewOptions {
  readonly title: string;
  readonly reason?: string;
  readonly expires?: Moment;
  /** What all options have in common: place, attendees, travel. */
  readonly shared?: Values;
  readonly whens: readonly When[];
  readonly compartment?: string;
}

export function createOptions(office: Office, wanted: NewOptions, label: string): RecordId {
  const { title, reason, expires, shared, whens, compartment } = wanted;
  return office.action(label, () => {
    const group = office.create('holdGroup', { title, reason, expires }, { compartment });
    for (const when of whens)
      office.create(
        'appointment',
        { ...shared, title, when, status: 'tentative', shows: 'busy', holdGroup: group },
        { compartment }
      );
    return group;
  });
}

/** In order of time. */
export const optionsOf = (office: Office, group: RecordId): readonly Option[] =>
  (office.linksTo(group) as readonly Option[])
    .filter(({ values, trashed, type }) => type === 'appointment' && values.holdGroup === group && !trashed)
    .sort((a, b) => ((a.values.when?.start ?? '') < (b.values.when?.start ?? '') ? -1 : 1));

export const isOpen = (option: Option): boolean => option.values.status === 'tentative' && !option.trashed;

/** The option that was confirmed, where one was. */
export const chosenOf = (options: readonly Option[]): Option | undefined =>
  options.find(({ values }) => values.status === 'confirmed');

/** True for an option that lost; the calendar leaves it out, its page still shows it. */
export const isFreed = (values: Values): boolean => !!values.holdGroup && values.status === 'cancelled';

export function isExpired(group: Group, now: number, zone: Zone): boolean {
  const { expires } = group.values;
  return !!expires && wallToMs(expires.at, expires.zone ?? zone) <= now;
}

/** Confirms one and frees the rest; returns those freed. */
export function confirmOption(
  office: Office,
  chosen: RecordId,
  freed: 'cancel' | 'trash',
  label: string
): readonly Option[] {
  const group = office.get(chosen)?.values.holdGroup as RecordId | undefined;
  const others = group
    ? optionsOf(office, group).filter((option) => option.id !== chosen && isOpen(option))
    : [];
  office.action(label, () => {
    office.edit(chosen, { status: 'confirmed' });
    if (freed === 'trash' && others.length) office.trash(others.map(({ id }) => id));
    if (freed === 'cancel') for (const { id } of others) office.edit(id, { status: 'cancelled' });
  });
  return others;
}

/** Frees every option that is still open, when none of them will be. */
export function releaseAll(office: Office, group: RecordId, label: string): readonly Option[] {
  const open = optionsOf(office, group).filter(isOpen);
  office.action(label, () => {
    for (const { id } of open) office.edit(id, { status: 'cancelled' });
  });
  return open;
}

export interface ReleaseNote {
  readonly name: string;
  readonly email?: string;
  readonly person?: RecordId;
  readonly freed: readonly Option[];
}

/** Who has to hear that an option is free again: each person once, with all the options they were asked for. */
export function whoToTell(freed: readonly Option[]): readonly ReleaseNote[] {
  const notes = new Map<string, ReleaseNote & { freed: Option[] }>();
  for (const option of freed)
    for (const { value } of option.values.attendees ?? []) {
      const key = value.person ?? value.email?.toLowerCase() ?? value.name;
      const note = notes.get(key);
      if (note) note.freed.push(option);
      else notes.set(key, { name: value.name, email: value.email, person: value.person, freed: [option] });
    }
  return [...notes.values()];
}
