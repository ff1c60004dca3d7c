/**
 * The office as Svelte sees it: what is read here inside a component or an effect is read again after each
 * change. Nothing subscribes until something on screen reads, and it stops with the last reader.
 */
import { createSubscriber } from 'svelte/reactivity';
import type { RecordId } from '../base/ids.ts';
import type { LiveQuery, Office, OfficeState, StoredRecord, Subscribable, Values } from '../store/office.ts';
import { useDesk } from './desk-context.ts';

const subscribers = new WeakMap<Subscribable, () => void>();

/** Makes the running effect read again when `source` changes. One subscription serves all its readers. */
export function watch<S extends Subscribable>(source: S): S {
  let subscribe = subscribers.get(source);
  if (!subscribe) {
    subscribe = createSubscriber((update) => source.subscribe(update));
    subscribers.set(source, subscribe);
  }
  subscribe();
  return source;
}

/** `const open = live(() => office.query(...)); open.rows`. Asked again when what the function reads changes. */
export function live<V = Values>(make: () => LiveQuery<V>): { readonly rows: readonly StoredRecord<V>[] } {
  const query = $derived.by(make);
  return {
    get rows() {
      return watch(query).rows;
    }
  };
}

/** `const shown = record(() => id); shown.current`. To be called while the component is set up. */
export function record<V = Values>(
  id: () => RecordId | undefined,
  office: Office = useDesk().office
): { readonly current: StoredRecord<V> | undefined } {
  const current = $derived.by(() => {
    const wanted = id();
    return wanted === undefined ? undefined : (watch(office).get(wanted) as StoredRecord<V> | undefined);
  });
  return {
    get current() {
      return current;
    }
  };
}

/** Saving, opening and problems, kept up to date. */
export function officeState(office: Office = useDesk().office): { readonly current: OfficeState } {
  return {
    get current() {
      return watch(office).state;
    }
  };
}
