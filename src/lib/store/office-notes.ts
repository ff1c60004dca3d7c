/**
 * Notes as fields of records: the register of a note holds its plain text, for search, print and lists; the
 * note itself is the truth, and each follows the other.
 */
import type { RecordId } from '../base/ids.ts';
import type { DeviceLog } from '../sync/log.ts';
import { entryToCreation, type Entry } from './entry.ts';
import type { Ledger } from './ledger.ts';
import { createNotes, NOTES, type Note, type NoteAddress } from './notes.ts';
import { stampToTime } from './stamp.ts';
import type { Saver } from './status.ts';

export interface OfficeNotesDeps {
  readonly log: DeviceLog;
  readonly ledger: Ledger;
  readonly saver: Saver;
  /** Writes texts into registers, as no action of anybody's. */
  keep(texts: readonly { readonly id: RecordId; readonly field: string; readonly json: string }[]): void;
}

/** How long a note rests before its text is kept. */
const REST_MS = 2000;

const textToJson = (text: string): string => (text === '' ? '' : JSON.stringify(text));

export function createOfficeNotes({ log, ledger, saver, keep }: OfficeNotesDeps) {
  const texts = new Map<string, string>();
  const inHand = new Set<Promise<void>>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function changed(name: string, text: string): void {
    texts.set(name, text);
    timer ??= setTimeout(keepTexts, REST_MS);
  }
  const notes = createNotes(log, { ...saver, changed });

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

  const open = (entry: Entry, field: string): Promise<Note> => {
    const seed = entryToCreation(entry).base[field];
    return notes.open(addressOf(entry, field), typeof seed === 'string' ? seed : '');
  };

  return {
    open: async (entry: Entry, field: string): Promise<Note> => {
      const note = await open(entry, field);
      // After a merge the copy in the record may be one side's only.
      const shown = ledger.get(entry.id)?.values[field] ?? '';
      if (note.text() !== shown) changed(`${entry.id}/${field}`, note.text());
      return { ...note, close: () => (note.close(), keepTexts()) };
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
