/**
 * Where things lie in the device's store. All keys of an office begin with its id, so that removing it is one
 * range. Segments lie by position: the order in which this device committed them within their room.
 */
import type { Bytes } from '../base/bytes.ts';
import type { Failure } from '../base/result.ts';
import type { StoreKey } from './device-store.ts';

/**
 * Large segments (imports) lie apart from small ones, which checkpoints cover: opening reads one and not the
 * other. Archives are read when history is asked for.
 */
export type SegmentClass = 'small' | 'large' | 'archive';

export const keysOf = (office: string) => ({
  /** OfficeMeta. Its absence means that the office is not on this device (any more). */
  meta: [office, 'meta'] as StoreKey,
  /** StoredKeys. */
  keys: [office, 'keys'] as StoreKey,
  /** The signed statements' bytes, by their sequence. */
  roster: [office, 'roster'] as StoreKey,
  statement: (sequence: number): StoreKey => [office, 'roster', sequence],
  /** RoomRecord, by room. */
  rooms: [office, 'room'] as StoreKey,
  room: (room: string): StoreKey => [office, 'room', room],
  /** Head, by client id. */
  heads: (room: string): StoreKey => [office, 'head', room],
  head: (room: string, clientId: number): StoreKey => [office, 'head', room, clientId],
  /** A segment's bytes, by position. */
  segments: (kind: SegmentClass, room: string): StoreKey => [office, kind, room],
  segment: (kind: SegmentClass, room: string, position: number): StoreKey => [office, kind, room, position],
  /** `1` for each segment of this device that no office server has acknowledged, by position. */
  outbox: (room: string): StoreKey => [office, 'outbox', room],
  /** A checkpoint sealed for this device. */
  checkpoint: (room: string): StoreKey => [office, 'checkpoint', room],
  /** Quarantined, by position. */
  quarantine: (room: string): StoreKey => [office, 'quarantine', room],
  /** Failure, by client id: chains that this device must not go on with. */
  damaged: (room: string): StoreKey => [office, 'damaged', room],
  /** Drafts and caches, sealed for this device. */
  locals: [office, 'local'] as StoreKey,
  local: (name: string): StoreKey => [office, 'local', name]
});

export interface OfficeMeta {
  /** JSON of OfficeLabel, sealed for this device. */
  readonly label: Bytes;
  readonly foundedAt: number;
}

export interface RoomRecord {
  readonly compartment: string;
  readonly shard: string;
  /** Of the last segment committed; counts from 1. */
  readonly position: number;
}

export interface Head {
  readonly sequence: number;
  readonly hash: Bytes;
}

export interface Quarantined {
  readonly bytes: Bytes;
  readonly reason: Failure;
  /** Set where the store rejected its meaning: the chain is out of use from here on. */
  readonly rejected?: { readonly clientId: number; readonly sequence: number };
}
