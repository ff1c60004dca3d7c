/**
 * Rule 1 at the relay: what it acknowledged is on its disk. The process is killed in the middle of its work, again and
 * again, and each time everything that was acknowledged has to be there. No two runs are killed at the same moments;
 * a run has a dozen of them, and `ANTEROOM_KILL_ROUNDS=100 npx vitest run sync-server/kill.test.ts` as many as asked.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { base64urlToBytes, bytesToBase64url } from '../src/lib/base/bytes.ts';
import { createSeededRandom } from '../src/lib/base/random.ts';
import { startServer, type TestServer } from '../tests/support/server.ts';
import { dial, type TestLine } from './test-line.ts';
import { sha256, TestDevice, TestOffice, type Sealed } from './test-office.ts';

const rounds = Number(process.env.ANTEROOM_KILL_ROUNDS) || 12;

let server: TestServer;
let compiled: string;
beforeAll(async () => {
  // Starting is most of a round: what the first run compiled, the others take from there.
  compiled = await mkdtemp(join(tmpdir(), 'anteroom-compiled-'));
  server = await startServer({ NODE_COMPILE_CACHE: compiled });
  await server.stop();
  await server.start();
}, 60_000);
afterAll(async () => {
  await server.remove();
  await rm(compiled, { recursive: true, force: true });
});

/** One chain: what was sealed, and up to where the relay acknowledged it. */
class Chain {
  readonly sealed: Sealed[] = [];
  acknowledged = 0;
  readonly #seal: () => Sealed;
  readonly key: string;

  constructor(
    office: TestOffice,
    device: TestDevice,
    clientId: number,
    room: string,
    random: { fraction(): number }
  ) {
    this.key = `${room} ${clientId}`;
    this.#seal = () =>
      device.seal(office, { room, clientId, size: Math.floor(random.fraction() ** 6 * 20_000) });
  }

  at(index: number): Sealed {
    while (this.sealed.length <= index) this.sealed.push(this.#seal());
    return this.sealed[index]!;
  }
}

/** Pushes until the line is cut, a few segments a message and several messages at once. */
async function work(
  line: TestLine,
  chain: Chain,
  from: number,
  random: { fraction(): number },
  refusals: string[]
): Promise<void> {
  let next = from;
  const one = async (): Promise<void> => {
    for (;;) {
      const first = next;
      const end = first + 1 + Math.floor(random.fraction() * 4);
      next = end;
      const some = Array.from({ length: end - first }, (_, index) => chain.at(first + index));
      const ack = await line.push(...some);
      if (ack.refused) refusals.push(ack.refused.tag);
      chain.acknowledged = Math.max(chain.acknowledged, end);
    }
  };
  await Promise.allSettled([one(), one(), one()]);
}

test(
  `killed ${rounds} times under load, the relay lost nothing that it had acknowledged`,
  { timeout: 60_000 + rounds * 10_000 },
  async () => {
    const random = createSeededRandom(2026);
    const refusals: string[] = [];
    const office = new TestOffice();
    const phone = office.add('secretary', { office: 'write' });
    const chains = [office.founder, phone].flatMap((device) =>
      ['2026', '2027'].map(
        (shard, index) =>
          new Chain(office, device, device.clientIds[index]!, office.room('office', shard), random)
      )
    );
    const first = await dial(server.address);
    await first.register(office.founder, office);
    first.cut();

    for (let round = 0; round < rounds; round++) {
      if (round > 0) await server.start();
      const lines = await Promise.all(
        chains.map(async (chain, index) => {
          const device = index < 2 ? office.founder : phone;
          const line = await dial(server.address);
          await line.introduce(device, office);
          const heads = line.heard.flatMap((frame) => (frame.kind === 'heads' ? frame.body.heads : []));
          const head = heads.find(([room, clientId]) => `${room} ${clientId}` === chain.key);
          const there = head?.[2] ?? 0;
          expect(there).toBeGreaterThanOrEqual(chain.acknowledged);
          if (head) expect(head[3]).toBe(bytesToBase64url(chain.at(there - 1).hash));
          return { line, chain, there };
        })
      );
      const working = lines.map(({ line, chain, there }) => work(line, chain, there, random, refusals));
      await new Promise((resolve) => setTimeout(resolve, 5 + random.fraction() * 60));
      await server.kill();
      await Promise.all(working);
    }

    expect(refusals).toEqual([]);
    await server.start();
    const line = await dial(server.address);
    await line.introduce(office.founder, office);
    const kept = new Set<string>();
    for (const shard of ['2026', '2027'])
      for (const bytes of (await line.pull(office.room('office', shard))).segments)
        kept.add(bytesToBase64url(sha256(bytes.subarray(0, -64))));
    const acknowledged = chains.flatMap((chain) => chain.sealed.slice(0, chain.acknowledged));
    expect(acknowledged.length).toBeGreaterThan(rounds);
    expect(acknowledged.filter(({ hash }) => !kept.has(bytesToBase64url(hash)))).toEqual([]);
    // And nothing that nobody sealed.
    const sealed = new Set(chains.flatMap((chain) => chain.sealed.map(({ hash }) => bytesToBase64url(hash))));
    expect([...kept].filter((hash) => !sealed.has(hash)).map(base64urlToBytes)).toEqual([]);
    line.cut();
  }
);
