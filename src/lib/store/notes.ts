/**
 * Rich notes: a Y.Doc each, built when somebody opens it. The notes of a compartment lie in one room a
 * year; a payload names the notes that its updates belong to. What a note held when its record was made is
 * never sent: every replica works it out from the creation, under a client id that nobody leases, so that
 * two devices opening it apart do not both write it.
 */
import * as Y from 'yjs';
import { bytesToUtf8, concatBytes, utf8ToBytes } from '../base/bytes.ts';
import type { Failure } from '../base/result.ts';
import type { DeviceLog, RoomAddress, RoomLog } from '../sync/log.ts';
import type { Saver } from './status.ts';
import { t } from './text.ts';

export interface Note {
  readonly fragment: Y.XmlFragment;
  /** One line a block. */
  text(): string;
  /** Makes the note say this and no more; blocks that already do stay as they are. */
  replace(text: string): void;
  close(): void;
}

export interface NotesListener extends Saver {
  /** An open note says something else than before. */
  changed(name: string, text: string): void;
}

export interface NoteAddress extends RoomAddress {
  /** Record id and field. */
  readonly name: string;
}

type NoteUpdate = readonly [name: string, update: Uint8Array];

const SEED_CLIENT = 0;
/** Keystrokes that end up in one segment. */
const GATHER_MS = 250;
const RETRY_MS = 3000;

// ── payloads: u16 name length, name, u32 update length, update; any number of them ────────────────────

export function encodeNotes(notes: readonly NoteUpdate[]): Uint8Array {
  return concatBytes(
    ...notes.flatMap(([name, update]) => {
      const label = utf8ToBytes(name);
      const head = new DataView(new ArrayBuffer(2));
      const size = new DataView(new ArrayBuffer(4));
      head.setUint16(0, label.length);
      size.setUint32(0, update.length);
      return [new Uint8Array(head.buffer), label, new Uint8Array(size.buffer), update];
    })
  );
}

/** Throws on anything else. */
export function decodeNotes(bytes: Uint8Array): NoteUpdate[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const notes: NoteUpdate[] = [];
  for (let at = 0; at < bytes.length;) {
    const nameEnd = at + 2 + view.getUint16(at);
    const end = nameEnd + 4 + view.getUint32(nameEnd);
    if (end > bytes.length) throw new RangeError('The payload ends inside a note');
    notes.push([bytesToUtf8(bytes.subarray(at + 2, nameEnd)), bytes.subarray(nameEnd + 4, end)]);
    at = end;
  }
  return notes;
}

/** What a checkpoint keeps: one update a note. */
export function mergeNotes(payloads: readonly Uint8Array[]): Uint8Array {
  const byName = new Map<string, Uint8Array[]>();
  for (const [name, update] of payloads.flatMap(decodeNotes))
    byName.set(name, [...(byName.get(name) ?? []), update]);
  return encodeNotes([...byName].map(([name, updates]) => [name, Y.mergeUpdates(updates)]));
}

// ── text ──────────────────────────────────────────────────────────────────────────────────────────────

const createParagraph = (line: string): Y.XmlElement => {
  const paragraph = new Y.XmlElement('paragraph');
  if (line) paragraph.insert(0, [new Y.XmlText(line)]);
  return paragraph;
};

function createSeed(text: string): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = SEED_CLIENT;
  doc.getXmlFragment('note').insert(0, text.split('\n').map(createParagraph));
  return Y.encodeStateAsUpdate(doc);
}

function nodeToText(node: Y.XmlElement | Y.XmlText | Y.XmlHook): string {
  if (node instanceof Y.XmlText)
    return (node.toDelta() as { insert: unknown }[])
      .map(({ insert }) => (typeof insert === 'string' ? insert : ''))
      .join('');
  if (!(node instanceof Y.XmlElement)) return '';
  if (node.nodeName === 'hard_break') return '\n';
  const parts = (node.toArray() as (Y.XmlElement | Y.XmlText)[]).map(nodeToText);
  const holdsBlocks = node
    .toArray()
    .some((child) => child instanceof Y.XmlElement && child.nodeName !== 'hard_break');
  const text = parts.join(holdsBlocks ? '\n' : '');
  return node.nodeName === 'list_item' ? `– ${text}` : text;
}

const fragmentToLines = (fragment: Y.XmlFragment): string[] =>
  (fragment.toArray() as (Y.XmlElement | Y.XmlText)[]).map(nodeToText);

function replaceBlocks(fragment: Y.XmlFragment, text: string): void {
  const before = fragmentToLines(fragment);
  const after = text === '' ? [] : text.split('\n');
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  let same = 0;
  while (
    same < Math.min(before.length, after.length) - start &&
    before[before.length - 1 - same] === after[after.length - 1 - same]
  )
    same++;
  fragment.doc!.transact(() => {
    fragment.delete(start, before.length - same - start);
    fragment.insert(start, after.slice(start, after.length - same).map(createParagraph));
  });
}

// ── rooms ─────────────────────────────────────────────────────────────────────────────────────────────

interface OpenNote {
  readonly doc: Y.Doc;
  users: number;
}

function createNotesRoom(
  room: RoomLog,
  contents: Awaited<ReturnType<RoomLog['read']>>,
  listener: NotesListener
) {
  const updates = new Map<string, Uint8Array[]>();
  const notes = new Map<string, OpenNote>();
  let unsaved: NoteUpdate[] = [];
  let committing: Promise<void> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function take(payload: Uint8Array): void {
    try {
      for (const [name, update] of decodeNotes(payload)) {
        const note = notes.get(name);
        if (note) {
          Y.applyUpdate(note.doc, update, 'foreign');
          // Its text, written apart on two sides, is neither side's now.
          listener.changed(name, fragmentToLines(note.doc.getXmlFragment('note')).join('\n'));
        }
        updates.set(name, [...(updates.get(name) ?? []), update]);
      }
    } catch {
      listener.quarantined({
        tag: 'unreadable-note',
        message: t('unreadableNote')
      });
    }
  }
  for (const problem of contents.problems) listener.quarantined(problem);
  for (const { bytes } of contents.updates) take(bytes);
  const stopListening = room.onUpdate(({ bytes }) => take(bytes));

  async function commit(): Promise<void> {
    while (unsaved.length > 0) {
      const batch = unsaved;
      const payload = mergeNotes([encodeNotes(batch)]);
      try {
        await room.append(payload, 'note');
        unsaved = unsaved.slice(batch.length);
      } catch (error) {
        listener.failing(error as Failure);
        return schedule(RETRY_MS);
      }
    }
    listener.saved();
    if (room.wantsCheckpoint()) await room.checkpoint(mergeNotes).catch(() => {});
  }

  const flush = (): Promise<void> => (committing ??= commit().finally(() => (committing = undefined)));

  function schedule(delay: number): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      void flush();
    }, delay);
  }

  function open(name: string, seed: string): Note {
    let note = notes.get(name);
    if (!note) {
      const doc = new Y.Doc();
      if (seed) Y.applyUpdate(doc, createSeed(seed), 'load');
      for (const update of updates.get(name) ?? []) Y.applyUpdate(doc, update, 'load');
      doc.clientID = contents.clientId;
      doc.on('update', (update: Uint8Array, origin: unknown) => {
        if (origin === 'foreign') return;
        updates.set(name, [...(updates.get(name) ?? []), update]);
        unsaved.push([name, update]);
        listener.saving();
        listener.changed(name, fragmentToLines(doc.getXmlFragment('note')).join('\n'));
        schedule(GATHER_MS);
      });
      note = { doc, users: 0 };
      notes.set(name, note);
    }
    note.users++;
    const { doc } = note;
    const fragment = doc.getXmlFragment('note');
    return {
      fragment,
      text: () => fragmentToLines(fragment).join('\n'),
      replace: (text) => replaceBlocks(fragment, text),
      close: () => {
        if (--note.users > 0) return;
        notes.delete(name);
        void flush().then(() => doc.destroy());
      }
    };
  }

  return {
    open,
    settled: async () => {
      clearTimeout(timer);
      timer = undefined;
      await flush();
    },
    close: () => {
      clearTimeout(timer);
      stopListening();
    }
  };
}

export function createNotes(log: DeviceLog, listener: NotesListener) {
  const rooms = new Map<string, Promise<ReturnType<typeof createNotesRoom>>>();
  const roomFor = (address: RoomAddress) => {
    const key = `${address.compartment}/${address.shard}`;
    let room = rooms.get(key);
    if (!room) {
      room = log
        .open({ compartment: address.compartment, shard: address.shard })
        .then(async (opened) => createNotesRoom(opened, await opened.read(), listener));
      rooms.set(key, room);
    }
    return room;
  };
  return {
    /** `seed` is what the record's creation says; the same on every device. */
    open: async (address: NoteAddress, seed: string): Promise<Note> =>
      (await roomFor(address)).open(address.name, seed),
    settled: async () => {
      for (const room of rooms.values()) await (await room).settled();
    },
    close: async () => {
      for (const room of rooms.values()) (await room).close();
    }
  };
}

/** Rooms of notes are no shards of records. */
export const NOTES = 'notes-';
export const isNotesRoom = ({ shard }: RoomAddress): boolean => shard.startsWith(NOTES);
