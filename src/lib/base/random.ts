import type { Bytes } from './bytes.ts';

/** Where chance comes from, handed in so that tests and the sample office can repeat it. */
export interface Random {
  /** `length` random bytes. */
  bytes(length: number): Bytes;
}

export const systemRandom: Random = {
  bytes: (length) => crypto.getRandomValues(new Uint8Array(length))
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
