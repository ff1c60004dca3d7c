import { expect, test } from 'vitest';
import { parseRule } from '../formats/rule.ts';
import { choiceToRule, recurrenceToText, ruleToChoice, ruleToWords } from './recurrence-words.ts';

test('simple rules are said in words', () => {
  const said: [string, string][] = [
    ['FREQ=DAILY', 'Every day'],
    ['FREQ=WEEKLY;BYDAY=TU', 'Every week on Tuesday'],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR', 'Every 2 weeks on Monday and Friday'],
    ['FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'Every weekday'],
    ['FREQ=MONTHLY;BYDAY=2TU', 'Every month on the second Tuesday'],
    ['FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1', 'Every month on the last Friday'],
    ['FREQ=MONTHLY;BYMONTHDAY=-1', 'Every month on the last day'],
    ['FREQ=YEARLY;COUNT=3', 'Every year, 3 times']
  ];
  for (const [rule, words] of said) expect(ruleToWords(rule)).toBe(words);
});

test('a rule without simple words says so and is not taken for another', () => {
  for (const rule of [
    'FREQ=HOURLY',
    'FREQ=MONTHLY;BYDAY=MO,TU',
    'FREQ=YEARLY;BYWEEKNO=20',
    'FREQ=WEEKLY;BYHOUR=9,15'
  ])
    expect(ruleToChoice(parseRule(rule)!)).toBeUndefined();
  expect(recurrenceToText({ rules: ['FREQ=DAILY', 'FREQ=WEEKLY'] })).toBe('Repeats in a way of its own');
});

test('what the editor shows is what it writes again', () => {
  for (const text of [
    'FREQ=DAILY;INTERVAL=3',
    'FREQ=WEEKLY;BYDAY=MO,WE',
    'FREQ=MONTHLY;BYDAY=-1FR',
    'FREQ=YEARLY;COUNT=5'
  ])
    expect(choiceToRule(ruleToChoice(parseRule(text)!)!)).toBe(text);
});

test('the last day is the last day on the clock of the start', () => {
  const when = {
    start: '2026-11-24T20:00:00',
    end: '2026-11-24T21:00:00',
    startZone: 'America/New_York',
    allDay: false
  };
  const rule = choiceToRule({ frequency: 'DAILY', interval: 1, days: [], until: '2026-12-01' }, when);
  expect(rule).toBe('FREQ=DAILY;UNTIL=20261202T045959Z');
  expect(ruleToChoice(parseRule(rule)!, '2026-11-24', 'America/New_York')?.until).toBe('2026-12-01');
});
