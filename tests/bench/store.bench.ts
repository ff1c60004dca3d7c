/**
 * Opening and editing an office in the store alone, without sealing and without a browser, beside the same
 * records in nested Y.Maps (a map each, lists as arrays) and through JSON.parse.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as Y from 'yjs';
import { heap, median, percentile, report, timed } from './figures.ts';
import type { NestedFigures } from './nested.ts';
import { editNested, nestedUpdate } from './nested-maps.ts';
import { fill, openOn, plainRecords } from './offices.ts';

const EDITS = 2000;

async function measureNested(records: number): Promise<NestedFigures> {
  const program = join(import.meta.dirname, 'nested.ts');
  const flags = ['--expose-gc', '--max-old-space-size=8192'];
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...flags,
    program,
    String(records),
    String(EDITS)
  ]);
  return JSON.parse(stdout) as NestedFigures;
}

for (const size of [10_000, 100_000]) {
  const name = `${size.toLocaleString('en')} records`;
  const plain = plainRecords(size);
  const json = JSON.stringify(plain);
  const parse = await timed(3, () => JSON.parse(json));
  plain.length = 0;
  const nested = await measureNested(size);

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
  const reference = { what: 'nested Y.Maps, applied and walked', value: nested.opening };
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
    reference: { what: 'nested Y.Maps', value: nested.heap }
  });

  // Editing: one field at a time, as a person does, spread over all records.
  const office = await openOn(hub.connect(clientId++));
  await office.opened();
  const tasks = office.query({ types: ['task'] }).rows.map(({ id }) => id);
  const times: number[] = [];
  for (let edit = 0; edit < EDITS; edit++) {
    const id = tasks[(edit * 7919) % tasks.length]!;
    const start = performance.now();
    office.edit(id, { title: `Ring back, attempt ${edit}` });
    times.push((performance.now() - start) * 1000);
  }
  await office.saved();
  report({
    bench: 'store',
    what: `${name}: one edit, median`,
    value: median(times),
    unit: 'µs',
    reference: { what: 'nested Y.Maps', value: nested.edit }
  });
  report({
    bench: 'store',
    what: `${name}: one edit, 99th percentile`,
    value: percentile(times, 0.99),
    unit: 'µs',
    reference: { what: 'nested Y.Maps', value: nested.slowEdit }
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
  const many = 100_000;
  for (let edit = 0; edit < many; edit += 500)
    office.action('', () => {
      for (let at = edit; at < edit + 500; at++)
        office.edit(tasks[(at * 7919) % tasks.length]!, { title: `Ring back, attempt ${at}` });
    });
  await office.saved();
  await office.close();
  editNested(doc, many);
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
