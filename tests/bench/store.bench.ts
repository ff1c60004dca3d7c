/**
 * Opening and editing an office in the store alone, without sealing and without a browser, beside the same
 * records in nested Y.Maps (a map each, lists as arrays) and through JSON.parse.
 */
import * as Y from 'yjs';
import { heap, median, percentile, report, timed } from './figures.ts';
import { fill, openOn, plainRecords } from './offices.ts';

const nest = (value: unknown): unknown => {
  if (Array.isArray(value)) {
    const array = new Y.Array();
    array.push(value.map(nest));
    return array;
  }
  if (typeof value !== 'object' || value === null) return value;
  return new Y.Map(Object.entries(value).map(([key, inner]) => [key, nest(inner)]));
};

function nestedUpdate(records: readonly Record<string, unknown>[]): Uint8Array {
  const doc = new Y.Doc();
  const map = doc.getMap('records');
  doc.transact(() => {
    for (const record of records) map.set(record.id as string, nest(record));
  });
  return Y.encodeStateAsUpdate(doc);
}

for (const size of [10_000, 100_000]) {
  const name = `${size.toLocaleString('en')} records`;
  const plain = plainRecords(size);
  const json = JSON.stringify(plain);
  const parse = await timed(3, () => JSON.parse(json));
  const update = nestedUpdate(plain);
  plain.length = 0;

  const hub = await fill(size);
  let clientId = 2;
  const runs = size > 50_000 ? 3 : 5;
  const opening: number[] = [];
  const all: number[] = [];
  const read: number[] = [];
  let used = 0;
  for (let run = 0; run < runs; run++) {
    // What an earlier run left behind is none of this one's.
    const before = run === runs - 1 ? heap() : 0;
    const start = performance.now();
    const office = await openOn(hub.connect(clientId++));
    opening.push(performance.now() - start);
    await office.opened();
    all.push(performance.now() - start);
    if (office.query({}).rows.length !== size) throw new Error('Records are missing');
    read.push(performance.now() - start);
    if (run === runs - 1) used = heap() - before;
    await office.close();
  }
  const nested: number[] = [];
  let nestedHeap = 0;
  for (let run = 0; run < 2; run++) {
    const before = heap();
    const start = performance.now();
    const doc = new Y.Doc();
    Y.applyUpdate(doc, update);
    doc.getMap('records').forEach((record) => (record as Y.Map<unknown>).get('type'));
    nested.push(performance.now() - start);
    nestedHeap = heap() - before;
    if (doc.getMap('records').size !== size) throw new Error('Records are missing');
    doc.destroy();
  }
  const reference = { what: 'nested Y.Maps, applied and walked', value: median(nested) };
  report({
    bench: 'store',
    what: `${name}: first shards open`,
    value: median(opening),
    unit: 'ms',
    reference
  });
  report({ bench: 'store', what: `${name}: every shard open`, value: median(all), unit: 'ms', reference });
  report({
    bench: 'store',
    what: `${name}: every record read once`,
    value: median(read),
    unit: 'ms',
    reference: { what: 'JSON.parse of the same values', value: parse }
  });
  report({
    bench: 'store',
    what: `${name}: heap with every record read`,
    value: used,
    unit: 'MB',
    reference: { what: 'nested Y.Maps', value: nestedHeap }
  });

  // Editing: one field at a time, as a person does, spread over all records.
  const office = await openOn(hub.connect(clientId++));
  await office.opened();
  const tasks = office.query({ types: ['task'] }).rows.map(({ id }) => id);
  const edits = 2000;
  const times: number[] = [];
  for (let edit = 0; edit < edits; edit++) {
    const id = tasks[(edit * 7919) % tasks.length]!;
    const start = performance.now();
    office.edit(id, { title: `Ring back, attempt ${edit}` });
    times.push((performance.now() - start) * 1000);
  }
  await office.saved();
  const doc = new Y.Doc();
  Y.applyUpdate(doc, update);
  doc.on('update', () => undefined);
  const map = doc.getMap<Y.Map<unknown>>('records');
  const keys = [...map.keys()].filter((key) => key.startsWith('task'));
  const nestedTimes: number[] = [];
  for (let edit = 0; edit < edits; edit++) {
    const record = map.get(keys[(edit * 7919) % keys.length]!)!;
    const start = performance.now();
    record.set('title', `Ring back, attempt ${edit}`);
    nestedTimes.push((performance.now() - start) * 1000);
  }
  report({
    bench: 'store',
    what: `${name}: one edit, median`,
    value: median(times),
    unit: 'µs',
    reference: { what: 'nested Y.Maps', value: median(nestedTimes) }
  });
  report({
    bench: 'store',
    what: `${name}: one edit, 99th percentile`,
    value: percentile(times, 0.99),
    unit: 'µs',
    reference: { what: 'nested Y.Maps', value: percentile(nestedTimes, 0.99) }
  });
  await office.close();
}

// What many edits leave behind: 100,000 of them on 2,000 tasks.
{
  const hub = await fill(10_000);
  const office = await openOn(hub.connect(2));
  await office.opened();
  const tasks = office.query({ types: ['task'] }).rows.map(({ id }) => id);
  const plain = nestedUpdate(plainRecords(10_000));
  const doc = new Y.Doc();
  Y.applyUpdate(doc, plain);
  const map = doc.getMap<Y.Map<unknown>>('records');
  const keys = [...map.keys()].filter((key) => key.startsWith('task'));
  const many = 100_000;
  for (let edit = 0; edit < many; edit += 500)
    office.action('', () => {
      for (let at = edit; at < edit + 500; at++)
        office.edit(tasks[(at * 7919) % tasks.length]!, { title: `Ring back, attempt ${at}` });
    });
  await office.saved();
  await office.close();
  for (let edit = 0; edit < many; edit++)
    map.get(keys[(edit * 7919) % keys.length]!)!.set('title', `Ring back, attempt ${edit}`);
  const grown = Y.encodeStateAsUpdate(doc);
  const open = await timed(3, async () => {
    const again = await openOn(hub.connect(3 + (Math.floor(performance.now() * 1000) % 1e9)));
    await again.opened();
    again.query({}).rows.at(-1);
    await again.close();
  });
  const nested = await timed(3, () => {
    const again = new Y.Doc();
    Y.applyUpdate(again, grown);
  });
  report({
    bench: 'store',
    what: '10,000 records after 100,000 edits, not yet rewritten: every record read',
    value: open,
    unit: 'ms',
    reference: { what: 'nested Y.Maps, applied', value: nested }
  });
}
