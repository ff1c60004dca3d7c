/**
 * Reads a room from the device's store: the checkpoint, the large segments it leaves standing, and what was
 * committed after it. All segments are judged at once (WebCrypto works on other threads), then put into the
 * order of their positions, where chains are followed and contents of several parts joined. What cannot be
 * trusted is moved aside whole, with its reason; everything else is read.
 */
import { bytesToBase64url, concatBytes, type Bytes } from '../base/bytes.ts';
import type { Failure } from '../base/result.ts';
import type { Opened } from '../identity/open.ts';
import { decodeSegment, type SegmentHeader } from '../protocol/segment.ts';
import type { Checkpoint } from './checkpoint.ts';
import { createChains, segmentMissing, segmentRetired, type ChainEnd, type Chains } from './chains.ts';
import type { StoreKey } from './device-store.ts';
import { openBase, readBase } from './base.ts';
import { openCheckpoint } from './keep-checkpoint.ts';
import { judgeSegment, placeToRoomKey, type Judged, type Judgement, type Place } from './judge.ts';
import {
  keysOf,
  SEGMENT_CLASSES,
  type Head,
  type Quarantined,
  type RoomRecord,
  type SegmentClass
} from './layout.ts';
import type { RoomUpdate } from './log.ts';
import type { OfficeContext } from './office-context.ts';

/** One thing to apply. Parts of a longer content are items of their own, the last one carries it. */
export interface RoomItem {
  readonly kind: 'merged' | SegmentClass;
  readonly position: number;
  readonly clientId: number;
  readonly hash?: Bytes;
  readonly update?: Bytes;
  /** Absent for what the checkpoint covers. */
  readonly header?: SegmentHeader;
}

export interface ReadRoom {
  /** Everything up to and including this position was read. */
  readonly position: number;
  readonly items: readonly RoomItem[];
  readonly chains: Chains;
  readonly problems: readonly Failure[];
  /** How many small segments the checkpoint stands for. */
  readonly covered: number;
  /** Where the snapshot was taken into use on which all this stands. */
  readonly base: number | undefined;
  /** Segments that were passed over, since the snapshot stands for them. */
  readonly passed: number;
  /** Knows the contents whose last parts are not here yet. */
  readonly join: Joiner;
}

interface StoredSegment {
  readonly kind: SegmentClass;
  readonly position: number;
  readonly bytes: Bytes;
  readonly trusted?: Bytes;
}

/**
 * `contents: false` leaves out what the checkpoint covers, for making the next checkpoint; `limit` is the last
 * position to be read.
 */
export async function readRoom(
  place: Place,
  context: OfficeContext,
  { contents, limit = Infinity }: { readonly contents: boolean; readonly limit?: number }
): Promise<ReadRoom> {
  const { store } = context.deps;
  const keys = keysOf(context.officeId);
  const room = placeToRoomKey(place);
  const record = await store.get<RoomRecord>(keys.room(room));
  const checkpoint = await openCheckpoint(place, context);
  const base = await openBase(place, context);
  const state = base && contents ? await readBase(place, context) : undefined;
  const after = checkpoint?.position ?? 0;
  const upTo = Math.max(Math.min(record?.position ?? 0, limit), after);

  const [heads, aside, damaged, large, ...tails] = await Promise.all([
    store.entries<Head & { position: number }>({ prefix: keys.heads(room) }),
    store.entries<Quarantined>({ prefix: keys.quarantine(room) }),
    store.entries<Failure>({ prefix: keys.damaged(room) }),
    contents && checkpoint ? readStanding(room, checkpoint, context) : [],
    ...readTail(room, after + 1, context)
  ]);
  const chains = createChains(checkpoint?.heads ?? base?.ends ?? []);
  const problems: Failure[] = aside.map(([, { reason }]) => reason);
  for (const [key, reason] of damaged) {
    chains.damage(Number(key.at(-1)), reason);
    if (reason.tag === 'segment-missing') problems.push(reason);
  }

  const retired = retiredFrom(aside.map(([, one]) => one));
  // What the checkpoint leaves standing was verified when the checkpoint was made: its hash is enough.
  const items: RoomItem[] = [];
  if (state) items.push({ kind: 'merged', position: 0, clientId: 0, update: state.state });
  else if (base && contents) for (const id of base.ends.keys()) chains.damage(id, segmentMissing());
  const standing = new Map(large.map(([key, bytes]) => [Number(key.at(-1)), bytes]));
  const covered: StoredSegment[] = [];
  const missing: number[] = [];
  for (const item of checkpoint?.items ?? []) {
    if (item.kind === 'merged' || !contents) continue;
    const bytes = standing.get(item.position);
    if (bytes) covered.push({ kind: 'large', position: item.position, bytes, trusted: item.hash });
    else if (!aside.some(([key]) => key.at(-1) === item.position)) missing.push(item.clientId);
  }
  const found = tails.flat().filter(({ position }) => position <= upTo);
  const tail = base ? found.filter((segment) => !isCovered(segment, base.ends)) : found;
  const [judgedCovered, judgedTail] = await Promise.all([
    judgeAll(covered, place, context),
    judgeAll(tail, place, context)
  ]);

  const lost: Lost[] = [];
  const join = createJoiner();
  for (const item of checkpoint?.items ?? []) {
    if (item.kind === 'merged') {
      items.push({ kind: 'merged', position: 0, clientId: 0, update: item.update });
      continue;
    }
    const one = judgedCovered.find(({ segment }) => segment.position === item.position);
    if (!one) {
      items.push({ kind: 'large', position: item.position, clientId: item.clientId, hash: item.hash });
      continue;
    }
    const { segment, judgement } = one;
    if (judgement.result.ok) {
      const { header: _judged, ...covers } = toItem(segment, judgement.result.value, join);
      items.push(covers);
    } else {
      chains.damage(item.clientId, judgement.result.error);
      lost.push({ segment, reason: judgement.result.error });
    }
  }
  followTail(judgedTail, chains, join, items, lost, retired);

  for (const clientId of missing) chains.damage(clientId, segmentMissing());
  for (const [key, head] of heads) {
    const clientId = Number(key.at(-1));
    if (head.position <= upTo && chains.end(clientId).sequence < head.sequence)
      chains.damage(clientId, segmentMissing());
  }
  const known = new Set(damaged.map(([key]) => Number(key.at(-1))));
  const newlyDamaged = [...chains.damaged].filter(([clientId]) => !known.has(clientId));
  problems.push(...lost.map(({ reason }) => reason));
  problems.push(
    ...newlyDamaged.filter(([, { tag }]) => tag === 'segment-missing').map(([, reason]) => reason)
  );
  await setAside(lost, newlyDamaged, room, context);
  const passed = found.length - tail.length;
  return {
    position: upTo,
    items,
    chains,
    problems,
    covered: checkpoint?.covered ?? 0,
    base: base?.position,
    passed,
    join
  };
}

/** The large segments that a checkpoint names, without those before the first of them. */
async function readStanding(room: string, { items }: Checkpoint, { officeId, deps }: OfficeContext) {
  const positions = items.flatMap((item) => (item.kind === 'large' ? item.position : []));
  if (positions.length === 0) return [];
  const [from, to] = [positions[0]!, positions.at(-1)!];
  return deps.store.entries<Bytes>({ prefix: keysOf(officeId).segments('large', room), from, to });
}

/** Whether the snapshot stands for a segment: it lies here still for a server that may lose it. */
function isCovered({ bytes }: StoredSegment, ends: ReadonlyMap<number, ChainEnd>): boolean {
  const decoded = decodeSegment(bytes);
  if (!decoded.ok) return false;
  const { clientId, sequence } = decoded.value.header;
  return sequence <= (ends.get(clientId)?.sequence ?? 0);
}

/**
 * What was committed after `position`, for a room that is already read; the chain `own` is not followed. A snapshot
 * that was taken into use since goes first, where it says more than was read. Nothing is kept aside in the store.
 */
export async function readOn(
  place: Place,
  context: OfficeContext,
  from: number,
  chains: Chains,
  join: Joiner,
  own: number
): Promise<{ readonly position: number; readonly items: readonly RoomItem[] }> {
  const room = placeToRoomKey(place);
  const record = await context.deps.store.get<RoomRecord>(keysOf(context.officeId).room(room));
  const position = record?.position ?? 0;
  if (position < from) return { position: from - 1, items: [] };
  const base = await openBase(place, context);
  const tails = await Promise.all(readTail(room, from, context));
  const tail = tails
    .flat()
    .filter((segment) => segment.position <= position && !(base && isCovered(segment, base.ends)));
  const aside = await context.deps.store.entries<Quarantined>({
    prefix: keysOf(context.officeId).quarantine(room)
  });
  const retired = retiredFrom(aside.map(([, one]) => one));
  const items: RoomItem[] = [];
  const further = [...(base && base.position >= from ? base.ends : [])].filter(
    ([id, { sequence }]) => id !== own && sequence > chains.end(id).sequence
  );
  if (further.length > 0) {
    const state = await readBase(place, context);
    for (const [id, end] of further) chains.set(id, end);
    if (state) items.push({ kind: 'merged', position: base!.position, clientId: 0, update: state.state });
  }
  followTail(await judgeAll(tail, place, context), chains, join, items, [], retired);
  return { position, items };
}

/** Archives in order; those that cannot be trusted are left out. */
export async function readArchives(place: Place, context: OfficeContext): Promise<Bytes[]> {
  const segments = await readSegments('archive', placeToRoomKey(place), 0, context);
  const base = await openBase(place, context);
  const before = base && (await readBase(place, context));
  const after = base ? segments.filter((segment) => !isCovered(segment, base.ends)) : segments;
  const join = createJoiner();
  const read = (await judgeAll(after, place, context))
    .sort(byPosition)
    .flatMap(({ segment, judgement }) =>
      judgement.result.ok ? (toItem(segment, judgement.result.value, join).update ?? []) : []
    );
  return [...(before?.archives ?? []), ...read];
}

/** What this device wrote under a client id that is out of use, and must write again. */
export async function readLost(place: Place, context: OfficeContext): Promise<RoomUpdate[]> {
  const room = placeToRoomKey(place);
  const found = await context.deps.store.entries<Bytes>({ prefix: keysOf(context.officeId).losts(room) });
  const join = createJoiner();
  const judged = await Promise.all(found.map(([, bytes]) => judgeSegment(bytes, place, context)));
  return judged.flatMap(({ result }): RoomUpdate[] => {
    if (!result.ok) return [];
    const { header, opened } = result.value;
    const bytes = join(header, opened);
    // What was rewritten or archived is so again, when it is due.
    if (!bytes || (header.kind !== 'edits' && header.kind !== 'note')) return [];
    const device = bytesToBase64url(header.device);
    const { clientId, kind } = header;
    return [{ bytes, from: { clientId, device, kind, fullMember: context.isFullMember(device) } }];
  });
}

const readTail = (room: string, from: number, context: OfficeContext): Promise<StoredSegment[]>[] =>
  SEGMENT_CLASSES.map((kind) => readSegments(kind, room, from, context));

async function readSegments(
  kind: SegmentClass,
  room: string,
  from: number,
  { officeId, deps }: OfficeContext
): Promise<StoredSegment[]> {
  const found = await deps.store.entries<Bytes>({ prefix: keysOf(officeId).segments(kind, room), from });
  return found.map(([key, bytes]) => ({ kind, position: Number(key.at(-1)), bytes }));
}

interface JudgedSegment {
  readonly segment: StoredSegment;
  readonly judgement: Judgement;
}

const judgeAll = (
  segments: readonly StoredSegment[],
  place: Place,
  context: OfficeContext
): Promise<JudgedSegment[]> =>
  Promise.all(
    segments.map(async (segment) => ({
      segment,
      judgement: await judgeSegment(segment.bytes, place, context, segment.trusted)
    }))
  );

const byPosition = (a: JudgedSegment, b: JudgedSegment): number => a.segment.position - b.segment.position;

interface Lost {
  readonly segment: StoredSegment;
  readonly reason: Failure;
}

function followTail(
  judged: JudgedSegment[],
  chains: Chains,
  join: Joiner,
  items: RoomItem[],
  lost: Lost[],
  retired: ReadonlyMap<number, number>
): void {
  for (const { segment, judgement } of judged.sort(byPosition)) {
    const { header, result } = judgement;
    if (!result.ok) {
      if (header) chains.lose(header, result.error);
      lost.push({ segment, reason: result.error });
      continue;
    }
    const misplaced = chains.follow(result.value.header, result.value.hash);
    const { clientId, sequence } = result.value.header;
    if (misplaced) lost.push({ segment, reason: misplaced });
    else if (sequence > (retired.get(clientId) ?? Infinity)) lost.push({ segment, reason: segmentRetired() });
    else items.push(toItem(segment, result.value, join));
  }
}

/** From which sequence on each client id is out of use: the first that the store rejected. */
function retiredFrom(aside: readonly Quarantined[]): Map<number, number> {
  const retired = new Map<number, number>();
  for (const { rejected } of aside)
    if (rejected && rejected.sequence < (retired.get(rejected.clientId) ?? Infinity))
      retired.set(rejected.clientId, rejected.sequence);
  return retired;
}

export interface Joiner {
  (header: SegmentHeader, opened: Opened): Bytes | undefined;
  /** Whether a content has begun of which more is to come. */
  readonly waits: boolean;
}

/** Joins contents of several parts; parts that do not follow each other never make a whole. */
function createJoiner(): Joiner {
  const waiting = new Map<number, { next: number; parts: Bytes[] }>();
  const join = ({ clientId, sequence }: SegmentHeader, { content, continues, continued }: Opened) => {
    const begun = waiting.get(clientId);
    waiting.delete(clientId);
    if (!continues && !continued) return content;
    if (continues && begun?.next !== sequence) return undefined;
    const parts = continues ? [...begun!.parts, content] : [content];
    if (!continued) return concatBytes(...parts);
    waiting.set(clientId, { next: sequence + 1, parts });
    return undefined;
  };
  return Object.defineProperty(join, 'waits', { get: () => waiting.size > 0 }) as unknown as Joiner;
}

function toItem({ kind, position }: StoredSegment, { header, hash, opened }: Judged, join: Joiner): RoomItem {
  const update = join(header, opened);
  return { kind, position, clientId: header.clientId, hash, header, ...(update && { update }) };
}

/**
 * Moves a segment that the store rejected aside, with the parts of its content that lie before it, and marks
 * its chain: what follows is kept aside whenever it is read.
 */
export async function rejectItem(
  item: RoomItem,
  reason: Failure,
  place: Place,
  { officeId, deps }: OfficeContext
): Promise<void> {
  const { clientId, sequence } = item.header!;
  const keys = keysOf(officeId);
  const room = placeToRoomKey(place);
  const segmentKey = keys.segment(item.kind as SegmentClass, room, item.position);
  const asideKey = [...keys.quarantine(room), item.position];
  await deps.store.commit([keys.meta, segmentKey, asideKey], ([meta, bytes, before]) => {
    if (!meta || !bytes || before) return { result: undefined };
    return {
      put: [
        [asideKey, { bytes: bytes as Bytes, reason, rejected: { clientId, sequence } } satisfies Quarantined],
        [[...keys.damaged(room), clientId], reason]
      ],
      remove: [segmentKey],
      result: undefined
    };
  });
}

async function setAside(
  lost: readonly Lost[],
  damaged: readonly (readonly [number, Failure])[],
  room: string,
  { officeId, deps }: OfficeContext
): Promise<void> {
  if (lost.length + damaged.length === 0) return;
  const keys = keysOf(officeId);
  const put: [StoreKey, unknown][] = damaged.map(([clientId, reason]) => [
    [...keys.damaged(room), clientId],
    reason
  ]);
  for (const { segment, reason } of lost)
    put.push([
      [...keys.quarantine(room), segment.position],
      { bytes: segment.bytes, reason } satisfies Quarantined
    ]);
  const remove = lost.map(({ segment }) => keys.segment(segment.kind, room, segment.position));
  // A full disk only means that it is found out again at the next opening.
  await deps.store.commit([], () => ({ put, remove, result: undefined })).catch(() => {});
}
