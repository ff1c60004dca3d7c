/** How benchmarks say what they measured: one JSON line a figure, with the reference from the same run. */

export interface Figure {
  readonly bench: string;
  readonly what: string;
  readonly value: number;
  readonly unit: 'ms' | 'µs' | 'MB' | 'kB' | 'records/s';
  /** Not above this; from docs/performance.md. */
  readonly budget?: number;
  /** The same thing done in another way, measured in this run. */
  readonly reference?: { readonly what: string; readonly value: number };
  /** How many times it was measured, and which of them is told. */
  readonly of?: string;
}

const rounded = (value: number): number => Number(value.toPrecision(4));

export function report(figure: Figure): void {
  const { value, reference, budget } = figure;
  console.log(
    JSON.stringify({
      ...figure,
      value: rounded(value),
      ...(reference && { reference: { ...reference, value: rounded(reference.value) } }),
      ...(budget !== undefined && { within: value <= budget })
    })
  );
}

export const percentile = (values: readonly number[], part: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))]!;
export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** Milliseconds of the median of `times` runs. */
export async function timed(times: number, act: () => unknown): Promise<number> {
  const all: number[] = [];
  for (let run = 0; run < times; run++) {
    const start = performance.now();
    await act();
    all.push(performance.now() - start);
  }
  return median(all);
}

/** Megabytes in use after a collection; needs --expose-gc, which run.js gives. */
export function heap(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1e6;
}
