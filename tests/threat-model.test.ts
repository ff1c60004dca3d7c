/** docs/threat-model.md answers each attack with a test: those tests exist, under the names it gives them. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './support/tree.ts';

const page = readFileSync(join(root, 'docs/threat-model.md'), 'utf8').replaceAll(/\s+/g, ' ');
const named = [...page.matchAll(/\[([^\]]+)\]\(\.\.\/([\w./-]+\.ts)\)/g)].map(([, name, file]) => ({
  name: name!,
  file: file!
}));

test('the threat model names its tests', () => {
  expect(named.length).toBeGreaterThan(40);
});

test.each(named.filter(({ file }) => file !== 'tests/threat-model.test.ts'))('“$name”', ({ name, file }) => {
  const path = join(root, file);
  expect(existsSync(path), file).toBe(true);
  const source = readFileSync(path, 'utf8').replaceAll("\\'", "'").replaceAll(/\s+/g, ' ');
  expect(source).toContain(name);
});
