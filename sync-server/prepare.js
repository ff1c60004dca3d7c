/**
 * Makes a bare checkout ready to run: installs what is missing, finds Node 24, builds when needed.
 * Plain JavaScript without imports from node_modules, since it runs before anything is installed and on
 * any Node from 20 on.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const modules = join(root, 'node_modules');
/** The `node` package brings Node 24, whatever the machine has. */
export const node24 = join(modules, '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');

/** The environment for everything we run: Node 24 first in PATH. */
export const environment = (extra = {}) => ({
  ...process.env,
  PATH: [join(modules, '.bin'), process.env.PATH].join(delimiter),
  ...extra
});

/**
 * Runs a command in the repository with its output shown.
 * @param {string} command
 * @param {string[]} args
 * @param {Record<string, string>} [extra] environment
 * @returns {Promise<number>} its exit code
 */
export const run = (command, args, extra) =>
  new Promise((resolve, reject) => {
    const shell = process.platform === 'win32';
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: environment(extra), shell });
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(signal ? 1 : (code ?? 1)));
  });

/** @param {string} file */
const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** Whether node_modules holds exactly what package-lock.json asks for (optional packages may be absent). */
export function isInstalled() {
  const kept = join(modules, '.package-lock.json');
  if (!existsSync(kept) || !existsSync(node24)) return false;
  const wanted = readJson(join(root, 'package-lock.json')).packages;
  const present = readJson(kept).packages;
  return Object.entries(wanted).every(
    ([path, entry]) =>
      path === '' || entry.optional || entry.extraneous || present[path]?.version === entry.version
  );
}

/** Whether Node 24 answers: its package downloads it in a step that npm may have been told to skip. */
const hasNode24 = () =>
  new Promise((resolve) => {
    const child = spawn(node24, ['--version'], { shell: process.platform === 'win32' });
    let said = '';
    child.stdout.on('data', (text) => (said += text));
    child.on('error', () => resolve(false));
    child.on('close', () => resolve(said.startsWith('v24.')));
  });

/** Installs what is missing or stale; exits with a sentence when it cannot. */
export async function install() {
  if (!isInstalled()) {
    console.log('Installing what Anteroom needs (npm ci) …');
    if ((await run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'])) !== 0)
      stop(
        'npm ci failed, see above. It needs the npm registry once; run the same command again when it can be reached.'
      );
  }
  if (!(await hasNode24())) await run('npm', ['rebuild', 'node']);
  if (!(await hasNode24()))
    stop(
      'Node 24 did not get installed by the npm package "node". Allow its install script, then run `npm ci`.'
    );
}

/**
 * The latest change below a path; a folder's own time tells of deleted files.
 * @param {string} path
 * @returns {number}
 */
function changedAt(path) {
  if (!existsSync(path)) return 0;
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return readdirSync(path).reduce(
    (latest, name) => Math.max(latest, changedAt(join(path, name))),
    stats.mtimeMs
  );
}

const sources = ['src', 'static', 'vite.config.ts', 'svelte.config.js', 'package-lock.json'];

/** Whether the built app is there and newer than everything it is made from. */
export function isBuilt() {
  const page = join(root, 'build', 'index.html');
  return existsSync(page) && sources.every((name) => changedAt(join(root, name)) <= statSync(page).mtimeMs);
}

/** @returns {Promise<number>} the build's exit code */
export const build = () =>
  run(node24, [join('node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn']);

/** @param {string} sentence */
export function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}
