/**
 * What stands in a shard's root arrays: `records:CLIENT` holds creations, `edits:CLIENT` edits and
 * `purged:CLIENT` ids deleted for good. Each is a line of tab-separated parts, so that the id of a
 * hundred thousand records is known without parsing one. JSON has no raw tab or line break in it.
 *
 * creation  1 ⇥ id ⇥ type ⇥ type's version ⇥ stamp ⇥ author ⇥ JSON of the registers
 * edit      1 ⇥ id ⇥ register ⇥ stamp ⇥ author ⇥ accepted by ⇥ replaced stamps (commas) ⇥ JSON or nothing
 * purged    1 ⇥ id ⇥ id that it moved to, or nothing
 *
 * A register is a field's name; an element of a list is `list/key`; names with `$` are the kit's own.
 * One string of `records` may pack several creations, separated by line breaks.
 */
import type { RecordId } from '../base/ids.ts';
import { isStamp, type Stamp } from './stamp.ts';

const VERSION = '1';
/** Records that one string of an import holds at most. */
export const PACK = 50;

export interface Creation {
  readonly id: RecordId;
  readonly type: string;
  readonly version: number;
  readonly stamp: Stamp;
  readonly author: string;
  readonly json: string;
}

export interface Edit {
  readonly id: RecordId;
  readonly register: string;
  readonly stamp: Stamp;
  readonly author: string;
  /** Who signed it off, where the author may only propose. */
  readonly accepted: string;
  readonly replaced: readonly Stamp[];
  /** Empty: the field was cleared. */
  readonly json: string;
}

export interface Purge {
  readonly id: RecordId;
  readonly movedTo: RecordId | undefined;
}

export const creationToLine = (c: Creation): string =>
  [VERSION, c.id, c.type, c.version, c.stamp, c.author, c.json].join('\t');

export const editToLine = (e: Edit): string =>
  [VERSION, e.id, e.register, e.stamp, e.author, e.accepted, e.replaced.join(','), e.json].join('\t');

export const purgeToLine = ({ id, movedTo }: Purge): string => [VERSION, id, movedTo ?? ''].join('\t');

/** The id and type of a creation, without looking at the rest. */
export function lineToIdAndType(line: string): { id: RecordId; type: string } {
  const first = line.indexOf('\t') + 1;
  const second = line.indexOf('\t', first) + 1;
  return { id: line.slice(first, second - 1), type: line.slice(second, line.indexOf('\t', second)) };
}

export function lineToCreation(line: string): Creation {
  const [, id, type, version, stamp, author] = line.split('\t', 6) as [string, ...string[]];
  const json = line.slice(line.indexOf('{'));
  return { id: id!, type: type!, version: Number(version), stamp: stamp!, author: author!, json };
}

export function lineToEdit(line: string): Edit {
  const [, id, register, stamp, author, accepted, replaced, json] = line.split('\t') as string[];
  return {
    id: id!,
    register: register!,
    stamp: stamp!,
    author: author!,
    accepted: accepted!,
    replaced: replaced ? replaced.split(',') : [],
    json: json!
  };
}

export function lineToPurge(line: string): Purge {
  const [, id, movedTo] = line.split('\t') as string[];
  return { id: id!, movedTo: movedTo || undefined };
}

export type Root = 'records' | 'edits' | 'purged';

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An element of a list carries its place; `__proto__` is no name for anything. */
const isRegister = (register: string, value: unknown): boolean =>
  value !== undefined &&
  register !== '__proto__' &&
  (!register.includes('/') ||
    (!register.startsWith('__proto__/') && isObject(value) && typeof value['order'] === 'string'));

const isCreation = (line: string): boolean => {
  const parts = line.split('\t');
  if (parts.length !== 7 || !parts.every(Boolean) || !isStamp(parts[4]!) || !/^\d{1,9}$/.test(parts[3]!))
    return false;
  const registers = parse(parts[6]!);
  return (
    line.indexOf('{') === line.length - parts[6]!.length &&
    isObject(registers) &&
    Object.entries(registers).every(([register, value]) => isRegister(register, value))
  );
};

/** Whether a string may stand in that root; what may not is kept aside whole, with its segment. */
export function isLineOf(root: Root, text: string): boolean {
  if (root === 'records') return text.split('\n').every(isCreation);
  const parts = text.split('\t');
  if (root === 'purged') return parts.length === 3 && !!parts[1];
  return (
    parts.length === 8 &&
    parts.slice(1, 5).every(Boolean) &&
    isStamp(parts[3]!) &&
    (parts[6] === '' || parts[6]!.split(',').every(isStamp)) &&
    (parts[7] === '' || isRegister(parts[2]!, parse(parts[7]!)))
  );
}

/** Whose words a sound string says they are; nobody's where something is deleted for good. */
export function linesToWriters(root: Root, text: string): { author: string; accepted: string }[] {
  if (root === 'purged') return [];
  if (root === 'records')
    return text.split('\n').map((line) => ({ author: line.split('\t', 6)[5]!, accepted: '' }));
  const parts = text.split('\t', 6);
  return [{ author: parts[4]!, accepted: parts[5]! }];
}
