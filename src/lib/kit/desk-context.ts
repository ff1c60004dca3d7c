/**
 * The desk as components see it: the open office, the drawers, and what this device alone keeps.
 * `lib/desk.ts` wires a real one and the layout provides it; components call `useDesk()` while they are
 * being set up.
 */
import { createContext } from 'svelte';
import type { Clock } from '../base/clock.ts';
import type { RecordId } from '../base/ids.ts';
import type { Failure } from '../base/result.ts';
import type { Office, Subscribable, Values } from '../store/office.ts';
import type { RecordType } from '../store/record.ts';
import type { Drawer } from './drawer.ts';
import type { AppLock } from './lock.ts';
import type { Sharing, WhileAway } from './sharing.ts';

/** A record that was begun and not finished. It has not left this device. */
export interface Draft {
  /** Names the draft; a form started from somewhere particular may have one of its own. */
  readonly key: string;
  readonly type: string;
  /** List fields hold plain values, as a new record takes them. */
  readonly values: Values;
  readonly compartment?: string;
  /** When it was last typed in, milliseconds. */
  readonly at: number;
}

/** Drafts kept on this device, through reloads, for one office. */
export interface Drafts extends Subscribable {
  all(): readonly Draft[];
  get(key: string): Draft | undefined;
  put(draft: Draft): void;
  remove(key: string): void;
}

/** Small choices kept on this device for one office: columns, sort orders, defaults. Plain JSON. */
export interface Preferences extends Subscribable {
  get<T>(key: string): T | undefined;
  set(key: string, value: unknown): void;
}

export interface ReadersChoice {
  /** The compartment's id. */
  readonly value: string;
  /** Everyone, Private, Finance, or the name it was given. */
  readonly label: string;
  /** Who that is, in a sentence. */
  readonly hint: string;
  readonly icon: string;
  /** Whether records may be made and changed there. */
  readonly mayWrite: boolean;
}

/** Who can see a record, in the words of the screen. */
export interface Readers {
  label(compartment: string): string;
  /** The icon of a place that not everybody in the office can see; nothing for *Everyone*. */
  sign(compartment: string): string | undefined;
  choices(): readonly ReadersChoice[];
  /** What is proposed for a new record: what was set for that type and company, else the type's own. */
  defaultFor(type: string, company?: RecordId): string;
  setDefault(type: string, company: RecordId | undefined, compartment: string): void;
}

/** An office kept on this device; its names are empty where it cannot be opened. */
export interface OfficeSummary {
  readonly id: string;
  readonly principal: string;
  readonly founder: string;
  readonly label: string;
  /** Milliseconds since 1970. */
  readonly foundedAt: number;
  readonly problem?: Failure;
}

/** The offices on this device. Opening or removing one starts the app anew. */
export interface DeviceOffices {
  list(): Promise<OfficeSummary[]>;
  readonly current: string | undefined;
  open(officeId: string): void;
  /** Takes the office, its keys and its drafts from this device for good. */
  remove(officeId: string): Promise<void>;
}

export interface Desk {
  readonly office: Office;
  readonly offices: DeviceOffices;
  readonly drawers: readonly Drawer[];
  /** By name, the same as `office.types`. */
  readonly types: ReadonlyMap<string, RecordType>;
  /** The company that lists are narrowed to; reactive, and kept on this device. */
  company: RecordId | undefined;
  readonly readers: Readers;
  readonly drafts: Drafts;
  readonly preferences: Preferences;
  readonly clock: Clock;
  /** Who else is in this office, through which office server, and where they are now. */
  readonly sharing: Sharing;
  /** What came in while this device was away. */
  readonly away: WhileAway;
  /** Hides the app on this device; absent where nothing can be kept. */
  readonly lock?: AppLock | undefined;
  /** What an author of edits is called: *You*, or the member's name. */
  memberName(author: string): string;
  /** The address that shows this record in its drawer. */
  pathTo(id: RecordId): string;
  /** Goes to an address of the app. */
  go(path: string): void;
}

export const [useDesk, provideDesk] = createContext<Desk>();
