/**
 * What the store needs of a device's log. It moves opaque bytes: what an update means, only the store knows.
 */
import type { Failure } from '../base/result.ts';

/** A room is a compartment's shard: one log of sealed segments with one hash chain for each client id. */
export interface RoomAddress {
  readonly compartment: string;
  /** The shard's name, `standing` or a year. Never leaves the device in the clear. */
  readonly shard: string;
}

export interface RoomContents {
  /** Yjs updates, in an order that satisfies each writer's own chain. */
  readonly updates: readonly Uint8Array[];
  /** What was kept aside, and why. */
  readonly problems: readonly Failure[];
}

export interface RoomLog {
  read(): Promise<RoomContents>;
  /**
   * Seals and commits an update as one segment. Resolves after the commit reached the device's disk;
   * rejects with a Failure-shaped error when it cannot (storage full), leaving the log as it was.
   */
  append(update: Uint8Array, kind?: SegmentKind): Promise<void>;
  /** Updates of other tabs (later: other devices), already verified and committed. Returns how to stop. */
  onUpdate(listener: (update: Uint8Array) => void): () => void;
  /** True when enough small segments have gathered that a checkpoint would make opening faster. */
  wantsCheckpoint(): boolean;
  /** Keeps `state` (one merged update of everything read and appended so far) sealed for this device alone. */
  checkpoint(state: Uint8Array): Promise<void>;
}

export type SegmentKind = 'edits' | 'note' | 'snapshot' | 'rewrite' | 'archive' | 'proposal';

export interface DeviceLog {
  readonly officeId: string;
  readonly deviceId: string;
  /** The Yjs client id leased to this tab. */
  readonly clientId: number;
  readonly compartments: readonly { readonly id: string; readonly kind: string; readonly name: string }[];
  /** Every room this device holds. */
  rooms(): Promise<RoomAddress[]>;
  open(address: RoomAddress): Promise<RoomLog>;
  /** Called when another tab made a room that was not there before. */
  onRoom(listener: (address: RoomAddress) => void): () => void;
  close(): Promise<void>;
}
