/**
 * `npm test`: everything that has to hold, from a bare checkout on. Installs what is missing, finds a
 * Chromium, checks, builds, runs the unit tests (some start the built server), and tells the stories in the browser.
 * `npm test -- check build unit simulation e2e` runs only the named steps; `--seeds=N` tells so many of the
 * simulation's stories, `--seed=N` that one. The last line counts what really ran.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, environment, install, isBuilt, node24, root, run, stop } from '../sync-server/prepare.js';
import { findChromium } from './support/find-chromium.js';

/** @typedef {{ passed: number, failed: number, skipped: number }} Count */

const results = join(root, 'test-results');
const bin = (/** @type {string} */ name, /** @type {string} */ file) => join('node_modules', name, file);

/** @param {string} name what is checked @param {string[]} args @returns {Promise<Count>} one check, passed or failed */
async function check(name, args) {
  heading(name);
  const code = await run(node24, args);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

/** @param {string} name @param {string[]} args @returns {Promise<Count>} as counted by Vitest itself */
async function vitest(name, args) {
  heading(name);
  const file = join(results, `${name.replaceAll(' ', '-')}.json`);
  const code = await run(node24, [
    bin('vitest', 'vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
    ...args
  ]);
  try {
    const told = JSON.parse(readFileSync(file, 'utf8'));
    const broken = told.testResults.filter(
      (/** @type {any} */ suite) =>
        suite.status === 'failed' &&
        suite.assertionResults.every((/** @type {any} */ test) => test.status !== 'failed')
    );
    const failed = told.numFailedTests + broken.length;
    const skipped = told.numPendingTests + told.numTodoTests;
    return { passed: told.numPassedTests, failed: code !== 0 && failed === 0 ? 1 : failed, skipped };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/** A Chromium of this machine, or one from its package manager where that is allowed. */
function chromium() {
  const found = findChromium();
  if (found) return found;
  const apt = spawnSync('apt-get', ['--version']).status === 0;
  if (apt && process.getuid?.() === 0) {
    heading('install chromium');
    const quiet = {
      stdio: /** @type {const} */ ('inherit'),
      env: environment({ DEBIAN_FRONTEND: 'noninteractive' })
    };
    spawnSync('apt-get', ['update', '-qq'], quiet);
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], quiet);
  }
  return findChromium();
}

/** @param {string} name @param {string[]} args @returns {Promise<Count>} of tests that start the server of the built app */
async function onBuild(name, args) {
  if (!isBuilt() && (await build()) !== 0) return { passed: 0, failed: 1, skipped: 0 };
  return vitest(name, args);
}

/** @returns {Promise<Count[]>} */
async function checks() {
  await run(node24, [bin('@sveltejs/kit', 'svelte-kit.js'), 'sync']);
  return [
    await check('types', [
      bin('svelte-check', 'bin/svelte-check'),
      '--fail-on-warnings',
      '--output',
      'human'
    ]),
    await check('lint', [bin('eslint', 'bin/eslint.js'), '.', '--max-warnings', '0']),
    await check('format', [bin('prettier', 'bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'])
  ];
}

/** @type {Record<string, () => Promise<Count | Count[]>>} */
const steps = {
  check: checks,
  build: async () => {
    heading('build');
    const code = await build();
    return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
  },
  unit: () => onBuild('unit tests', []),
  simulation: () => vitest('simulation', ['--config', 'tests/simulation/vitest.config.ts']),
  e2e: () => onBuild('stories in the browser', ['--config', 'tests/e2e/vitest.config.ts'])
};

/** @param {string} text */
function heading(text) {
  console.log(`\n=== ${text} ===`);
}

const asked = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
for (const argument of process.argv.slice(2)) {
  const [, name, number] = /^--(seeds?)=(\d+)$/.exec(argument) ?? [];
  if (name && number) process.env[`ANTEROOM_${name.toUpperCase()}`] = number;
  else if (argument.startsWith('--'))
    stop(`There is no option ${argument}. The options are --seeds=N and --seed=N.`);
}
const unknown = asked.find((name) => !(name in steps));
if (unknown) {
  console.error(`There is no step "${unknown}". The steps are: ${Object.keys(steps).join(', ')}.`);
  process.exit(2);
}

await install();
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
/** @type {Count[]} */
const counts = [];
const asks = (/** @type {string} */ name) => asked.length === 0 || asked.includes(name);
if (asks('unit') || asks('e2e')) {
  const browser = chromium();
  if (browser) process.env.ANTEROOM_CHROMIUM = browser;
  else
    stop(
      'The tests need Chromium or Chrome, and none was found. Install one (Debian: sudo apt-get install chromium),\n' +
        'or name it: ANTEROOM_CHROMIUM=/path/to/chrome npm test'
    );
}
for (const [name, step] of Object.entries(steps)) if (asks(name)) counts.push(...[await step()].flat());

const total = (/** @type {keyof Count} */ what) => counts.reduce((sum, count) => sum + count[what], 0);
console.log(`\n${total('passed')} passed, ${total('failed')} failed, ${total('skipped')} skipped`);
process.exitCode = total('failed') === 0 ? 0 : 1;
