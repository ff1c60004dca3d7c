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

/** Whose segment an update is, as its verified header and the roster say. */
export interface RoomUpdateOrigin {
  readonly clientId: number;
  readonly device: string;
  readonly kind: SegmentKind;
  /** Principal or secretary. Everybody is, as long as the roster knows one member. */
  readonly fullMember: boolean;
}

/**
 * One update, to be judged by its meaning: the log has verified who wrote it and that nothing was changed,
 * repeated or left out. The same object goes back to `reject` when its meaning is bad.
 */
export interface RoomUpdate {
  readonly bytes: Uint8Array;
  /** Absent for what a checkpoint covers: it was judged before. */
  readonly from?: RoomUpdateOrigin;
}

/** This device's own chain in a room, taken out of use from some segment on. */
export interface RetiredChain {
  /** The client id to write with from now on. */
  readonly clientId: number;
  /** What this device wrote and nobody else will take: to be written again under the new id. */
  readonly lost: readonly RoomUpdate[];
  /** To be called when it is committed again; until then it is told again at every opening. */
  done(): Promise<void>;
}

export interface RoomContents {
  /** Yjs updates in the order in which this device committed them, which satisfies each writer's own chain. */
  readonly updates: readonly RoomUpdate[];
  /** What was kept aside, and why. */
  readonly problems: readonly Failure[];
  /**
   * The Yjs client id to write with in this room. It is the log's own, unless that id's chain is damaged
   * here: going on with it would reuse clock values, so the log then leases another one for this room.
   */
  readonly clientId: number;
}

/** One Yjs update that says what the given ones say together (the store passes `Y.mergeUpdates`). */
export type MergeUpdates = (updates: Uint8Array[]) => Uint8Array;

/** An update of at most this many bytes always fits into one segment; the store splits larger ones. */
export const UPDATE_LIMIT = 190 * 1024;

export interface RoomLog {
  /**
   * Everything but archives. Once before anything else: `append` needs the writer's own chain to be loaded.
   */
  read(): Promise<RoomContents>;
  /** Payloads of kind *archive* (any bytes, for history alone), in the order in which they were appended. */
  archives(): Promise<readonly Uint8Array[]>;
  /**
   * Seals and commits an update as one segment. Resolves after the commit reached the device's disk;
   * rejects with a Failure-shaped error when it cannot (storage full), leaving the log as it was.
   * Calls may overlap: what waits is committed together, in order. More than UPDATE_LIMIT bytes is cut into
   * parts that are committed together and joined again on reading.
   */
  append(update: Uint8Array, kind?: SegmentKind): Promise<void>;
  /**
   * Updates of other tabs and other devices, already verified and committed. Returns how to stop. The listener
   * judges at once: whatever it has not rejected when it returns counts as accepted.
   */
  onUpdate(listener: (update: RoomUpdate) => void): () => void;
  /**
   * Keeps the whole segment aside with its reason (all parts of a longer content) and takes its client id out
   * of use in this room from there on: what follows in that chain is kept aside as well.
   */
  reject(update: RoomUpdate, reason: Failure): Promise<void>;
  /**
   * Others have retired this device's own chain here; also called once for what was not written again yet. The
   * store then reads the room again. An append that still waits has failed: its update is in no chain.
   */
  onRetired(listener: (retired: RetiredChain) => void): () => void;
  /** True when enough small segments have gathered that a checkpoint would make opening faster. */
  wantsCheckpoint(): boolean;
  /**
   * Merges the small segments that the log holds for this room and keeps the result, sealed for this
   * device alone, so that opening need not read them one by one. Large ones (imports) are left as they are.
   * Only what was handed to the store and not rejected goes in.
   * Needs nothing of the store but how to merge, so it may be called at any idle time.
   */
  checkpoint(merge: MergeUpdates): Promise<void>;
  /**
   * `takeState` is called when the log has become so long that a snapshot of the room spares others most of it. It
   * gives everything that was read here and not rejected as one update; nothing where something of that is not
   * committed, or waits for something that is missing.
   */
  onSnapshot(takeState: () => Uint8Array | undefined): () => void;
}

export type SegmentKind = 'edits' | 'note' | 'snapshot' | 'rewrite' | 'archive' | 'proposal';

/**
 * Tells the other tabs and devices that are online now what is kept nowhere: where somebody is, where a caret
 * stands. May lose anything; sealed under the compartment's key on its way.
 */
export interface PresencePort {
  /** To everybody else who may read that compartment; some kilobytes at most. `topic` keeps uses apart. */
  send(compartment: string, topic: string, bytes: Uint8Array): void;
  listen(topic: string, hear: (message: PresenceMessage) => void): () => void;
}

export interface PresenceMessage {
  readonly compartment: string;
  /** The device it verifiably came from. */
  readonly device: string;
  /** Absent: that device went offline. */
  readonly bytes?: Uint8Array;
}

export type MemberRole = 'principal' | 'secretary' | 'assistant';

/** Who an author is: authors are device ids, people know members. */
export interface Member {
  readonly id: string;
  readonly name: string;
  readonly devices: readonly string[];
  readonly role: MemberRole;
}

export interface LogCompartment {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  /** What this device's member may do there. What they may not even read is not listed. */
  readonly level: 'read' | 'write';
}

export interface DeviceLog {
  readonly officeId: string;
  /** The principal's name, which is what people call the office. */
  readonly name: string;
  readonly deviceId: string;
  /** The Yjs client id leased to this tab. */
  readonly clientId: number;
  /** Live, like `compartments`: a new array after each change of the roster. */
  readonly members: readonly Member[];
  readonly compartments: readonly LogCompartment[];
  /** Called after `members` or `compartments` changed. */
  onRoster(listener: () => void): () => void;
  /** Absent where nobody could hear it. */
  readonly presence?: PresencePort;
  /**
   * Set when nothing can be appended: a newer version has changed the office in a way this build does not know, or
   * this device was removed from it.
   */
  readonly readOnly?: Failure | undefined;
  /** Every room this device holds. */
  rooms(): Promise<RoomAddress[]>;
  open(address: RoomAddress): Promise<RoomLog>;
  /** Called when another tab made a room that was not there before. */
  onRoom(listener: (address: RoomAddress) => void): () => void;
  /** Waits for what is being appended, then gives the client id back. */
  close(): Promise<void>;
}
