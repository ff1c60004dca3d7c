/**
 * Full-text search over everything: one long folded text per few thousand records, scanned for the rarest
 * looking word and then checked record by record. Measured against an inverted index on 100,000 records,
 * the scan has the better 95th percentile, costs a fifth of the memory, and finds parts of words.
 */
import { foldText } from '../base/fold.ts';
import type { RecordId } from '../base/ids.ts';
import type { SearchHit, StoredRecord } from './office.ts';
import type { FieldDefinition, ListElement } from './fields.ts';
import type { RecordType } from './record.ts';

const CHUNK = 4096;
/** Hits that are ranked; a word in more records than this is too common to rank by reading them all. */
const RANKED = 800;

interface Chunk {
  readonly ids: (RecordId | undefined)[];
  /** Where each record's text starts. */
  readonly starts: number[];
  readonly text: string;
}

interface Source {
  get(id: RecordId): StoredRecord | undefined;
  readonly types: ReadonlyMap<string, RecordType>;
  now(): number;
}

/** Parts of values that are names for us and not words for people. */
const SILENT_KEYS = new Set(['key', 'use', 'role', 'response', 'person']);

/** All strings in a value, however deep; keys and enumerations are not what people look for. */
function collectStrings(value: unknown, into: string[]): void {
  if (typeof value === 'string') into.push(value);
  else if (Array.isArray(value)) for (const item of value) collectStrings(item, into);
  else if (typeof value === 'object' && value !== null)
    for (const [key, item] of Object.entries(value)) if (!SILENT_KEYS.has(key)) collectStrings(item, into);
}

const SILENT_KINDS = new Set([
  'link',
  'choice',
  'checkbox',
  'colour',
  'source',
  'zone',
  'recurrence',
  'when',
  'duration',
  'moment'
]);

const isSilent = (definition: FieldDefinition | undefined): boolean =>
  definition !== undefined &&
  (definition.unsearched === true ||
    SILENT_KINDS.has(definition.kind === 'list' ? definition.of!.kind : definition.kind));

/** The text that a record is found by; its title first. */
export function recordToText(record: StoredRecord, types: ReadonlyMap<string, RecordType>): string {
  const type = types.get(record.type);
  const parts: string[] = [];
  if (type && record.known) parts.push(type.title(record.values));
  for (const [name, value] of Object.entries(record.values)) {
    const definition = type?.fields[name];
    if (isSilent(definition)) continue;
    collectStrings(value, parts);
    const kind = definition?.kind === 'list' ? definition.of!.kind : definition?.kind;
    if (kind === 'phone')
      for (const { value: phone } of (Array.isArray(value) ? value : [{ value }]) as ListElement<{
        number?: string;
      }>[])
        parts.push((phone.number ?? '').replace(/\D/g, ''));
  }
  return foldText(parts.join(' · ').replaceAll('\n', ' '));
}

export function createSearch(source: Source) {
  const chunks: Chunk[] = [];
  const placeOf = new Map<RecordId, { chunk: Chunk; at: number }>();
  /** Changed since they were last put in a chunk. */
  const fresh = new Set<RecordId>();

  function build(ids: RecordId[]): void {
    const chunk = { ids: [] as (RecordId | undefined)[], starts: [] as number[], text: '' };
    let text = '';
    for (const id of ids) {
      const record = source.get(id);
      if (!record || record.id !== id || record.trashed) continue;
      placeOf.set(id, { chunk, at: chunk.ids.length });
      chunk.ids.push(id);
      chunk.starts.push(text.length);
      text += recordToText(record, source.types) + '\n';
    }
    chunk.text = text;
    if (chunk.ids.length > 0) chunks.push(chunk);
  }

  function changed(ids: Iterable<RecordId>): void {
    for (const id of ids) {
      const place = placeOf.get(id);
      if (place) {
        place.chunk.ids[place.at] = undefined;
        placeOf.delete(id);
      }
      fresh.add(id);
    }
  }

  /** Indexes up to a chunk of what changed; true while there is more. For idle time. */
  function work(): boolean {
    if (fresh.size === 0) return false;
    const some: RecordId[] = [];
    for (const id of fresh) {
      some.push(id);
      if (some.length === CHUNK) break;
    }
    for (const id of some) fresh.delete(id);
    build(some);
    if (chunks.length > 64 && chunks.filter(({ ids }) => ids.length < CHUNK / 8).length > 48) compact();
    return fresh.size > 0;
  }

  /** Many small changes make many small chunks: puts the small ones together again. */
  function compact(): void {
    const small = chunks.filter(({ ids }) => ids.length < CHUNK / 8);
    for (const chunk of small) {
      chunks.splice(chunks.indexOf(chunk), 1);
      for (const id of chunk.ids) if (id) fresh.add(id);
    }
  }

  const recordAt = (chunk: Chunk, position: number): number => {
    let low = 0;
    let high = chunk.starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (chunk.starts[middle]! <= position) low = middle;
      else high = middle;
    }
    return low;
  };

  function search(asked: string, options: { types?: readonly string[]; limit?: number } = {}): SearchHit[] {
    while (work());
    const words = [...foldText(asked).matchAll(/"([^"]+)"|(\S+)/g)].map((match) => match[1] ?? match[2]!);
    if (words.length === 0) return [];
    // The longest word is usually the rarest: it is looked for, the others only where it stands.
    const [rarest, ...others] = [...words].sort((a, b) => b.length - a.length) as [string, ...string[]];
    const found: { id: RecordId; text: string }[] = [];
    // The newest chunks first: what changed last is what people look for.
    for (let index = chunks.length - 1; index >= 0 && found.length < RANKED; index--) {
      const chunk = chunks[index]!;
      for (let at = chunk.text.indexOf(rarest); at >= 0 && found.length < RANKED;) {
        const record = recordAt(chunk, at);
        const end = chunk.starts[record + 1] ?? chunk.text.length;
        const id = chunk.ids[record];
        if (id) {
          const text = chunk.text.slice(chunk.starts[record], end - 1);
          if (others.every((word) => text.includes(word))) found.push({ id, text });
        }
        at = chunk.text.indexOf(rarest, end);
      }
    }
    const ranked = found.map((hit) => ({ ...hit, score: score(hit.text, words) }));
    const near = nearness(source);
    ranked.sort((a, b) => b.score - a.score || near(a.id) - near(b.id));
    const hits: SearchHit[] = [];
    for (const { id } of ranked) {
      const record = source.get(id);
      if (!record || (options.types && !options.types.includes(record.type))) continue;
      hits.push({ record });
      if (hits.length === (options.limit ?? 50)) break;
    }
    return hits;
  }

  return { changed, work, search };
}

/** Days between now and what the record is about, for those that answer equally well: the next of ten lunches. */
function nearness({ get, types, now }: Source): (id: RecordId) => number {
  const today = now();
  const known = new Map<RecordId, number>();
  const far = (id: RecordId): number => {
    const record = get(id);
    const facets = record?.known ? types.get(record.type)?.facets : undefined;
    const agenda = facets?.agenda?.(record!.values);
    // What comes again is near.
    if (agenda?.repeat) return 0;
    const day = agenda?.when.start.slice(0, 10) ?? facets?.due?.(record!.values)?.date;
    return day ? Math.abs(Date.parse(day) - today) / 86_400_000 : Number.MAX_SAFE_INTEGER;
  };
  return (id) => {
    const days = known.get(id) ?? far(id);
    known.set(id, days);
    return days;
  };
}

/** Words that begin the title count most, then beginnings of words in it, then anything in the title. */
function score(text: string, words: readonly string[]): number {
  const title = text.slice(0, text.indexOf(' · ') >>> 0);
  let sum = 0;
  for (const word of words) {
    const at = title.indexOf(word);
    if (at === 0) sum += 8;
    else if (at > 0) sum += /[\s\-'.@(]/.test(title[at - 1]!) ? 5 : 3;
    else if (text.includes(' ' + word)) sum += 1;
  }
  return sum - title.length / 1000;
}
