/**
 * Three sides of a field: as it was last read, as it stands here, as the file says now. What the file changed is
 * taken over; what somebody here changed since the last reading stays. Lists are compared by element.
 */
import type { Attendee, Source } from '../base/values.ts';
import { fingerprint } from '../formats/kept-text.ts';
import type { FieldMap, ListElement } from '../store/fields.ts';
import type { Values } from '../store/office.ts';
import { isEmpty, listToValues } from './validate.ts';

/** One thing to do to a field of a record that is here already. */
export type FieldStep =
  | { readonly field: string; readonly step: 'set'; readonly before: unknown; readonly after: unknown }
  | { readonly field: string; readonly step: 'add'; readonly after: unknown }
  | {
      readonly field: string;
      readonly step: 'replace';
      readonly key: string;
      readonly before: unknown;
      readonly after: unknown;
    }
  | { readonly field: string; readonly step: 'remove'; readonly key: string; readonly before: unknown };

export interface Comparison {
  readonly steps: readonly FieldStep[];
  /** Fields that the file changed too, where what was written here stays. */
  readonly kept: readonly string[];
}

/** Not the calendar's: bookkeeping, and links that an import makes itself. */
const OURS = new Set(['source', 'series', 'company']);

const sorted = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(sorted)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .filter(([, one]) => one !== undefined)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, one]) => [key, sorted(one)])
        )
      : value;

/** An attendee is the same whether or not we know whose record it is. */
const bare = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || !('person' in value)) return value;
  const { person: _, ...rest } = value as Attendee;
  return rest;
};

export function nameOfValue(value: unknown): string {
  if (isEmpty(value)) return '';
  // Most values are texts, and a calendar has a hundred thousand of them.
  return typeof value === 'string' ? fingerprint(value) : fingerprint(JSON.stringify(sorted(bare(value))));
}

/** What is kept with a record so that the next reading can tell what changed. */
export function namesAsRead(fields: Values): NonNullable<Source['asRead']> {
  const names: Record<string, string | readonly string[]> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (OURS.has(name) || isEmpty(value)) continue;
    names[name] = Array.isArray(value) ? value.map(nameOfValue) : nameOfValue(value);
  }
  return names;
}

/** Whom or what an element is about, whatever else was changed in it: an attendee by mail, else by name. */
function identity(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const { email, name, address, number, text } = value as Record<string, unknown>;
  const said = email ?? name ?? address ?? number ?? text;
  return typeof said === 'string' ? said.toLowerCase() : JSON.stringify(sorted(value));
}

function compareList(
  field: string,
  asRead: readonly string[] | undefined,
  here: readonly ListElement[],
  now: readonly unknown[]
): FieldStep[] {
  const hereNames = here.map((element) => nameOfValue(element.value));
  const nowNames = now.map(nameOfValue);
  const before = new Set(asRead ?? []);
  /** Read before, still as it was, and no longer in the file. */
  const gone = here.filter((_, at) => before.has(hereNames[at]!) && !nowNames.includes(hereNames[at]!));
  const steps: FieldStep[] = [];
  now.forEach((value, at) => {
    const name = nowNames[at]!;
    // What is here is here; what was read before and taken out here stays out.
    if (hereNames.includes(name) || before.has(name)) return;
    const changed = gone.findIndex((element) => identity(element.value) === identity(value));
    const [old] = changed >= 0 ? gone.splice(changed, 1) : [];
    if (old) {
      const person = (old.value as Attendee | undefined)?.person;
      const after = person ? { ...(value as Attendee), person } : value;
      steps.push({ field, step: 'replace', key: old.key, before: old.value, after });
    } else if (!here.some((element) => identity(element.value) === identity(value)))
      steps.push({ field, step: 'add', after: value });
  });
  for (const element of gone) steps.push({ field, step: 'remove', key: element.key, before: element.value });
  return steps;
}

/** `declared` are the fields of the record's type; `read` has lists as plain values, `here` as elements. */
export function compareReading(declared: FieldMap, here: Values, read: Values): Comparison {
  const asRead = (here.source as Source | undefined)?.asRead;
  const steps: FieldStep[] = [];
  const kept: string[] = [];
  const names = new Set([...Object.keys(read), ...Object.keys(asRead ?? {})]);
  for (const name of names) {
    if (OURS.has(name)) continue;
    const [before, current, now] = [asRead?.[name], here[name], read[name]];
    if (declared[name]?.kind === 'list') {
      const elements = (current as readonly ListElement[] | undefined) ?? [];
      const names = typeof before === 'string' ? [before] : before;
      steps.push(...compareList(name, names, elements, listToValues(now)));
      continue;
    }
    const [nameNow, nameHere] = [nameOfValue(now), nameOfValue(current)];
    if (nameNow === nameHere || nameNow === (before ?? '')) continue;
    if (nameHere === (before ?? '')) steps.push({ field: name, step: 'set', before: current, after: now });
    else if (asRead) kept.push(name);
  }
  return { steps, kept };
}

/** What the file knows and the record does not: nothing that stands here is changed. */
export function compareToFill(declared: FieldMap, here: Values, read: Values): Comparison {
  const steps: FieldStep[] = [];
  for (const [name, now] of Object.entries(read)) {
    if (OURS.has(name) || isEmpty(now)) continue;
    if (declared[name]?.kind === 'list')
      steps.push(
        ...compareList(name, undefined, (here[name] as ListElement[] | undefined) ?? [], listToValues(now))
      );
    else if (isEmpty(here[name])) steps.push({ field: name, step: 'set', before: undefined, after: now });
  }
  return { steps, kept: [] };
}
