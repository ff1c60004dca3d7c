/** The real server process over the real build. */
import { afterEach, expect, test } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';

const running: TestServer[] = [];
const start = async (settings?: Record<string, string>) => {
  const server = await startServer(settings);
  running.push(server);
  return server;
};
afterEach(() => Promise.all(running.splice(0).map((server) => server.remove())));

test('the server says where it is, that it is well, and stops in order', async () => {
  const server = await start();
  const health = await fetch(`${server.address}/healthz`);
  expect(await health.json()).toEqual({
    status: 'ok',
    version: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string
  });
  expect(await server.stop()).toBe(0);
});

test('the page runs under a policy without inline scripts, and is compressed', async () => {
  const server = await start();
  const answer = await fetch(`${server.address}/tasks`, { headers: { 'accept-encoding': 'br' } });
  const policy = answer.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe-inline|unsafe-eval/);
  expect(answer.headers.get('content-encoding')).toBe('br');
});

test('a second server on the same port ends with a sentence and leaves the first alone', async () => {
  const server = await start();
  const port = new URL(server.address).port;
  await expect(startServer({ PORT: port })).rejects.toThrow(`Port ${port} is already taken`);
  expect((await fetch(`${server.address}/healthz`)).ok).toBe(true);
});
