/**
 * Puts a made-up office into a store: in order and in packs, references replaced by the ids that the
 * records were given. What it takes is plain, so that any list of records in that form can be loaded.
 */
import type { RecordId } from '../../base/ids.ts';
import type { Office, Values } from '../../store/office.ts';

export interface LoadableRecord {
  /** Names the record for those that come after it, which say `{ $ref: 'person:12' }`. */
  readonly ref: string;
  readonly type: string;
  readonly readers: 'office' | 'private' | 'finance';
  readonly values: Values;
}

export interface LoadOptions {
  /** How many there will be, for `onProgress`. */
  readonly total?: number;
  /** Called between packs with a number from 0 to 1; the page can be painted while its promise is awaited. */
  onProgress?(part: number): void | Promise<void>;
  readonly signal?: AbortSignal;
}

const PACK = 500;

/** Resolves with the ids by reference, after everything is saved. What was loaded when it is aborted stays. */
export async function loadSample(
  office: Office,
  records: Iterable<LoadableRecord>,
  { total = 0, onProgress, signal }: LoadOptions = {}
): Promise<ReadonlyMap<string, RecordId>> {
  const ids = new Map<string, RecordId>();
  const waiting = new Map<string, LoadableRecord[]>();
  const compartments = new Map(office.compartments.map(({ kind, id }) => [kind, id]));
  let pending = new Set<string>();
  let loaded = 0;

  function flush(): void {
    for (const records of waiting.values()) {
      const { type, readers } = records[0]!;
      const made = office.createMany(
        type,
        records.map(({ values }) => resolve(values) as Values),
        { compartment: compartments.get(readers) }
      );
      records.forEach(({ ref }, index) => ids.set(ref, made[index]!));
      loaded += records.length;
    }
    waiting.clear();
    pending = new Set();
  }

  const resolve = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(resolve);
    if ('$ref' in value) {
      const id = ids.get(value.$ref as string);
      if (id === undefined) throw new Error(`${String(value.$ref)} is named before it is made`);
      return id;
    }
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolve(inner)]));
  };

  const names = (value: unknown): boolean =>
    typeof value === 'object' &&
    value !== null &&
    ('$ref' in value ? pending.has(value.$ref as string) : Object.values(value).some(names));

  for (const record of records) {
    // A record that names one still waiting can only be made after it.
    if (names(record.values)) flush();
    const key = `${record.type}/${record.readers}`;
    const pack = waiting.get(key);
    if (pack) pack.push(record);
    else waiting.set(key, [record]);
    pending.add(record.ref);
    if (pending.size < PACK) continue;
    flush();
    if (signal?.aborted) break;
    await onProgress?.(total > 0 ? Math.min(1, loaded / total) : 0);
  }
  flush();
  await office.saved();
  await onProgress?.(1);
  return ids;
}
