/** Bundles page.ts, serves it on loopback and opens it in a real Chromium. */
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { build, type Rolldown } from 'vite';
import { browserArguments, findChromium } from '../support/find-chromium.js';
import type { DevicePage } from './page.ts';

declare global {
  var device: DevicePage;
}

export interface Site {
  readonly url: string;
  close(): Promise<void>;
}

export async function serveDevicePage(): Promise<Site> {
  const built = (await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      minify: false,
      target: 'es2023',
      lib: { entry: fileURLToPath(new URL('page.ts', import.meta.url)), formats: ['es'], fileName: 'page' }
    }
  })) as Rolldown.RolldownOutput[];
  const script = built[0]!.output[0].code;
  const server = createServer((request, response) => {
    const isScript = request.url === '/page.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html; charset=utf-8');
    response.end(
      isScript ? script : '<!doctype html><title>Device</title><script type="module" src="/page.js"></script>'
    );
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      })
  };
}

export interface RunningBrowser {
  /** A tab with the device page loaded. */
  openTab(): Promise<Page>;
  /** As when the machine loses power: SIGKILL for every process of the browser, at once. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

export interface BrowserProfile {
  start(): Promise<RunningBrowser>;
  remove(): Promise<void>;
}

/** A profile on disk, over which browsers are started and killed one after the other. */
export async function createBrowserProfile(site: Site): Promise<BrowserProfile> {
  const folder = await mkdtemp(join(tmpdir(), 'anteroom-device-'));
  return {
    start: () => startBrowser(folder, site),
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  };
}

async function startBrowser(folder: string, site: Site): Promise<RunningBrowser> {
  const executable = findChromium();
  if (!executable) throw new Error('No Chromium was found: install one, or name it in ANTEROOM_CHROMIUM.');
  const portFile = join(folder, 'DevToolsActivePort');
  await rm(portFile, { force: true });
  await rm(join(folder, 'SingletonLock'), { force: true });
  const flags = ['--headless', '--remote-debugging-port=0', `--user-data-dir=${folder}`];
  // A process group of its own, so that the kill reaches renderers and the launcher's script too.
  const child = spawn(executable, [...flags, ...browserArguments, 'about:blank'], {
    detached: true,
    stdio: 'ignore'
  });
  const killGroup = () => {
    try {
      process.kill(-child.pid!, 'SIGKILL');
    } catch {
      // Gone already.
    }
  };
  process.once('exit', killGroup);
  const exited = new Promise<void>((resolve) =>
    child.once('exit', () => {
      process.off('exit', killGroup);
      resolve();
    })
  );
  const endpoint = await waitFor(async () => {
    const [port, path] = (await readFile(portFile, 'utf8')).split('\n');
    return port && path ? `ws://127.0.0.1:${port}${path}` : undefined;
  });
  const browser = await chromium.connectOverCDP(endpoint);
  return {
    openTab: async () => {
      const page = await browser.contexts()[0]!.newPage();
      await page.goto(site.url);
      await page.waitForFunction(() => 'device' in globalThis);
      return page;
    },
    kill: async () => {
      killGroup();
      await exited;
      await browser.close().catch(() => {});
    },
    close: async () => {
      const session = await browser.newBrowserCDPSession();
      await session.send('Browser.close').catch(() => {});
      await exited;
    }
  };
}

/** Asks again until there is an answer; errors count as none. */
async function waitFor<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const answer = await ask().catch(() => undefined);
    if (answer !== undefined) return answer;
    await new Promise((again) => setTimeout(again, 20));
  }
}
