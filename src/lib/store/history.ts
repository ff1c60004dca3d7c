/** A record's history, read from the same edits that make its values. */
import { entryToCreation, type Entry } from './entry.ts';
import { lineToEdit, type Edit } from './lines.ts';
import type { Change } from './office.ts';
import { stampToTime } from './stamp.ts';

/** A stamp this far ahead of this device's clock is shown as *clock was wrong*. */
export const CLOCK_TOLERANCE_MS = 10 * 60 * 1000;

const parse = (json: string): unknown => (json === '' ? undefined : JSON.parse(json));

/** Newest first. `archived` are edits that a rewrite took out of the shard. */
export function entryToHistory(entry: Entry, archived: readonly Edit[], now: number): Change[] {
  const { creation, base } = entryToCreation(entry);
  const registers = new Map<string, Map<string, Edit>>();
  for (const edit of [...archived, ...[...(entry.edits?.values() ?? [])].flat()]) {
    if (!registers.has(edit.register)) registers.set(edit.register, new Map());
    const edits = registers.get(edit.register)!;
    const key = `${edit.stamp} ${edit.author}`;
    const same = edits.get(key);
    edits.set(key, same ? { ...edit, replaced: [...new Set([...same.replaced, ...edit.replaced])] } : edit);
  }
  const at = (stamp: string) => ({
    stamp,
    at: stampToTime(stamp),
    clockWasWrong: stampToTime(stamp) > now + CLOCK_TOLERANCE_MS
  });
  const changes: Change[] = [
    { id: entry.id, ...at(creation.stamp), by: creation.author, before: undefined, after: undefined }
  ];
  for (const [register, edits] of registers) {
    const byStamp = new Map([...edits.values()].map((edit) => [edit.stamp, edit]));
    for (const edit of edits.values()) {
      const before = edit.replaced.reduce((latest, stamp) => (stamp > latest ? stamp : latest), '');
      changes.push({
        id: entry.id,
        field: register,
        ...at(edit.stamp),
        by: edit.author,
        before: byStamp.has(before) ? parse(byStamp.get(before)!.json) : base[register],
        after: parse(edit.json)
      });
    }
  }
  // Fields written in one action share a stamp; their names then decide, so that every replica tells it alike.
  const rank = ({ stamp, field = '' }: Change) => `${stamp} ${field}`;
  return changes.sort((a, b) => (rank(a) < rank(b) ? 1 : -1));
}

/** Archives are lines of edits, one below the other. */
export const archiveToEdits = (text: string): Edit[] => text.split('\n').filter(Boolean).map(lineToEdit);
