import { expect, test } from 'vitest';
import { completeWord, splitWords } from './recovery-words.ts';

const known = ['abandon', 'ability', 'able', 'act', 'action', 'actor', 'zoo'];

test('a word is completed when only one can be meant', () => {
  expect(completeWord('aba', known)).toBe('abandon');
  expect(completeWord(' ZO', known)).toBe('zoo');
  expect(completeWord('ab', known)).toBeUndefined();
  expect(completeWord('z', known)).toBeUndefined();
});

test('a word that begins longer ones is taken as it stands', () => {
  expect(completeWord('act', known)).toBe('act');
  expect(completeWord('acti', known)).toBe('action');
});

test('what is no word is not made into one', () => expect(completeWord('abandonn', known)).toBeUndefined());

test('a pasted sheet gives its words, whatever stands between them', () => {
  expect(splitWords('1. abandon\n2. Ability   3) able')).toEqual(['abandon', 'ability', 'able']);
});
