/** Segments as they lie in the device's store, of all classes, in the order of their positions. */
import type { Bytes } from '../base/bytes.ts';
import type { DeviceStore } from './device-store.ts';
import { keysOf, SEGMENT_CLASSES, type RoomRecord, type SegmentClass } from './layout.ts';

export interface StoredBytes {
  readonly kind: SegmentClass;
  readonly position: number;
  readonly bytes: Bytes;
}

const PAGE = 256;

export async function readPage(
  store: DeviceStore,
  officeId: string,
  room: string,
  from: number,
  to: number
): Promise<StoredBytes[]> {
  const keys = keysOf(officeId);
  const found = await Promise.all(
    SEGMENT_CLASSES.map(async (kind) =>
      (await store.entries<Bytes>({ prefix: keys.segments(kind, room), from, to })).map(
        ([key, bytes]): StoredBytes => ({ kind, position: Number(key.at(-1)), bytes })
      )
    )
  );
  return found.flat().sort((a, b) => a.position - b.position);
}

/** A room from its first segment to its last, or to a position, a page at a time. */
export async function* readAll(
  store: DeviceStore,
  officeId: string,
  room: string,
  to = Infinity
): AsyncGenerator<readonly StoredBytes[]> {
  const last = Math.min(to, (await store.get<RoomRecord>(keysOf(officeId).room(room)))?.position ?? 0);
  for (let from = 1; from <= last; from += PAGE) {
    const page = await readPage(store, officeId, room, from, Math.min(last, from + PAGE - 1));
    if (page.length > 0) yield page;
  }
}
