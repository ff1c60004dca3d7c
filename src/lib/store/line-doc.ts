/**
 * A Y.Doc of root arrays of lines. Every client id appends to arrays of its own, so nobody's lines depend on
 * what somebody else wrote.
 */
import * as Y from 'yjs';
import type { Root } from './lines.ts';
import type { Replacements } from './rewrite.ts';

export interface Lines {
  readonly records: readonly string[];
  readonly edits: readonly string[];
  readonly purged: readonly string[];
  /** Edits that a rewrite took out. */
  readonly gone?: readonly string[];
}

export interface LineDoc {
  lines(): Lines;
  editCount(): number;
  /** How many structs of that client are here. */
  stateOf(client: number): number;
  rootAt(client: number, clock: number): Root | undefined;
  apply(update: Uint8Array): void;
  /** What `act` applies is told once. */
  together(act: () => void): void;
  /** Runs `act` as one transaction, of which nobody is told. */
  load(act: () => void): void;
  append(written: Partial<Lines>): void;
  replace(replacements: Replacements): void;
  /** All of it as one update, without the text of what was taken out. */
  state(): Uint8Array;
  /** From now on: what others' updates brought, and what was written here. */
  listen(
    heard: (lines: Lines) => void,
    written: (update: Uint8Array, kind: 'edits' | 'rewrite') => void
  ): void;
  /** Whom to write as. */
  writer: number;
  destroy(): void;
}

const ROOTS = ['records', 'edits', 'purged'] as const;

const nameToRoot = (name: string): Root | undefined => {
  const root = name.slice(0, name.indexOf(':'));
  return root === 'records' || root === 'edits' || root === 'purged' ? root : undefined;
};

const emptyLines = () => ({ records: [] as string[], edits: [] as string[], purged: [] as string[] });

export function createLineDoc(): LineDoc {
  const doc = new Y.Doc({ gc: true });
  const own = Symbol('own');

  const roots = (): [Root, Y.Array<string>][] =>
    [...doc.share.keys()].flatMap((name) => {
      const root = nameToRoot(name);
      return root ? [[root, doc.getArray<string>(name)] as [Root, Y.Array<string>]] : [];
    });

  /**
   * What a transaction added and took out, read from its structs: `event.changes` walks whole arrays.
   * A struct that came in already deleted is neither.
   */
  function linesOf(transaction: Y.Transaction): Lines {
    const lines = { ...emptyLines(), gone: [] as string[] };
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
    const again = emptyLines();
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

  const lineDoc: LineDoc = {
    lines: () => {
      const all = emptyLines();
      for (const [root, array] of roots()) for (const line of array.toArray()) all[root].push(line);
      return all;
    },
    editCount: () => roots().reduce((sum, [root, array]) => (root === 'edits' ? sum + array.length : sum), 0),
    stateOf: (client) => Y.getState(doc.store, client),
    rootAt: (client, clock) => {
      const structs = doc.store.clients.get(client);
      if (!structs || clock >= Y.getState(doc.store, client)) return undefined;
      const struct = structs[Y.findIndexSS(structs, clock)];
      if (!(struct instanceof Y.Item) || !(struct.parent instanceof Y.AbstractType)) return undefined;
      return nameToRoot(Y.findRootTypeKey(struct.parent));
    },
    apply: (update) => Y.applyUpdate(doc, update, 'foreign'),
    together: (act) => doc.transact(act, 'foreign'),
    load: (act) => doc.transact(act, 'load'),
    append: (written) => {
      doc.clientID = lineDoc.writer; // Yjs takes another one when it meets its own in what it applies
      doc.transact(() => {
        for (const root of ROOTS) {
          const added = written[root];
          if (added && added.length > 0) doc.getArray<string>(`${root}:${doc.clientID}`).push([...added]);
        }
      }, own);
    },
    replace: (replacements) => {
      doc.clientID = lineDoc.writer;
      doc.transact(() => replaceLines(replacements), 'rewrite');
    },
    state: () => Y.encodeStateAsUpdate(doc),
    listen: (heard, written) => {
      doc.on('update', (update: Uint8Array, origin: unknown) => {
        if (origin === own) written(update, 'edits');
        else if (origin === 'rewrite') written(update, 'rewrite');
      });
      doc.on('afterTransaction', (transaction: Y.Transaction) => {
        if (transaction.origin === 'foreign' || transaction.origin === 'rewrite') heard(linesOf(transaction));
      });
    },
    writer: doc.clientID,
    destroy: () => doc.destroy()
  };
  return lineDoc;
}

/** The lines that updates of this device hold, without a document. */
export function updatesToLines(updates: readonly Uint8Array[]): Lines {
  const lines = emptyLines();
  for (const update of updates)
    for (const struct of Y.decodeUpdate(update).structs)
      if (struct instanceof Y.Item && struct.content instanceof Y.ContentAny)
        for (const line of struct.content.arr as string[]) {
          const parts = line.split('\n', 1)[0]!.split('\t').length;
          lines[parts === 3 ? 'purged' : parts === 7 ? 'records' : 'edits'].push(line);
        }
  return lines;
}
