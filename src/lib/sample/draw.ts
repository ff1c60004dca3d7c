/** Drawing lots that come out the same for the same seed. */
import { createSeededRandom } from '../base/random.ts';

export interface Draw {
  fraction(): number;
  /** A whole number, both ends included. */
  between(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** Takes all in turn, in a drawn order, before any comes again: nothing repeats in a week. */
  deck<T>(from: readonly T[]): () => T;
}

export function createDraw(seed: number): Draw {
  const { fraction } = createSeededRandom(seed);
  const between = (low: number, high: number) => low + Math.floor(fraction() * (high - low + 1));
  const pick = <T>(from: readonly T[]): T => from[Math.floor(fraction() * from.length)]!;
  return {
    fraction,
    between,
    chance: (probability) => fraction() < probability,
    pick,
    deck<T>(from: readonly T[]) {
      let left: T[] = [];
      return () => {
        if (left.length === 0) left = [...from];
        const at = Math.floor(fraction() * left.length);
        const drawn = left[at]!;
        left[at] = left.at(-1)!;
        left.pop();
        return drawn;
      };
    }
  };
}
