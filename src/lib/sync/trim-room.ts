/**
 * Rule 7, letting go: segments stay ninety days after they were taken in, or acknowledged, so that a server that was
 * restored to an earlier day gets back what it lost; then those go for which a snapshot stands. How old they are is told by marks,
 * one a day: everything up to that position was here at that time.
 */
import { decodeSegment } from '../protocol/segment.ts';
import { toOpenBase } from './base.ts';
import type { StoreKey } from './device-store.ts';
import { keysOf, SEGMENT_CLASSES, type Age, type Base, type RoomRecord } from './layout.ts';
import type { OfficeContext } from './office-context.ts';
import { readAll } from './read-segments.ts';

const DAY = 24 * 3600_000;
export const KEEP = 90 * DAY;

/**
 * Notes how far the room is today; returns up to which position everything is older than ninety days, 0 where
 * nothing is. What is not acknowledged is never marked, so it is never let go.
 */
export async function markAge(
  room: string,
  now: number,
  { officeId, deps }: OfficeContext,
  keep: number
): Promise<number> {
  const keys = keysOf(officeId);
  const unsent = (await deps.store.keys({ prefix: keys.outbox(room) }))[0]?.at(-1);
  return deps.store.commit([keys.room(room), keys.ages(room)], ([stored, before]) => {
    const record = stored as RoomRecord | undefined;
    const position = unsent === undefined ? (record?.position ?? 0) : Number(unsent) - 1;
    // A clock that was ahead for a while must not make anything old.
    const ages = ((before as Age[] | undefined) ?? []).filter(({ at }) => at <= now);
    const last = ages.at(-1);
    const marks = !last || (now - last.at >= Math.min(DAY, keep) && position > last.position);
    if (marks) ages.push({ at: now, position });
    const old = ages.findLast(({ at }) => at <= now - keep);
    const kept = old ? ages.slice(ages.indexOf(old)) : ages;
    return { put: record && marks ? [[keys.ages(room), kept]] : [], result: old?.position ?? 0 };
  });
}

/** Whether something that old lies here, and a snapshot came since that could stand for it. */
export async function wantsBase(
  room: string,
  old: number,
  { officeId, deps }: OfficeContext
): Promise<boolean> {
  const keys = keysOf(officeId);
  const base = await deps.store.get<Base>(keys.base(room));
  const inUse = new Set(base?.parts.map(([, position]) => position));
  const parts = await deps.store.keys({
    prefix: keys.segments('part', room),
    from: (base?.position ?? 0) + 1
  });
  if (!parts.some((key) => !inUse.has(Number(key.at(-1))))) return false;
  for (const kind of SEGMENT_CLASSES) {
    const found = await deps.store.keys({ prefix: keys.segments(kind, room), to: old });
    if (found.some((key) => !inUse.has(Number(key.at(-1))))) return true;
  }
  return false;
}

/** Lets everything up to that position go for which the room's snapshot stands. Returns how many segments. */
export async function trimRoom(room: string, old: number, context: OfficeContext): Promise<number> {
  const { officeId, deps } = context;
  const keys = keysOf(officeId);
  const stored = await deps.store.get<Base>(keys.base(room));
  const base = stored && toOpenBase(stored);
  if (!base) return 0;
  const inUse = new Set(stored.parts.map(([, position]) => position));
  let gone = 0;
  for await (const page of readAll(deps.store, officeId, room, old)) {
    const remove = page.flatMap(({ kind, position, bytes }): StoreKey[] => {
      const decoded = decodeSegment(bytes);
      if (position > old || inUse.has(position) || !decoded.ok) return [];
      const { clientId, sequence } = decoded.value.header;
      const covered = sequence <= (base.ends.get(clientId)?.sequence ?? 0);
      return covered ? [keys.segment(kind, room, position)] : [];
    });
    if (remove.length === 0) continue;
    gone += await deps.store.commit([keys.base(room)], ([now]) => {
      const same = (now as Base | undefined)?.position === base.position;
      return same ? { remove, result: remove.length } : { result: 0 };
    });
  }
  return gone;
}
