/**
 * How much JavaScript it takes, compressed: what the browser really fetches until Today (and each drawer)
 * stands, without its cache and without the worker; and what the worker keeps for use without a network.
 */
import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from '../../sync-server/prepare.js';
import { report } from './figures.ts';
import { makeSample, openSite } from './windows.ts';

const site = await openSite();
const { address } = site.server;
const compressed = new Map<string, number>();
async function gzipped(path: string): Promise<number> {
  let size = compressed.get(path);
  if (size === undefined) {
    size = gzipSync(await readFile(join(root, 'build', path)), { level: 9 }).length;
    compressed.set(path, size);
  }
  return size;
}

try {
  const window = await site.profile.open();
  await makeSample(window, address, 400);
  const views = [
    { name: 'Today', path: '/', shown: '.agenda .item', budget: 120 },
    { name: 'Calendar', path: '/calendar', shown: 'main h1, main h2', budget: 230 },
    { name: 'People', path: '/people', shown: 'main h1, main h2' },
    { name: 'Tasks', path: '/tasks', shown: 'main h1, main h2' }
  ];
  for (const { name, path, shown, budget } of views) {
    const page = await window.newPage();
    const session = await window.newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.setCacheDisabled', { cacheDisabled: true });
    await session.send('Network.setBypassServiceWorker', { bypass: true });
    const scripts: string[] = [];
    page.on('request', (request) => {
      const { origin, pathname } = new URL(request.url());
      if (
        origin === new URL(address).origin &&
        pathname.endsWith('.js') &&
        !pathname.includes('service-worker')
      )
        scripts.push(pathname);
    });
    await page.goto(address + path);
    await page.locator(shown).first().waitFor();
    const first = [...new Set(scripts)];
    await page.waitForLoadState('networkidle');
    await page.waitForTimeout(1500);
    const all = [...new Set(scripts)];
    const sum = async (paths: readonly string[]) => {
      let bytes = 0;
      for (const one of paths) bytes += await gzipped(one);
      return bytes / 1000;
    };
    report({
      bench: 'size',
      what: `${name}: JavaScript until it is shown, gzip`,
      value: await sum(first),
      unit: 'kB',
      of: `${first.length} files`,
      ...(budget && { budget })
    });
    report({
      bench: 'size',
      what: `${name}: JavaScript in all once it is quiet, gzip`,
      value: await sum(all),
      unit: 'kB',
      of: `${all.length} files`
    });
    await page.close();
  }
  await window.close();

  const worker = await readFile(join(root, 'build', 'service-worker.js'), 'utf8');
  const kept = [...worker.matchAll(/url:\s*["'`]([^"'`]+)["'`]|"url":\s*"([^"]+)"/g)].map(
    (match) => match[1] ?? match[2]!
  );
  let raw = 0;
  let packed = 0;
  for (const path of new Set(kept)) {
    const file = path === '/' ? 'index.html' : path.replace(/^\//, '');
    const found = await stat(join(root, 'build', file)).catch(() => undefined);
    if (!found?.isFile()) continue;
    raw += found.size;
    packed += await gzipped(file);
  }
  report({
    bench: 'size',
    what: 'kept by the worker',
    value: raw / 1000,
    unit: 'kB',
    budget: 1500,
    of: `${kept.length} files`
  });
  report({
    bench: 'size',
    what: 'kept by the worker, as it is fetched (gzip)',
    value: packed / 1000,
    unit: 'kB'
  });
  const chunks = (await readdir(join(root, 'build', '_app', 'immutable'), { recursive: true })).filter(
    (file) => file.endsWith('.js')
  );
  let everything = 0;
  for (const file of chunks) everything += await gzipped(join('_app', 'immutable', file));
  report({
    bench: 'size',
    what: 'all JavaScript of the app, gzip',
    value: everything / 1000,
    unit: 'kB',
    of: `${chunks.length} files`
  });
} finally {
  await site.close();
}
