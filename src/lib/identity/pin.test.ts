import { expect, test } from 'vitest';
import { createSeededRandom } from '../base/random.ts';
import { equalInConstantTime, hashPin, isPin } from './pin.ts';

const random = createSeededRandom(11);

test('the right PIN opens, any other does not', async () => {
  const kept = await hashPin('4821', random, 1000);
  expect(await isPin('4821', kept)).toBe(true);
  for (const wrong of ['4822', '482', '48211', '', 'four']) expect(await isPin(wrong, kept)).toBe(false);
});

test('what is kept does not contain the PIN, and differs each time it is set', async () => {
  const [one, two] = [await hashPin('9753', random, 1000), await hashPin('9753', random, 1000)];
  expect(JSON.stringify(one)).not.toContain('9753');
  expect(one.hash).not.toBe(two.hash);
});

test('bytes are equal only when all of them are', () => {
  expect(equalInConstantTime(Uint8Array.of(1, 2, 3), Uint8Array.of(1, 2, 3))).toBe(true);
  expect(equalInConstantTime(Uint8Array.of(1, 2, 3), Uint8Array.of(1, 2, 4))).toBe(false);
  expect(equalInConstantTime(Uint8Array.of(1, 2, 3), Uint8Array.of(1, 2))).toBe(false);
  expect(equalInConstantTime(Uint8Array.of(1, 2), Uint8Array.of(1, 2, 1))).toBe(false);
  expect(equalInConstantTime(Uint8Array.of(), Uint8Array.of(0))).toBe(false);
});
