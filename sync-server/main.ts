/** Wires the server: settings from the environment, the built app, the port, an orderly stop. */
import { mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createApp } from './app.ts';
import { listen, stopGently } from './listen.ts';
import { readSettings } from './settings.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const { version } = JSON.parse(readFileSync(here('../package.json'), 'utf8')) as { version: string };

const settings = readSettings(process.env, here('..'));
if (!settings.ok) fail(settings.error.message);
const app = createApp({ folder: here('../build'), version });
if (!app.ok) fail(app.error.message);
mkdirSync(settings.value.data, { recursive: true });

const listening = await listen(app.value, settings.value);
if (!listening.ok) fail(listening.error.message);
console.log(`Anteroom ${version} is at ${listening.value.address} (stop with Ctrl+C)`);
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void stopGently(listening.value.server).then(() => process.exit(0)));

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
