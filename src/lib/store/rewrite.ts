/**
 * Rewriting a shard that has grown long: replaced edits go into an archive that history opens, what was
 * deleted for good goes altogether. Every leaf stays.
 */
import { entryToCreation } from './entry.ts';
import { editToLine, lineToEdit, lineToIdAndType, type Edit } from './lines.ts';
import { planRewrite } from './registers.ts';
import type { Ledger } from './ledger.ts';
import type { Shard } from './shard.ts';

export interface RewriteLimits {
  /** Edits that a shard may hold. */
  readonly edits: number;
  /** How many times the registers that they are about. */
  readonly timesLive: number;
}

const LIMITS: RewriteLimits = { edits: 50_000, timesLive: 4 };

/** Past both limits. */
export function wantsRewrite(shard: Shard, ledger: Ledger, { edits, timesLive } = LIMITS): boolean {
  if (shard.editCount() <= edits) return false;
  let live = 0;
  for (const entry of ledger.entries.values()) if (entry.shard === shard) live += entry.edits?.size ?? 0;
  return shard.editCount() > timesLive * live;
}

/** Lines to take out, each with the line that takes its place, if any. */
export type Replacements = ReadonlyMap<string, string | undefined>;

/** Characters written again in one transaction, so that it fits one segment. */
const BATCH = 48 * 1024;

export interface RewritePlan {
  /** Each whole in itself: a register's edits are never spread over two. */
  readonly batches: readonly Replacements[];
  /** The edits that go, as lines, for history. */
  readonly archive: readonly string[];
}

/** Two people's edits are two, even where somebody gave his the stamp of another's. */
const editToKey = ({ stamp, author }: Edit): string => `${stamp} ${author}`;

export function planShardRewrite(shard: Shard, ledger: Ledger): RewritePlan {
  const { records, edits: editLines } = shard.lines();
  const isPurged = (id: string) => ledger.isPurged(id, shard.address.compartment);
  const batches: Map<string, string | undefined>[] = [new Map()];
  const archive: string[] = [];
  let size = 0;
  const put = (replacements: readonly (readonly [string, string | undefined])[]): void => {
    if (size > BATCH) {
      batches.push(new Map());
      size = 0;
    }
    for (const [line, replacement] of replacements) {
      batches.at(-1)!.set(line, replacement);
      size += replacement?.length ?? 0;
    }
  };

  for (const pack of records) {
    const lines = pack.split('\n');
    const kept = lines.filter((line) => !isPurged(lineToIdAndType(line).id));
    if (kept.length < lines.length) put([[pack, kept.join('\n') || undefined]]);
  }

  const registers = new Map<string, Map<string, Edit>>();
  for (const line of editLines) {
    const edit = lineToEdit(line);
    if (isPurged(edit.id)) {
      put([[line, undefined]]);
      continue;
    }
    const key = `${edit.id}\t${edit.register}`;
    if (!registers.has(key)) registers.set(key, new Map());
    registers.get(key)!.set(line, edit);
  }
  for (const byLine of registers.values()) {
    const edits = [...byLine.values()];
    const entry = ledger.entries.get(edits[0]!.id);
    if (entry?.line === undefined) continue;
    if (entry.shard.address.compartment !== shard.address.compartment) continue;
    const { removed, rewritten } = planRewrite(entryToCreation(entry).creation.stamp, edits);
    const again = new Map(rewritten.map((edit) => [editToKey(edit), editToLine(edit)]));
    const gone = new Set([...removed.map(editToKey), ...again.keys()]);
    const replacements: [string, string | undefined][] = [];
    for (const [line, edit] of byLine) {
      const editKey = editToKey(edit);
      if (!gone.has(editKey)) continue;
      replacements.push([line, again.get(editKey)]);
      again.delete(editKey); // one that stands twice is written once
      archive.push(line);
    }
    put(replacements);
  }
  return { batches: batches.filter((batch) => batch.size > 0), archive };
}
