/**
 * A field is a multi-value register. A *leaf* is an edit that no other edit of that register replaces; the
 * leaf with the highest stamp is shown, and leaves that say different things are a conflict, the same on
 * every replica. The creation's own value counts as an edit with the creation's stamp.
 */
import type { Edit } from './lines.ts';
import type { Stamp } from './stamp.ts';

export interface Leaf {
  readonly stamp: Stamp;
  readonly author: string;
  readonly json: string;
}

/** Highest stamp first. Never empty. */
export function registerToLeaves(base: Leaf, edits: readonly Edit[]): readonly Leaf[] {
  const replaced = new Set<Stamp>();
  for (const edit of edits) for (const stamp of edit.replaced) replaced.add(stamp);
  const leaves: Leaf[] = edits.filter(({ stamp }) => !replaced.has(stamp));
  if (!replaced.has(base.stamp) && (edits.length === 0 || base.json !== '')) leaves.push(base);
  if (leaves.length === 0) leaves.push(base); // only a forged circle of replacements leads here
  // Only forged edits share a stamp; even those stand alike everywhere.
  const rank = ({ stamp, author, json }: Leaf) => `${stamp} ${author} ${json}`;
  return leaves.length < 2 ? leaves : leaves.sort((a, b) => (rank(a) < rank(b) ? 1 : -1));
}

export const isContested = (leaves: readonly Leaf[]): boolean =>
  leaves.some(({ json }) => json !== leaves[0]!.json);

/**
 * The edits of one register that a rewrite may take out, and the leaves as they must be written again.
 *
 * Removed are replaced edits, but only where everything that they themselves replace goes with them (or is
 * the creation, which stays). An edit that names one not seen here stays, for the unseen one would turn
 * into a leaf without it. A leaf that names removed edits is written again without them, under its old
 * stamp, so that the next rewrite may take it when it is replaced in turn.
 */
export function planRewrite(
  baseStamp: Stamp,
  edits: readonly Edit[]
): { readonly removed: readonly Edit[]; readonly rewritten: readonly Edit[] } {
  const named = new Map<Stamp, Stamp[]>();
  for (const { stamp, replaced } of edits) named.set(stamp, [...(named.get(stamp) ?? []), ...replaced]);
  const replaced = new Set<Stamp>();
  for (const edit of edits) for (const stamp of edit.replaced) replaced.add(stamp);

  const removable = new Set([...named.keys()].filter((stamp) => replaced.has(stamp)));
  for (let shrunk = true; shrunk;) {
    shrunk = false;
    for (const stamp of removable) {
      if (named.get(stamp)!.every((other) => other === baseStamp || removable.has(other))) continue;
      removable.delete(stamp);
      shrunk = true;
    }
  }
  if (removable.size === 0) return { removed: [], rewritten: [] };
  const kept = edits.filter(({ stamp }) => !removable.has(stamp));
  return {
    removed: edits.filter(({ stamp }) => removable.has(stamp)),
    rewritten: kept
      .filter((edit) => edit.replaced.some((stamp) => removable.has(stamp)))
      .map((edit) => ({
        ...edit,
        // The creation was replaced by way of what goes now: say so directly.
        replaced: [...new Set([baseStamp, ...edit.replaced.filter((stamp) => !removable.has(stamp))])]
      }))
  };
}
