/**
 * The real server as a process of its own, on a free port, with a data folder of its own.
 * `stop()` is pulling the server's plug; `start()` again takes the same port.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environment, node24, root } from '../../sync-server/prepare.js';

export interface TestServer {
  readonly address: string;
  /** The folder of what it keeps. */
  readonly data: string;
  /** What it printed so far. */
  readonly said: string;
  start(): Promise<void>;
  stop(): Promise<number | null>;
  /** `kill -9`: no goodbye, nothing finished. */
  kill(): Promise<void>;
  /** Stops for good and removes the data folder. */
  remove(): Promise<void>;
}

export async function startServer(settings: Record<string, string> = {}): Promise<TestServer> {
  const data = await mkdtemp(join(tmpdir(), 'anteroom-data-'));
  let child: ChildProcess | undefined;
  let said = '';
  let address = '';

  const start = () =>
    new Promise<void>((resolve, reject) => {
      const port = address ? new URL(address).port : '0';
      const running = spawn(node24, ['sync-server/main.ts'], {
        cwd: root,
        env: environment({ PORT: port, ANTEROOM_DATA: data, ...settings })
      });
      child = running;
      const listen = (chunk: Buffer) => {
        said += chunk.toString();
        const found = /is at (http:\S+)/.exec(said);
        if (!found) return;
        address = found[1]!;
        resolve();
      };
      running.stdout.on('data', listen);
      running.stderr.on('data', listen);
      running.on('exit', (code) => reject(new Error(`The server ended with ${code}: ${said}`)));
    });

  const stop = () =>
    new Promise<number | null>((resolve) => {
      const running = child;
      child = undefined;
      if (!running || running.exitCode !== null) return resolve(running?.exitCode ?? null);
      running.on('exit', (code) => resolve(code));
      running.kill('SIGTERM');
    });

  const kill = () =>
    new Promise<void>((resolve) => {
      const running = child;
      child = undefined;
      if (!running || running.exitCode !== null || running.signalCode !== null) return resolve();
      running.on('exit', () => resolve());
      running.kill('SIGKILL');
    });

  await start();
  return {
    get address() {
      return address;
    },
    data,
    get said() {
      return said;
    },
    start: () => ((said = ''), start()),
    stop,
    kill,
    remove: async () => {
      await stop();
      await rm(data, { recursive: true, force: true });
    }
  };
}
