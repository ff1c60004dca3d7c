/** Full disks, mutated messages, readers that do not read, limits: the relay says what it does not take and goes on. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { bytesToBase64url, type Bytes } from '../src/lib/base/bytes.ts';
import { systemClock } from '../src/lib/base/clock.ts';
import { createSeededRandom, systemRandom } from '../src/lib/base/random.ts';
import { failed } from '../src/lib/base/result.ts';
import { encodeFrame, type FrameBody } from '../src/lib/protocol/frames.ts';
import { FRAME_LIMIT } from '../src/lib/protocol/limits.ts';
import { environment, node24, root } from './prepare.js';
import { startServer, type TestServer } from '../tests/support/server.ts';
import { createRelayCrypto } from './crypto.ts';
import type { RelayLimits } from './limits.ts';
import { createMemoryLogStore } from './log-store-memory.ts';
import { openSqliteLogStore } from './log-store-sqlite.ts';
import { createRelay, type Relay } from './relay.ts';
import { readSettings } from './settings.ts';
import { attachSockets } from './socket.ts';
import { dial, lineTo } from './test-line.ts';
import { sha256, TestOffice, type Sealed } from './test-office.ts';
import { createTestRelay, settled } from './test-relay.ts';
import { systemTimers } from './timers.ts';

// Processes, sockets and megabytes: a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

const hashesOf = (segments: readonly Bytes[]) =>
  segments.map((bytes) => bytesToBase64url(sha256(bytes.subarray(0, -64))));
const hashOf = ({ hash }: Sealed) => bytesToBase64url(hash);

describe('a full disk', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'anteroom-full-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('is said, nothing of the message is taken, and what was there can be read', async () => {
    const opened = openSqliteLogStore(join(folder, 'relay.sqlite'), { maxPages: 60 });
    if (!opened.ok) throw new Error(opened.error.message);
    const relay = createTestRelay({ store: opened.value });
    const office = new TestOffice();
    const line = lineTo(relay);
    await line.register(office.founder, office);
    const taken: Sealed[] = [];
    let ack: FrameBody<'ack'>;
    do {
      const some = [
        office.founder.seal(office, { size: 9_000 }),
        office.founder.seal(office, { size: 9_000 })
      ];
      ack = await line.push(...some);
      if (!ack.refused) taken.push(...some);
      else expect(ack).toMatchObject({ numbers: [], refused: { index: 0, tag: 'disk-full' } });
    } while (!ack.refused);
    expect(taken.length).toBeGreaterThan(4);
    expect(hashesOf((await line.pull(taken[0]!.room)).segments)).toEqual(taken.map(hashOf));
    // Again and again: still said, still nothing.
    const more = await line.push(office.founder.seal(office, { size: 9_000, keep: false }));
    expect(more.refused!.tag).toMatch(/disk-full|chain-gap/);
    await opened.value.close();
  });

  test('that has room again takes what comes then, as if nothing had been', async () => {
    const store = createMemoryLogStore();
    let full = false;
    const relay = createTestRelay({
      store: {
        ...store,
        commit: async (changes) => (full ? failed('disk-full', 'full') : store.commit(changes))
      }
    });
    const office = new TestOffice();
    const phone = office.add('secretary', { office: 'write' });
    const line = lineTo(relay);
    await line.register(office.founder, office);
    const other = lineTo(relay);
    await other.introduce(phone, office);
    const first = office.founder.seal(office);
    await line.push(first);
    full = true;
    const segments = [office.founder.seal(office), phone.seal(office), office.founder.seal(office)];
    const answers = await Promise.all([
      line.push(segments[0]!),
      other.push(segments[1]!),
      line.push(segments[2]!)
    ]);
    expect(answers.slice(0, 2).map((answer) => answer.refused?.tag)).toEqual(['disk-full', 'disk-full']);
    // It stood on what was not taken.
    expect(answers[2]!.refused?.tag).toMatch(/disk-full|chain-gap/);
    const ids = office.draw(
      {
        kind: 'ids',
        at: office.at,
        by: phone.id,
        clientIds: [1, 2, 3, 4, 5, 6, 7, 8].map((id) => 70_000 + id)
      },
      phone
    );
    expect((await other.ask('state', {}, [ids])).body).toMatchObject({ tag: 'disk-full' });
    full = false;
    expect((await line.push(segments[0]!, segments[2]!)).numbers).toEqual([2, 3]);
    expect((await other.push(segments[1]!)).numbers).toEqual([4]);
    expect((await other.ask('state', {}, [ids])).kind).toBe('ack');
    expect(hashesOf((await other.pull(first.room)).segments)).toEqual(
      [first, segments[0]!, segments[2]!, segments[1]!].map(hashOf)
    );
  });

  test('does not end the process, and everything acknowledged is there with a larger one', async () => {
    const start = (limit: string) =>
      new Promise<{ address: string; stop: () => Promise<unknown> }>((resolve, reject) => {
        // The shell allows files of so many blocks of 512 bytes, and no more.
        const child = spawn('sh', ['-c', `ulimit -f ${limit}; exec "$0" sync-server/main.ts`, node24], {
          cwd: root,
          env: environment({ PORT: '0', ANTEROOM_DATA: folder })
        });
        const ended = new Promise((end) => child.on('exit', end));
        child.stdout.on('data', (chunk: Buffer) => {
          const found = /is at (http:\S+)/.exec(chunk.toString());
          if (found) resolve({ address: found[1]!, stop: () => (child.kill('SIGTERM'), ended) });
        });
        void ended.then((code) => reject(new Error(`The server ended with ${String(code)}`)));
      });
    const small = await start('2000');
    const office = new TestOffice();
    const line = await dial(small.address);
    await line.register(office.founder, office);
    const taken: Sealed[] = [];
    for (;;) {
      const segment = office.founder.seal(office, { size: 50_000 });
      const ack = await line.push(segment);
      if (ack.refused) {
        expect(ack.refused.tag).toBe('disk-full');
        break;
      }
      taken.push(segment);
    }
    expect(taken.length).toBeGreaterThan(3);
    const health = (await (await fetch(`${small.address}/healthz`)).json()) as { failedCommits: number };
    expect(health.failedCommits).toBeGreaterThan(0);
    expect(hashesOf((await line.pull(taken[0]!.room)).segments)).toEqual(taken.map(hashOf));
    expect(await small.stop()).toBe(0);

    const large = await start('unlimited');
    const again = await dial(large.address);
    await again.introduce(office.founder, office);
    expect(hashesOf((await again.pull(taken[0]!.room)).segments)).toEqual(taken.map(hashOf));
    again.cut();
    await large.stop();
  }, 60_000);
});

/** Changes a message somewhere: bits, bytes taken out or put in, its end cut off, two messages joined. */
function mutate(bytes: Bytes, other: Bytes, random: ReturnType<typeof createSeededRandom>): Bytes {
  const at = () => Math.floor(random.fraction() * bytes.length);
  const changed = bytes.slice();
  switch (Math.floor(random.fraction() * 6)) {
    case 0:
      changed[at()]! ^= 1 << Math.floor(random.fraction() * 8);
      return changed;
    case 1:
      for (let times = 0; times < 8; times++) changed[at()] = random.bytes(1)[0]!;
      return changed;
    case 2:
      return changed.slice(0, at());
    case 3: {
      const cut = at();
      return Uint8Array.from([...changed.slice(0, cut), ...random.bytes(5), ...changed.slice(cut)]);
    }
    case 4: {
      const cut = at();
      return Uint8Array.from([
        ...changed.slice(0, cut),
        ...changed.slice(cut + 1 + Math.floor(random.fraction() * 9))
      ]);
    }
    default:
      return Uint8Array.from([
        ...changed.slice(0, at()),
        ...other.slice(Math.floor(random.fraction() * other.length))
      ]);
  }
}

describe('messages that were changed on their way', () => {
  const times = Number(process.env.ANTEROOM_MUTATED_FRAMES) || 100_000;

  /** Hashes of everything that was sealed: a change that missed the segments leaves an honest message. */
  const known = new Set<string>();
  function messages(office: TestOffice, nonce: string): Bytes[] {
    const { founder } = office;
    const room = office.room('office', '2026');
    const seal = () => {
      const sealed = founder.seal(office, { keep: false });
      known.add(hashOf(sealed));
      return sealed.bytes;
    };
    return [
      encodeFrame('auth', founder.auth(office, nonce)),
      encodeFrame(
        'register',
        { version: 1, device: founder.id, signature: founder.answer(office, nonce), more: false },
        office.statements
      ),
      encodeFrame('push', { id: 7 }, [seal(), seal()]),
      encodeFrame('push', { id: 8, again: true }, [seal()]),
      encodeFrame('pull', { id: 9, room, after: 0 }),
      encodeFrame('chains', { id: 10, room }),
      encodeFrame('state', { id: 11 }, [
        office.draw(
          { kind: 'ids', at: office.at, by: founder.id, clientIds: [1, 2, 3, 4, 5, 6, 7, 8] },
          founder
        )
      ]),
      encodeFrame('lease', { id: 13, room, seconds: 10 }),
      encodeFrame('presence', { compartment: office.compartments.office }, [Uint8Array.of(1, 2, 3)])
    ];
  }

  test(
    `${times} of them: no crash, and nothing is taken that was not sealed as it is`,
    { timeout: 600_000 },
    async () => {
      const problems: unknown[] = [];
      const relay = createTestRelay({
        limits: {
          malformed: Infinity,
          messages: 1e9,
          connectionsOfOffice: 1e9,
          connections: 1e9,
          signatures: Infinity
        },
        log: (event, facts) => void (event === 'internal error' && problems.push(facts))
      });
      const office = new TestOffice();
      const first = lineTo(relay);
      await first.register(office.founder, office);
      const [one, two] = [office.founder.seal(office), office.founder.seal(office)];
      await first.push(one, two);
      const random = createSeededRandom(11);
      let line = lineTo(relay);
      let said = messages(office, (line.heard[0]!.body as { nonce: string }).nonce);
      for (let count = 0; count < times; count++) {
        if (count % 500 === 0 || line.closed !== undefined) {
          line.cut();
          line = lineTo(relay);
          // Half of them before it said who it is.
          said = messages(office, (line.heard[0]!.body as { nonce: string }).nonce);
          if (random.fraction() < 0.7) await line.introduce(office.founder, office);
        }
        const pick = () => said[Math.floor(random.fraction() * said.length)]!;
        await line.received(mutate(pick(), pick(), random));
        line.heard.length = Math.min(line.heard.length, 50);
      }
      await settled();
      expect(problems).toEqual([]);
      // The room is a chain of segments that were sealed like that; the mutated ones left no trace.
      const again = lineTo(relay);
      await again.introduce(office.founder, office);
      expect(again.heard.find(({ kind }) => kind === 'roster')!.blobs.slice(0, 1)).toEqual(office.statements);
      const { segments } = await again.pull(one.room);
      expect(hashesOf(segments.slice(0, 2))).toEqual([hashOf(one), hashOf(two)]);
      expect(hashesOf(segments.slice(2)).filter((hash) => !known.has(hash))).toEqual([]);
    }
  );

  test('a share of them over a real socket', { timeout: 120_000 }, async () => {
    const server = await startServer({
      ANTEROOM_MESSAGES_PER_SECOND: '100000',
      ANTEROOM_SIGNATURES_PER_SECOND: '1000000'
    });
    try {
      const office = new TestOffice();
      const first = await dial(server.address);
      await first.register(office.founder, office);
      const one = office.founder.seal(office);
      await first.push(one);
      const random = createSeededRandom(12);
      for (let round = 0; round < 60; round++) {
        const line = await dial(server.address);
        const { body } = await line.next('challenge');
        const said = messages(office, body.nonce);
        if (round % 3 > 0) {
          line.say('auth', office.founder.auth(office, body.nonce));
          await line.next('ready');
        }
        for (let count = 0; count < 40 && line.closed === undefined; count++) {
          const pick = () => said[Math.floor(random.fraction() * said.length)]!;
          line.sendBytes(mutate(pick(), pick(), random));
        }
        line.socket.close();
        await line.untilClosed();
      }
      const again = await dial(server.address);
      await again.introduce(office.founder, office);
      const kept = hashesOf((await again.pull(one.room)).segments);
      expect(kept[0]).toBe(hashOf(one));
      expect(kept.slice(1).filter((hash) => !known.has(hash))).toEqual([]);
      expect(server.said).not.toContain('internal error');
      again.cut();
      first.cut();
    } finally {
      await server.remove();
    }
  });
});

describe('limits, over a real socket', () => {
  let server: Server;
  let relay: Relay;
  let address: string;
  let sockets: ReturnType<typeof attachSockets>;
  async function serve(limits: Partial<RelayLimits> = {}) {
    relay = createRelay({
      store: createMemoryLogStore(),
      clock: systemClock,
      timers: systemTimers,
      random: systemRandom,
      crypto: createRelayCrypto(),
      limits
    });
    server = createServer();
    sockets = attachSockets(server, relay, { frame: FRAME_LIMIT });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  afterEach(async () => {
    sockets.stop();
    await relay.stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  test.each([
    ['a little', FRAME_LIMIT + 1],
    ['far', 30 * 1024 * 1024]
  ])('a message that is %s too large ends the line once, with 4413', async (_how, length) => {
    await serve();
    const line = await dial(address);
    line.sendBytes(new Uint8Array(length).fill(64));
    expect(await line.untilClosed()).toBe(4413);
  });

  test('text is no message', async () => {
    await serve();
    const line = await dial(address);
    line.socket.send('hello');
    expect(await line.untilClosed()).toBe(4400);
  });

  test('somewhere else than /sync/ there is no socket', async () => {
    await serve();
    const socket = new WebSocket(`${address.replace('http', 'ws')}/elsewhere`);
    const problem = await new Promise<Error>((resolve) => socket.on('error', resolve));
    expect(problem.message).toContain('404');
  });

  test('a flood of messages ends with 4429', async () => {
    await serve({ messages: 20 });
    const line = await dial(address);
    for (let count = 0; count < 300; count++) line.sendBytes(Uint8Array.of(0));
    expect(await line.untilClosed()).toBe(4429);
  });

  test('more connections than allowed are asked to come later', async () => {
    await serve({ connections: 2, connectionsOfOffice: 1 });
    const office = new TestOffice();
    const first = await dial(address);
    await first.register(office.founder, office);
    await expect((await dial(address)).introduce(office.founder, office)).rejects.toThrow('1013');
    await dial(address);
    const third = await dial(address);
    expect(await third.untilClosed()).toBe(1013);
  });

  test('an office takes as much of the disk as it may, and no more', async () => {
    await serve({ quota: 100_000 });
    const office = new TestOffice();
    const line = await dial(address);
    await line.register(office.founder, office);
    expect((await line.push(office.founder.seal(office, { size: 90_000 }))).refused).toBeUndefined();
    expect(
      (await line.push(office.founder.seal(office, { size: 20_000, keep: false }))).refused
    ).toMatchObject({ tag: 'quota' });
    expect((await line.push(office.founder.seal(office))).refused).toBeUndefined();
  });

  test('who uploads faster than allowed is told to wait', async () => {
    await serve({ upload: 50_000 });
    const office = new TestOffice();
    const line = await dial(address);
    await line.register(office.founder, office);
    let ack;
    do ack = await line.push(office.founder.seal(office, { size: 150_000 }));
    while (!ack.refused);
    expect(ack).toMatchObject({ numbers: [], refused: { tag: 'rate' } });
  });

  test('a reader that does not read is left out until it does, then told what it missed', async () => {
    await serve();
    const office = new TestOffice();
    const phone = office.add('secretary', { office: 'write' });
    const line = await dial(address);
    await line.register(office.founder, office);
    const slow = await dial(address);
    await slow.introduce(phone, office);
    slow.socket.pause();
    const sealed: Sealed[] = [];
    for (let count = 0; relay.metrics.slowReaders === 0 && count < 1000; count++) {
      sealed.push(office.founder.seal(office, { size: 150_000 }));
      await line.push(sealed.at(-1)!);
    }
    expect(relay.metrics.slowReaders).toBe(1);
    // What waits for it does not grow with what others write.
    const sent = relay.metrics.bytesOut;
    for (let count = 0; count < 20; count++) {
      sealed.push(office.founder.seal(office, { size: 150_000 }));
      await line.push(sealed.at(-1)!);
    }
    expect(relay.metrics.bytesOut - sent).toBeLessThan(150_000);
    slow.socket.resume();
    const told = await slow.next('rooms', ({ body }) => body.rooms.length > 0);
    expect(told.body.rooms).toEqual([[sealed[0]!.room, sealed.length, hashOf(sealed.at(-1)!)]]);
    const live = slow.heard.filter((frame) => frame.kind === 'segments').flatMap(({ blobs }) => blobs);
    expect(live.length).toBeLessThan(sealed.length);
    const rest = await slow.pull(sealed[0]!.room, live.length, hashOf(sealed[live.length - 1]!));
    expect(hashesOf([...live, ...rest.segments])).toEqual(sealed.map(hashOf));
  });
});

describe('a relay with many connections', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ ANTEROOM_METRICS: 'open' });
  }, 30_000);
  afterAll(() => server.remove());

  test('goes down with a word to each, comes back, and has them all again', async () => {
    const offices = Array.from({ length: 20 }, () => new TestOffice());
    const connect = (register: boolean) =>
      Promise.all(
        offices.flatMap((office) =>
          [0, 1].map(async (index) => {
            const line = await dial(server.address);
            if (register && index === 0) await line.register(office.founder, office);
            else {
              await line.next('challenge');
              if (!register)
                line.say(
                  'auth',
                  office.founder.auth(office, (line.heard[0]!.body as { nonce: string }).nonce)
                );
              if (!register) await line.next('ready');
            }
            return line;
          })
        )
      );
    const lines = await connect(true);
    const acks = await Promise.all(
      offices.map((office, index) => lines[index * 2]!.push(office.founder.seal(office)))
    );
    expect(acks.every(({ numbers }) => numbers?.[0] === 1)).toBe(true);
    const numbers = await (await fetch(`${server.address}/metrics`)).text();
    expect(numbers).toMatch(/^anteroom_connections 40$/m);
    expect(numbers).toMatch(/^anteroom_segments_taken_total 20$/m);
    expect(numbers).not.toContain(offices[0]!.id.slice(0, 8));
    expect(await server.stop()).toBe(0);
    expect(await Promise.all(lines.map((line) => line.untilClosed()))).toEqual(lines.map(() => 1001));
    await server.start();
    const again = await connect(false);
    const pulled = await Promise.all(
      offices.map((office, index) => again[index * 2]!.pull(office.room('office', '2026')))
    );
    expect(pulled.every(({ segments }) => segments.length === 1)).toBe(true);
    for (const line of again) line.cut();
  }, 60_000);

  test('health says that it is well', async () => {
    const health = (await (await fetch(`${server.address}/healthz`)).json()) as Record<string, unknown>;
    expect(health).toEqual({ status: 'ok', version: expect.any(String) as string });
  });
});

describe('what may be set from outside', () => {
  test.each([
    [
      'ANTEROOM_MAX_FRAME',
      '100',
      /ANTEROOM_MAX_FRAME is "100", but must be a number of bytes from 200000 to 262144/
    ],
    ['ANTEROOM_CONNECTIONS', 'many', /number of connections/],
    ['ANTEROOM_OFFICE_MB', '-1', /number of megabytes/],
    ['ANTEROOM_REGISTRATION_TOKEN', 'short', /at least 16 characters/],
    ['ANTEROOM_METRICS', 'yes', /local or open/]
  ])('%s as "%s" is explained', (name, value, sentence) => {
    const read = readSettings({ [name]: value }, '/srv');
    expect(read.ok ? '' : read.error.message).toMatch(sentence);
  });

  test('and what makes sense is taken', () => {
    const read = readSettings({ ANTEROOM_OFFICE_MB: '10', ANTEROOM_CONNECTIONS: '7' }, '/srv');
    expect(read.ok && read.value.limits).toMatchObject({ quota: 10 * 1024 * 1024, connections: 7 });
  });
});
