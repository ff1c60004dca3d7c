/**
 * Rich notes: a Y.Doc each, built when somebody opens it. The notes of a compartment lie in one room a
 * year; a payload names the notes that its updates belong to. What a note held when its record was made is
 * never sent: every replica works it out from the creation, under a client id that nobody leases, so that
 * two devices opening it apart do not both write it.
 */
import * as Y from 'yjs';
import type { Failure } from '../base/result.ts';
import type { DeviceLog, RetiredChain, RoomAddress, RoomContents, RoomLog, RoomUpdate } from '../sync/log.ts';
import { createIntake, type Intake } from './intake.ts';
import { judgeNote } from './judge.ts';
import {
  createSeed,
  fragmentToSeed,
  fragmentToText,
  NOTE_ROOT,
  replaceFragment,
  replaceText,
  SEED_CLIENT,
  type NoteSeed,
  type SeedNode
} from './note-blocks.ts';
import { createCarets, type CaretOwner, type Carets } from './note-carets.ts';
import { decodeNotes, encodeNotes, mergeNotes, type NoteUpdate } from './note-payload.ts';
import type { Saver } from './status.ts';
import { t } from './text.ts';

export interface Note {
  readonly fragment: Y.XmlFragment;
  /** False where its compartment may only be read. */
  readonly editable: boolean;
  /** Where the others are in it; absent where nobody could be. */
  readonly carets?: Carets;
  /** One line a block. */
  text(): string;
  /** Its blocks, as another note may begin with them. */
  seed(): SeedNode[];
  /** Makes the note say this and no more; blocks that already do stay as they are. */
  replace(text: string): void;
  /** Called when `fragment` is dead and the note must be opened again (its chain was retired). */
  onStale(listener: () => void): () => void;
  close(): void;
}

export interface NotesListener extends Saver {
  /** An open note says something else than before. */
  changed(name: string, text: string): void;
  /** What the record's creation says; the same on every device. Nothing where the record is gone. */
  seedOf(name: string): NoteSeed | undefined;
}

export interface NoteAddress extends RoomAddress {
  /** Record id and field. */
  readonly name: string;
}

/** Keystrokes that end up in one segment. */
const GATHER_MS = 250;
const RETRY_MS = 3000;

interface OpenNote {
  readonly doc: Y.Doc;
  readonly carets: (Carets & { close(): void }) | undefined;
  readonly stale: Set<() => void>;
  users: number;
}

interface KeptNote {
  /** Accepted, in an order in which they can be applied. */
  readonly updates: Uint8Array[];
  /** How many structs of each client they bring. */
  readonly state: Map<number, number>;
  readonly intake: Intake;
  open: OpenNote | undefined;
}

function createNotesRoom(address: RoomAddress, room: RoomLog, log: DeviceLog, listener: NotesListener) {
  let notes = new Map<string, KeptNote>();
  let retired = new Set<number>();
  let clientId = 0;
  let unsaved: NoteUpdate[] = [];
  let committing: Promise<void> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let rebuilding: Promise<void> | undefined;
  const stops: (() => void)[] = [];

  // ── what comes in ───────────────────────────────────────────────────────────────────────────────────

  function noteAt(name: string): KeptNote {
    const known = notes.get(name);
    if (known) return known;
    const state = new Map<number, number>();
    const note: KeptNote = {
      updates: [],
      state,
      open: undefined,
      intake: createIntake(
        {
          judge: judgeNote,
          stateOf: (client) => (client === SEED_CLIENT ? Infinity : (state.get(client) ?? 0)),
          apply: ({ bytes }) => {
            keep(note, bytes);
            if (!note.open) return;
            Y.applyUpdate(note.open.doc, bytes, 'foreign');
            // Its text, written apart on two sides, is neither side's now.
            listener.changed(name, fragmentToText(note.open.doc.getXmlFragment(NOTE_ROOT)));
          },
          rejected: () => {} // judged as a whole payload before
        },
        retired
      )
    };
    notes.set(name, note);
    return note;
  }

  function keep({ updates, state }: KeptNote, bytes: Uint8Array): void {
    updates.push(bytes);
    for (const [client, to] of Y.parseUpdateMeta(bytes).to)
      state.set(client, Math.max(state.get(client) ?? 0, to));
  }

  /** A payload counts as a whole or not at all, and so does everything behind one that did not. */
  function take(update: RoomUpdate): void {
    const { bytes, from } = update;
    if (from && retired.has(from.clientId)) return;
    const reject = (reason: Failure): void => {
      listener.quarantined(reason);
      if (!from) return;
      retired.add(from.clientId);
      void room.reject(update, reason).catch(() => {});
    };
    try {
      const parts = decodeNotes(bytes);
      for (const [, part] of parts) {
        const judgement = from ? judgeNote({ bytes: part, from }) : undefined;
        if (judgement && !judgement.ok) return reject(judgement.error);
      }
      for (const [name, part] of parts) noteAt(name).intake.take({ bytes: part, ...(from && { from }) });
    } catch {
      reject({ tag: 'unreadable-note', message: t('unreadableNote') });
    }
    listener.waiting([...notes.values()].reduce((sum, { intake }) => sum + intake.waiting, 0));
  }

  async function read(): Promise<void> {
    const contents: RoomContents = await room.read();
    clientId = contents.clientId;
    for (const problem of contents.problems) listener.quarantined(problem);
    for (const update of contents.updates) take(update);
  }

  // ── what goes out ───────────────────────────────────────────────────────────────────────────────────

  async function commit(): Promise<void> {
    while (unsaved.length > 0) {
      const batch = [...unsaved]; // typing goes on while it is committed
      const payload = mergeNotes([encodeNotes(batch)]);
      try {
        await room.append(payload, 'note');
        unsaved = unsaved.filter((update) => !batch.includes(update));
      } catch (error) {
        listener.failing(error as Failure);
        return schedule(RETRY_MS);
      }
    }
    listener.saved();
    const waits = [...notes.values()].some(({ intake }) => intake.waiting > 0);
    if (room.wantsCheckpoint() && !waits) await room.checkpoint(mergeNotes).catch(() => {});
  }

  const flush = async (): Promise<void> => {
    await rebuilding;
    await (committing ??= commit().finally(() => (committing = undefined)));
  };

  function schedule(delay: number): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      void flush();
    }, delay);
  }

  /** Everything that is in the log, what was deleted in a note included, and nothing else. */
  function takeState(): Uint8Array | undefined {
    const all = [...notes].filter(([, { updates }]) => updates.length > 0);
    const waits = all.some(([, { intake }]) => intake.waiting > 0);
    if (waits || unsaved.length > 0 || committing || rebuilding) return undefined;
    return encodeNotes(all.map(([name, { updates }]) => [name, Y.mergeUpdates(updates)]));
  }

  // ── open notes ──────────────────────────────────────────────────────────────────────────────────────

  function buildDoc(name: string, updates: readonly Uint8Array[]): Y.Doc {
    const doc = new Y.Doc();
    const seed = listener.seedOf(name);
    const beginning = seed?.length ? [() => createSeed(seed)] : [];
    for (const bring of [...beginning, ...updates.map((update) => () => update)]) {
      try {
        Y.applyUpdate(doc, bring(), 'load');
      } catch {
        listener.quarantined({ tag: 'unreadable-note', message: t('unreadableNote') });
      }
    }
    return doc;
  }

  const whoIs = (device: string): CaretOwner | undefined => {
    const member = log.members.find(({ devices }) => devices.includes(device));
    return member && { name: member.name };
  };

  function openDoc(name: string, note: KeptNote): OpenNote {
    const doc = buildDoc(name, note.updates);
    doc.clientID = clientId;
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === 'foreign') return;
      keep(note, update);
      unsaved.push([name, update]);
      listener.saving();
      listener.changed(name, fragmentToText(doc.getXmlFragment(NOTE_ROOT)));
      schedule(GATHER_MS);
    });
    const { compartment } = address;
    const carets = log.presence && createCarets({ port: log.presence, compartment, note: name, doc, whoIs });
    return { doc, carets, stale: new Set(), users: 0 };
  }

  function open(name: string): Note {
    const kept = noteAt(name);
    const note = (kept.open ??= openDoc(name, kept));
    note.users++;
    const { doc, carets, stale } = note;
    const fragment = doc.getXmlFragment(NOTE_ROOT);
    let closed = false;
    return {
      fragment,
      ...(carets && { carets }),
      editable: log.compartments.some(({ id, level }) => id === address.compartment && level === 'write'),
      text: () => fragmentToText(fragment),
      seed: () => fragmentToSeed(fragment),
      replace: (text) => replaceText(fragment, text),
      onStale: (hear) => {
        stale.add(hear);
        return () => stale.delete(hear);
      },
      close: () => {
        if (closed) return;
        closed = true;
        if (--note.users > 0) return;
        carets?.close();
        if (kept.open === note) kept.open = undefined;
        void flush().then(() => doc.destroy());
      }
    };
  }

  /**
   * Rule 2, last sentence: the notes are read again without what nobody takes, and made to say under the
   * fresh client id what they said here.
   */
  async function writeAgain({ lost, done }: RetiredChain): Promise<void> {
    const parts = [...lost.flatMap(({ bytes }) => decodeNotes(bytes)), ...unsaved];
    const before = notes;
    const said = [...new Set(parts.map(([name]) => name))].map((name): [string, Y.Doc] => [
      name,
      buildDoc(name, [
        ...(before.get(name)?.updates ?? []),
        ...parts.flatMap(([one, update]) => (one === name ? [update] : []))
      ])
    ]);
    notes = new Map();
    retired = new Set();
    unsaved = [];
    await read();
    for (const [name, doc] of said) {
      if (listener.seedOf(name) === undefined) continue;
      const note = open(name);
      replaceFragment(note.fragment, doc.getXmlFragment(NOTE_ROOT));
      note.close();
      doc.destroy();
    }
    for (const { open: opened } of before.values()) {
      opened?.carets?.close();
      for (const hear of opened?.stale ?? []) hear();
    }
    await commit();
    await done();
  }

  return {
    start: async () => {
      await read();
      stops.push(room.onUpdate(take), room.onSnapshot(takeState));
      stops.push(
        room.onRetired((chain) => {
          if (rebuilding) return; // it is told until it is done
          rebuilding = writeAgain(chain)
            .catch((error: unknown) => listener.failing(error as Failure))
            .finally(() => (rebuilding = undefined));
        })
      );
    },
    open,
    settled: async () => {
      clearTimeout(timer);
      timer = undefined;
      await flush();
    },
    close: () => {
      clearTimeout(timer);
      for (const stop of stops) stop();
      for (const { open: opened } of notes.values()) opened?.carets?.close();
    }
  };
}

export function createNotes(log: DeviceLog, createListener: () => NotesListener) {
  const rooms = new Map<string, Promise<ReturnType<typeof createNotesRoom>>>();
  const roomFor = ({ compartment, shard }: RoomAddress) => {
    const key = `${compartment}/${shard}`;
    let room = rooms.get(key);
    if (!room) {
      room = log.open({ compartment, shard }).then(async (opened) => {
        const made = createNotesRoom({ compartment, shard }, opened, log, createListener());
        await made.start();
        return made;
      });
      rooms.set(key, room);
    }
    return room;
  };
  return {
    open: async (address: NoteAddress): Promise<Note> => (await roomFor(address)).open(address.name),
    settled: async () => {
      for (const room of rooms.values()) await (await room).settled();
    },
    close: async () => {
      for (const room of rooms.values()) (await room).close();
    }
  };
}
