/**
 * The office as something shared: who is in it, on which devices, through which office server, and who is at
 * their desk now. Screens see this interface only; `lib/desk.ts` wires the real one.
 */
import type { RecordId } from '../base/ids.ts';
import type { Failure, Result } from '../base/result.ts';
import type { Subscribable } from '../store/office.ts';

export type Role = 'principal' | 'secretary' | 'assistant';
export type Level = 'none' | 'read' | 'write';
/** Compartment id to level. What is not named is `none`. */
export type Levels = Readonly<Record<string, Level>>;

export interface DeviceInOffice {
  readonly id: string;
  /** What its owner called it ("Anna's phone"). */
  readonly name: string;
  readonly kind: 'device' | 'kit';
  readonly isThis: boolean;
  /** Milliseconds since 1970, as far as the office server told. */
  readonly lastSeen?: number;
  readonly online: boolean;
  /** Its removal was decided here and waits for the office server. */
  readonly leaving: boolean;
}

export interface PersonInOffice {
  readonly member: string;
  readonly name: string;
  readonly role: Role;
  readonly isMe: boolean;
  /** Whom nobody else can remove. */
  readonly isRoot: boolean;
  readonly levels: Levels;
  readonly devices: readonly DeviceInOffice[];
}

/** `removed` as a problem's tag: this device is no longer in the office. */
export type ServerState =
  /** This office lives on this device only. */
  | { readonly state: 'none' }
  | { readonly state: 'connecting' | 'online' | 'offline'; readonly address: string; readonly since: number }
  /** The server or the list of members refused: nothing is sent until somebody does something. */
  | { readonly state: 'stopped'; readonly address: string; readonly problem: Failure };

export interface Invitation {
  readonly id: string;
  /** Everything is in its fragment, which no server is ever sent. */
  readonly link: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

export interface InvitationWish {
  readonly role: Role;
  /** An existing member: the new device is another one of theirs. Absent: a new person. */
  readonly member?: string;
  readonly levels: Levels;
  /** Shown as a code to scan it lasts 15 minutes, sent as a link 24 hours. */
  readonly how: 'shown' | 'sent';
}

/** A device that asks to come in. Nothing has been given to it yet. */
export interface JoinRequest {
  readonly device: string;
  readonly personName: string;
  readonly deviceName: string;
  /** Six digits in two groups, to be compared with what the new device shows. */
  readonly code: string;
  readonly wish: Omit<InvitationWish, 'how'>;
  /** Name of who invited; empty where this device cannot read it. */
  readonly invitedBy: string;
  readonly at: number;
}

/** Where somebody is, as far as this device may know: only in what both may read. */
export interface Presence {
  readonly device: string;
  readonly member: string;
  readonly record?: RecordId;
  readonly field?: string;
  /** The device that this one follows from record to record. */
  readonly following?: string;
  /** False where its person has paused being followed. Absent: true. */
  readonly mayFollow?: boolean;
}

/** One thing that came in while this device was away. */
export interface AwayChange {
  readonly id: RecordId;
  readonly by: readonly string[];
  /** `made`, `changed`, `trashed`: the strongest of what happened. */
  readonly what: 'made' | 'changed' | 'trashed';
  readonly fields: readonly string[];
  /** Fields that now have two answers. */
  readonly conflicts: readonly string[];
  readonly at: number;
}

/** What came in while this device was away, kept on it until somebody looked. */
export interface WhileAway extends Subscribable {
  /** Newest first; empty when there is nothing to look at. */
  readonly changes: readonly AwayChange[];
  /** When this device was last in touch before, milliseconds. */
  readonly since?: number | undefined;
  /** Somebody looked at these: they leave the list. */
  looked(ids: readonly RecordId[]): void;
}

export interface Sharing extends Subscribable {
  readonly server: ServerState;
  /** Segments on this device that the server has not acknowledged, and when it last did. */
  readonly sending: { readonly waiting: number; readonly sentAt?: number };
  readonly people: readonly PersonInOffice[];
  /** Whether this device's member may invite, give, take away and remove. */
  readonly mayManage: boolean;
  readonly requests: readonly JoinRequest[];
  /** Parts of the office that this device may read and has no key to yet. */
  readonly keyless: number;
  /** What is wrong with the server's copy: held back, forked, older than this one; each with what was done. */
  readonly problems: readonly Failure[];
  readonly presence: readonly Presence[];
  /** Devices that have everything this one has sent. */
  readonly seenBy: readonly string[];

  /** Brings the office to a server; `token` where it asks for one. Nothing changes where it fails. */
  setServer(address: string, token?: string): Promise<Result<true>>;
  reconnect(): void;
  invite(wish: InvitationWish): Promise<Result<Invitation>>;
  approve(request: JoinRequest, levels: Levels): Promise<Result<true>>;
  decline(request: JoinRequest): Promise<Result<true>>;
  grant(member: string, compartment: string, level: Level): Promise<Result<true>>;
  /** Closes their sockets, changes the keys. Without a server in reach it waits, and `leaving` says so. */
  removeDevices(devices: readonly string[]): Promise<Result<true>>;
  makeCompartment(
    name: string,
    members: Readonly<Record<string, Level>>
  ): Promise<Result<{ readonly id: string }>>;
  renameCompartment(compartment: string, name: string): Promise<Result<true>>;
  renameDevice(name: string): Promise<Result<true>>;
  /** The one of those who belong to the executive alone; nobody else can ever be given it. */
  makeOnlyMe(): Promise<Result<{ readonly id: string }>>;
  /** 24 words; the kit counts once `proveKit` was given the words as they were written down. */
  createKit(): Promise<Result<{ readonly words: string }>>;
  proveKit(words: string): Promise<Result<true>>;
  /** Tells those who may read it where this device is; nothing, when the desk is left. */
  here(record?: RecordId, field?: string): void;
  /** Tells that device that its person is being followed; nothing: no longer. */
  follow(device?: string): void;
  /** Nobody may follow this device until it is taken back. */
  pauseFollowing(paused: boolean): void;
  readonly followingPaused: boolean;
  /** Every word that a kit may hold, for completing them while they are typed. */
  kitWords(): Promise<readonly string[]>;
}

/** What a device without an office does: the other side of an invitation, or of the kit. */
export interface Joining {
  /** Failures: `invitation-unreadable`, `invitation-expired`, `invitation-used`, `server-unreachable`. */
  ask(
    link: string,
    about: { readonly personName: string; readonly deviceName: string }
  ): Promise<Result<JoiningDevice>>;
  /** Failures: `words-wrong`, `kit-removed`, `server-unreachable`. Resolves when the office is on this device. */
  restore(words: string, server: string): Promise<Result<{ readonly officeId: string }>>;
  kitWords(): Promise<readonly string[]>;
}

export interface JoiningDevice {
  readonly code: string;
  /** Resolves when somebody approved and the keys are here; failures: `declined`, `invitation-expired`. */
  readonly admitted: Promise<Result<{ readonly officeId: string }>>;
  cancel(): void;
}
