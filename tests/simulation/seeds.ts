/**
 * The relay's own code and up to seven devices in one process, in bad weather. `npm test -- simulation` tells
 * 2,000 stories, `--seeds=N` so many, `--seed=N` that one with everything that happened.
 */
import { describe, expect, test } from 'vitest';
import { tellStory } from './story.ts';

const one = Number(process.env.ANTEROOM_SEED ?? 0);
const first = Number(process.env.ANTEROOM_FIRST_SEED ?? 1);
const many = Number(process.env.ANTEROOM_SEEDS ?? 2000);
/** Files, which run side by side. */
const SHARES = 4;
const FAILURES = 3;

/** Every fourth seed; the first share also tells the one that was asked for. */
export function tellShare(share: number): void {
  if (one > 0) {
    test.skipIf(share > 0)(`seed ${one}`, async () => {
      const { broken, story } = await tellStory(one);
      console.log(story.join('\n'));
      expect(broken).toEqual([]);
    });
    return;
  }
  describe('in any weather all devices end up the same, and nothing acknowledged is lost', () => {
    test(`every ${SHARES}th seed from ${first + share} to ${first + many - 1}`, async () => {
      const failed: string[] = [];
      for (let seed = first + share; seed < first + many && failed.length < FAILURES; seed += SHARES) {
        const { broken } = await tellStory(seed);
        if (broken.length === 0) continue;
        failed.push(`seed ${seed}: ${broken.slice(0, 3).join('\n  ')}`);
        // At once: the end of all stories may be far away.
        console.log(failed.at(-1));
      }
      expect(failed.join('\n')).toBe('');
    });
  });
}
