/**
 * `npm run bench -- NAME…`: runs tests/bench/NAME.bench.ts under Node 24, all of them where none is named.
 * Each prints JSON lines, its own figure beside a reference from the same run.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { install, node24, root, run, stop } from '../../sync-server/prepare.js';

const suffix = '.bench.ts';
const known = readdirSync(join(root, 'tests', 'bench'))
  .filter((file) => file.endsWith(suffix))
  .map((file) => file.slice(0, -suffix.length));
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !known.includes(name));
if (unknown.length > 0)
  stop(`There is no benchmark "${unknown[0]}". There are: ${known.join(', ') || 'none yet'}.`);

await install();
let failed = 0;
for (const name of asked.length > 0 ? asked : known)
  if ((await run(node24, ['--expose-gc', join('tests', 'bench', name + suffix)])) !== 0) failed++;
process.exitCode = failed === 0 ? 0 : 1;
