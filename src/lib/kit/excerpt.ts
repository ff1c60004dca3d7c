/** Where in a text the words stand that were asked for, so that they can be marked. Pure. */
import { foldText } from '../ui/fold.ts';

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
