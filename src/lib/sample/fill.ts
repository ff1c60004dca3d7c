/** Sentences with the people who take part put into them. */
import type { CastPerson } from './cast.ts';
import type { Draw } from './draw.ts';
import { notes, trips } from './matters.ts';

export interface Filling {
  readonly person?: CastPerson;
  readonly helper?: CastPerson;
  readonly matter?: string;
}

export function fill(text: string, { person, helper, matter }: Filling, draw: Draw): string {
  return text.replace(/\{(\w+)\}/g, (whole, key: string) => {
    if (key === 'p') return person?.name ?? 'the client';
    if (key === 'o') return person?.organisation?.name ?? person?.name ?? 'the supplier';
    if (key === 'a') return helper?.name ?? 'Priya Raman';
    if (key === 's') return helper?.name ?? 'Tobias Merrick';
    if (key === 'm') return matter ?? 'Project Lighthouse';
    if (key === 'city') return draw.pick(trips)[0];
    return whole;
  });
}

/** `count` different notes, as one text. */
export function drawNotes(count: number, filling: Filling, draw: Draw): string {
  const next = draw.deck(notes);
  return Array.from({ length: count }, () => fill(next(), filling, draw)).join(' ');
}
