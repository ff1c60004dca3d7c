/** The same records as most would lay them out in Yjs: a map for each, lists as arrays. What the store is compared with. */
import * as Y from 'yjs';

const nest = (value: unknown): unknown => {
  if (Array.isArray(value)) {
    const array = new Y.Array();
    array.push(value.map(nest));
    return array;
  }
  if (typeof value !== 'object' || value === null) return value;
  return new Y.Map(Object.entries(value).map(([key, inner]) => [key, nest(inner)]));
};

const AT_ONCE = 1000;

export function nestedUpdate(records: Iterable<Record<string, unknown>>): Uint8Array {
  const doc = new Y.Doc();
  const map = doc.getMap('records');
  const waiting = [...records];
  while (waiting.length > 0)
    doc.transact(() => {
      for (const record of waiting.splice(-AT_ONCE)) map.set(record.id as string, nest(record));
    });
  const update = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return update;
}

/** Opens them and looks at each once. */
export function openNested(update: Uint8Array): Y.Doc {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, update);
  doc.getMap('records').forEach((record) => (record as Y.Map<unknown>).get('type'));
  return doc;
}

/** Microseconds that each of so many edits of one field takes. */
export function editNested(doc: Y.Doc, edits: number): number[] {
  doc.on('update', () => undefined);
  const map = doc.getMap<Y.Map<unknown>>('records');
  const keys = [...map.keys()].filter((key) => key.startsWith('task'));
  const times: number[] = [];
  for (let edit = 0; edit < edits; edit++) {
    const record = map.get(keys[(edit * 7919) % keys.length]!)!;
    const start = performance.now();
    record.set('title', `Ring back, attempt ${edit}`);
    times.push((performance.now() - start) * 1000);
  }
  return times;
}
