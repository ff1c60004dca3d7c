/**
 * Live queries: rows kept in order and up to date. A change looks only at the records that changed; the
 * whole is worked out again when many did (an import, a shard that opened).
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
      if (ids.size > 64 && ids.size > rows.length / 8) {
        load();
        return listeners.forEach((listener) => listener());
      }
      let next: StoredRecord[] | undefined;
      for (const id of ids) {
        const before = shown.get(id);
        const record = records.get(id);
        const after = record && record.id === id && fits(record) ? record : undefined;
        if (before === after) continue;
        next ??= [...rows];
        if (before) {
          const at = position(before, next);
          // A comparison that looks beyond the record may have changed since: then the place is searched.
          next.splice(next[at] === before ? at : next.indexOf(before), 1);
          shown.delete(id);
        }
        if (after) {
          next.splice(position(after, next), 0, after);
          shown.set(id, after);
        }
      }
      if (!next) return;
      rows = next;
      listeners.forEach((listener) => listener());
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
