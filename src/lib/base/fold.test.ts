import { expect, it } from 'vitest';
import { foldText } from './fold.ts';

it('makes what is typed equal to what is written', () => {
  expect(foldText('Łukasz’s “Dîner” – Straße, Søren')).toBe(foldText('Łukasz\'s "Diner" - Strasse, Soren'));
  expect(foldText('PLAIN')).toBe('plain');
});
