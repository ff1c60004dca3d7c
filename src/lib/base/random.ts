import type { Bytes } from './bytes.ts';

/** Where chance comes from, handed in so that tests and the sample office can repeat it. */
export interface Random {
  /** `length` random bytes. */
  bytes(length: number): Bytes;
}

/** Drawn from the system a page at a time: a call each would be most of an import's time. Nothing is given out twice. */
const POOL = 4096;
let pool = new Uint8Array(0);
let used = 0;

export const systemRandom: Random = {
  bytes: (length) => {
    if (length > POOL / 4) return crypto.getRandomValues(new Uint8Array(length));
    if (used + length > pool.length) {
      pool = crypto.getRandomValues(new Uint8Array(POOL));
      used = 0;
    }
    const bytes = pool.slice(used, used + length);
    pool.fill(0, used, (used += length));
    return bytes;
  }
};

/** Repeatable and not secret: for samples, tests and benchmarks. Mulberry32. */
export function createSeededRandom(seed: number): Random & { fraction(): number } {
  let state = seed >>> 0;
  const fraction = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return { fraction, bytes: (length) => Uint8Array.from({ length }, () => Math.floor(fraction() * 256)) };
}
