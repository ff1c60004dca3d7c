import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Bytes } from '../base/bytes.ts';
import { decodeFrame, encodeFrame } from './frames.ts';
import { FRAME_LIMIT } from './limits.ts';

const room = `${'A'.repeat(22)}/${'B'.repeat(22)}`;
const hash = 'C'.repeat(43);

test('a frame is read as it was written, with its byte strings', () => {
  const blobs = [new Uint8Array(0), Uint8Array.of(1, 2, 3), new Uint8Array(70_000).fill(7)];
  const read = decodeFrame(encodeFrame('segments', { id: 3, room, first: 12 }, blobs));
  expect(read).toEqual({ ok: true, value: { kind: 'segments', body: { id: 3, room, first: 12 }, blobs } });
});

test('what does not fit a frame is refused by who sends it and by who receives it', () => {
  expect(() => encodeFrame('push', { id: 1 }, [new Uint8Array(FRAME_LIMIT)])).toThrow(RangeError);
  expect(decodeFrame(new Uint8Array(FRAME_LIMIT + 1).fill(64)).ok).toBe(false);
});

test('a frame with a field that nobody knows is refused', () => {
  const bytes = encodeFrame('pull', { id: 1, room, after: 0, hash, extra: 1 } as never);
  expect(decodeFrame(bytes)).toMatchObject({ ok: false, error: { tag: 'frame-malformed' } });
});

test('whatever comes over the line is a frame or malformed, never a crash', () => {
  const valid = encodeFrame('push', { id: 9 }, [Uint8Array.of(1, 2, 3)]);
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 300 }),
      fc.nat(valid.length - 1),
      fc.nat(255),
      (noise, at, byte) => {
        const flipped = valid.slice();
        flipped[at] = byte;
        for (const bytes of [noise as Bytes, flipped]) {
          const read = decodeFrame(bytes);
          expect(read.ok || read.error.tag === 'frame-malformed').toBe(true);
        }
      }
    ),
    { seed: 1, numRuns: 2000 }
  );
});
