/** How well something's words answer what was typed: every typed word must begin, or stand in, one of them. */
import { foldText } from '../base/fold.ts';

/** 0 where a word is missing; more is better: the whole label, its beginning, a word's beginning, inside a word. */
export function rank(query: string, label: string, further = ''): number {
  const typed = foldText(query).split(/\s+/).filter(Boolean);
  if (typed.length === 0) return 1;
  const whole = foldText(label);
  const more = foldText(further);
  let sum = 0;
  for (const word of typed) {
    if (` ${whole}`.includes(` ${word}`)) sum += 4;
    else if (` ${more}`.includes(` ${word}`)) sum += 2;
    else if (word.length > 2 && whole.includes(word)) sum += 1;
    else return 0;
  }
  const phrase = typed.join(' ');
  return sum / typed.length + (whole === phrase ? 4 : whole.startsWith(phrase) ? 2 : 0);
}
