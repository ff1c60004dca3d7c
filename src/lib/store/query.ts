/**
 * Live queries: rows kept in order and up to date. A change looks only at the records that changed.
 */
import type { RecordId } from '../base/ids.ts';
import type { LiveQuery, RecordQuery, StoredRecord } from './office.ts';

export interface Records {
  get(id: RecordId): StoredRecord | undefined;
  /** Every record of these types (none: all), trashed ones too. */
  all(types: readonly string[] | undefined): Iterable<StoredRecord>;
}

export interface Queries {
  query(query: RecordQuery): LiveQuery;
  /** Tells every query what changed. */
  changed(ids: ReadonlySet<RecordId>): void;
}

/** Changes up to this many are put in their places one by one. */
const FEW = 32;

const byCreation = (a: StoredRecord, b: StoredRecord): number =>
  a.createdAt - b.createdAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

export function createQueries(records: Records): Queries {
  const live = new Set<(ids: ReadonlySet<RecordId>) => void>();

  function query(asked: RecordQuery): LiveQuery {
    const types = asked.types && new Set(asked.types);
    const trash = asked.trash ?? 'without';
    const ordered = asked.compare;
    // Equal rows must have one order everywhere, or positions could not be found again.
    const compare = ordered
      ? (a: StoredRecord, b: StoredRecord) => ordered(a, b) || byCreation(a, b)
      : byCreation;
    const fits = (record: StoredRecord): boolean =>
      (!types || types.has(record.type)) &&
      (trash === 'with' || record.trashed === (trash === 'only')) &&
      (!asked.where || asked.where(record));

    const listeners = new Set<() => void>();
    let rows: StoredRecord[] | undefined;
    let shown = new Map<RecordId, StoredRecord>();

    function load(): StoredRecord[] {
      rows = [];
      for (const record of records.all(asked.types)) if (fits(record)) rows.push(record);
      rows.sort(compare);
      shown = new Map(rows.map((record) => [record.id, record]));
      return rows;
    }

    function position(record: StoredRecord, within: StoredRecord[]): number {
      let low = 0;
      let high = within.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (compare(within[middle]!, record) < 0) low = middle + 1;
        else high = middle;
      }
      return low;
    }

    function update(ids: ReadonlySet<RecordId>): void {
      if (!rows) return;
      const gone = new Set<StoredRecord>();
      const come: StoredRecord[] = [];
      for (const id of ids) {
        const before = shown.get(id);
        const record = records.get(id);
        const after = record && record.id === id && fits(record) ? record : undefined;
        if (before === after) continue;
        if (before) gone.add(before);
        if (after) come.push(after);
        if (after) shown.set(id, after);
        else shown.delete(id);
      }
      if (gone.size + come.length === 0) return;
      rows = gone.size + come.length > FEW ? merge(rows, gone, come) : patch(rows, gone, come);
      listeners.forEach((listener) => listener());
    }

    /** A few changes: each place is found by halving. */
    function patch(from: StoredRecord[], gone: ReadonlySet<StoredRecord>, come: readonly StoredRecord[]) {
      const next = [...from];
      for (const before of gone) {
        const at = position(before, next);
        // A comparison that looks beyond the record may have changed since: then the place is searched.
        next.splice(next[at] === before ? at : next.indexOf(before), 1);
      }
      for (const after of come) next.splice(position(after, next), 0, after);
      return next;
    }

    /** Many at once (an import, a shard that opened): sorting two sorted runs is nearly one pass. */
    function merge(from: StoredRecord[], gone: ReadonlySet<StoredRecord>, come: StoredRecord[]) {
      const kept = gone.size > 0 ? from.filter((record) => !gone.has(record)) : from;
      return [...kept, ...come.sort(compare)].sort(compare);
    }

    return {
      get rows() {
        // Nobody listens: nothing keeps the rows fresh, so they are made when asked for.
        return listeners.size > 0 && rows ? rows : load();
      },
      subscribe: (changed) => {
        const listener = () => changed();
        if (listeners.size === 0) {
          load();
          live.add(update);
        }
        listeners.add(listener);
        return () => {
          listeners.delete(listener);
          if (listeners.size === 0) live.delete(update);
        };
      }
    };
  }

  return { query, changed: (ids) => [...live].forEach((update) => update(ids)) };
}
