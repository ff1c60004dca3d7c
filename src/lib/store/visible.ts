/** The records that lists and search show: all but those that stand for one that can be seen itself. */
import { idToStandIn, standInToId, type RecordId } from '../base/ids.ts';
import type { Ledger } from './ledger.ts';
import type { StoredRecord } from './office.ts';
import type { Records } from './query.ts';
import type { RecordType } from './record.ts';

export interface Visible extends Records {
  /** A record that came or went changes whether its stand-in is shown. */
  addStandIns(changed: Set<RecordId>): void;
}

export function createVisible(ledger: Ledger, types: ReadonlyMap<string, RecordType>): Visible {
  const standIns = new Set([...types.values()].filter(({ standIn }) => standIn).map(({ type }) => type));
  const isHidden = ({ id, type }: StoredRecord): boolean =>
    standIns.has(type) && ledger.get(standInToId(id)) !== undefined;
  return {
    get: (id) => {
      const record = ledger.get(id);
      return record && !isHidden(record) ? record : undefined;
    },
    *all(asked) {
      for (const record of ledger.all(asked)) if (!isHidden(record)) yield record;
    },
    addStandIns: (changed) => {
      if (standIns.size === 0) return;
      for (const id of [...changed]) if (ledger.entries.has(idToStandIn(id))) changed.add(idToStandIn(id));
    }
  };
}
