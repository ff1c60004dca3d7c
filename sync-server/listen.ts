/** Takes a port, says plainly when it cannot, and lets go without cutting answers short. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { failed, ok, type Result } from '../src/lib/base/result.ts';
import type { Settings } from './settings.ts';

export interface Listening {
  readonly server: Server;
  /** As a person would type it. */
  readonly address: string;
}

const reasons: Record<string, (port: number) => string> = {
  EADDRINUSE: (port) =>
    `Port ${port} is already taken, perhaps by another Anteroom. Stop that one, or choose another port: PORT=${port + 1} npm start`,
  EACCES: (port) => `This user may not take port ${port}. Choose one above 1023: PORT=4280 npm start`,
  EADDRNOTAVAIL: () => 'HOST names an address that this machine does not have.'
};

export const listen = (
  app: RequestListener,
  { port, host }: Pick<Settings, 'port' | 'host'>
): Promise<Result<Listening>> =>
  new Promise((resolve) => {
    const server = createServer(app);
    server.once('error', (problem: NodeJS.ErrnoException) => {
      const sentence =
        reasons[problem.code ?? '']?.(port) ?? `The server could not start: ${problem.message}`;
      resolve(failed('cannot-listen', sentence));
    });
    server.listen({ port, host }, () => {
      const taken = (server.address() as AddressInfo).port;
      resolve(
        ok({
          server,
          address: `http://${host?.includes(':') ? `[${host}]` : (host ?? 'localhost')}:${taken}`
        })
      );
    });
  });

/** Answers under way are finished, for up to five seconds; idle connections are closed at once. */
export const stopGently = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 5000).unref();
  });
