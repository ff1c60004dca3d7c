/**
 * Where the relay keeps what it was given: rosters, segments in the order it took them, snapshots' manifests. What
 * is behind it may be SQLite, memory, later another database; log-store.contract.ts is what each must pass.
 *
 * 1. `commit` takes all of its changes or none, and answers only when they would survive a power cut.
 * 2. A room's segments are numbered from 1 without a hole, in the order of their commits.
 * 3. What was trimmed is gone from the front only; the floor's number and hash stay known.
 */
import type { Bytes } from '../src/lib/base/bytes.ts';
import type { Result } from '../src/lib/base/result.ts';

/** The last segment of one client id in one room. */
export interface ChainHead {
  readonly room: string;
  readonly clientId: number;
  readonly device: string;
  readonly sequence: number;
  readonly hash: Bytes;
}

export interface RoomHead {
  /** `compartment/name`. */
  readonly room: string;
  /** Of the last segment; 0 where nothing was ever taken. */
  readonly number: number;
  readonly hash: Bytes;
  /** Everything up to this number was trimmed; 0: nothing. */
  readonly floor: number;
  readonly floorHash: Bytes | undefined;
  readonly snapshot: { readonly covers: number; readonly manifest: Bytes } | undefined;
}

export interface StoredOffice {
  readonly statements: readonly Bytes[];
  readonly rooms: readonly RoomHead[];
  readonly chains: readonly ChainHead[];
  /** Of all segments and manifests, in bytes. */
  readonly size: number;
  /** When each device was last connected, milliseconds since 1970. */
  readonly seen: ReadonlyMap<string, number>;
}

export interface StoredSegment {
  readonly number: number;
  readonly hash: Bytes;
  readonly bytes: Bytes;
}

export type Change =
  | { readonly kind: 'office'; readonly office: string; readonly at: number }
  | { readonly kind: 'statement'; readonly office: string; readonly sequence: number; readonly bytes: Bytes }
  | {
      readonly kind: 'segment';
      readonly office: string;
      readonly room: string;
      readonly number: number;
      readonly hash: Bytes;
      readonly device: string;
      readonly clientId: number;
      readonly sequence: number;
      /** Whether it is a part of a snapshot. */
      readonly part: boolean;
      readonly at: number;
      readonly bytes: Bytes;
    }
  | {
      readonly kind: 'snapshot';
      readonly office: string;
      readonly room: string;
      readonly covers: number;
      readonly manifest: Bytes;
    }
  | { readonly kind: 'seen'; readonly office: string; readonly device: string; readonly at: number };

export type SegmentChange = Extract<Change, { kind: 'segment' }>;

export interface LogStore {
  /** Everything but the segments. Nothing where the office was never registered. */
  readOffice(office: string): Promise<StoredOffice | undefined>;
  /** In which this device was `seen`; for a kit, whose words do not say which office it is of. */
  officesOf(device: string): Promise<string[]>;
  /** What follows number `after`, in order: as many as `bytes` allow, but at least one where there is one. */
  readSegments(office: string, room: string, after: number, bytes: number): Promise<StoredSegment[]>;
  /** By its place in its chain. */
  findSegment(
    office: string,
    room: string,
    clientId: number,
    sequence: number
  ): Promise<Omit<StoredSegment, 'bytes'> | undefined>;
  /** Parts of snapshots in that room by their hashes; unknown ones are left out. */
  findParts(office: string, room: string, hashes: readonly Bytes[]): Promise<StoredSegment[]>;
  /** The last kept segment of each chain with a number up to `covers`. */
  chainsUpTo(office: string, room: string, covers: number): Promise<Omit<ChainHead, 'room'>[]>;
  /** Failures: `disk-full`, `store-failed`. Nothing was taken then. */
  commit(changes: readonly Change[]): Promise<Result<void>>;
  /** Removes what a snapshot covers and was taken before that time; how many segments. */
  trim(before: number): Promise<number>;
  /** How many offices, and how many bytes on the disk. */
  measure(): Promise<{ readonly offices: number; readonly bytes: number }>;
  close(): Promise<void>;
}
