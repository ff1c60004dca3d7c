/**
 * What a segment of kind *note* holds: u16 name length, name, u32 update length, update; any number of them.
 */
import * as Y from 'yjs';
import { bytesToUtf8, concatBytes, utf8ToBytes } from '../base/bytes.ts';

/** Rooms of notes are no shards of records. */
export const NOTES = 'notes-';
export const isNotesRoom = ({ shard }: { readonly shard: string }): boolean => shard.startsWith(NOTES);

/** `name` is record id and field. */
export type NoteUpdate = readonly [name: string, update: Uint8Array];

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
