/**
 * Search over 100,000 records, typed as people type it: whole names, beginnings, two words, and words that
 * are not there. Beside it, a plain `includes` over the lower-cased text of every record.
 */
import { heap, median, percentile, report } from './figures.ts';
import { fill, openOn, plainRecords } from './offices.ts';

const SIZE = 100_000;
const hub = await fill(SIZE);
const office = await openOn(hub.connect(2));
await office.opened();
office.query({}).rows.at(-1);
const before = heap();
const started = performance.now();
office.search('first question builds what is missing');
const building = performance.now() - started;
const index = heap() - before;

const names = plainRecords(SIZE).flatMap(({ type, name }) =>
  type === 'person' ? [(name as { full: string }).full] : []
);
const queries: string[] = [];
for (let at = 0; at < 100; at++) {
  const name = names[(at * 7919) % names.length]!;
  queries.push(name, name.slice(0, 4), name.split(' ').at(-1)!);
}
queries.push(
  'david cohen',
  'hearing',
  'lunch with',
  'xylophone',
  'weißenborn hamburg',
  'costs schedule',
  'zur'
);
const ask = (): number[] =>
  queries.map((query) => {
    const start = performance.now();
    office.search(query, { limit: 50 });
    return performance.now() - start;
  });
ask();
const times = ask();

const text = plainRecords(SIZE).map((record) => JSON.stringify(record).toLowerCase());
const scan = (): number[] =>
  queries.map((query) => {
    const words = query.toLowerCase().split(' ');
    const start = performance.now();
    text.filter((one) => words.every((word) => one.includes(word)));
    return performance.now() - start;
  });
scan();
const scans = scan();

const what = `${SIZE.toLocaleString('en')} records: search`;
report({
  bench: 'search',
  what: `${what}, 95th percentile`,
  value: percentile(times, 0.95),
  unit: 'ms',
  budget: 20,
  of: `${queries.length} queries`,
  reference: { what: 'includes over every record’s text', value: percentile(scans, 0.95) }
});
report({
  bench: 'search',
  what: `${what}, median`,
  value: median(times),
  unit: 'ms',
  reference: { what: 'includes over every record’s text', value: median(scans) }
});
report({ bench: 'search', what: `${what}, making the index`, value: building, unit: 'ms' });
report({ bench: 'search', what: `${what}, heap of the index`, value: index, unit: 'MB' });
await office.close();
