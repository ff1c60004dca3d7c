/**
 * What the rest of the app sees of an office: records to read, actions to take, and what it knows about
 * itself. `createOffice` (in open-office.ts) makes one over the device's log.
 */
import type { RecordId } from '../base/ids.ts';
import type { Failure } from '../base/result.ts';
import type { Member } from '../sync/log.ts';
import type { Note } from './notes.ts';
import type { RecordType } from './record.ts';

export type Values = Readonly<Record<string, unknown>>;

/** One record as it stands now. Immutable: a change makes a new object. */
export interface StoredRecord<V = Values> {
  readonly id: RecordId;
  readonly type: string;
  /** Id of the compartment it lies in: who can see it. */
  readonly compartment: string;
  /** Lists are in order, without removed elements. Fields that this build does not know are here too. */
  readonly values: V;
  readonly trashed: boolean;
  /** Fields with two answers, made apart, that nobody has settled yet. */
  readonly conflicts: readonly string[];
  /** False for a type, or a version of it, that this build does not know: shown, carried, not edited. */
  readonly known: boolean;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly changedAt: number;
  readonly changedBy: string;
}

/** A compartment: a part of the office with its own key and readers. */
export interface Compartment {
  readonly id: string;
  readonly kind: 'office' | 'private' | 'finance' | 'only-me' | 'custom';
  /** What people call it; the standard ones are translated by who shows them. */
  readonly name: string;
  /** What this device's member may do there. */
  readonly level: 'read' | 'write';
}

export interface RecordQuery {
  /** Record types; none means all. */
  readonly types?: readonly string[];
  /** Trashed records are left out unless asked for: `only` shows nothing else. */
  readonly trash?: 'without' | 'only' | 'with';
  where?(record: StoredRecord): boolean;
  compare?(a: StoredRecord, b: StoredRecord): number;
}

export interface Subscribable {
  /** Calls `changed` after each change; returns how to stop. */
  subscribe(changed: () => void): () => void;
}

/** A query kept up to date; `rows` is a new array after each change. */
export interface LiveQuery<V = Values> extends Subscribable {
  readonly rows: readonly StoredRecord<V>[];
}

export interface SearchHit {
  readonly record: StoredRecord;
}

/** One entry of a record's history, newest first. */
export interface Change {
  readonly id: RecordId;
  /** The field; a list's element as `list/key`; absent for the record's creation. */
  readonly field?: string;
  readonly stamp: string;
  readonly at: number;
  readonly by: string;
  readonly before: unknown;
  readonly after: unknown;
  /** The stamp was more than ten minutes ahead of this device when it came in. */
  readonly clockWasWrong: boolean;
}

/** One side of a conflict. */
export interface Answer {
  readonly stamp: string;
  readonly at: number;
  readonly by: string;
  readonly value: unknown;
}

/** What undo or redo did, and what it left alone because somebody changed it since. */
export interface UndoReport {
  readonly label: string;
  readonly changed: readonly RecordId[];
  readonly left: readonly { readonly id: RecordId; readonly field: string }[];
}

export interface CreateOptions {
  /** Compartment id; where absent, the type's default. */
  readonly compartment?: string;
  /**
   * For a record that two devices may make apart and that must be one: an id that both work out alike. Where
   * it is there already it is only taken out of the trash; once deleted for good, its id stands for nothing.
   */
  readonly id?: RecordId;
}

/** What somebody else did, as it came in. */
export interface ForeignChange {
  readonly id: RecordId;
  /** The field, a list's without its element; `$trash` for the trash. Absent: the record was made. */
  readonly field?: string;
  /** The device. */
  readonly by: string;
  /** When it was done, by that device's clock. */
  readonly at: number;
}

export type SaveState =
  | { readonly state: 'saved' }
  | { readonly state: 'saving' }
  /** Nothing is lost while the app stays open; `problem.message` says what to do. */
  | { readonly state: 'failing'; readonly problem: Failure };

export interface OfficeState {
  readonly save: SaveState;
  /** Shards not opened yet, in order of opening ("2023"). Empty when everything can be searched. */
  readonly opening: readonly string[];
  /** Things kept aside because they could not be trusted or read; each with its reason. */
  readonly problems: readonly Failure[];
  /** Changes that came in and wait for something before them that is missing. */
  readonly waiting: number;
}

export interface Office extends Subscribable {
  readonly id: string;
  readonly name: string;
  /** This device's id, the author of what is done here. */
  readonly device: string;
  /** Who the authors are: `by` names a device, people know members. */
  readonly members: readonly Member[];
  /** Whether this device's member is principal or secretary: may delete for good and move to other readers. */
  readonly fullMember: boolean;
  /** Whether records may be made and changed in that compartment. */
  mayWrite(compartment: string): boolean;
  /** Set when nothing can be written: a newer version changed the office, or this device was removed from it. */
  readonly readOnly: Failure | undefined;
  /** Those that this device may read; live, like `members`: subscribe to hear of changes. */
  readonly compartments: readonly Compartment[];
  readonly types: ReadonlyMap<string, RecordType>;
  readonly state: OfficeState;

  /** Calls `heard` with what others did whenever it comes in, after records and queries show it. */
  onForeign(heard: (changes: readonly ForeignChange[]) => void): () => void;

  get(id: RecordId): StoredRecord | undefined;
  query<V = Values>(query: RecordQuery): LiveQuery<V>;
  /** Words and phrases in any order, folded for case and accents; best first. */
  search(text: string, options?: { types?: readonly string[]; limit?: number }): SearchHit[];
  /** Records that name this one in a link, an attendee or a person field. */
  linksTo(id: RecordId): readonly StoredRecord[];

  /** Groups everything done inside into one action for undo; `label` is what the toast says. */
  action<T>(label: string, act: () => T): T;
  /**
   * An action too long for one go. Each turn of `goes` does a part and yields how far it is, 0 to 1; `pause`
   * lets the page be painted and resolves to false to stop. Resolves to false then, and all of it was taken
   * back, as it is when a turn throws.
   */
  actionInGoes(
    label: string,
    goes: Iterable<number>,
    pause: (part: number) => Promise<boolean>
  ): Promise<boolean>;
  /** What the app does by itself: told and saved like an action, but nothing that anybody would take back. */
  unattended<T>(act: () => T): T;
  /** Whether it was deleted for good, or moved away from under this id, as far as this device heard. */
  isDeleted(id: RecordId): boolean;
  create(type: string, values: Values, options?: CreateOptions): RecordId;
  /** Many at once, packed; one action. Import uses it. */
  createMany(type: string, many: readonly Values[], options?: CreateOptions): RecordId[];
  /** Sets fields, each by itself; `undefined` clears one. List fields go through the list calls. */
  edit(id: RecordId, changes: Values): void;
  listAdd(id: RecordId, list: string, value: unknown, before?: string): string;
  listSet(id: RecordId, list: string, key: string, value: unknown): void;
  listMove(id: RecordId, list: string, key: string, before: string | undefined): void;
  listRemove(id: RecordId, list: string, key: string): void;
  trash(ids: readonly RecordId[]): void;
  restore(ids: readonly RecordId[]): void;
  /** Deletes for good: no merge brings it back. Not undoable. */
  purge(ids: readonly RecordId[]): void;
  /**
   * A new record in another compartment with the same values and notes; the old one is purged and forwards to
   * it. Rejects with a Failure-shaped error where it may not be: `read-only`, `may-not-delete`.
   */
  move(id: RecordId, compartment: string): Promise<RecordId>;

  undo(): UndoReport | undefined;
  redo(): UndoReport | undefined;
  readonly undoLabel: string | undefined;
  readonly redoLabel: string | undefined;
  history(id: RecordId): Change[];
  /** With what was taken out of the office's log to keep it short; read when asked for. */
  fullHistory(id: RecordId): Promise<Change[]>;
  /** Writes the value from before that change again, as a new edit. */
  revert(change: Change): void;
  answers(id: RecordId, field: string): Answer[];
  /** Keeps one answer; the others stay in history. */
  settle(id: RecordId, field: string, stamp: string): void;

  /** Opens a rich note for typing; its record's field holds the same as plain text. Close it when done. */
  note(id: RecordId, field: string): Promise<Note>;

  /** Resolves when everything done so far is committed on this device. */
  saved(): Promise<void>;
  /** Resolves when every shard is open. */
  opened(): Promise<void>;
  close(): Promise<void>;
}
