/** The servers that are measured: how each is started, and how a client of its protocol speaks. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as encoding from 'lib0/encoding';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { encodeFrame } from '../../../src/lib/protocol/frames.ts';
import { dial, type TestLine } from '../../../sync-server/test-line.ts';
import { TestOffice, type TestDevice } from '../../../sync-server/test-office.ts';
import { build, environment, node24, root } from '../../../sync-server/prepare.js';

const here = join(root, 'tests', 'bench', 'relay');
/** Where the others' packages are installed: out of the tree, gone with node_modules. */
const others = join(root, 'node_modules', '.cache', 'anteroom-bench-relay');

export interface Running {
  readonly pid: number;
  readonly port: number;
  readonly data: string;
  stop(): Promise<void>;
}

export interface Client {
  readonly socket: WebSocket;
  /** What this client sends as its nth message; made before anything is measured. */
  readonly messages: Uint8Array[];
}

export interface Contender {
  readonly name: string;
  start(data?: string): Promise<Running>;
  /** All clients of one room, introduced; each with a message for every mark. */
  join(port: number, room: number, marks: readonly (readonly string[])[]): Promise<Client[]>;
}

/** Server on one core, this process on the other, where the machine lets us choose. */
const pins = spawnSync('taskset', ['-V']).status === 0;
if (pins) spawnSync('taskset', ['-p', '-c', '1', String(process.pid)]);

function start(args: string[], cwd: string, extra: Record<string, string>): Promise<Omit<Running, 'data'>> {
  const command = pins ? ['taskset', '-c', '0', node24, ...args] : [node24, ...args];
  const child: ChildProcess = spawn(command[0]!, command.slice(1), { cwd, env: environment(extra) });
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  return new Promise((resolve, reject) => {
    let said = '';
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      const found = /is at (?:http:\/\/\S+:)?(\d+)/.exec(said);
      if (found)
        resolve({
          pid: child.pid!,
          port: Number(found[1]),
          stop: () => {
            child.kill('SIGTERM');
            setTimeout(() => child.kill('SIGKILL'), 10_000).unref();
            return ended;
          }
        });
    };
    child.stdout!.on('data', hear);
    child.stderr!.on('data', hear);
    void ended.then(() => reject(new Error(`The server ended: ${said}`)));
  });
}

async function install(): Promise<void> {
  const lock = readFileSync(join(here, 'package-lock.json'), 'utf8');
  const kept = join(others, 'package-lock.json');
  const fresh =
    existsSync(join(others, 'node_modules')) && existsSync(kept) && readFileSync(kept, 'utf8') === lock;
  if (!fresh) {
    rmSync(others, { recursive: true, force: true });
    mkdirSync(others, { recursive: true });
    for (const name of ['package.json', 'package-lock.json']) cpSync(join(here, name), join(others, name));
    const code = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: others,
      env: environment(),
      stdio: ['ignore', 2, 2]
    }).status;
    if (code !== 0) throw new Error('The other servers could not be installed (npm ci), see above.');
  }
  for (const name of ['serve-y-websocket.js', 'serve-hocuspocus.js'])
    cpSync(join(here, name), join(others, name));
}

export async function prepare(): Promise<void> {
  await install();
  if (!existsSync(join(root, 'build', 'index.html')) && (await build()) !== 0)
    throw new Error('The build failed.');
}

const open = (address: string): Promise<WebSocket> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(address, { perMessageDeflate: false });
    socket.binaryType = 'nodebuffer';
    socket.once('open', () => resolve(socket));
    socket.once('error', reject);
  });

const heard = (socket: WebSocket, fits: (data: Buffer) => boolean): Promise<void> =>
  new Promise((resolve) => {
    const hear = (data: Buffer) => {
      if (!fits(data)) return;
      socket.off('message', hear);
      resolve();
    };
    socket.on('message', hear);
  });

/** Of the length that a mark has as a sealed segment. */
const SEGMENT = 300;

const echo: Contender = {
  name: 'ws echo',
  start: async () => ({ ...(await start([join(here, 'serve-echo.js')], root, {})), data: '' }),
  join: (port, room, marks) =>
    Promise.all(
      marks.map(async (own) => ({
        socket: await open(`ws://127.0.0.1:${port}/${room}`),
        messages: own.map((mark) => Buffer.from(mark.padEnd(SEGMENT, '.')))
      }))
    )
};

/** A person's edit as Yjs says it: a string of 60 bytes behind an array. */
function updatesOf(own: readonly string[]): Uint8Array[] {
  const doc = new Y.Doc();
  const array = doc.getArray<string>(`edits:${doc.clientID}`);
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  for (const mark of own) array.push([mark.padEnd(60, '.')]);
  return updates;
}

const yWebsocket: Contender = {
  name: '@y/websocket-server 0.1.5',
  start: async () => ({ ...(await start(['serve-y-websocket.js'], others, {})), data: '' }),
  join: (port, room, marks) =>
    Promise.all(
      marks.map(async (own) => {
        const socket = await open(`ws://127.0.0.1:${port}/room-${room}`);
        const messages = updatesOf(own).map((update) =>
          encoding.encode((encoder) => {
            encoding.writeVarUint(encoder, 0);
            encoding.writeVarUint(encoder, 2);
            encoding.writeVarUint8Array(encoder, update);
          })
        );
        return { socket, messages };
      })
    )
};

const hocuspocus: Contender = {
  name: '@hocuspocus/server 4.7.0',
  start: async () => ({ ...(await start(['serve-hocuspocus.js'], others, {})), data: '' }),
  join: (port, room, marks) =>
    Promise.all(
      marks.map(async (own) => {
        const socket = await open(`ws://127.0.0.1:${port}`);
        const name = `room-${room}`;
        const said = (write: (encoder: encoding.Encoder) => void) =>
          encoding.encode((encoder) => {
            encoding.writeVarString(encoder, name);
            write(encoder);
          });
        const welcome = heard(socket, (data) => data[name.length + 1] === 2);
        socket.send(
          said((encoder) => {
            encoding.writeVarUint(encoder, 2);
            encoding.writeVarUint(encoder, 0);
            encoding.writeVarString(encoder, 'token');
            encoding.writeVarString(encoder, '4.7.0');
          })
        );
        await welcome;
        const messages = updatesOf(own).map((update) =>
          said((encoder) => {
            encoding.writeVarUint(encoder, 0);
            encoding.writeVarUint(encoder, 2);
            encoding.writeVarUint8Array(encoder, update);
          })
        );
        return { socket, messages };
      })
    )
};

export const startRelay = async (
  data = mkdtempSync(join(tmpdir(), 'anteroom-bench-'))
): Promise<Running> => ({
  ...(await start(['sync-server/main.ts'], root, { PORT: '0', HOST: '127.0.0.1', ANTEROOM_DATA: data })),
  data
});

const anteroom: Contender = {
  name: 'Anteroom',
  start: startRelay,
  join: async (port, _room, marks) => {
    const office = new TestOffice();
    // A device has eight client ids, so that eight of its tabs write chains of their own.
    const devices: TestDevice[] = [office.founder];
    const needed = marks.length <= 5 ? marks.length : Math.ceil(marks.length / 8);
    while (devices.length < needed) devices.push(office.add('secretary', { office: 'write' }));
    const address = `http://127.0.0.1:${port}`;
    const clients: Client[] = [];
    for (const [index, own] of marks.entries()) {
      const device = devices[index % needed]!;
      const line: TestLine & { socket: WebSocket } = await dial(address);
      if (index === 0) await line.register(device, office);
      else await line.introduce(device, office, office.statements.length);
      line.socket.removeAllListeners('message');
      const clientId = device.clientIds[Math.floor(index / needed)]!;
      const messages = own.map((mark, at) =>
        encodeFrame('push', { id: at + 1 }, [
          device.seal(office, { clientId, content: Buffer.from(mark.padEnd(SEGMENT - 222, '.')) }).bytes
        ])
      );
      clients.push({ socket: line.socket, messages });
    }
    return clients;
  }
};

export const contenders: readonly Contender[] = [echo, anteroom, yWebsocket, hocuspocus];
