/**
 * One office kept the same here and at its server. Every tab has a replica; one of them leads (Web Lock
 * `anteroom/OFFICE/leader`) and holds the line, the others hear from it over a channel and ask it. A leader that
 * dies takes nothing with it: everything it needs lies in the device's store, and another tab leads at once.
 */
import { bytesToBase64url, type Bytes } from '../base/bytes.ts';
import { createRandomName } from '../base/ids.ts';
import { failed, ok, type Failure, type Result } from '../base/result.ts';
import type { DeviceDeps, Timers } from './deps.ts';
import { isFailure } from './device-store.ts';
import { IDS_RETIRED, ROSTER_CHANGED, type SnapshotWanted } from './device-log.ts';
import type { RoomAddress } from './log.ts';
import { createLocalLine, type RosterLine } from './membership-port.ts';
import { openContext, type OfficeContext } from './office-context.ts';
import { readServer, writeServer, type ServerAddress } from './server-address.ts';
import { createSession, type Session, type SessionStatus } from './session.ts';
import type { JudgeState } from './take-snapshot.ts';
import type { SnapshotLimits } from './tend-rooms.ts';
import { t } from './text.ts';
import type { Transport } from './transport.ts';

export interface ReplicaState {
  readonly server:
    | { readonly state: 'none' }
    | {
        readonly state: 'connecting' | 'online' | 'offline';
        readonly address: string;
        readonly since: number;
      }
    | { readonly state: 'stopped'; readonly address: string; readonly problem: Failure };
  /** Segments that the server has not acknowledged, and when it last acknowledged one (milliseconds since 1970). */
  readonly waiting: number;
  readonly sentAt?: number | undefined;
  /** How many rooms are still on their way to this device. */
  readonly fetching: number;
  readonly problems: readonly Failure[];
  /** When the server last saw each device. */
  readonly seen: Readonly<Record<string, number>>;
  /** Devices that are connected now, as far as this one may know. */
  readonly present: readonly string[];
  /** Devices that have everything this one has sent. */
  readonly seenBy: readonly string[];
}

export interface OfficeReplica {
  readonly state: ReplicaState;
  /** While the office has no server, statements go to this device's store. */
  readonly roster: RosterLine;
  subscribe(hear: () => void): () => void;
  /** Brings the office to a server. Where it fails, everything is as it was. Nothing: back to this device only. */
  setServer(server: ServerAddress | undefined): Promise<Result<true>>;
  reconnect(): void;
  /** Does the work if nobody else can be rewriting that room, and everything others have sent is here. */
  rewriteAlone(address: RoomAddress, work: () => Promise<void>): Promise<void>;
  /** Call after keys came in or the roster was changed in the device's store. */
  refresh(): void;
  close(): Promise<void>;
}

export interface ReplicaDeps extends DeviceDeps {
  readonly timers: Timers;
  createTransport(address: string): Transport | Promise<Transport>;
  /** How the store judges what a snapshot says; where it is absent, anything sealed by who may counts. */
  readonly judgeState?: JudgeState;
  readonly snapshotLimits?: SnapshotLimits;
}

/** Over the channel `anteroom/OFFICE/replica`, between the tabs of one browser. */
type Message =
  | { readonly is: 'status'; readonly state: ReplicaState }
  | { readonly is: 'who' }
  /** From a tab that has just begun to: what waits is asked again. */
  | { readonly is: 'leads' }
  | { readonly is: 'ask'; readonly id: string; readonly what: Ask }
  | { readonly is: 'answer'; readonly id: string; readonly result: Result<unknown> }
  | { readonly is: 'reconnect' }
  | { readonly is: 'refresh' };

type Ask =
  | { readonly kind: 'append'; readonly statement: Bytes }
  | { readonly kind: 'hold'; readonly devices: readonly string[] }
  | { readonly kind: 'lease'; readonly room: string }
  | { readonly kind: 'give-back'; readonly room: string }
  | { readonly kind: 'server'; readonly server: ServerAddress | undefined };

const ALONE: ReplicaState = {
  server: { state: 'none' },
  waiting: 0,
  fetching: 0,
  problems: [],
  seen: {},
  present: [],
  seenBy: []
};
/** How long a new server may take to say yes, and a leader to answer another tab. */
const PATIENCE = 20_000;

/** Failures: those of opening the office. */
export async function openReplica(officeId: string, deps: ReplicaDeps): Promise<Result<OfficeReplica>> {
  const opened = await openContext(officeId, deps);
  return opened.ok ? ok(createReplica(opened.value, deps)) : opened;
}

function createReplica(context: OfficeContext, deps: ReplicaDeps): OfficeReplica {
  const { officeId } = context;
  const listeners = new Set<() => void>();
  /** What this tab waits for, by the question's id. */
  const asked = new Map<string, { what: Ask; done(result: Result<unknown>): void }>();
  const tabs = deps.connect(`anteroom/${officeId}/replica`);
  const logs = deps.connect(`anteroom/${officeId}`);
  const presence = deps.connect(`anteroom/${officeId}/presence`);
  const giveUp = new AbortController();
  let state = ALONE;
  let session: Session | undefined;
  let address = '';
  let stopLeading: (() => void) | undefined;
  let closed = false;

  const post = (message: Message) => tabs.post(message);
  const tell = () => [...listeners].forEach((hear) => hear());

  // ── leading ─────────────────────────────────────────────────────────────────────────────────────────

  function showStatus(): void {
    state = session ? statusToState(session.status, address) : ALONE;
    post({ is: 'status', state });
    tell();
  }

  /** Many things happen at once; the screen is told once. */
  let due = false;
  function changed(): void {
    if (due) return;
    due = true;
    queueMicrotask(() => {
      due = false;
      if (!closed && stopLeading) showStatus();
    });
  }

  async function start(server: ServerAddress): Promise<void> {
    address = server.address;
    const transport = await deps.createTransport(server.address);
    if (closed) return;
    session = await createSession({
      context,
      transport,
      timers: deps.timers,
      token: server.token,
      judgeState: deps.judgeState,
      snapshotLimits: deps.snapshotLimits,
      appendSnapshot: (snapshot, covered) => logs.post({ snapshot, covered } satisfies SnapshotWanted),
      announce: (room, shard) => logs.post({ room, compartment: room.split('/')[0], shard }),
      rosterChanged: () => {
        logs.post(ROSTER_CHANGED);
        tell();
      },
      idsRetired: () => logs.post(IDS_RETIRED),
      channel: presence,
      changed
    });
    changed();
  }

  async function lead(): Promise<void> {
    const server = await readServer(context);
    if (server) await start(server);
    else showStatus();
  }

  void deps.locks.hold(`anteroom/${officeId}/leader`, giveUp.signal).then(async (release) => {
    if (!release) return;
    if (closed) return release();
    stopLeading = release;
    await lead();
    // What was asked while nobody led.
    for (const [id, { what, done }] of [...asked]) {
      asked.delete(id);
      void perform(what).then(done);
    }
    post({ is: 'leads' });
  });

  async function setServer(server: ServerAddress | undefined): Promise<Result<true>> {
    const before = await readServer(context);
    session?.close();
    session = undefined;
    if (!server) {
      await writeServer(context, undefined);
      showStatus();
      return ok(true);
    }
    await start(server);
    const reached = await online();
    const tried = session as Session | undefined;
    if (reached.ok) {
      await writeServer(context, server);
      return ok(true);
    }
    tried?.close();
    session = undefined;
    if (before) await start(before);
    showStatus();
    return reached;
  }

  /** Resolves when the line stands, or will not. */
  const online = (): Promise<Result<true>> =>
    new Promise((resolve) => {
      const look = () => {
        const { server } = state;
        if (server.state === 'online') done(ok(true));
        else if (server.state === 'stopped') done({ ok: false, error: server.problem });
      };
      const done = (result: Result<true>) => {
        callOff();
        listeners.delete(look);
        resolve(result);
      };
      const callOff = deps.timers.after(PATIENCE, () =>
        done(failed('server-unreachable', t('serverUnreachable')))
      );
      listeners.add(look);
    });

  async function perform(what: Ask): Promise<Result<unknown>> {
    try {
      if (what.kind === 'server') return await setServer(what.server);
      if (what.kind === 'lease') return ok(session ? await session.lease(what.room) : true);
      if (what.kind === 'give-back') return ok(await session?.giveBack(what.room));
      if (!session) {
        const here = createLocalLine(context);
        return await (what.kind === 'append' ? here.append(what.statement) : here.hold(what.devices));
      }
      if (session.status.line !== 'online') return failed('server-unreachable', t('serverUnreachable'));
      if (what.kind === 'append') {
        const appended = await session.roster.append(what.statement);
        if (appended.ok) logs.post(ROSTER_CHANGED);
        return appended;
      }
      const reply = await session.wire.ask('hold', { devices: [...what.devices] });
      if (!reply) return failed('server-unreachable', t('serverUnreachable'));
      if (reply.answer.kind === 'refused') return failed(reply.answer.body.tag, t('statementRefused'));
      return ok(reply.heads);
    } catch (error) {
      if (isFailure(error)) return { ok: false, error: { tag: error.tag, message: error.message } };
      throw error;
    }
  }

  // ── the tabs of this browser ────────────────────────────────────────────────────────────────────────

  /** By this tab where it leads, else by the one that does. */
  function ask<T>(what: Ask): Promise<Result<T>> {
    if (stopLeading) return perform(what) as Promise<Result<T>>;
    const id = createRandomName(deps.random, 12);
    return new Promise((resolve) => {
      const done = (result: Result<unknown>) => {
        callOff();
        asked.delete(id);
        resolve(result as Result<T>);
      };
      const callOff = deps.timers.after(PATIENCE * 2, () =>
        done(failed('server-unreachable', t('serverUnreachable')))
      );
      asked.set(id, { what, done });
      post({ is: 'ask', id, what });
    });
  }

  tabs.listen((received) => {
    const message = received as Message;
    switch (message.is) {
      case 'status':
        if (stopLeading) return;
        state = message.state;
        return tell();
      case 'who':
        return stopLeading && showStatus();
      case 'ask':
        if (!stopLeading) return;
        void perform(message.what).then((result) => post({ is: 'answer', id: message.id, result }));
        return;
      case 'answer':
        return asked.get(message.id)?.done(message.result);
      case 'leads':
        for (const [id, { what }] of asked) post({ is: 'ask', id, what });
        return;
      case 'reconnect':
        return session?.reconnect();
      case 'refresh':
        return void refreshHere();
    }
  });
  logs.listen((message) => {
    const { room } = (message ?? {}) as { room?: unknown };
    if (typeof room === 'string') session?.appended(room);
    else if (message === ROSTER_CHANGED) void refreshHere();
  });
  post({ is: 'who' });

  async function refreshHere(): Promise<void> {
    await context.refreshRoster();
    session?.refresh();
    tell();
  }

  return {
    get state() {
      return state;
    },
    roster: {
      append: (statement) => ask({ kind: 'append', statement }),
      hold: (devices) => ask({ kind: 'hold', devices })
    },
    subscribe: (hear) => {
      const own = () => hear();
      listeners.add(own);
      return () => listeners.delete(own);
    },
    setServer: (server) => ask({ kind: 'server', server }),
    reconnect: () => {
      if (stopLeading) session?.reconnect();
      else post({ is: 'reconnect' });
    },
    rewriteAlone: async ({ compartment, shard }, work) => {
      const name = await context.keyring.roomName(compartment, shard);
      const room = `${compartment}/${bytesToBase64url(name)}`;
      const mayNow = await ask<boolean>({ kind: 'lease', room });
      if (!mayNow.ok || !mayNow.value) return;
      try {
        await work();
      } finally {
        await ask({ kind: 'give-back', room });
      }
    },
    refresh: () => {
      post({ is: 'refresh' });
      void refreshHere();
    },
    close: async () => {
      closed = true;
      giveUp.abort();
      session?.close();
      stopLeading?.();
      for (const channel of [tabs, logs, presence]) channel.close();
    }
  };
}

function statusToState(status: SessionStatus, address: string): ReplicaState {
  const { line, since, stoppedBy, waiting, sentAt, problems, seen, fetching, present, seenBy } = status;
  return {
    server:
      line === 'stopped'
        ? { state: 'stopped', address, problem: stoppedBy! }
        : { state: line, address, since },
    waiting,
    sentAt,
    fetching,
    problems,
    seen: Object.fromEntries(seen),
    present,
    seenBy
  };
}
