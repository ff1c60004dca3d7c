import { expect, test } from 'vitest';
import { rank } from './rank.ts';

const best = (typed: string, labels: string[]) =>
  labels
    .map((label) => ({ label, score: rank(typed, label) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ label }) => label);

test('every typed word must be found, in any order, without case and accents', () => {
  expect(best('app new', ['New appointment', 'New task'])).toEqual(['New appointment']);
  expect(best('josé', ['Call Jose back'])).toEqual(['Call Jose back']);
  expect(best('zebra', ['New appointment'])).toEqual([]);
});

test('a beginning comes before a word within, that before a part of a word', () => {
  expect(best('task', ['New multitask', 'Go to Tasks', 'Task list'])).toEqual([
    'Task list',
    'Go to Tasks',
    'New multitask'
  ]);
});

test('further words find, but weigh less than the label', () => {
  expect(rank('ics', 'Read in files', 'import ics')).toBeGreaterThan(0);
  expect(rank('read', 'Read in files')).toBeGreaterThan(rank('read', 'Other', 'read'));
});
