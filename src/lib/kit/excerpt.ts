/** Where in a text the words stand that were asked for, so that they can be marked. Pure. */
import type { FieldMap } from '../store/fields.ts';
import type { StoredRecord } from '../store/office.ts';
// Search finds by this folding, so it marks by it too.
import { foldText } from '../base/fold.ts';
import { recordToTitle, valueToText, type Names } from './record-words.ts';

export interface Piece {
  readonly text: string;
  readonly marked: boolean;
}

/** The text in pieces; words match without regard to case and accents. */
export function markWords(text: string, query: string): Piece[] {
  const words = foldText(query).replaceAll('"', ' ').split(/\s+/).filter(Boolean);
  if (words.length === 0) return [{ text, marked: false }];
  // Folding may change lengths (ß to ss), so each letter is folded by itself and remembers where it stood.
  const letters = [...text];
  let folded = '';
  const origin: number[] = [];
  letters.forEach((letter, at) => {
    const plain = foldText(letter);
    folded += plain;
    for (let n = 0; n < plain.length; n++) origin.push(at);
  });
  const marks = new Array<boolean>(letters.length).fill(false);
  for (const word of words)
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length))
      for (let n = at; n < at + word.length; n++) marks[origin[n]!] = true;
  const pieces: { text: string; marked: boolean }[] = [];
  letters.forEach((letter, at) => {
    const last = pieces.at(-1);
    if (last && last.marked === marks[at]) last.text += letter;
    else pieces.push({ text: letter, marked: marks[at]! });
  });
  return pieces;
}

const AROUND = 60;

/** Which of its fields holds the words, and the text around the first of them; nothing where only the title does. */
export function excerptOf(
  record: StoredRecord,
  query: string,
  names: Names
): { readonly label: string; readonly text: string } | undefined {
  const words = foldText(query).replaceAll('"', ' ').split(/\s+/).filter(Boolean);
  const title = recordToTitle(record, names);
  for (const [name, field] of Object.entries((names.types.get(record.type)?.fields ?? {}) as FieldMap)) {
    if (field.hidden) continue;
    const text = valueToText(field, record.values[name], names).replaceAll(/\s+/g, ' ');
    if (!text || text === title) continue;
    const folded = foldText(text);
    const found = words.map((word) => folded.indexOf(word)).filter((at) => at >= 0);
    if (found.length === 0) continue;
    const at = Math.min(...found);
    const from = at > AROUND ? text.indexOf(' ', at - AROUND) + 1 : 0;
    const shown = text.slice(from, at + 2 * AROUND);
    const more = at + 2 * AROUND < text.length ? '…' : '';
    return { label: field.label(), text: `${from > 0 ? '…' : ''}${shown}${more}` };
  }
  return undefined;
}
