/**
 * A shard: one Y.Doc of root arrays of lines over one room of the device's log. Every client id appends to
 * arrays of its own, so a segment depends on its own writer's chain only. The shard knows lines, not what
 * they mean: what arrives is handed to `Listener`, what is written is committed through the room.
 */
import * as Y from 'yjs';
import { utf8ToBytes } from '../base/bytes.ts';
import type { Failure } from '../base/result.ts';
import type { RoomAddress, RoomLog } from '../sync/log.ts';
import { isLineOf } from './lines.ts';
import type { Replacements } from './rewrite.ts';
import type { Saver } from './status.ts';
import { t } from './text.ts';

export type Root = 'records' | 'edits' | 'purged';

export interface Lines {
  readonly records: readonly string[];
  readonly edits: readonly string[];
  readonly purged: readonly string[];
  /** Edits that a rewrite took out. */
  readonly gone?: readonly string[];
}

export interface ShardListener extends Saver {
  /** Lines that came in, at opening or later. */
  read(shard: Shard, lines: Lines): void;
}

/** Bytes that are merged into one segment, and characters (of up to three bytes) written in one transaction. */
const UPDATE_LIMIT = 128 * 1024;
const PART = 60 * 1024;
const RETRY_MS = 3000;

export interface Shard {
  readonly address: RoomAddress;
  readonly opened: boolean;
  /** Loads the room. Lines written before are appended once its own chain is loaded. */
  open(room: RoomLog): Promise<void>;
  write(lines: Partial<Lines>): void;
  /**
   * Commits what goes as archives, then takes lines out and puts others in their place, a batch a
   * transaction. Both in parts that fit a segment.
   */
  rewrite(batches: readonly Replacements[], archive: readonly string[]): Promise<void>;
  lines(): Lines;
  editCount(): number;
  archives(): Promise<readonly Uint8Array[]>;
  /** Resolves when everything written is committed. */
  settled(): Promise<void>;
  close(): void;
}

const toFailure = (error: unknown): Failure =>
  typeof error === 'object' && error !== null && 'tag' in error && 'message' in error
    ? (error as Failure)
    : {
        tag: 'not-saved',
        message: t('notSaved')
      };

export function createShard(address: RoomAddress, listener: ShardListener): Shard {
  const doc = new Y.Doc({ gc: true });
  const own = Symbol('own');
  let room: RoomLog | undefined;
  let stopListening = () => {};
  let early: Partial<Lines>[] = [];
  const unsaved: { update: Uint8Array; kind: 'edits' | 'rewrite' }[] = [];
  let committing: Promise<void> | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;

  const roots = (): [Root, Y.Array<string>][] =>
    [...doc.share.keys()].flatMap((name) => {
      const root = name.slice(0, name.indexOf(':'));
      return root === 'records' || root === 'edits' || root === 'purged'
        ? [[root, doc.getArray<string>(name)] as [Root, Y.Array<string>]]
        : [];
    });

  function lines(): Lines {
    const all = { records: [] as string[], edits: [] as string[], purged: [] as string[] };
    for (const [root, array] of roots()) for (const line of array.toArray()) all[root].push(line);
    return all;
  }

  /**
   * What a transaction added and took out, read from its structs: `event.changes` walks whole arrays.
   * A struct that came in already deleted is neither.
   */
  function linesOf(transaction: Y.Transaction): Lines {
    const lines = {
      records: [] as string[],
      edits: [] as string[],
      purged: [] as string[],
      gone: [] as string[]
    };
    const rootOf = new Map<unknown, Root>(roots().map(([root, array]) => [array, root]));
    const stringsOf = (struct: Y.Item | Y.GC): readonly string[] =>
      struct instanceof Y.Item && struct.content instanceof Y.ContentAny
        ? (struct.content.arr as string[])
        : [];
    for (const [client, after] of transaction.afterState) {
      const before = transaction.beforeState.get(client) ?? 0;
      if (before === after) continue;
      const structs = doc.store.clients.get(client)!;
      for (let at = Y.findIndexSS(structs, before); at < structs.length; at++) {
        const struct = structs[at]!;
        const root = struct instanceof Y.Item && !struct.deleted && rootOf.get(struct.parent);
        if (root) lines[root].push(...stringsOf(struct));
      }
    }
    for (const [client, deletions] of transaction.deleteSet.clients) {
      const structs = doc.store.clients.get(client) ?? [];
      const before = transaction.beforeState.get(client) ?? 0;
      for (const { clock, len } of deletions) {
        if (clock >= before) continue;
        for (let at = Y.findIndexSS(structs, clock); at < structs.length; at++) {
          const struct = structs[at]!;
          if (struct.id.clock >= Math.min(clock + len, before)) break;
          if (struct instanceof Y.Item && rootOf.get(struct.parent) === 'edits')
            lines.gone.push(...stringsOf(struct));
        }
      }
    }
    return lines;
  }

  function replaceLines(replacements: Replacements): void {
    const again = { records: [] as string[], edits: [] as string[], purged: [] as string[] };
    for (const [root, array] of roots()) {
      const standing = array.toArray();
      // From the end and in runs: positions before a deletion stay true, and a run costs one search.
      let end = standing.length;
      for (let at = standing.length - 1; at >= -1; at--) {
        if (at >= 0 && replacements.has(standing[at]!)) {
          const replacement = replacements.get(standing[at]!);
          if (replacement) again[root].push(replacement);
          continue;
        }
        if (at + 1 < end) array.delete(at + 1, end - at - 1);
        end = at;
      }
    }
    for (const root of ['records', 'edits'] as const)
      if (again[root].length > 0) doc.getArray<string>(`${root}:${doc.clientID}`).push(again[root].reverse());
  }

  /** Merges what has gathered into updates below the limit and commits them one after the other. */
  async function commit(): Promise<void> {
    while (room && unsaved.length > 0) {
      const batch = [unsaved[0]!];
      let size = batch[0]!.update.length;
      while (batch.length < unsaved.length) {
        const next = unsaved[batch.length]!;
        size += next.update.length;
        if (size > UPDATE_LIMIT || next.kind !== batch[0]!.kind) break;
        batch.push(next);
      }
      const update = batch.length === 1 ? batch[0]!.update : Y.mergeUpdates(batch.map((item) => item.update));
      try {
        await room.append(update, batch[0]!.kind);
        unsaved.splice(0, batch.length);
      } catch (error) {
        listener.failing(toFailure(error));
        retry ??= setTimeout(() => {
          retry = undefined;
          startCommitting();
        }, RETRY_MS);
        return;
      }
    }
    if (room && room.wantsCheckpoint()) await room.checkpoint(Y.mergeUpdates).catch(() => {});
  }

  function startCommitting(): void {
    committing ??= commit().finally(() => {
      committing = undefined;
      if (unsaved.length === 0) listener.saved();
    });
  }

  function append(written: Partial<Lines>): void {
    doc.transact(() => {
      for (const root of ['records', 'edits', 'purged'] as const) {
        const added = written[root];
        if (added && added.length > 0) doc.getArray<string>(`${root}:${doc.clientID}`).push([...added]);
      }
    }, own);
  }

  /** Large imports become several transactions, each small enough for one segment. */
  function write(written: Partial<Lines>): void {
    listener.saving();
    if (!room) {
      early.push(written);
      return;
    }
    for (const root of ['records', 'edits', 'purged'] as const)
      for (const part of linesToParts(written[root] ?? [])) append({ [root]: part });
    startCommitting();
  }

  function attach(): void {
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === own) unsaved.push({ update, kind: 'edits' });
      else if (origin === 'rewrite') unsaved.push({ update, kind: 'rewrite' });
    });
    doc.on('afterTransaction', (transaction: Y.Transaction) => {
      if (transaction.origin !== 'foreign' && transaction.origin !== 'rewrite') return;
      listener.read(shard, linesOf(transaction));
    });
    stopListening = room!.onUpdate((update) => {
      const problem = findShapeProblem(update.bytes);
      if (problem) listener.quarantined(problem);
      else Y.applyUpdate(doc, update.bytes, 'foreign');
    });
  }

  const shard: Shard = {
    address,
    get opened() {
      return room !== undefined;
    },
    open: async (opening) => {
      const { updates, problems, clientId } = await opening.read();
      for (const problem of problems) listener.quarantined(problem);
      doc.transact(() => {
        for (const update of updates) {
          try {
            Y.applyUpdate(doc, update.bytes, 'load');
          } catch {
            listener.quarantined(unreadable(t('unreadableSaved')));
          }
        }
      }, 'load');
      doc.clientID = clientId; // after loading: Yjs picks another when it meets its own id in what it loads
      room = opening;
      // Listeners only now: Yjs would encode the whole loaded state again for an update listener.
      attach();
      listener.read(shard, lines());
      const waiting = early;
      early = [];
      for (const written of waiting) write(written);
    },
    write,
    lines,
    editCount: () => roots().reduce((sum, [root, array]) => (root === 'edits' ? sum + array.length : sum), 0),
    rewrite: async (batches, archive) => {
      await shard.settled();
      for (const part of linesToParts(archive)) await room!.append(utf8ToBytes(part.join('\n')), 'archive');
      for (const batch of batches) {
        doc.transact(() => replaceLines(batch), 'rewrite');
        startCommitting();
        await shard.settled();
      }
    },
    archives: async () => (room ? room.archives() : []),
    settled: async () => {
      if (!room && early.length > 0) throw toFailure(undefined);
      while (unsaved.length > 0 || committing) {
        if (!committing && retry) throw toFailure(undefined);
        startCommitting();
        await committing;
      }
    },
    close: () => {
      stopListening();
      clearTimeout(retry);
      doc.destroy();
    }
  };
  return shard;
}

/** Cuts lines into parts that each fit a segment. */
function linesToParts(lines: readonly string[]): string[][] {
  const parts: string[][] = [];
  let size = Infinity;
  for (const line of lines) {
    if (size + line.length > PART) {
      parts.push([]);
      size = 0;
    }
    parts.at(-1)!.push(line);
    size += line.length;
  }
  return parts;
}

const unreadable = (message: string): Failure => ({ tag: 'unreadable-part', message });

/** Looks at an update without a document: only lines, only in our roots, nothing deleted outside a rewrite. */
export function findShapeProblem(update: Uint8Array): Failure | undefined {
  const problem = unreadable(t('unreadableForeign'));
  try {
    for (const struct of Y.decodeUpdate(update).structs) {
      if (!(struct instanceof Y.Item)) continue;
      const parent = struct.parent as unknown;
      const root = typeof parent === 'string' ? parent.slice(0, parent.indexOf(':')) : undefined;
      if (root !== undefined && root !== 'records' && root !== 'edits' && root !== 'purged') return problem;
      if (struct.content instanceof Y.ContentDeleted) continue;
      if (!(struct.content instanceof Y.ContentAny)) return problem;
      for (const line of struct.content.arr as unknown[]) {
        if (typeof line !== 'string') return problem;
        // Behind the first item of a run the root's name is implied by its neighbour.
        const fits = root
          ? isLineOf(root, line)
          : (['records', 'edits', 'purged'] as const).some((r) => isLineOf(r, line));
        if (!fits) return problem;
      }
    }
    return undefined;
  } catch {
    return problem;
  }
}
