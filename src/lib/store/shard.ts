/**
 * A shard: one Y.Doc of root arrays of lines over one room of the device's log. Every client id appends to
 * arrays of its own, so a segment depends on its own writer's chain only. The shard knows lines, not what
 * they mean: what arrives is handed to `Listener`, what is written is committed through the room.
 */
import * as Y from 'yjs';
import type { Failure } from '../base/result.ts';
import type { RoomAddress, RoomLog } from '../sync/log.ts';
import { isLineOf } from './lines.ts';

export type Root = 'records' | 'edits' | 'purged';

export interface Lines {
  readonly records: readonly string[];
  readonly edits: readonly string[];
  readonly purged: readonly string[];
}

export interface ShardListener {
  /** Lines that came in, at opening or later. */
  read(shard: Shard, lines: Lines): void;
  saving(): void;
  saved(): void;
  /** The commit failed; the update is kept in memory and tried again. */
  failing(problem: Failure): void;
  /** An update was kept aside. */
  quarantined(problem: Failure): void;
}

/** A sealed part is at most 192 KiB; deflate makes text smaller, so this leaves room. */
const UPDATE_LIMIT = 128 * 1024;
const RETRY_MS = 3000;

export interface Shard {
  readonly address: RoomAddress;
  readonly opened: boolean;
  /** Loads the room. Lines written before are appended once its own chain is loaded. */
  open(room: RoomLog): Promise<void>;
  write(lines: Partial<Lines>): void;
  /**
   * Asks of each line what becomes of it: `false` keeps it, nothing takes it out, a text takes its place.
   * One transaction, after `archive` (what goes, in the caller's form) is committed.
   */
  rewrite(
    replace: (root: Root, line: string) => string | undefined | false,
    archive: Uint8Array
  ): Promise<void>;
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
        message: 'This device could not save the last change. It stays on screen and is tried again.'
      };

export function createShard(address: RoomAddress, listener: ShardListener): Shard {
  const doc = new Y.Doc({ gc: true });
  const own = Symbol('own');
  let room: RoomLog | undefined;
  let stopListening = () => {};
  let early: Partial<Lines>[] = [];
  let unsaved: { update: Uint8Array; kind: 'edits' | 'rewrite' }[] = [];
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

  /** The strings a transaction added, read from its structs: `event.changes` walks whole arrays. */
  function addedLines(transaction: Y.Transaction): Lines {
    const added = { records: [] as string[], edits: [] as string[], purged: [] as string[] };
    const rootOf = new Map<unknown, Root>(roots().map(([root, array]) => [array, root]));
    for (const [client, after] of transaction.afterState) {
      const before = transaction.beforeState.get(client) ?? 0;
      if (before === after) continue;
      const structs = doc.store.clients.get(client)!;
      for (let at = Y.findIndexSS(structs, before); at < structs.length; at++) {
        const struct = structs[at]!;
        if (!(struct instanceof Y.Item) || struct.deleted || !(struct.content instanceof Y.ContentAny))
          continue;
        const root = rootOf.get(struct.parent);
        if (root) added[root].push(...(struct.content.arr as string[]));
      }
    }
    return added;
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
    for (const root of ['records', 'edits', 'purged'] as const) {
      let part: string[] = [];
      let size = 0;
      for (const line of written[root] ?? []) {
        if (size + line.length > UPDATE_LIMIT / 2 && part.length > 0) {
          append({ [root]: part });
          part = [];
          size = 0;
        }
        part.push(line);
        size += line.length;
      }
      if (part.length > 0) append({ [root]: part });
    }
    startCommitting();
  }

  function attach(): void {
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === own) unsaved.push({ update, kind: 'edits' });
      else if (origin === 'rewrite') unsaved.push({ update, kind: 'rewrite' });
    });
    doc.on('afterTransaction', (transaction: Y.Transaction) => {
      if (transaction.origin !== 'foreign') return;
      listener.read(shard, addedLines(transaction));
    });
    stopListening = room!.onUpdate((update) => {
      const problem = findShapeProblem(update);
      if (problem) listener.quarantined(problem);
      else Y.applyUpdate(doc, update, 'foreign');
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
            Y.applyUpdate(doc, update, 'load');
          } catch {
            listener.quarantined(unreadable('A saved part of this office could not be read'));
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
    rewrite: async (replace, archive) => {
      await shard.settled();
      await room!.append(archive, 'archive');
      doc.transact(() => {
        const again: Record<Root, string[]> = { records: [], edits: [], purged: [] };
        for (const [root, array] of roots()) {
          const standing = array.toArray();
          // From the end and in runs: positions before a deletion stay true, and a run costs one search.
          let end = standing.length;
          for (let at = standing.length - 1; at >= 0; at--) {
            const replacement = replace(root, standing[at]!);
            if (replacement) again[root].push(replacement);
            if (replacement !== false) continue;
            if (at + 1 < end) array.delete(at + 1, end - at - 1);
            end = at;
          }
          if (end > 0) array.delete(0, end);
        }
        for (const root of ['records', 'edits'] as const)
          if (again[root].length > 0)
            doc.getArray<string>(`${root}:${doc.clientID}`).push(again[root].reverse());
      }, 'rewrite');
      startCommitting();
      await shard.settled();
    },
    archives: async () => (room ? room.archives() : []),
    settled: async () => {
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

const unreadable = (what: string): Failure => ({
  tag: 'unreadable-part',
  message: `${what}. It was kept aside; everything else is here. A backup made before today still has it.`
});

/** Looks at an update without a document: only lines, only in our roots, nothing deleted outside a rewrite. */
export function findShapeProblem(update: Uint8Array): Failure | undefined {
  const problem = unreadable('A change from another window has an unknown shape');
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
