/** Turns the JSON lines of benchmarks (standard input) into the table of docs/performance.md. */
import { text } from 'node:stream/consumers';
import type { Figure } from './figures.ts';

const rows = (await text(process.stdin))
  .split('\n')
  .filter((line) => line.startsWith('{'))
  .map((line) => JSON.parse(line) as Figure);

const said = (value: number, unit: string) => `${value.toLocaleString('en')} ${unit}`;
console.log('| what | budget | measured | reference, same run |\n| --- | --: | --: | --- |');
for (const { what, of, value, unit, budget, reference } of rows) {
  const cells = [
    of ? `${what} (${of})` : what,
    budget === undefined ? '' : said(budget, unit),
    budget !== undefined && value > budget ? `**${said(value, unit)}**` : said(value, unit),
    reference ? `${said(reference.value, unit)}: ${reference.what}` : ''
  ];
  console.log(`| ${cells.join(' | ')} |`);
}
