/**
 * The relay: connections come, say who they are, push, pull and hear what others push. It keeps sealed segments and
 * the roster, judges by what stands in the clear, and can open nothing. No socket, clock or disk of its own:
 * everything is handed in, so that a simulation runs this very code. docs/relay-protocol.md tells who says what when.
 */
import type { Bytes } from '../src/lib/base/bytes.ts';
import { bytesToBase64url } from '../src/lib/base/bytes.ts';
import {
  decodeFrame,
  encodeFrame,
  MESSAGE_TYPE,
  PROTOCOL_VERSION,
  type Frame
} from '../src/lib/protocol/frames.ts';
import type { Context, RelayDeps } from './context.ts';
import { auth, knock, register } from './introduce.ts';
import { BEAT, defaultLimits, KEEP } from './limits.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { Office } from './office.ts';
import { pull } from './pull.ts';
import { push } from './push.ts';
import { chains, hold, lease, presence, state } from './requests.ts';
import { Session, type Line } from './session.ts';
import { snapshot } from './snapshot.ts';
import { createWriter } from './writer.ts';

export type { RelayDeps } from './context.ts';
export type { Line, Peer } from './session.ts';

export interface Connection {
  /** One message. What it leads to may be said later; resolves when this message was dealt with. */
  receive(bytes: Bytes): Promise<void>;
  gone(): void;
}

export interface Relay {
  connect(line: Line): Connection;
  readonly metrics: Metrics;
  /** Removes what snapshots cover and is older than 90 days, or as many milliseconds; how many segments. */
  trim(keep?: number): Promise<number>;
  /** Takes nothing more, finishes what is on its way to the disk, and closes every connection with 1001. */
  stop(): Promise<void>;
}

const LOOK_AGAIN = 50;
const PULLS_WAITING = 256;

export function createRelay(deps: RelayDeps): Relay {
  const metrics = createMetrics();
  const limits = { ...defaultLimits, ...deps.limits };
  const sessions = new Set<Session>();
  const offices = new Map<string, Office>();
  const loading = new Map<string, Promise<Office | undefined>>();
  const slow = new Set<Session>();
  const writer = createWriter({
    timers: deps.timers,
    store: {
      commit: async (changes) => {
        const result = await deps.store.commit(changes);
        metrics.commits++;
        if (!result.ok) {
          metrics.failedCommits++;
          context.log('commit failed', { tag: result.error.tag, problem: result.error.message });
        }
        return result;
      }
    }
  });
  let counted = 0;
  let signatures = limits.signatures;
  let counting = deps.clock.now();
  let stopping = false;
  let callOffBeat = () => {};

  const context: Context = {
    ...deps,
    limits,
    metrics,
    writer,
    log: deps.log ?? (() => {}),
    findOffice: (id) => {
      const open = offices.get(id);
      if (open) return Promise.resolve(open);
      let found = loading.get(id);
      if (!found) {
        const office = new Office(id, { ...deps, flush: writer.flush });
        found = office
          .load()
          .then((isHere) => {
            if (isHere) offices.set(id, office);
            return isHere ? office : undefined;
          })
          .finally(() => loading.delete(id));
        loading.set(id, found);
      }
      return found;
    },
    commit: (office, changes, settled) => {
      office.pending++;
      writer.add(changes, (result) => {
        office.pending--;
        if (!result.ok) office.stale = true;
        settled(result);
      });
    },
    spareSignature: () => {
      if (limits.signatures === Infinity) return true;
      const now = deps.clock.now();
      signatures = Math.min(
        limits.signatures,
        signatures + (Math.max(0, now - counting) / 1000) * limits.signatures
      );
      counting = now;
      return signatures >= 1 && signatures-- >= 1;
    },
    fellBehind: (session, room) => {
      if (session.missed.size === 0) metrics.slowReaders++;
      session.missed.add(room);
      if (slow.size === 0) deps.timers.after(LOOK_AGAIN, lookAfterSlow);
      slow.add(session);
    }
  };

  /** Who has read everything is told which rooms went on meanwhile, and pulls them. */
  function lookAfterSlow(): void {
    for (const session of slow) {
      const office = session.office;
      if (!session.closed && office && session.line.buffered() > limits.slow / 2) continue;
      slow.delete(session);
      if (session.closed || !office) continue;
      const rooms = [...session.missed].flatMap((name) => {
        const room = office.rooms.get(name);
        return room && office.mayRead(session.name, room.compartment) ? [office.headOf(room)] : [];
      });
      session.missed.clear();
      if (rooms.length > 0) session.send('rooms', { rooms });
    }
    if (slow.size > 0 && !stopping) deps.timers.after(LOOK_AGAIN, lookAfterSlow);
  }

  function beat(): void {
    if (stopping) return;
    const now = deps.clock.now();
    const bytes = encodeFrame('beat', { now });
    for (const session of sessions) {
      if (session.role === 'nobody' && now - session.since >= limits.introduction)
        session.close(4401, 'auth');
      else session.sendBytes(bytes);
    }
    for (const [id, office] of offices) if (office.idle) offices.delete(id);
    metrics.offices = offices.size;
    callOffBeat = deps.timers.after(BEAT, beat);
  }
  callOffBeat = deps.timers.after(BEAT, beat);

  function connect(line: Line): Connection {
    const session = new Session(line, {
      number: ++counted,
      nonce: bytesToBase64url(deps.random.bytes(32)),
      now: deps.clock.now(),
      messages: limits.messages * 10,
      upload: limits.upload * 10,
      metrics
    });
    if (stopping || sessions.size >= limits.connections) {
      session.close(stopping ? 1001 : 1013);
      return { receive: async () => {}, gone: () => {} };
    }
    sessions.add(session);
    metrics.connections = sessions.size;
    session.send('challenge', { version: PROTOCOL_VERSION, nonce: session.nonce });
    return {
      receive: (bytes) => receive(session, bytes),
      gone: () => gone(session)
    };
  }

  function gone(session: Session): void {
    session.closed = true;
    sessions.delete(session);
    slow.delete(session);
    metrics.connections = sessions.size;
    const { office } = session;
    if (!office || !office.sessions.delete(session) || session.role !== 'device' || stopping) return;
    const at = deps.clock.now();
    office.seen.set(session.name, at);
    context.commit(office, [{ kind: 'seen', office: office.id, device: session.name, at }], () => {});
    if ([...office.sessions].some(({ name }) => name === session.name)) return;
    for (const { id: compartment } of office.roster.compartments) {
      if (!office.mayRead(session.name, compartment)) continue;
      for (const reader of office.sessions)
        if (reader.role === 'device' && office.mayRead(reader.name, compartment))
          reader.send('presence', { compartment, from: session.name });
    }
  }

  async function receive(session: Session, bytes: Bytes): Promise<void> {
    if (session.closed || stopping) return;
    metrics.framesIn++;
    metrics.bytesIn += bytes.length;
    if (bytes.length > limits.frame) return session.close(4413, 'too-large');
    if (!isWithinRate(session, bytes.length)) return session.close(4429, 'rate');
    // y-websocket's own messages: sync, awareness, auth.
    if (bytes.length > 0 && bytes[0]! < 4 && bytes[0]! < MESSAGE_TYPE) return;
    const frame = decodeFrame(bytes);
    if (!frame.ok) {
      metrics.refused['malformed'] = (metrics.refused['malformed'] ?? 0) + 1;
      if (++session.malformed >= limits.malformed) session.close(4400, 'malformed');
      return;
    }
    try {
      // Whoever is saying who they are is heard to the end before the next message counts.
      while (session.opening) await session.opening;
      await hear(session, frame.value);
    } catch (problem) {
      context.log('internal error', {
        problem: (problem as Error).stack ?? String(problem),
        frame: frame.value.kind
      });
      session.close(1011, 'internal');
    }
  }

  function isWithinRate(session: Session, bytes: number): boolean {
    const now = deps.clock.now();
    const seconds = Math.max(0, now - session.measured) / 1000;
    session.measured = now;
    session.messages = Math.min(limits.messages * 10, session.messages + seconds * limits.messages) - 1;
    session.upload = Math.min(limits.upload * 10, session.upload + seconds * limits.upload) - bytes;
    return session.messages >= 0;
  }

  async function hear(session: Session, frame: Frame): Promise<void> {
    if (session.closed) return;
    const { kind } = frame;
    if (kind === 'auth' || kind === 'knock' || kind === 'register') {
      if (session.role !== 'nobody') return;
      const opening = (
        kind === 'auth'
          ? auth(context, session, frame.body)
          : kind === 'knock'
            ? knock(context, session, frame.body)
            : register(context, session, frame.body, frame.blobs)
      ).finally(() => (session.opening = undefined));
      session.opening = opening.catch(() => {});
      return opening;
    }
    const { office, role } = session;
    if (role === 'nobody' || !office) return;
    if (kind === 'state') return office.run(() => state(context, session, office, frame.body, frame.blobs));
    if (role !== 'device') return;
    switch (kind) {
      case 'push':
        if (session.upload < 0)
          return session.send('ack', { id: frame.body.id, numbers: [], refused: { index: 0, tag: 'rate' } });
        return office.run(() => push(context, session, office, frame.body, frame.blobs));
      case 'pull':
        if (++session.waitingPulls > PULLS_WAITING) return session.close(4429, 'rate');
        session.pulls = session.pulls
          .then(() => pull(context, session, office, frame.body))
          .catch((problem: Error) => {
            context.log('internal error', { problem: problem.stack ?? problem.message, frame: kind });
            session.close(1011, 'internal');
          })
          .finally(() => void session.waitingPulls--);
        return session.pulls;
      case 'chains':
        return office.run(async () => {
          await writer.flush();
          chains(session, office, frame.body);
        });
      case 'snapshot':
        return office.run(() => snapshot(context, session, office, frame.body, frame.blobs));
      case 'lease':
        return office.run(() => lease(context, session, office, frame.body));
      case 'hold':
        return office.run(async () => {
          // What is on its way to the disk counts as taken, or fails now.
          await writer.flush();
          hold(context, session, office, frame.body);
        });
      case 'presence':
        return presence(context, session, office, frame.body, frame.blobs);
      default:
        // Only the relay says these.
        if (++session.malformed >= limits.malformed) session.close(4400, 'malformed');
    }
  }

  return {
    connect,
    metrics,
    trim: async (keep = KEEP) => {
      const trimmed = await deps.store.trim(deps.clock.now() - keep);
      metrics.trimmed += trimmed;
      // What an open office knows of floors is read again.
      if (trimmed > 0) for (const office of offices.values()) office.stale = true;
      return trimmed;
    },
    stop: async () => {
      stopping = true;
      callOffBeat();
      await Promise.all([...offices.values()].map((office) => office.run(() => {})));
      await writer.flush();
      for (const session of [...sessions]) session.close(1001);
    }
  };
}
