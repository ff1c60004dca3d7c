/**
 * Rule 5: a device whose chain is further on at the relay than here (a restored profile, a clone) never writes
 * with its client ids again. What it had not sent is taken out of its log, where it would contradict what the
 * relay has, and waits to be written again under a new id.
 */
import type { Bytes } from '../base/bytes.ts';
import { decodeSegment } from '../protocol/segment.ts';
import type { StoreKey } from './device-store.ts';
import { keysOf, type Head, type Unsent } from './layout.ts';
import type { OfficeContext } from './office-context.ts';

/** Returns all client ids that are out of use now. */
export async function retireClientIds(context: OfficeContext): Promise<Set<number>> {
  const { store } = context.deps;
  const keys = keysOf(context.officeId);
  const own = context.roster.devices.get(context.deviceId)?.clientIds ?? [];
  // First, so that no tab appends with one of them while the rooms are cleared.
  const retired = await store.commit([keys.meta, keys.retired], ([meta, before]) => {
    const all = [...new Set([...((before as number[] | undefined) ?? []), ...own])];
    return { put: meta ? [[keys.retired, all]] : [], result: all };
  });
  const rooms = new Map<string, [number, Unsent][]>();
  for (const [key, unsent] of await store.entries<Unsent>({ prefix: keys.outboxes })) {
    const room = String(key[2]);
    rooms.set(room, [...(rooms.get(room) ?? []), [Number(key[3]), unsent]]);
  }
  for (const [room, entries] of rooms) await clearRoom(room, entries, context);
  return new Set(retired);
}

async function clearRoom(
  room: string,
  entries: readonly (readonly [number, Unsent])[],
  { officeId, deps }: OfficeContext
): Promise<void> {
  const { store } = deps;
  const keys = keysOf(officeId);
  const put: [StoreKey, unknown][] = [];
  const remove: StoreKey[] = [keys.checkpoint(room)];
  const back = new Map<number, Head & { position: number }>();
  for (const [position, { kind, clientId }] of entries) {
    const place = keys.segment(kind, room, position);
    const bytes = await store.get<Bytes>(place);
    remove.push(place, keys.unsent(room, position));
    if (!bytes) continue;
    put.push([keys.lost(room, position), bytes]);
    const decoded = decodeSegment(bytes);
    if (!decoded.ok || back.has(clientId)) continue;
    const { sequence, previous } = decoded.value.header;
    back.set(clientId, { sequence: sequence - 1, hash: previous, position: 0 });
  }
  for (const [clientId, head] of back) {
    if (head.sequence > 0) put.push([keys.head(room, clientId), head]);
    else remove.push(keys.head(room, clientId));
  }
  await store.commit([keys.meta], ([meta]) =>
    meta ? { put, remove, result: undefined } : { result: undefined }
  );
}
