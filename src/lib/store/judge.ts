/**
 * Looks at an update before anything of it is applied, without a document: who its structs belong to, where
 * they go, what they hold and what they delete. The log has verified who signed it; here it is judged whether
 * that writer may say what it says. Rules 2 to 4 of docs/sealed-log.md.
 */
import * as Y from 'yjs';
import { failed, ok, type Failure, type Result } from '../base/result.ts';
import type { RoomUpdate, RoomUpdateOrigin } from '../sync/log.ts';
import { isLineOf, linesToWriters, type Root } from './lines.ts';
import { SEED_CLIENT } from './note-blocks.ts';
import { decodeNotes, isNotesRoom } from './note-payload.ts';
import { t } from './text.ts';

export type Judgement =
  | { readonly ok: false; readonly error: Failure }
  /**
   * Sound. `needs` says how much of each client's structs must be here before it can be applied; `clients`
   * are those whose structs it brings.
   */
  | {
      readonly ok: true;
      readonly needs: ReadonlyMap<number, number>;
      readonly clients: readonly number[];
    };

export type Judge = (update: RoomUpdate) => Judgement;

export interface LinesContext {
  /** The root in whose array a struct that is already here stands. */
  rootAt(client: number, clock: number): Root | undefined;
  /** True leaves parsing lines out: this device wrote them itself, and read them before. */
  trusts(from: RoomUpdateOrigin): boolean;
}

/** Yjs counts clocks in 53 bits; nobody honest comes near this, and lengths beyond it are made up. */
const CLOCK_LIMIT = 2 ** 40;
/** A judgement that is not made by rule but by Yjs, which could not read the bytes. */
const unreadable = (): Judgement => refused('unreadable-part', t('unreadableForeign'));
const foreign = (): Judgement => refused('not-its-own', t('notItsOwn'));
const deletes = (): Judgement => refused('may-not-delete', t('mayNotDelete'));
const noRight = (): Judgement => refused('may-not-rewrite', t('mayNotRewrite'));

function refused(tag: string, message: string): Judgement {
  return { ok: false, error: { tag, message } };
}

type Struct = Y.Item | Y.GC | Y.Skip;

interface Decoded {
  readonly structs: readonly Struct[];
  readonly deletions: ReadonlyMap<number, readonly { readonly clock: number; readonly len: number }[]>;
  /** For each client, from which clock to which. */
  readonly spans: ReadonlyMap<number, { readonly from: number; readonly to: number }>;
}

/** Nothing where the bytes are no update, or one with holes in it. */
function decode(bytes: Uint8Array): Decoded | undefined {
  try {
    const { structs, ds } = Y.decodeUpdate(bytes);
    const spans = new Map<number, { from: number; to: number }>();
    for (const struct of structs) {
      const { client, clock } = struct.id;
      if (struct instanceof Y.Skip || !(struct.length > 0)) return undefined;
      const span = spans.get(client);
      if (!span) spans.set(client, { from: clock, to: clock + struct.length });
      else if (span.to !== clock) return undefined;
      else span.to = clock + struct.length;
      if (clock + struct.length > CLOCK_LIMIT) return undefined;
    }
    return { structs, deletions: ds.clients, spans };
  } catch {
    return undefined;
  }
}

// ── rooms of records ──────────────────────────────────────────────────────────────────────────────────

export const createLinesJudge =
  (context: LinesContext): Judge =>
  (update) =>
    judgeLines(update, context);

/** A snapshot of a room: it stands on nothing else, and takes out only what it brings itself. */
export function judgeState(shard: string, state: Uint8Array): Result<readonly number[]> {
  try {
    if (!isNotesRoom({ shard })) return judgeWhole(state, (bytes) => judgeLines({ bytes }, NOTHING_HERE));
    const brought = new Set<number>();
    for (const [, update] of decodeNotes(state)) {
      const judged = judgeWhole(update, (bytes) => judgeNote({ bytes }));
      if (!judged.ok) return judged;
      for (const client of judged.value) brought.add(client);
    }
    return ok([...brought]);
  } catch {
    return failed('unreadable-part', t('unreadableForeign'));
  }
}

const NOTHING_HERE: LinesContext = { rootAt: () => undefined, trusts: () => false };

function judgeWhole(bytes: Uint8Array, judge: (bytes: Uint8Array) => Judgement): Result<readonly number[]> {
  const judged = judge(bytes);
  if (!judged.ok) return judged;
  for (const [client, clock] of judged.needs)
    if (clock > 0 && client !== SEED_CLIENT) return failed('unreadable-part', t('unreadableForeign'));
  const { spans, deletions } = decode(bytes)!;
  for (const [client, ranges] of deletions) {
    if (client === SEED_CLIENT) continue;
    const end = spans.get(client)?.to ?? 0;
    if (ranges.some(({ clock, len }) => clock + len > end))
      return failed('may-not-delete', t('mayNotDelete'));
  }
  return ok(judged.clients);
}

function judgeLines({ bytes, from }: RoomUpdate, { rootAt, trusts }: LinesContext): Judgement {
  const decoded = decode(bytes);
  if (!decoded) return unreadable();
  const { structs, deletions, spans } = decoded;
  const kind = from?.kind ?? 'snapshot';
  if (kind !== 'edits' && kind !== 'rewrite' && kind !== 'snapshot') return unreadable();
  if (from && kind !== 'edits' && !from.fullMember) return noRight();
  if (kind === 'edits' && deletions.size > 0) return deletes();
  if (kind !== 'snapshot') for (const client of spans.keys()) if (client !== from!.clientId) return foreign();

  const needs = spansToNeeds(spans);
  const roots = new Map<number, { clock: number; end: number; root: Root | undefined }[]>();
  const parse = !from || !trusts(from);
  for (const struct of structs) {
    const { client, clock } = struct.id;
    const gone = !(struct instanceof Y.Item) || struct.content instanceof Y.ContentDeleted;
    if (gone && kind !== 'snapshot') return deletes();
    if (!(struct instanceof Y.Item)) continue;
    if (!gone && !(struct.content instanceof Y.ContentAny)) return unreadable();
    if (struct.parentSub !== null || struct.rightOrigin !== null) return unreadable();
    if (!roots.has(client)) roots.set(client, []);
    const known = roots.get(client)!;
    let root: Root | undefined;
    if (struct.origin === null) {
      root = parentToRoot(struct.parent, client);
      if (!root) return unreadable();
    } else {
      // Everybody appends behind what they wrote themselves, so nobody depends on anybody else.
      const origin = struct.origin;
      if (origin.client !== client || origin.clock >= clock) return unreadable();
      root =
        known.findLast((one) => one.clock <= origin.clock && origin.clock < one.end)?.root ??
        rootAt(client, origin.clock);
    }
    known.push({ clock, end: clock + struct.length, root });
    if (!(struct.content instanceof Y.ContentAny)) continue;
    for (const line of struct.content.arr as readonly unknown[]) {
      if (typeof line !== 'string') return unreadable();
      if (!parse) continue;
      // Behind something that is not here yet its root is not known; it is judged again when that came.
      const fitting = root ?? (['records', 'edits', 'purged'] as const).find((one) => isLineOf(one, line));
      if (!fitting || !isLineOf(fitting, line)) return unreadable();
      if (!from || kind !== 'edits') continue;
      if (fitting === 'purged' && !from.fullMember) return deletes();
      for (const { author, accepted } of linesToWriters(fitting, line))
        if (author !== from.device ? accepted !== from.device || !from.fullMember : accepted !== '')
          return foreign();
    }
  }
  return { ok: true, needs, clients: [...spans.keys()] };
}

function parentToRoot(parent: unknown, client: number): Root | undefined {
  if (typeof parent !== 'string') return undefined;
  const colon = parent.indexOf(':');
  const root = parent.slice(0, colon);
  if (parent.slice(colon + 1) !== `${client}`) return undefined;
  return root === 'records' || root === 'edits' || root === 'purged' ? root : undefined;
}

// ── notes ─────────────────────────────────────────────────────────────────────────────────────────────

const NOTE_ROOT = 'note';
const noteContents = [
  Y.ContentString,
  Y.ContentType,
  Y.ContentFormat,
  Y.ContentAny,
  Y.ContentJSON,
  Y.ContentEmbed,
  Y.ContentDeleted
];

/** One note's part of a payload. Everybody may delete inside a note, but only what is there. */
export function judgeNote({ bytes, from }: RoomUpdate): Judgement {
  const decoded = decode(bytes);
  if (!decoded) return unreadable();
  const { structs, deletions, spans } = decoded;
  const kind = from?.kind ?? 'snapshot';
  if (kind !== 'note' && kind !== 'snapshot' && kind !== 'rewrite') return unreadable();
  if (from && kind !== 'note' && !from.fullMember) return noRight();
  if (kind === 'note') for (const client of spans.keys()) if (client !== from!.clientId) return foreign();

  const needs = spansToNeeds(spans);
  const need = (client: number, clock: number): void => {
    const span = spans.get(client);
    if (span && clock >= span.from && clock < span.to) return;
    needs.set(client, Math.max(needs.get(client) ?? 0, clock + 1));
  };
  for (const struct of structs) {
    if (!(struct instanceof Y.Item)) continue;
    if (!noteContents.some((content) => struct.content instanceof content)) return unreadable();
    const parent = struct.parent as unknown;
    if (typeof parent === 'string' && parent !== NOTE_ROOT) return unreadable();
    const references = [struct.origin, struct.rightOrigin, typeof parent === 'object' ? parent : null];
    for (const reference of references as (Y.ID | null)[]) {
      if (!reference) continue;
      if (reference.client === struct.id.client && reference.clock >= struct.id.clock) return unreadable();
      need(reference.client, reference.clock);
    }
  }
  if (kind === 'note')
    for (const [client, ranges] of deletions)
      for (const { clock, len } of ranges) if (len > 0) need(client, clock + len - 1);
  return { ok: true, needs, clients: [...spans.keys()] };
}

const spansToNeeds = (spans: Decoded['spans']): Map<number, number> =>
  new Map([...spans].map(([client, { from }]) => [client, from]));
