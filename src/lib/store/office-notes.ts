/**
 * Notes as fields of records: the register of a note holds its plain text, for search, print and lists; the
 * note itself is the truth, and each follows the other.
 */
import type { RecordId } from '../base/ids.ts';
import type { DeviceLog } from '../sync/log.ts';
import { entryToCreation, type Entry } from './entry.ts';
import type { Ledger } from './ledger.ts';
import { textToSeed, type NoteSeed } from './note-blocks.ts';
import { NOTES } from './note-payload.ts';
import { createNotes, type Note, type NoteAddress } from './notes.ts';
import { stampToTime } from './stamp.ts';
import type { Saver } from './status.ts';

export interface OfficeNotesDeps {
  readonly log: DeviceLog;
  readonly ledger: Ledger;
  createSaver(): Saver;
  /** Writes texts into registers, as no action of anybody's. */
  keep(texts: readonly { readonly id: RecordId; readonly field: string; readonly json: string }[]): void;
}

/** How long a note rests before its text is kept. */
const REST_MS = 2000;

/** A record that was moved brings the blocks its note had; any other begins with its text. */
const SEED = '$note:';
/** Longer ones go on as plain text: a creation must fit a segment. */
const SEED_LIMIT = 60_000;

function entryToSeed(entry: Entry, field: string): NoteSeed {
  const { base } = entryToCreation(entry);
  const blocks = base[SEED + field];
  if (Array.isArray(blocks)) return blocks as NoteSeed;
  const text = base[field];
  return typeof text === 'string' ? text : '';
}

const textToJson = (text: string): string => (text === '' ? '' : JSON.stringify(text));

export function createOfficeNotes({ log, ledger, createSaver, keep }: OfficeNotesDeps) {
  const texts = new Map<string, string>();
  const inHand = new Set<Promise<void>>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function changed(name: string, text: string): void {
    texts.set(name, text);
    timer ??= setTimeout(keepTexts, REST_MS);
  }
  const notes = createNotes(log, () => ({ ...createSaver(), changed, seedOf }));

  function seedOf(name: string): NoteSeed | undefined {
    const [id, field] = name.split('/') as [string, string];
    const entry = ledger.entries.get(id);
    return entry?.line === undefined ? undefined : entryToSeed(entry, field);
  }

  function keepTexts(): void {
    clearTimeout(timer);
    timer = undefined;
    const kept = [...texts].map(([name, text]) => {
      const [id, field] = name.split('/') as [string, string];
      return { id, field, json: textToJson(text) };
    });
    texts.clear();
    if (kept.length > 0) keep(kept);
  }

  function addressOf(entry: Entry, field: string): NoteAddress {
    const { compartment, shard } = entry.shard.address;
    const made = new Date(stampToTime(entryToCreation(entry).creation.stamp)).getUTCFullYear();
    const year = shard === 'standing' ? `${made}` : shard;
    return { compartment, shard: NOTES + year, name: `${entry.id}/${field}` };
  }

  const open = (entry: Entry, field: string): Promise<Note> => notes.open(addressOf(entry, field));

  return {
    open: async (entry: Entry, field: string): Promise<Note> => {
      const note = await open(entry, field);
      // After a merge the copy in the record may be one side's only.
      const shown = ledger.get(entry.id)?.values[field] ?? '';
      if (note.text() !== shown) changed(`${entry.id}/${field}`, note.text());
      return { ...note, close: () => (note.close(), keepTexts()) };
    },
    /** What a copy of the record begins its notes with: registers for its creation. */
    seedsOf: async (entry: Entry, fields: readonly string[]): Promise<Record<string, unknown>> => {
      const registers: Record<string, unknown> = {};
      for (const field of fields) {
        const note = await open(entry, field).catch(() => undefined);
        if (!note) continue;
        const seed = note.seed();
        if (note.text() !== '') registers[field] = note.text();
        const plain = JSON.stringify(seed) === JSON.stringify(textToSeed(note.text()));
        if (!plain && JSON.stringify(seed).length < SEED_LIMIT) registers[SEED + field] = seed;
        note.close();
      }
      return registers;
    },
    /** What was written over a note's text from elsewhere (undo, an import) must stand in the note too. */
    follow: (entry: Entry, field: string, json: string): void => {
      const done = open(entry, field).then((note) => {
        note.replace(json === '' ? '' : (JSON.parse(json) as string));
        note.close();
      });
      inHand.add(done);
      void done.finally(() => inHand.delete(done));
    },
    settled: async () => {
      await Promise.all(inHand);
      await notes.settled();
      keepTexts();
    },
    close: async () => {
      clearTimeout(timer);
      await notes.close();
    }
  };
}
