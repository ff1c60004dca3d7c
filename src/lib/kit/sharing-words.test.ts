import { expect, test } from 'vitest';
import { deviceToText, seenByToText, serverToText } from './sharing-words.ts';
import { createTestSharing } from './test-sharing.ts';

const everyone = { id: 'office', kind: 'office', name: '', level: 'write' } as const;
const sharing = (changes: Parameters<ReturnType<typeof createTestSharing>['happens']>[0]) => {
  const made = createTestSharing({ device: 'mine', compartments: [everyone] }, () => 0);
  made.happens(changes);
  return made;
};

test('what still waits to be sent is said to be on nobody else’s device', () => {
  const waiting = { waiting: 1 };
  expect(seenByToText(sharing({ seenBy: ['ben-pc'] }))).toBe('All of it is on: Ben’s PC (Ben Okafor).');
  expect(seenByToText(sharing({ seenBy: ['ben-pc'], sending: waiting }))).toBe(
    'All that was sent so far is on: Ben’s PC (Ben Okafor).'
  );
  expect(seenByToText(sharing({ seenBy: ['ben-pc', 'phone', 'old'], sending: waiting }))).toBe(
    'All other devices have what was sent so far.'
  );
});

test('a server that refuses is told in its own words', () => {
  const problem = { tag: 'removed', message: 'This device was removed.' };
  expect(serverToText({ state: 'stopped', address: 'https://office.example', problem }).text).toBe(
    problem.message
  );
});

test('who is here is not guessed at without the office server', () => {
  const device = { id: 'a', name: 'A', kind: 'device', isThis: false, online: true, leaving: false } as const;
  expect(deviceToText(device)).toBe('Here now');
  expect(deviceToText(device, false)).toBe('Last here: not known without the office server');
});
