import { expect, test } from 'vitest';
import { readQuickTask } from './quick-task.ts';

/** Monday 23 November 2026, nine in Lisbon. */
const options = { now: Date.UTC(2026, 10, 23, 9), zone: 'Europe/Lisbon' };
const read = (line: string) => readQuickTask(line, options).values;

test('a line without a day is what has to be done', () => {
  expect(read('Order flowers for Ana')).toEqual({
    title: 'Order flowers for Ana',
    state: 'open',
    priority: 'normal'
  });
});
test('the day and the hour become when it is due', () => {
  expect(read('Call Nadia Thursday 10:00')).toMatchObject({
    title: 'Call Nadia',
    due: '2026-11-26',
    dueTime: '10:00'
  });
});
test('an hour in another zone is due on one’s own clock', () => {
  expect(read('Call Tokyo office tomorrow 9:00 Tokyo time')).toMatchObject({
    due: '2026-11-24',
    dueTime: '00:00'
  });
});
test('what comes back is due on its first day', () => {
  const values = read('Water the orchids every Friday');
  expect(values).toMatchObject({ title: 'Water the orchids', due: '2026-11-27' });
  expect(values.repeat?.rules[0]).toContain('WEEKLY');
});
test('one mark is high, two are urgent, a mark behind a word is a mark', () => {
  expect(read('File the bundle !')).toMatchObject({ title: 'File the bundle', priority: 'high' });
  expect(read('!! File the bundle tomorrow')).toMatchObject({
    title: 'File the bundle',
    priority: 'urgent',
    due: '2026-11-24'
  });
  expect(read('Say thank you!')).toMatchObject({ title: 'Say thank you!', priority: 'normal' });
});
test('a length stays in the words', () => {
  expect(read('Walk through the rooms 45 min tomorrow').title).toMatch(/45 min/);
});
test('a day with two meanings is asked about, and the answer holds', () => {
  const { entry, values } = readQuickTask('Renew the permit 5/1', { ...options, dayFirst: true });
  expect(values.due).toBeUndefined();
  const answer = entry.ambiguity!.options[1]!.when;
  expect(readQuickTask('Renew the permit 5/1', options, answer).values.due).toBe(answer.date);
});
