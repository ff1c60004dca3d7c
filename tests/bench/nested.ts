/**
 * Nested Y.Maps in a process of their own, so that what they take is counted alone: `nested.ts RECORDS EDITS`
 * prints one JSON object. A hundred thousand records take some gigabytes to lay out.
 */
import { heap, median, percentile } from './figures.ts';
import { editNested, nestedUpdate, openNested } from './nested-maps.ts';
import { plainRecords } from './offices.ts';

const [size = 0, edits = 0] = process.argv.slice(2).map(Number);
const update = nestedUpdate(plainRecords(size));
const opening: number[] = [];
for (let run = 0; run < 2; run++) {
  const start = performance.now();
  openNested(update).destroy();
  opening.push(performance.now() - start);
}
const before = heap();
const doc = openNested(update);
const used = heap() - before;
if (doc.getMap('records').size !== size) throw new Error('Records are missing');
const times = editNested(doc, edits);

export interface NestedFigures {
  readonly opening: number;
  readonly heap: number;
  readonly edit: number;
  readonly slowEdit: number;
}
const figures: NestedFigures = {
  opening: median(opening),
  heap: used,
  edit: median(times),
  slowEdit: percentile(times, 0.99)
};
console.log(JSON.stringify(figures));
