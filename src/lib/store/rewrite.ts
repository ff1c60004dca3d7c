/**
 * Rewriting a shard that has grown long: replaced edits go into an archive that history opens, what was
 * deleted for good goes altogether. Every leaf stays.
 */
import { entryToCreation } from './entry.ts';
import { editToLine, lineToEdit, lineToIdAndType, type Edit } from './lines.ts';
import { planRewrite } from './registers.ts';
import type { Ledger } from './ledger.ts';
import type { Root, Shard } from './shard.ts';

const EDITS = 50_000;
const TIMES_LIVE = 4;

/** Past 50,000 edits and four times the registers that they are about. */
export function wantsRewrite(shard: Shard, ledger: Ledger): boolean {
  if (shard.editCount() <= EDITS) return false;
  let live = 0;
  for (const entry of ledger.entries.values()) if (entry.shard === shard) live += entry.edits?.size ?? 0;
  return shard.editCount() > TIMES_LIVE * live;
}

export function planShardRewrite(shard: Shard, ledger: Ledger) {
  const removed = new Map<string, string | undefined>();
  const archive: string[] = [];
  const key = (edit: Edit) => `${edit.id}\t${edit.register}\t${edit.stamp}`;
  for (const entry of ledger.entries.values()) {
    if (entry.shard !== shard || entry.line === undefined) continue;
    const { creation } = entryToCreation(entry);
    for (const edits of entry.edits?.values() ?? []) {
      const plan = planRewrite(creation.stamp, edits);
      for (const edit of plan.removed) removed.set(key(edit), undefined);
      for (const edit of plan.rewritten) removed.set(key(edit), editToLine(edit));
      const gone = new Set([...plan.removed, ...plan.rewritten].map(({ stamp }) => stamp));
      for (const edit of edits) if (gone.has(edit.stamp)) archive.push(editToLine(edit));
    }
  }

  /** See `Shard.rewrite`: keep (false), take out (undefined), or put this in its place. */
  function replace(root: Root, line: string): string | undefined | false {
    if (root === 'purged') return false;
    if (root === 'edits') {
      const edit = lineToEdit(line);
      if (ledger.isPurged(edit.id)) return undefined;
      if (!removed.has(key(edit))) return false;
      const again = removed.get(key(edit));
      removed.set(key(edit), undefined); // a line that stands twice is written once
      return again;
    }
    const pack = line.split('\n');
    const kept = pack.filter((one) => !ledger.isPurged(lineToIdAndType(one).id));
    return kept.length === pack.length ? false : kept.join('\n') || undefined;
  }

  return { archive: archive.join('\n'), replace };
}
