import { expect, test } from 'vitest';
import type { ServerState } from '../kit/sharing.ts';
import { settings } from '../ui/settings.svelte.ts';
import { statusToWords, type Standing } from './status-words.ts';

settings.zone = 'Europe/London';
settings.locale = 'en-GB';

const at = new Date();
at.setHours(0, 0, 0, 0);
const online: ServerState = { state: 'online', address: 'https://office.example', since: at.getTime() };
const said = (standing: Partial<Standing>) =>
  statusToWords({
    save: { state: 'saved' },
    questions: 0,
    server: { state: 'none' },
    sending: { waiting: 0 },
    ...standing
  }).said;

test('an office on this device only never speaks of sending', () => {
  expect(said({})).toBe('Saved here');
  expect(said({ save: { state: 'saving' } })).toBe('Saving');
});

test('what waits is said to be sent only once the office server has it', () => {
  expect(said({ server: { ...online, state: 'offline' }, sending: { waiting: 3 } })).toBe(
    'Saved here, not sent yet'
  );
  expect(said({ server: { ...online, state: 'connecting' }, sending: { waiting: 3 } })).toBe(
    'Saved here, not sent yet'
  );
  expect(said({ server: online, sending: { waiting: 3 } })).toBe('Sending');
  expect(said({ server: online, sending: { waiting: 0, sentAt: Date.now() } })).toMatch(/^Sent \d\d:\d\d$/);
});

test('what was sent stays sent when the office server goes out of reach, and both are said', () => {
  const sending = { waiting: 0, sentAt: Date.now() };
  const away = { server: { ...online, state: 'offline' } as const, sending };
  expect(said(away)).toMatch(/^Sent \d\d:\d\d, offline now$/);
  expect(said({ ...away, sending: { waiting: 0 } })).toBe('Sent, offline now');
});

test('only what is well is green: neither offline, nor on the way to the office server, nor read only', () => {
  const tone = (server: ServerState) =>
    statusToWords({ save: { state: 'saved' }, questions: 0, server, sending: { waiting: 0 } }).tone;
  expect(tone(online)).toBe('calm');
  expect(tone({ ...online, state: 'offline' })).toBe('plain');
  expect(tone({ ...online, state: 'connecting' })).toBe('plain');
});

test('a question, or a server that refuses, comes before that; a failure to save before everything', () => {
  const problem = { tag: 'forked', message: 'The office server shows another past.' };
  expect(said({ questions: 1, server: online })).toBe('Needs your answer');
  expect(said({ server: { state: 'stopped', address: 'https://office.example', problem } })).toBe(
    'Needs your answer'
  );
  expect(said({ questions: 1, save: { state: 'failing', problem } })).toBe('Not saved');
});

test('a removed device is read only, and nothing waits for an answer', () => {
  const problem = { tag: 'removed', message: 'This device was removed.' };
  expect(
    said({ questions: 1, server: { state: 'stopped', address: 'https://office.example', problem } })
  ).toBe('Read only');
});
