/** Wires the server: settings from the environment, the built app, the relay and its disk, the port, an orderly stop. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../src/lib/base/clock.ts';
import { systemRandom } from '../src/lib/base/random.ts';
import { createApp } from './app.ts';
import { createRelayCrypto } from './crypto.ts';
import { listen, stopGently } from './listen.ts';
import { openSqliteLogStore } from './log-store-sqlite.ts';
import { metricsToText } from './metrics.ts';
import { createRelay } from './relay.ts';
import { readSettings } from './settings.ts';
import { attachSockets, peerOf } from './socket.ts';
import { systemTimers } from './timers.ts';

const TRIM_EVERY = 3600_000;
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const { version } = JSON.parse(readFileSync(here('../package.json'), 'utf8')) as { version: string };

const read = readSettings(process.env, here('..'));
if (!read.ok) fail(read.error.message);
const settings = read.value;
mkdirSync(settings.data, { recursive: true });
const opened = openSqliteLogStore(join(settings.data, 'relay.sqlite'));
if (!opened.ok) fail(opened.error.message);
const store = opened.value;

const relay = createRelay({
  store,
  clock: systemClock,
  timers: systemTimers,
  random: systemRandom,
  crypto: createRelayCrypto(),
  limits: settings.limits,
  registrationToken: settings.registrationToken,
  log: (event, facts) => console.log(JSON.stringify({ at: new Date().toISOString(), event, ...facts }))
});

const app = createApp({
  folder: here('../build'),
  version,
  health: (): Readonly<Record<string, number>> => {
    const { failedCommits } = relay.metrics;
    return failedCommits > 0 ? { failedCommits } : {};
  },
  metrics: async (request) =>
    settings.openMetrics || peerOf(request).loopback
      ? metricsToText(relay.metrics, {
          ...(await store.measure()),
          memory: process.memoryUsage.rss(),
          uptime: process.uptime()
        })
      : undefined
});
if (!app.ok) fail(app.error.message);

const listening = await listen(app.value, settings);
if (!listening.ok) fail(listening.error.message);
const { server, address } = listening.value;
const sockets = attachSockets(server, relay, settings.limits);
const trimming = setInterval(() => void relay.trim(), TRIM_EVERY);
console.log(`Anteroom ${version} is at ${address} (stop with Ctrl+C)`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());

/** Nothing new; what was pushed is committed and acknowledged; then everybody is told to come back later. */
async function stop(): Promise<void> {
  clearInterval(trimming);
  sockets.stop();
  await relay.stop();
  await stopGently(server);
  await store.close();
  process.exit(0);
}

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
