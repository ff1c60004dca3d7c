/**
 * Where things lie in the device's store. All keys of an office begin with its id, so that removing it is one
 * range. Segments lie by position: the order in which this device committed them within their room.
 */
import type { Bytes } from '../base/bytes.ts';
import type { Failure } from '../base/result.ts';
import type { StoreKey } from './device-store.ts';
import { NOT_GROWN, type Grown } from './grown.ts';

/**
 * Large segments (imports) lie apart from small ones, which checkpoints cover: opening reads one and not the
 * other. Archives are read when history is asked for; a snapshot's parts say nothing that is not here already.
 */
export type SegmentClass = 'small' | 'large' | 'archive' | 'part';
export const SEGMENT_CLASSES: readonly SegmentClass[] = ['small', 'large', 'archive', 'part'];

/** Segments at least this long stay as they are; smaller ones are merged into checkpoints. */
export const LARGE_FROM = 32 * 1024;

/** What this device asked for and was not answered yet lies apart from offices: [JOINING, office]. */
export const JOINING = 'joining';

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
  /** Head, by room and client id. */
  allHeads: [office, 'head'] as StoreKey,
  heads: (room: string): StoreKey => [office, 'head', room],
  head: (room: string, clientId: number): StoreKey => [office, 'head', room, clientId],
  /** A segment's bytes, by position. */
  segments: (kind: SegmentClass, room: string): StoreKey => [office, kind, room],
  segment: (kind: SegmentClass, room: string, position: number): StoreKey => [office, kind, room, position],
  /** Unsent, for each segment of this device that no office server has acknowledged, by position. */
  outboxes: [office, 'outbox'] as StoreKey,
  outbox: (room: string): StoreKey => [office, 'outbox', room],
  unsent: (room: string, position: number): StoreKey => [office, 'outbox', room, position],
  /** Cursor, by room: up to where the office server's log of that room is here. */
  cursors: [office, 'cursor'] as StoreKey,
  cursor: (room: string): StoreKey => [office, 'cursor', room],
  /** What this device knows of its office server; RelayRecord. */
  relay: [office, 'relay'] as StoreKey,
  /** A segment that this device wrote and nobody will take, by position: to be written again. */
  losts: (room: string): StoreKey => [office, 'lost', room],
  lost: (room: string, position: number): StoreKey => [office, 'lost', room, position],
  /** Client ids that this device must not write with any more. */
  retired: [office, 'retired'] as StoreKey,
  /** Base: the snapshot that stands for what is no more here, or never was. */
  base: (room: string): StoreKey => [office, 'base', room],
  /** A part of a snapshot that was fetched, by its hash in base64url. */
  fetchedParts: (room: string): StoreKey => [office, 'fetched', room],
  fetched: (room: string, hash: string): StoreKey => [office, 'fetched', room, hash],
  /** Age[], oldest first. */
  ages: (room: string): StoreKey => [office, 'age', room],
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
  /** Since the last snapshot. Absent: written by the first version. */
  readonly grown?: Grown;
}

/** Of a room that the first version wrote, only how many its segments are is known. */
export const grownOf = (record: RoomRecord | undefined): Grown =>
  record?.grown ?? { ...NOT_GROWN, count: record?.position ?? 0 };

export interface Base {
  /** The signed manifest, verified before it was put here. */
  readonly manifest: Bytes;
  /** When it was taken into use, in the order of segments. */
  readonly position: number;
  /** Its parts that came as segments and lie as such, by hash; the others were fetched. */
  readonly parts: readonly (readonly [hash: string, position: number])[];
}

/** Everything up to that position had been taken in, or acknowledged, at that time. */
export interface Age {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly position: number;
}

export interface Head {
  readonly sequence: number;
  readonly hash: Bytes;
}

/** A segment in the outbox. */
export interface Unsent {
  readonly kind: SegmentClass;
  readonly clientId: number;
  readonly sequence: number;
}

/** Everything up to and including this number of the office server's log of a room is on this device. */
export interface Cursor {
  readonly number: number;
  /** Of the segment with that number. */
  readonly hash: Bytes;
}

export interface RelayRecord {
  /** JSON of its address and token, sealed for this device. Absent: the office has no server. */
  readonly address?: Bytes;
  /** How many statements of the roster it is known to hold; 0 until the office was registered. */
  readonly statements: number;
  /** When it last acknowledged something, milliseconds since 1970. */
  readonly sentAt?: number;
}

export interface Quarantined {
  readonly bytes: Bytes;
  readonly reason: Failure;
  /** Set where the store rejected its meaning: the chain is out of use from here on. */
  readonly rejected?: { readonly clientId: number; readonly sequence: number };
}
