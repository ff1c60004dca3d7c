/**
 * The relay beside a bare `ws` echo, @y/websocket-server and Hocuspocus: processor time a delivery, delays and memory
 * under load; idle offices; catching up; and what one sealed edit is on the wire. The others keep everything in memory;
 * the relay's figures include judging, signatures and a commit to the disk before anything is forwarded.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { encodeFrame } from '../../src/lib/protocol/frames.ts';
import { openSqliteLogStore } from '../../sync-server/log-store-sqlite.ts';
import type { Change } from '../../sync-server/log-store.ts';
import { dial } from '../../sync-server/test-line.ts';
import { sha256, TestOffice } from '../../sync-server/test-office.ts';
import { percentile, report } from './figures.ts';
import { contenders, prepare, startRelay, type Contender } from './relay/contenders.ts';

const WARM = 3;
/** Long enough that it is not found by chance in what is sealed. */
const MARK = '~mark~';
const SECONDS = Number(process.env.ANTEROOM_BENCH_SECONDS) || 12;
const OFFICES = Number(process.env.ANTEROOM_BENCH_OFFICES) || 1000;
const only = process.env.ANTEROOM_BENCH_SERVERS?.split(',');
const asked = (process.env.ANTEROOM_BENCH_PARTS ?? 'load idle catch-up wire').split(' ');

/** Seconds of processor time, user and system, all threads. */
function processorTime(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
const resident = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1000;

interface Load {
  readonly cpu: number;
  readonly p50: number;
  readonly p99: number;
  readonly memory: number;
  readonly lost: number;
}

/** `rate`: messages a second and client. */
async function load(contender: Contender, rooms: number, clients: number, rate: number): Promise<Load> {
  const server = await contender.start();
  const each = Math.ceil((WARM + SECONDS + 2) * rate);
  const sentAt = new Float64Array(rooms * clients * each);
  const senderOf = new Int32Array(sentAt.length);
  const seen = new Uint16Array(sentAt.length);
  const delays: number[] = [];
  let delivered = 0;
  let from = Infinity;
  let until = Infinity;

  const all: { send: () => void; next: number }[] = [];
  let mark = 0;
  for (let room = 0; room < rooms; room++) {
    const first = mark;
    const marks = Array.from({ length: clients }, () =>
      Array.from({ length: each }, () => `${MARK}${String(mark++).padStart(8, '0')}`)
    );
    const joined = await contender.join(server.port, room, marks);
    for (const [index, { socket, messages }] of joined.entries()) {
      const own = room * clients + index;
      const begin = first + index * each;
      senderOf.fill(own, begin, begin + each);
      socket.on('message', (data: Buffer) => {
        const now = performance.now();
        if (data[0] === 64 && data.includes('"refused"')) throw new Error(`Refused: ${data.toString()}`);
        for (let at = data.indexOf(MARK); at !== -1; at = data.indexOf(MARK, at + 1)) {
          const id = Number(data.toString('latin1', at + MARK.length, at + MARK.length + 8));
          if (senderOf[id] === own) continue;
          seen[id]!++;
          if (now >= from && now < until) delivered++;
          const sent = sentAt[id]!;
          if (sent >= from && sent < until) delays.push(now - sent);
        }
      });
      socket.on('close', (code: number) => {
        if (until === Infinity || performance.now() < until)
          throw new Error(`${contender.name} closed a connection with ${code}`);
      });
      let count = 0;
      all.push({
        next: 0,
        send: () => {
          if (count >= messages.length) return;
          sentAt[begin + count] = performance.now();
          socket.send(messages[count++]!);
        }
      });
    }
  }

  const start = performance.now() + 200;
  for (const [index, one] of all.entries())
    one.next = start + ((index * 7919) % all.length) * (1000 / rate / all.length);
  const ticking = setInterval(() => {
    const now = performance.now();
    for (const one of all)
      if (one.next <= now) {
        one.next += 1000 / rate;
        one.send();
      }
  }, 4);
  await wait(WARM * 1000);
  const cpu = processorTime(server.pid);
  from = performance.now();
  await wait(SECONDS * 1000);
  until = performance.now();
  const used = processorTime(server.pid) - cpu;
  const memory = resident(server.pid);
  clearInterval(ticking);
  // A machine that is busy with other things delivers late; only what never comes is lost.
  let lost = Infinity;
  for (let second = 0; second < 30 && lost > 0; second++) {
    await wait(1000);
    lost = 0;
    for (let id = 0; id < sentAt.length; id++)
      if (sentAt[id]! >= from && sentAt[id]! < until) lost += clients - 1 - seen[id]!;
  }
  await server.stop();
  if (server.data) rmSync(server.data, { recursive: true, force: true });
  return {
    cpu: (used * 1e6) / delivered,
    p50: percentile(delays, 0.5),
    p99: percentile(delays, 0.99),
    memory,
    lost
  };
}

async function loads(): Promise<void> {
  for (const [rooms, clients, rate] of [
    [100, 5, 5],
    [1, 200, 1]
  ] as const) {
    const name = `${rooms} × ${clients}, ${rate}/s each`;
    const found = new Map<string, Load>();
    for (const contender of contenders) {
      if (only && !only.some((one) => contender.name.includes(one))) continue;
      const one = await load(contender, rooms, clients, rate);
      if (one.lost > 0) throw new Error(`${contender.name} lost ${one.lost} deliveries`);
      found.set(contender.name, one);
    }
    const echo = found.get('ws echo');
    const hocuspocus = found.get('@hocuspocus/server 4.7.0');
    for (const [server, { cpu, p50, p99, memory }] of found) {
      const ours = server === 'Anteroom';
      const what = `${name}: ${server}`;
      const budget = Math.min(1.4 * (echo?.cpu ?? Infinity), 0.6 * (hocuspocus?.cpu ?? Infinity));
      report({
        bench: 'relay',
        what: `${what}: processor time a delivery`,
        value: cpu,
        unit: 'µs',
        ...(ours && echo ? { budget, reference: { what: 'ws echo', value: echo.cpu } } : {})
      });
      report({ bench: 'relay', what: `${what}: delay, half`, value: p50, unit: 'ms' });
      report({
        bench: 'relay',
        what: `${what}: delay, 99 of 100`,
        value: p99,
        unit: 'ms',
        ...(ours && hocuspocus
          ? { budget: hocuspocus.p99 / 5, reference: { what: 'Hocuspocus', value: hocuspocus.p99 } }
          : {})
      });
      report({ bench: 'relay', what: `${what}: memory`, value: memory, unit: 'MB' });
    }
  }
}

/** An office of so many bytes, put into the file while no relay runs. Nothing opens it, so nothing need be sealed. */
async function fill(
  data: string,
  offices: readonly TestOffice[],
  bytes: number,
  size: number
): Promise<void> {
  const opened = openSqliteLogStore(join(data, 'relay.sqlite'));
  if (!opened.ok) throw new Error(opened.error.message);
  const content = crypto.getRandomValues(new Uint8Array(size > 65_536 ? 65_536 : size));
  const segment = new Uint8Array(size);
  for (let at = 0; at < size; at += content.length) segment.set(content.subarray(0, size - at), at);
  for (const office of offices) {
    const changes: Change[] = [
      { kind: 'office', office: office.id, at: 0 },
      { kind: 'statement', office: office.id, sequence: 0, bytes: office.statements[0]! }
    ];
    const rooms = Array.from({ length: 8 }, (_, index) => office.room('office', String(2020 + index)));
    for (let number = 1; number * size * 8 <= bytes; number++)
      for (const room of rooms)
        changes.push({
          kind: 'segment',
          office: office.id,
          room,
          number,
          hash: sha256(Uint8Array.of(number)),
          device: office.founder.id,
          clientId: office.founder.clientIds[number % 2]!,
          sequence: Math.ceil(number / 2),
          part: false,
          at: 0,
          bytes: segment
        });
    const written = await opened.value.commit(changes);
    if (!written.ok) throw new Error(written.error.message);
  }
  await opened.value.close();
}

async function idle(): Promise<void> {
  const empty = await startRelay();
  await empty.stop();
  const offices = Array.from({ length: OFFICES }, () => new TestOffice());
  await fill(empty.data, offices, 5e6, 32_000);
  const server = await startRelay(empty.data);
  await wait(1000);
  const before = resident(server.pid);
  const lines = [];
  for (const office of offices) {
    const line = await dial(`http://127.0.0.1:${server.port}`);
    await line.introduce(office.founder, office, 1);
    lines.push(line);
  }
  await wait(15_000);
  const after = resident(server.pid);
  report({
    bench: 'relay',
    what: `an idle office of 5 MB with a device connected, memory (${OFFICES} of them)`,
    value: (after - before) / OFFICES,
    unit: 'MB',
    budget: 0.1
  });
  report({
    bench: 'relay',
    what: `the relay with ${OFFICES} idle offices, memory`,
    value: after,
    unit: 'MB'
  });
  for (const line of lines) line.cut();
  await server.stop();
  rmSync(server.data, { recursive: true, force: true });
}

async function catchUp(): Promise<void> {
  for (const [size, what] of [
    [190_000, 'large segments'],
    [500, 'segments of 500 bytes']
  ] as const) {
    const empty = await startRelay();
    await empty.stop();
    const office = new TestOffice();
    await fill(empty.data, [office], 20e6, size);
    const server = await startRelay(empty.data);
    const times: number[] = [];
    const cpu = processorTime(server.pid);
    const runs = 5;
    for (let count = 0; count < runs; count++) {
      const start = performance.now();
      const line = await dial(`http://127.0.0.1:${server.port}`);
      await line.introduce(office.founder, office, 1);
      const rooms = line.heard.flatMap((frame) => (frame.kind === 'rooms' ? frame.body.rooms : []));
      const pulled = await Promise.all(rooms.map(([room]) => line.pull(room)));
      times.push(performance.now() - start);
      const bytes = pulled.flatMap(({ segments }) => segments).reduce((sum, one) => sum + one.length, 0);
      if (bytes < 18e6) throw new Error('Segments are missing');
      line.cut();
    }
    const used = ((processorTime(server.pid) - cpu) * 1000) / runs;
    report({
      bench: 'relay',
      what: `catching up with an office of 20 MB, ${what}`,
      value: percentile(times, 0.5),
      unit: 'ms',
      of: 'median of 5',
      reference: { what: "the relay's processor time for it", value: used }
    });
    await server.stop();
    rmSync(server.data, { recursive: true, force: true });
  }
}

function wire(): void {
  const office = new TestOffice();
  const sealed = office.founder.seal(office, { content: new Uint8Array(80) });
  // A web socket adds 8 bytes to a message from a device (mask and length), 4 to one from the relay.
  const up = encodeFrame('push', { id: 1000 }, [sealed.bytes]).length + 8;
  const down = encodeFrame('segments', { room: sealed.room, first: 100_000 }, [sealed.bytes]).length + 4;
  const back = encodeFrame('ack', { id: 1000, numbers: [100_000] }).length + 4;
  const figure = (what: string, value: number) =>
    report({ bench: 'relay', what: `an edit of 80 bytes, sealed: ${what}`, value: value / 1000, unit: 'kB' });
  figure('as a segment', sealed.bytes.length);
  figure('to the relay', up);
  figure('its acknowledgement', back);
  figure('to each reader', down);
}

await prepare();
if (asked.includes('wire')) wire();
if (asked.includes('catch-up')) await catchUp();
if (asked.includes('load')) await loads();
if (asked.includes('idle')) await idle();
process.exit(0);
