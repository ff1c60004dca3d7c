/** Bundles reference.ts and serves it on loopback, on a port of its own: another origin than the app's. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';

export async function serveReference(): Promise<{ readonly url: string; close(): void }> {
  const entry = fileURLToPath(new URL('reference.ts', import.meta.url));
  const built = (await build({
    configFile: false,
    logLevel: 'warn',
    build: { write: false, target: 'es2023', lib: { entry, formats: ['es'], fileName: 'reference' } }
  })) as Rolldown.RolldownOutput[];
  const script = built[0]!.output[0].code;
  const page =
    '<!doctype html><title>Reference</title><input aria-label="Plain"><script type="module" src="/reference.js"></script>';
  const server = createServer((request, response) => {
    const isScript = request.url === '/reference.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html; charset=utf-8');
    response.end(isScript ? script : page);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => {
      server.closeAllConnections();
      server.close();
    }
  };
}
