/** What runs in the page that the app is compared with: the same records in nested Y.Maps and y-indexeddb. */
import { IndexeddbPersistence } from 'y-indexeddb';
import * as Y from 'yjs';
import { createSampleOffice } from '../../../src/lib/sample/sample-office.ts';

const NAME = 'nested-maps';
const plain = (records: number) =>
  [...createSampleOffice({ records, today: '2026-11-23' })].map(({ ref, type, values }) => ({
    id: ref,
    type,
    ...values
  }));

const nest = (value: unknown): unknown => {
  if (Array.isArray(value)) {
    const array = new Y.Array();
    array.push(value.map(nest));
    return array;
  }
  if (typeof value !== 'object' || value === null) return value;
  return new Y.Map(Object.entries(value).map(([key, inner]) => [key, nest(inner)]));
};

let kept: Y.Doc | undefined;

const reference = {
  async fill(records: number): Promise<void> {
    const doc = new Y.Doc();
    const store = new IndexeddbPersistence(NAME, doc);
    await store.whenSynced;
    const map = doc.getMap('records');
    doc.transact(() => {
      for (const record of plain(records)) map.set(record.id, nest(record));
    });
    // y-indexeddb says nothing when an update is on the disk; closing waits for it.
    await new Promise((written) => setTimeout(written, 2000));
    await store.destroy();
  },
  async load(): Promise<number> {
    const start = performance.now();
    const doc = new Y.Doc();
    await new IndexeddbPersistence(NAME, doc).whenSynced;
    doc.getMap('records').forEach((record) => (record as Y.Map<unknown>).get('type'));
    kept = doc;
    return performance.now() - start;
  },
  parse(records: number): number {
    const text = JSON.stringify(plain(records));
    const start = performance.now();
    JSON.parse(text);
    return performance.now() - start;
  },
  size: () => kept?.getMap('records').size
};

declare global {
  var reference: {
    fill(records: number): Promise<void>;
    load(): Promise<number>;
    parse(records: number): number;
  };
}
globalThis.reference = reference;
