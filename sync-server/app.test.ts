import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from './app.ts';
import { contentSecurityPolicy } from './headers.ts';
import { listen, stopGently } from './listen.ts';
import { readSettings } from './settings.ts';

const page =
  '<!doctype html><body><div style="display: contents"></div><script>start()</script><script src="/a.js"></script></body>';
let folder: string;
let server: Server;
let address: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anteroom-build-'));
  await mkdir(join(folder, '_app/immutable'), { recursive: true });
  await writeFile(join(folder, 'index.html'), page);
  await writeFile(join(folder, 'service-worker.js'), 'worker');
  await writeFile(join(folder, '_app/immutable/start.abc.js'), 'code');
  await writeFile(join(folder, '_app/immutable/start.abc.js.br'), brotliCompressSync('code'));
  const app = createApp({ folder, version: '1.2.3' });
  if (!app.ok) throw new Error(app.error.message);
  const listening = await listen(app.value, { port: 0, host: undefined });
  if (!listening.ok) throw new Error(listening.error.message);
  ({ server, address } = listening.value);
});

afterAll(async () => {
  await stopGently(server);
  await rm(folder, { recursive: true });
});

const get = (path: string, init?: RequestInit) => fetch(address + path, init);

describe('the server of the built app', () => {
  test('health names the version', async () => {
    const answer = await get('/healthz');
    expect(await answer.json()).toEqual({ status: 'ok', version: '1.2.3' });
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  test.each(['/', '/calendar/week/2026-11-23', '/people/standing.gghs1nx0rvqxqy', '/search?q=a.b'])(
    'every address of the app is the one page: %s',
    async (path) => {
      const answer = await get(path);
      expect([answer.status, await answer.text()]).toEqual([200, page]);
      expect(answer.headers.get('cache-control')).toBe('no-cache');
    }
  );

  test.each([
    '/_app/immutable/gone.js',
    '/favicon.ico',
    '/_app/anything',
    '/icons/gone.png',
    '/../package.json',
    '/%2e%2e/package.json'
  ])('a missing file is missing, not the page: %s', async (path) =>
    expect((await get(path)).status).toBe(404)
  );

  test('what carries a hash in its name is kept for ever, the worker is asked for again', async () => {
    const code = await get('/_app/immutable/start.abc.js');
    expect(code.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect((await get('/service-worker.js')).headers.get('cache-control')).toBe('no-cache');
  });

  test('compressed files go to who can read them', async () => {
    const code = await get('/_app/immutable/start.abc.js', { headers: { 'accept-encoding': 'br' } });
    expect(code.headers.get('content-encoding')).toBe('br');
    expect(await code.text()).toBe('code');
    const plain = await get('/_app/immutable/start.abc.js', { headers: { 'accept-encoding': 'identity' } });
    expect(plain.headers.get('content-encoding')).toBeNull();
  });

  test('nothing can be written', async () => {
    const answer = await get('/', { method: 'POST', body: 'x' });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  test('an address that is no text is refused', async () =>
    expect((await get('/%E0%A4%A')).status).toBe(400));

  test.each(['/', '/healthz', '/gone.js'])('every answer is guarded: %s', async (path) => {
    const { headers } = await get(path);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });
});

describe('the content security policy', () => {
  test("allows the page's own inline script by its hash and no other", () => {
    const policy = contentSecurityPolicy(page);
    // printf 'start()' | openssl dgst -sha256 -binary | base64
    expect(policy).toContain("script-src 'self' 'sha256-DIm7WJS6ZKDYe5qFLPy+h4JFI9Bol5QmYC57mt3Fb00='");
    expect(policy).not.toContain("'unsafe-inline'");
    expect(policy).not.toContain("'unsafe-eval'");
  });
});

describe('what may be set', () => {
  test('nothing set: port 4280 and ./data', () =>
    expect(readSettings({}, '/srv')).toMatchObject({
      ok: true,
      value: { port: 4280, host: undefined, data: '/srv/data' }
    }));

  test.each(['no', '70000', '-1', '80.5'])('a port that is none is named: %s', (PORT) => {
    const settings = readSettings({ PORT }, '/');
    expect(settings).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining(`"${PORT}"`) as string }
    });
  });

  test('a port already taken is said in a sentence, with a way out', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, resolve));
    const { port } = other.address() as AddressInfo;
    const refused = await listen(() => {}, { port, host: undefined });
    expect(refused).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining(`PORT=${port + 1}`) as string }
    });
    other.close();
  });

  test('without a build the server says what to do', () =>
    expect(createApp({ folder: join(folder, 'none'), version: '0' })).toMatchObject({
      ok: false,
      error: { tag: 'not-built' }
    }));
});
