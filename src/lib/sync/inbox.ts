/**
 * Takes into this device's log what the relay hands over. Everything is judged first (rule 2: form, place,
 * writer, signature, decryption, its place in its chain), then committed in one transaction: segments, heads
 * and the cursor, so that a crash leaves all of a frame or nothing. What is bad is kept aside whole, with its
 * reason, and takes only its own chain out of use; the others go on.
 */
import { base64urlToBytes, bytesToBase64url, equalBytes, type Bytes } from '../base/bytes.ts';
import type { Failure } from '../base/result.ts';
import { hashSegment } from '../identity/open.ts';
import { decodeSegment, NO_PREVIOUS, type SegmentHeader } from '../protocol/segment.ts';
import { segmentRetired } from './chains.ts';
import { StoreError, type StoreKey } from './device-store.ts';
import { grow } from './grown.ts';
import { judgeSegment, type Judgement, type Place } from './judge.ts';
import {
  grownOf,
  keysOf,
  LARGE_FROM,
  type Cursor,
  type Head,
  type Quarantined,
  type RoomRecord,
  type SegmentClass
} from './layout.ts';
import type { OfficeContext } from './office-context.ts';
import { t } from './text.ts';

/** Segments of one room as the relay numbers them. */
export interface Arrival {
  readonly room: string;
  /** The first one's number; the others follow. */
  readonly first: number;
  readonly segments: readonly Bytes[];
}

export interface Taken {
  /** How many were new here. */
  readonly fresh: number;
  /** What was kept aside. */
  readonly bad: readonly Failure[];
  /**
   * Why not everything was looked at: numbers before these are missing (`gap`), the key or the version of the
   * app is missing (`unreadable`), a chain lacks a segment that the relay should have sent (`withheld`), or this
   * device's own chain goes on without it (`cloned`).
   */
  readonly stopped?: 'gap' | 'unreadable' | 'withheld' | 'cloned' | undefined;
  /** Two different segments in one place of a chain: the relay, or who wrote them, says two things. */
  readonly forked: boolean;
}

/** Own segments' numbers that the cursor has not reached yet, by room and number. */
export type Ahead = Map<string, Map<number, Bytes>>;

/** `shard`: the room's name, where it is known by now. */
type TakenOf = Taken & { readonly shard?: string };

interface Candidate extends Partial<Judgement> {
  readonly bytes: Bytes;
}

export const roomToPlace = (room: string): Place => {
  const [compartment, name] = room.split('/') as [string, string];
  return { compartment: base64urlToBytes(compartment), room: base64urlToBytes(name) };
};

/** Moves a cursor over own segments that were acknowledged before what lies in front of them arrived. */
export function reach(cursor: Cursor | undefined, ahead: Map<number, Bytes> | undefined): Cursor | undefined {
  let reached = cursor;
  for (;;) {
    const number = (reached?.number ?? 0) + 1;
    const hash = ahead?.get(number);
    if (!hash) return reached;
    reached = { number, hash };
  }
}

/** Rejects with a StoreError (`evicted`, `storage-full`, `storage-failed`). */
export async function takeSegments(
  { room, first, segments }: Arrival,
  context: OfficeContext,
  ahead: Ahead,
  retired: ReadonlySet<number>
): Promise<TakenOf> {
  const { store } = context.deps;
  const keys = keysOf(context.officeId);
  const place = roomToPlace(room);
  const cursorNow = await store.get<Cursor>(keys.cursor(room));
  if ((cursorNow?.number ?? 0) < first - 1) return { fresh: 0, bad: [], stopped: 'gap', forked: false };
  const skip = Math.max(0, (cursorNow?.number ?? 0) - first + 1);
  const decoded = segments.slice(skip).map((bytes) => ({ bytes, parts: decodeSegment(bytes) }));
  const writers = [...new Set(decoded.flatMap(({ parts }) => (parts.ok ? parts.value.header.clientId : [])))];
  const here = new Map(
    await Promise.all(
      writers.map(async (id) => [id, (await store.get<Head>(keys.head(room, id)))?.sequence ?? 0] as const)
    )
  );
  const candidates = await Promise.all(
    decoded.map(async ({ bytes, parts }): Promise<Candidate> => {
      // What is here needs no second judgement; its hash is enough to find a fork.
      if (parts.ok && parts.value.header.sequence <= here.get(parts.value.header.clientId)!)
        return { bytes, header: parts.value.header, hash: await hashSegment(parts.value) };
      return { bytes, ...(await judgeSegment(bytes, place, context)) };
    })
  );
  const shards = await namesOf(candidates, place, context);
  const own = context.roster.devices.get(context.deviceId)?.clientIds ?? [];

  const guards: StoreKey[] = [
    keys.meta,
    keys.room(room),
    keys.cursor(room),
    ...writers.flatMap((id) => [keys.head(room, id), [...keys.damaged(room), id]])
  ];
  const taken = await store.commit<TakenOf>(guards, ([meta, storedRecord, storedCursor, ...rest]) => {
    if (!meta) throw new StoreError({ tag: 'evicted', message: t('evicted') });
    const record = storedRecord as RoomRecord | undefined;
    let cursor = storedCursor as Cursor | undefined;
    const result = { fresh: 0, bad: [] as Failure[], forked: false };
    if ((cursor?.number ?? 0) < first - 1) return { result: { ...result, stopped: 'gap' as const } };

    const heads = new Map<number, (Head & { position: number }) | undefined>();
    const damaged = new Map<number, Failure>();
    writers.forEach((id, index) => {
      heads.set(id, rest[index * 2] as Head & { position: number });
      if (rest[index * 2 + 1]) damaged.set(id, rest[index * 2 + 1] as Failure);
    });
    const put: [StoreKey, unknown][] = [];
    const moved = new Set<number>();
    let shard = record?.shard || undefined;
    let position = record?.position ?? 0;
    let grown = grownOf(record);
    let stopped: Taken['stopped'];
    const keepAside = (bytes: Bytes, reason: Failure) => {
      position++;
      put.push([[...keys.quarantine(room), position], { bytes, reason } satisfies Quarantined]);
      result.bad.push(reason);
    };

    for (const [index, { bytes, header, hash, genuine, result: verdict }] of candidates.entries()) {
      const number = first + skip + index;
      if (number <= (cursor?.number ?? 0)) continue;
      const segmentHash = hash ?? NO_PREVIOUS;
      if (verdict && !verdict.ok && isOnlyTooEarly(verdict.error)) {
        stopped = 'unreadable';
        break;
      }
      const clientId = header?.clientId ?? 0;
      const head = heads.get(clientId);
      const last = head?.sequence ?? 0;
      const retire = (reason: Failure) => {
        damaged.set(clientId, reason);
        put.push([[...keys.damaged(room), clientId], reason]);
        keepAside(bytes, reason);
      };
      if (!header || (verdict && !genuine)) {
        // Nobody's that is known: it takes its number, and no chain is touched.
        if (verdict && !verdict.ok) keepAside(bytes, verdict.error);
      } else if (header.sequence <= last) {
        if (header.sequence === last && !equalBytes(head!.hash, segmentHash)) result.forked = true;
      } else if (own.includes(clientId) && !retired.has(clientId)) {
        stopped = 'cloned';
        break;
      } else if (damaged.has(clientId)) keepAside(bytes, segmentRetired());
      else if (!verdict?.ok) retire(verdict!.error);
      else if (header.sequence > last + 1) {
        stopped = 'withheld';
        break;
      } else if (!equalBytes(header.previous, head?.hash ?? NO_PREVIOUS)) {
        retire({ tag: 'segment-chain', message: t('segmentChain') });
        result.forked = true;
      } else {
        position++;
        heads.set(clientId, { sequence: header.sequence, hash: segmentHash, position });
        moved.add(clientId);
        put.push([keys.segment(toClass(bytes, verdict.value), room, position), bytes]);
        shard ??= shards.get(bytes);
        grown = grow(grown, header.kind, bytes.length);
        result.fresh++;
      }
      cursor = { number, hash: segmentHash };
    }
    for (const id of moved) put.push([keys.head(room, id), heads.get(id)]);
    cursor = reach(cursor, ahead.get(room));
    if (cursor && cursor !== storedCursor) put.push([keys.cursor(room), cursor]);
    if (position !== (record?.position ?? 0) || (record && record.shard !== shard))
      put.push([
        keys.room(room),
        { compartment: room.split('/')[0]!, shard: shard ?? '', position, grown } satisfies RoomRecord
      ]);
    return { put, result: { ...result, stopped, ...(shard !== undefined && { shard }) } };
  });
  for (const number of ahead.get(room)?.keys() ?? []) if (number < first) ahead.get(room)!.delete(number);
  return taken;
}

/**
 * Not bad, only before its key, its device's admission or the app's update. The relay takes nothing of a device
 * or client id that is not in its roster, so whoever is unknown here will be known with the next statements.
 */
const isOnlyTooEarly = ({ tag }: Failure): boolean =>
  tag === 'segment-newer' || tag === 'segment-keyless' || tag === 'segment-stranger';

/** The shard's name from chains' first segments, where it is the one that the room is named after. */
async function namesOf(
  candidates: readonly Candidate[],
  place: Place,
  context: OfficeContext
): Promise<Map<Bytes, string>> {
  const names = new Map<Bytes, string>();
  const compartment = bytesToBase64url(place.compartment);
  for (const { bytes, result } of candidates) {
    const shard = result?.ok ? result.value.opened.shard : undefined;
    if (shard === undefined) continue;
    if (equalBytes(await context.keyring.roomName(compartment, shard), place.room)) names.set(bytes, shard);
  }
  return names;
}

/** Parts of one content stay apart from what checkpoints merge. */
function toClass(
  bytes: Bytes,
  { header, opened }: { header: SegmentHeader; opened: { continues: boolean; continued: boolean } }
): SegmentClass {
  if (header.kind === 'archive') return 'archive';
  if (header.kind === 'snapshot') return 'part';
  return opened.continues || opened.continued || bytes.length >= LARGE_FROM ? 'large' : 'small';
}
