/** What the sample office is made of, before it is put into a store. */

/** Stands in `values` where the id of an earlier record belongs; the loader replaces it. */
export interface SampleRef {
  readonly $ref: string;
}

export interface SampleRecord {
  /** Names this record among the others, `person:12`; references only look back. */
  readonly ref: string;
  readonly type: string;
  readonly readers: 'office' | 'private' | 'finance';
  readonly values: Readonly<Record<string, unknown>>;
}

export const refTo = (ref: string): SampleRef => ({ $ref: ref });
export const isSampleRef = (value: unknown): value is SampleRef =>
  typeof value === 'object' && value !== null && '$ref' in value;
