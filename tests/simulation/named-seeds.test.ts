/** Seeds that once failed, by what they found. */
import { expect, test } from 'vitest';
import { tellStory } from './story.ts';
import { createDisk, createMemoryStore } from './memory-store.ts';
import { storeRules } from '../../src/lib/sync/test-device-store.ts';

test.each([
  [4, 'the founding device cannot register first, and one with fewer statements does'],
  [5, 'who is let in by statements that the relay lacks asks again until they have been said'],
  [314, 'live numbers of a restored relay are not taken for those of the log before it'],
  [1180, 'heads that a relay leaves out are not taken for a room that is here whole'],
  [1804, 'what a tab saved and did not live to say is found and sent'],
  [1984, 'a restored log in which the same segment has the same number again is told from the one before it'],
  [1969, 'a device whose statement is still on its way is waited for'],
  [35, 'what is said when the line stands is not waited for by the frame that says it stands']
])('seed %i: %s', async (seed) => {
  expect((await tellStory(seed)).broken).toEqual([]);
});

test('the same seed tells the same story', async () => {
  const [once, again] = [await tellStory(7), await tellStory(7)];
  expect(again.story).toEqual(once.story);
});

// What keys are is up to the browser; a disk of the simulation keeps any value.
test.each(storeRules.filter(({ name }) => !name.startsWith('7.') && !name.startsWith('8.')))(
  'a simulated disk keeps rule $name',
  async ({ run }) => {
    const disk = createDisk();
    await run({ open: () => createMemoryStore(disk) });
  }
);
