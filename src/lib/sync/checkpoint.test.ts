import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Bytes } from '../base/bytes.ts';
import { decodeCheckpoint, encodeCheckpoint, type Checkpoint } from './checkpoint.ts';

const bytes = (minLength: number, maxLength: number): fc.Arbitrary<Bytes> =>
  fc.uint8Array({ minLength, maxLength }).map((array) => new Uint8Array(array));
const hash = bytes(32, 32).map((array) => array.with(0, 1));
const counter = fc.nat(2 ** 31);
const checkpoints: fc.Arbitrary<Checkpoint> = fc.record({
  position: counter,
  covered: counter,
  heads: fc.array(
    fc.tuple(fc.maxSafeNat(), fc.record({ sequence: counter, hash: fc.option(hash, { nil: undefined }) }))
  ),
  items: fc.array(
    fc.oneof(
      fc.record({ kind: fc.constant('merged' as const), update: bytes(0, 50) }),
      fc.record({ kind: fc.constant('large' as const), position: counter, clientId: fc.maxSafeNat(), hash })
    )
  )
});

test('a checkpoint is read back as it was written', () => {
  fc.assert(
    fc.property(checkpoints, (checkpoint) => {
      expect(decodeCheckpoint(encodeCheckpoint(checkpoint))).toEqual(checkpoint);
    }),
    { seed: 5 }
  );
});

test('one that is cut short, of another version or anything else is none', () => {
  fc.assert(
    fc.property(checkpoints, fc.nat(), (checkpoint, cut) => {
      const whole = encodeCheckpoint(checkpoint);
      expect(decodeCheckpoint(whole.slice(0, cut % whole.length))).toBeUndefined();
      expect(decodeCheckpoint(whole.with(0, 2))).toBeUndefined();
    }),
    { seed: 6 }
  );
  fc.assert(
    fc.property(bytes(0, 100), (anything) => void decodeCheckpoint(anything)),
    { seed: 7 }
  );
});
