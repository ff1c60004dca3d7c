/**
 * Serves the built app: compressed once while building, cached for ever where the name carries a hash,
 * asked again everywhere else, and the one page for every address inside the app.
 */
import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { join } from 'node:path';
import sirv from 'sirv';
import { failed, ok, type Result } from '../src/lib/base/result.ts';
import { securityHeaders } from './headers.ts';

const immutable = 'public, max-age=31536000, immutable';

export interface AppOptions {
  readonly folder: string;
  readonly version: string;
  /** What `/healthz` says besides; `status` other than `ok` is answered with 503. */
  readonly health?: () => Readonly<Record<string, string | number>>;
  /** What `/metrics` says; nothing where who asks may not know. */
  readonly metrics?: (request: IncomingMessage) => Promise<string | undefined>;
}

export function createApp(options: AppOptions): Result<RequestListener> {
  const file = join(options.folder, 'index.html');
  if (!existsSync(file))
    return failed('not-built', `There is no built app in ${options.folder}. Run \`npm run build\` first.`);
  const headers = Object.entries(securityHeaders(readFileSync(file, 'utf8')));
  const files = sirv(options.folder, {
    etag: true,
    brotli: true,
    gzip: true,
    setHeaders: (response, path) =>
      response.setHeader('Cache-Control', path.startsWith('/_app/immutable/') ? immutable : 'no-cache')
  });

  return ok((request, response) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      return say(response, 405, 'Only GET and HEAD are answered here.');
    }
    const path = pathOf(request);
    if (path === undefined) return say(response, 400, 'This address cannot be read.');
    if (path === '/healthz') {
      response.setHeader('Cache-Control', 'no-store');
      const health = { status: 'ok', version: options.version, ...options.health?.() };
      return say(response, health.status === 'ok' ? 200 : 503, JSON.stringify(health), 'application/json');
    }
    if (path === '/metrics') {
      response.setHeader('Cache-Control', 'no-store');
      void (options.metrics?.(request) ?? Promise.resolve(undefined)).then(
        (text) =>
          text === undefined
            ? say(response, 404, 'There is nothing at this address.')
            : say(response, 200, text, 'text/plain; version=0.0.4'),
        () => say(response, 500, 'The numbers cannot be read now.')
      );
      return;
    }
    files(request, response, () => {
      if (!isAppAddress(path)) return say(response, 404, 'There is nothing at this address.');
      request.url = '/';
      files(request, response);
    });
  });
}

function pathOf(request: IncomingMessage): string | undefined {
  try {
    return decodeURI(new URL(request.url ?? '/', 'http://localhost').pathname);
  } catch {
    return undefined;
  }
}

/**
 * Files lie at the top, with a dot in their names, or in the folders of the build; a missing one must not be
 * answered with the page. Below a drawer's name a dot is part of a record's id.
 */
const isAppAddress = (path: string) => !/^\/(_app\/|icons\/|[^/]*\.[^/]*$)/.test(path);

function say(response: ServerResponse, status: number, text: string, type = 'text/plain') {
  response.writeHead(status, { 'Content-Type': `${type}; charset=utf-8` });
  response.end(text);
}
