/**
 * What the leading tab does for its browser: one line to the relay, over which everything that was written here
 * goes out, and everything that was written elsewhere comes in. It ends with the tab; nothing that is not in the
 * device's store is needed to begin again.
 */
import { base64urlToBytes, bytesToBase64url, concatBytes, type Bytes } from '../base/bytes.ts';
import type { Failure } from '../base/result.ts';
import { sha256, signHash } from '../identity/primitives.ts';
import { PROTOCOL_VERSION, type Frame, type FrameBody } from '../protocol/frames.ts';
import { presentDevice } from '../protocol/roster-rights.ts';
import type { Channel, Timers } from './deps.ts';
import { isFailure } from './device-store.ts';
import { takeSegments, type Ahead } from './inbox.ts';
import { keysOf, type Cursor, type Head, type RelayRecord, type RoomRecord } from './layout.ts';
import type { OfficeContext } from './office-context.ts';
import type { Covered, LeasedRoom } from './make-snapshot.ts';
import { receiveKeys } from './membership-keys.ts';
import { createOutbox, type Batch } from './outbox.ts';
import { createPresence } from './presence.ts';
import { repairRoom } from './repair.ts';
import { retireClientIds } from './retire.ts';
import { createRoomOrder } from './rooms-order.ts';
import { createSnapshotTaker, type JudgeState } from './take-snapshot.ts';
import { createTending, type SnapshotLimits } from './tend-rooms.ts';
import { createRosterKeeper, type RosterKeeper } from './roster-keeper.ts';
import { sealUnsentAgain } from './seal-again.ts';
import { t } from './text.ts';
import type { LineState, Transport } from './transport.ts';
import { createWire, fillFrame, type ChainHead, type Wire } from './wire.ts';

export interface SessionDeps {
  readonly context: OfficeContext;
  readonly transport: Transport;
  readonly timers: Timers;
  /** For registering a new office where the relay asks for it. */
  readonly token?: string | undefined;
  /** The store's judgement of what a snapshot says; without it nothing is known of its meaning. */
  readonly judgeState?: JudgeState | undefined;
  readonly snapshotLimits?: SnapshotLimits | undefined;
  /** Whoever has that room open appends the parts of a snapshot. */
  appendSnapshot(room: string, covered: Covered): void;
  /** A room has grown; `shard` is its name. */
  announce(room: string, shard: string): void;
  /** The roster has grown: other tabs read it again. */
  rosterChanged(): void;
  /** This device's client ids were taken out of use: tabs go on under others. */
  idsRetired(): void;
  /** Of presence, between the tabs of this browser. */
  readonly channel: Channel;
  changed(): void;
}

export interface SessionStatus {
  readonly line: 'connecting' | 'online' | 'offline' | 'stopped';
  /** Milliseconds since 1970, when it became so. */
  readonly since: number;
  readonly stoppedBy?: Failure | undefined;
  readonly waiting: number;
  readonly sentAt?: number | undefined;
  readonly problems: readonly Failure[];
  /** When the relay last saw each device. */
  readonly seen: ReadonlyMap<string, number>;
  /** How many rooms are still to be fetched. */
  readonly fetching: number;
  readonly present: readonly string[];
  readonly seenBy: readonly string[];
}

export interface Session {
  readonly status: SessionStatus;
  readonly wire: Wire;
  readonly roster: RosterKeeper;
  /** A tab has appended to that room. */
  appended(room: string): void;
  /** The keyring or the roster has changed in this browser. */
  refresh(): void;
  /**
   * Whether this device alone may rewrite a room for a minute: it holds the relay's lease, has everything that
   * is there, and everything that it wrote is there too.
   */
  lease(room: string): Promise<boolean>;
  /** Gives it back when what was written since is acknowledged. */
  giveBack(room: string): Promise<void>;
  reconnect(): void;
  close(): void;
}

const ASK_AGAIN = 120_000;
/** Seconds, as long as the relay gives it. */
const LEASE = 60;
const IN_FLIGHT = 4;
const TRY_AGAIN = 30_000;
const BEGIN_AGAIN = 2_000;
/** Refusals that pass by themselves. */
const PASSING = new Set(['held', 'quota', 'disk-full', 'rate']);

export async function createSession(deps: SessionDeps): Promise<Session> {
  const { context, transport, timers } = deps;
  const { store, clock } = context.deps;
  const keys = keysOf(context.officeId);
  const ahead: Ahead = new Map();
  const outbox = createOutbox(context, ahead);
  const problems = new Map<string, Failure>();
  const seen = new Map<string, number>();
  const wanted = new Set<string>();
  /** Rooms that cannot be gone on with before the roster or the keys change. */
  const parked = new Set<string>();
  /** Of which the relay's log is compared with the one here, chain by chain; now, and next. */
  let mending: string | undefined;
  const lostRooms = new Set<string>();
  const suspected = new Set<string>();
  const calledOff = new Set<() => void>();
  let ownHeads: ChainHead[] = [];
  let roomsAtRelay = new Set<string>();
  let retired = new Set<number>();
  let line: SessionStatus['line'] = 'connecting';
  let since = clock.now();
  let stoppedBy: Failure | undefined;
  let sentAt = (await store.get<RelayRecord>(keys.relay))?.sentAt;
  let ready = false;
  let connection = 0;
  let closed = false;
  let lastRefusal: string | undefined;
  let nonce = '';
  let rank: (room: string) => number = () => 0;

  const wire = createWire(transport, {
    hear,
    state: lineChanged,
    malformed: () => problem({ tag: 'server-refused', message: t('serverRefused') }),
    broken: (error) => {
      if (!isFailure(error)) throw error;
      problem({ tag: error.tag, message: error.message });
      if (error.tag === 'evicted') stop({ tag: error.tag, message: error.message });
    }
  });
  const roster = createRosterKeeper(context, () => wire);

  /** Rooms whose snapshot is fetched so that old segments can go. */
  const replacing = new Set<string>();
  const snapshots = createSnapshotTaker(context, ahead, deps.judgeState, replacing);
  const tending = createTending({
    limits: deps.snapshotLimits,
    context,
    wire,
    isQuiet: () => ready && fetching === undefined && wanted.size === 0 && outbox.waiting === 0,
    lease: leaseRoom,
    giveBack: (room) => void (ready && wire.ask('lease', { room, seconds: 0 })),
    append: ({ room, covered }) => deps.appendSnapshot(room, covered),
    replace: (room) => {
      replacing.add(room);
      wanted.add(room);
      void fetch();
    }
  });
  const tend = (relayNow?: number): void => void tending.tend(relayNow).catch(failing);

  const presence = createPresence({
    context,
    channel: deps.channel,
    timers,
    wire,
    isOnline: () => ready,
    behind: (room) => {
      wanted.add(room);
      void fetch();
    },
    heldBack: () => problem({ tag: 'held-back', message: t('heldBack') }),
    forked: () => problem({ tag: 'server-forked', message: t('serverForked') }),
    changed: deps.changed
  });

  // ── status ──────────────────────────────────────────────────────────────────────────────────────────

  function set(next: SessionStatus['line']): void {
    if (line !== next) since = clock.now();
    line = next;
    deps.changed();
  }

  function problem(failure: Failure): void {
    problems.set(failure.tag, failure);
    deps.changed();
  }

  /** The disk did not do it; whatever it was is tried again. */
  function failing(error: unknown): void {
    if (!isFailure(error)) throw error;
    problem({ tag: error.tag, message: error.message });
  }

  function stop(failure: Failure): void {
    stoppedBy = failure;
    ready = false;
    set('stopped');
    transport.close();
  }

  function later(milliseconds: number, work: () => void): void {
    const callOff = timers.after(milliseconds, () => {
      calledOff.delete(callOff);
      if (!closed) work();
    });
    calledOff.add(callOff);
  }

  function lineChanged(state: LineState): void {
    ready = false;
    connection++;
    if (closed || line === 'stopped') return;
    if (state.is === 'connecting') return set(line === 'offline' ? 'offline' : 'connecting');
    if (state.is === 'open') {
      ownHeads = [];
      roomsAtRelay = new Set();
      lastRefusal = undefined;
      return;
    }
    if (!state.final) return set('offline');
    stop(refusalToFailure(state.code, lastRefusal));
    // A server that was restored to the day before this device came in is told of it by the others.
    const unknown = state.code === 4401 || state.code === 4403;
    if (unknown && presentDevice(context.roster, context.deviceId))
      later(ASK_AGAIN, () => line === 'stopped' && reconnect());
  }

  // ── what the relay says ─────────────────────────────────────────────────────────────────────────────

  async function hear(frame: Frame): Promise<void> {
    switch (frame.kind) {
      case 'challenge':
        nonce = frame.body.nonce;
        return greet();
      case 'refused':
        lastRefusal = frame.body.tag;
        if (frame.body.tag === 'unknown-office') return register();
        return;
      case 'roster':
        return takeRoster(frame.body.from, frame.blobs);
      case 'rooms':
        for (const [room, number, hash] of frame.body.rooms) {
          roomsAtRelay.add(room);
          await compare(room, number, hash);
        }
        if (ready) void fetch();
        return;
      case 'heads':
        ownHeads.push(...frame.body.heads);
        return;
      case 'ready':
        return begin(frame.body);
      case 'segments':
        return takeFrame(frame.body, frame.blobs);
      case 'beat':
        await lookForUntold();
        return tend(frame.body.now);
      case 'presence':
        return takePresence(frame.body, frame.blobs[0]);
    }
  }

  const answerChallenge = async (): Promise<string> => {
    const hash = await sha256(concatBytes(base64urlToBytes(nonce), context.office));
    return bytesToBase64url(await signHash(context.keyring.signing, 'anteroom/challenge/1', hash));
  };

  async function greet(): Promise<void> {
    const signature = await answerChallenge();
    const { count } = await roster.begin();
    const { officeId: office, deviceId: device } = context;
    wire.send('auth', { version: PROTOCOL_VERSION, office, device, signature, statements: count });
  }

  async function register(): Promise<void> {
    const [signature, statements] = await Promise.all([answerChallenge(), roster.all()]);
    const { deviceId: device } = context;
    const body = {
      version: PROTOCOL_VERSION,
      device,
      signature,
      ...(deps.token !== undefined && { token: deps.token })
    };
    for (let rest = statements; rest.length > 0;) {
      const count = fillFrame(rest.map(({ length }) => length));
      wire.send('register', { ...body, more: count < rest.length }, rest.slice(0, count));
      rest = rest.slice(count);
    }
  }

  async function takeRoster(from: number, statements: readonly Bytes[]): Promise<void> {
    const taken = await roster.take(from, statements);
    if (!taken.ok) return stop(taken.error);
    // It tells all that is missing to a line that begins anew.
    if (taken.value.gap) return later(BEGIN_AGAIN, () => transport.open());
    if (!taken.value.changed) return;
    await receiveKeys(context);
    deps.rosterChanged();
    if (!presentDevice(context.roster, context.deviceId))
      return stop({ tag: 'removed', message: t('removedHere') });
    refresh();
  }

  async function begin({ now, seen: devices }: FrameBody<'ready'>): Promise<void> {
    transport.settled();
    tending.begin();
    for (const [device, at] of devices) seen.set(device, at);
    retired = new Set((await store.get<number[]>(keys.retired)) ?? []);
    rank = await createRoomOrder(context);
    await outbox.load();
    outbox.unblock();
    parked.clear();
    suspected.clear();
    const { lost, cloned } = await outbox.settle(ownHeads, clock.now());
    ready = true;
    lastRefusal = undefined;
    set('online');
    if (cloned) return retire();
    for (const room of lost) lostThere(room);
    for (const [key] of await store.entries<Cursor>({ prefix: keys.cursors })) {
      const room = String(key[2]);
      if (!roomsAtRelay.has(room)) lostThere(room);
      else await count(room);
    }
    presence.ready();
    // Not waited for: the answers come behind this very frame.
    void roster
      .sayAgain()
      .then(repair)
      .then(() => tend(now));
  }

  // ── what comes in ───────────────────────────────────────────────────────────────────────────────────

  /** What the relay says of a room's end, against what is here. */
  async function compare(room: string, number: number, hash: string): Promise<void> {
    const cursor = await store.get<Cursor>(keys.cursor(room));
    if (number > (cursor?.number ?? 0)) wanted.add(room);
    else if (cursor && (number < cursor.number || bytesToBase64url(cursor.hash) !== hash)) {
      // A head that was on its way while a newer one was taken live says nothing.
      if (!ready) lostThere(room);
    }
  }

  function takePresence(
    { compartment, from }: FrameBody<'presence'>,
    sealed: Bytes | undefined
  ): Promise<void> | void {
    if (!from) return;
    return sealed ? presence.hear(compartment, from, sealed) : presence.gone(from);
  }

  async function takeFrame(body: FrameBody<'segments'>, blobs: readonly Bytes[]): Promise<void> {
    const { room, first } = body;
    if (parked.has(room)) return;
    // Its numbers may be those of another log than the one that the cursor means.
    if (lostRooms.has(room) || mending === room) {
      wanted.add(room);
      return;
    }
    if (body.snapshot !== undefined) return takeSnapshot(room, body.snapshot, blobs);
    return takeRun(room, first, blobs);
  }

  async function takeSnapshot(room: string, covers: number, blobs: readonly Bytes[]): Promise<void> {
    const outcome = await snapshots.take(room, covers, blobs);
    if (outcome.is === 'cloned') return retire();
    if (outcome.is === 'early' || outcome.is === 'refused') parked.add(room);
    if (outcome.is === 'refused') problem(outcome.reason);
    if (outcome.is !== 'taken') return;
    if (outcome.shard !== undefined) {
      presence.reached(room);
      deps.announce(room, outcome.shard);
    }
    if (replacing.delete(room)) await tending.replaced(room);
  }

  async function takeRun(room: string, first: number, segments: readonly Bytes[]): Promise<void> {
    // Parts of a snapshot that came with it are not sent again where they stand in the log.
    const offered = snapshots.state(room);
    if (offered === 'open') return;
    const cursor = offered === 'taken' ? await store.get<Cursor>(keys.cursor(room)) : undefined;
    const missing = first - 1 - (cursor?.number ?? first);
    const parts = missing > 0 ? await snapshots.fill(room, missing) : [];
    if (parts.length + segments.length === 0) return;
    const run = { room, first: first - parts.length, segments: [...parts, ...segments] };
    const taken = await takeSegments(run, context, ahead, retired);
    if (taken.fresh > 0) presence.reached(room);
    if (taken.fresh > 0 && taken.shard !== undefined) deps.announce(room, taken.shard);
    for (const reason of taken.bad) problem(reason);
    if (taken.forked) problem({ tag: 'server-forked', message: t('serverForked') });
    switch (taken.stopped) {
      case 'gap':
        wanted.add(room);
        void fetch();
        return;
      case 'unreadable':
        parked.add(room);
        return;
      case 'withheld':
        // The first time it may be the relay's log that was changed: all of it is compared.
        if (!suspected.has(room)) {
          suspected.add(room);
          return lostThere(room);
        }
        parked.add(room);
        return problem({ tag: 'held-back', message: t('heldBack') });
      case 'cloned':
        return retire();
    }
  }

  /**
   * A cursor tells the last segment, not those before it: in a log that was restored and filled again the same
   * one may have the same number. But each number is one segment of one chain, so the chains that are here must
   * come to as many; where they do not, the logs are compared chain by chain.
   */
  async function count(room: string): Promise<void> {
    const [cursor, heads, damaged] = await Promise.all([
      store.get<Cursor>(keys.cursor(room)),
      store.entries<Head>({ prefix: keys.heads(room) }),
      store.keys({ prefix: keys.damaged(room) })
    ]);
    const here = heads.reduce((sum, [, { sequence }]) => sum + sequence, 0) - outbox.waitingIn(room);
    if (here >= (cursor?.number ?? 0) || damaged.length > 0 || suspected.has(room)) return;
    suspected.add(room);
    lostThere(room);
  }

  /** A tab that died between saving and saying so has left something behind. */
  async function lookForUntold(): Promise<void> {
    if (!ready || sending || outbox.waiting > 0) return;
    await outbox.load();
    for (const room of outbox.roomsWaiting()) {
      const record = await store.get<RoomRecord>(keys.room(room));
      if (record?.shard) deps.announce(room, record.shard);
    }
    if (outbox.waiting > 0) void send();
  }

  let fetching: string | undefined;
  async function fetch(): Promise<void> {
    if (fetching !== undefined) return;
    for (;;) {
      const [room] = [...wanted].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
      if (room === undefined || !ready) break;
      fetching = room;
      wanted.delete(room);
      await pull(room);
      deps.changed();
    }
    fetching = undefined;
    tend();
  }

  async function pull(room: string): Promise<void> {
    if (parked.has(room)) return;
    const cursor = await store.get<Cursor>(keys.cursor(room));
    const from = cursor ? { after: cursor.number, hash: bytesToBase64url(cursor.hash) } : { after: 0 };
    snapshots.forget(room);
    const have = await snapshotAsked(room, cursor);
    const reply = await wire.ask('pull', { room, ...from, ...(have && { have }) });
    if (reply?.answer.kind === 'end' && reply.answer.body.head)
      await takeRun(room, reply.answer.body.head[1] + 1, []);
    replacing.delete(room);
    // Parts that had arrived when the line broke are still taken.
    if (!reply) return void wanted.add(room);
    const withheld = snapshots.state(room) === 'open' && !parked.has(room);
    snapshots.forget(room);
    if (withheld) {
      parked.add(room);
      problem({ tag: 'held-back', message: t('heldBack') });
    }
    if (reply.answer.kind === 'refused' && reply.answer.body.tag === 'other-log') lostThere(room);
    if (reply.answer.kind === 'end') await count(room);
  }

  /** Who has nothing of a room takes its snapshot rather than its whole log; who has begun to goes on with it. */
  async function snapshotAsked(room: string, cursor: Cursor | undefined): Promise<string[] | undefined> {
    const none = !cursor && (await store.keys({ prefix: keys.heads(room) })).length === 0;
    return none || replacing.has(room) ? snapshots.have(room) : snapshots.begun(room);
  }

  // ── what goes out ───────────────────────────────────────────────────────────────────────────────────

  const flights = new Set<Promise<void>>();
  let sending = false;
  let refusal: { batch: Batch; tag: string } | undefined;
  async function send(): Promise<void> {
    if (sending || !ready) return;
    sending = true;
    const mine = connection;
    try {
      for (;;) {
        if (!ready || mine !== connection) break;
        if (refusal || flights.size >= IN_FLIGHT) {
          if (flights.size > 0) {
            await Promise.race(flights);
            continue;
          }
          const { batch, tag } = refusal!;
          refusal = undefined;
          await dealWithRefusal(batch, tag);
          continue;
        }
        const batch = await outbox.next();
        if (!batch) {
          if (flights.size === 0) break;
          await Promise.race(flights);
          continue;
        }
        if ('sealAgain' in batch) {
          await Promise.all(flights);
          await sealUnsentAgain(batch.sealAgain, context);
          continue;
        }
        const flight = fly(batch).finally(() => flights.delete(flight));
        flights.add(flight);
      }
    } catch (error) {
      if (!isFailure(error)) throw error;
      problem({ tag: error.tag, message: error.message });
      later(TRY_AGAIN, () => void send());
    } finally {
      sending = false;
    }
  }

  async function fly(batch: Batch): Promise<void> {
    const reply = await wire.ask('push', {}, batch.segments);
    if (reply?.answer.kind !== 'ack') return outbox.putBack(batch, 0);
    const { numbers = [], refused } = reply.answer.body;
    sentAt = clock.now();
    await outbox.acknowledge(batch, numbers, sentAt);
    outbox.putBack(batch, numbers.length);
    if (numbers.length > 0) presence.sent(batch.room, numbers.at(-1)!);
    if (refused) refusal ??= { batch, tag: refused.tag };
    deps.changed();
    if (numbers.length > 0) void tending.moved(batch.room).catch(failing);
  }

  async function dealWithRefusal({ room }: Batch, tag: string): Promise<void> {
    if (tag === 'epoch') {
      await receiveKeys(context);
      if (await sealUnsentAgain(room, context)) return;
      return outbox.block(room);
    }
    if (tag === 'chain-forked') return retire();
    outbox.block(room);
    if (tag === 'chain-gap') return lostThere(room);
    if (tag === 'removed') return stop({ tag: 'removed', message: t('removedHere') });
    if (tag === 'stranger' && (await roster.isAhead())) {
      await roster.sayAgain();
      return outbox.unblock();
    }
    if (PASSING.has(tag)) {
      if (tag !== 'held') problem({ tag: 'server-full', message: t('serverFull') });
      return later(TRY_AGAIN, () => {
        outbox.unblock();
        void send();
      });
    }
    const known = tag === 'no-right' || tag === 'kind';
    problem(
      known
        ? { tag: 'no-right', message: t('noRightToWrite') }
        : { tag: 'server-refused', message: t('serverRefused') }
    );
  }

  // ── when one of the two has lost something ──────────────────────────────────────────────────────────

  let repairing = false;
  function lostThere(room: string): void {
    lostRooms.add(room);
    void repair();
  }

  async function repair(): Promise<void> {
    if (repairing) return;
    repairing = true;
    try {
      for (;;) {
        const [room] = [...lostRooms].sort();
        if (room === undefined || !ready) break;
        lostRooms.delete(room);
        mending = room;
        const outcome = await repairRoom(room, context, wire);
        mending = undefined;
        if (!outcome) lostRooms.add(room);
        else {
          if (outcome.said > 0) problem({ tag: 'server-lost', message: t('serverLost') });
          if (outcome.forked) problem({ tag: 'server-forked', message: t('serverForked') });
          ahead.delete(room);
          parked.delete(room);
          outbox.unblock();
          if (outcome.fetch) wanted.add(room);
          if (outcome.broken) return await retire();
        }
        if (!outcome) break;
      }
    } finally {
      repairing = false;
      mending = undefined;
    }
    void send();
    void fetch();
  }

  async function retire(): Promise<void> {
    ready = false;
    retired = await retireClientIds(context);
    problem({ tag: 'second-copy', message: t('secondCopy') });
    deps.idsRetired();
    await outbox.load();
    // From the beginning: the relay has more of these chains than there is here.
    transport.open();
  }

  async function leaseRoom(room: string): Promise<LeasedRoom | undefined> {
    if (!ready || wanted.has(room) || fetching === room || parked.has(room) || outbox.waitingIn(room) > 0)
      return undefined;
    const granted = await wire.ask('lease', { room, seconds: LEASE });
    if (granted?.answer.kind !== 'granted') return undefined;
    // Nobody else rewrites from here on; what they did before that has to be here.
    const chains = await wire.ask('chains', { room });
    const head = chains?.answer.kind === 'end' ? chains.answer.body.head : undefined;
    const cursor = await store.get<Cursor>(keys.cursor(room));
    if (chains && head && cursor?.number === head[1] && bytesToBase64url(cursor.hash) === head[2])
      return { head, chains: chains.heads };
    await giveBack(room);
    return undefined;
  }

  async function giveBack(room: string): Promise<void> {
    for (let waited = 0; ready && waited < LEASE && outbox.waitingIn(room) > 0; waited++)
      await new Promise<void>((resolve) => later(1000, resolve));
    if (ready) await wire.ask('lease', { room, seconds: 0 });
  }

  function refresh(): void {
    const again = [...parked];
    parked.clear();
    for (const room of again) wanted.add(room);
    outbox.unblock();
    if (!ready) return;
    void roster.sayAgain().then(() => {
      void fetch();
      void send();
    });
  }

  function reconnect(): void {
    stoppedBy = undefined;
    problems.clear();
    set('connecting');
    transport.open();
  }

  transport.open();
  return {
    get status() {
      return {
        line,
        since,
        stoppedBy,
        waiting: outbox.waiting,
        sentAt,
        problems: [...problems.values()],
        seen,
        present: ready ? presence.present : [],
        seenBy: presence.seenBy,
        fetching: wanted.size + (fetching === undefined ? 0 : 1)
      };
    },
    wire,
    roster,
    appended: (room) => {
      void outbox.look(room).then(() => {
        deps.changed();
        void send();
      });
    },
    refresh,
    lease: async (room) => (await leaseRoom(room)) !== undefined,
    giveBack,
    reconnect,
    close: () => {
      closed = true;
      ready = false;
      for (const callOff of calledOff) callOff();
      presence.close();
      transport.close();
    }
  };
}

function refusalToFailure(code: number | undefined, tag: string | undefined): Failure {
  if (tag === 'removed') return { tag, message: t('removedHere') };
  if (tag === 'token') return { tag, message: t('registerToken') };
  if (code === 4409) return { tag: 'version', message: t('serverOlder') };
  if (code === 4401 || code === 4403 || code === 4404) return { tag: 'not-let-in', message: t('notLetIn') };
  return { tag: 'server-refused', message: t('serverRefused') };
}
