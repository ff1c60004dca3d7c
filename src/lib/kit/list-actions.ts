/** How a list field is changed, by element: on a record through the office, in a draft on its own values. */
import type { RecordId } from '../base/ids.ts';
import type { ListElement } from '../store/fields.ts';
import type { Office } from '../store/office.ts';

export interface ListActions {
  add(value: unknown): void;
  set(key: string, value: unknown): void;
  /** Before the element of that key, or to the end. */
  move(key: string, before: string | undefined): void;
  remove(key: string): void;
}

export const recordListActions = (office: Office, id: RecordId, list: string): ListActions => ({
  add: (value) => void office.listAdd(id, list, value),
  set: (key, value) => office.listSet(id, list, key, value),
  move: (key, before) => office.listMove(id, list, key, before),
  remove: (key) => office.listRemove(id, list, key)
});

let made = 0;
/** Elements for values that are not in the office yet; the keys only tell them apart on screen. */
export const valuesToElements = (values: readonly unknown[]): ListElement[] =>
  values.map((value) => ({ key: `new${made++}`, value }));

export function draftListActions(
  read: () => readonly ListElement[],
  write: (elements: readonly ListElement[]) => void
): ListActions {
  return {
    add: (value) => write([...read(), ...valuesToElements([value])]),
    set: (key, value) => write(read().map((one) => (one.key === key ? { key, value } : one))),
    move(key, before) {
      const moved = read().find((one) => one.key === key);
      if (!moved) return;
      const rest = read().filter((one) => one !== moved);
      const at = before === undefined ? rest.length : rest.findIndex((one) => one.key === before);
      write([...rest.slice(0, at), moved, ...rest.slice(at)]);
    },
    remove: (key) => write(read().filter((one) => one.key !== key))
  };
}

/** The key before which an element stands after one step up or down; `false` where it is at the end already. */
export function stepBefore(
  elements: readonly ListElement[],
  key: string,
  step: -1 | 1
): string | undefined | false {
  const at = elements.findIndex((one) => one.key === key);
  if (step === -1) return at > 0 && elements[at - 1]!.key;
  return at < elements.length - 1 && elements[at + 2]?.key;
}
