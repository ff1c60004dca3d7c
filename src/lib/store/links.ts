/**
 * Who names whom: for each record the ones that mention its id anywhere in their values. Found in the lines
 * as they stand, without parsing them; a mention that was edited away since is seen when it is read.
 */
import type { RecordId } from '../base/ids.ts';
import type { Entry } from './entry.ts';
import type { Ledger } from './ledger.ts';
import type { StoredRecord } from './office.ts';

/** An id as it stands in JSON; see base/ids.ts. */
const QUOTED_ID = /"((?:standing|\d{4})\.[0-9a-z]{14})"/g;

export interface Links {
  /** Looks at these entries again before the next question. */
  changed(ids: Iterable<RecordId>): void;
  to(id: RecordId): readonly StoredRecord[];
}

export function createLinks(ledger: Ledger): Links {
  const naming = new Map<RecordId, Set<RecordId>>();
  const fresh = new Set<RecordId>();

  function look(entry: Entry): void {
    const texts = [entry.line ?? '', ...[...(entry.edits?.values() ?? [])].flat().map(({ json }) => json)];
    for (const text of texts)
      for (const [, named] of text.matchAll(QUOTED_ID)) {
        if (!naming.has(named!)) naming.set(named!, new Set());
        naming.get(named!)!.add(entry.id);
      }
  }

  return {
    changed: (ids) => {
      for (const id of ids) fresh.add(id);
    },
    to: (id) => {
      for (const one of fresh) {
        const entry = ledger.entries.get(one);
        if (entry) look(entry);
      }
      fresh.clear();
      const names = ledger.namesOf(id);
      const quoted = names.map((name) => JSON.stringify(name));
      const sources = new Set(names.flatMap((name) => [...(naming.get(name) ?? [])]));
      sources.delete(id);
      return [...sources].flatMap((source) => {
        const record = ledger.entries.has(source) ? ledger.get(source) : undefined;
        const text = record && JSON.stringify(record.values);
        return text && quoted.some((name) => text.includes(name)) ? [record] : [];
      });
    }
  };
}
