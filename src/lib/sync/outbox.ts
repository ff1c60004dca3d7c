/**
 * What this device has written and no relay has acknowledged, in the order in which it was written: rule 1.
 * The store is the truth; what is kept here in memory says which of it lies in a frame that is under way.
 */
import { bytesToBase64url, type Bytes } from '../base/bytes.ts';
import { hashSegment } from '../identity/open.ts';
import { decodeSegment, type SegmentHeader } from '../protocol/segment.ts';
import type { StoreKey } from './device-store.ts';
import { reach, type Ahead } from './inbox.ts';
import {
  keysOf,
  SEGMENT_CLASSES,
  type Cursor,
  type Head,
  type RelayRecord,
  type SegmentClass,
  type Unsent
} from './layout.ts';
import type { OfficeContext } from './office-context.ts';
import { fillFrame, type ChainHead } from './wire.ts';

export interface OutboxEntry extends Unsent {
  readonly position: number;
}

/** One frame's worth, of one room. */
export interface Batch {
  readonly room: string;
  readonly entries: readonly OutboxEntry[];
  readonly segments: readonly Bytes[];
  readonly hashes: readonly Bytes[];
}

export interface Outbox {
  /** How many segments wait or are under way. */
  readonly waiting: number;
  waitingIn(room: string): number;
  roomsWaiting(): string[];
  /** Reads what there is; nothing is under way then. */
  load(): Promise<void>;
  /** Looks for what tabs have appended to a room since. */
  look(room: string): Promise<void>;
  /** The next frame, marked as under way; `old-epoch` where its room must be sealed again first. */
  next(): Promise<Batch | { readonly sealAgain: string } | undefined>;
  /** The first `numbers.length` of the batch are on the relay's disk. */
  acknowledge(batch: Batch, numbers: readonly number[], at: number): Promise<void>;
  /** The batch, from its `from`-th on, is no longer under way. */
  putBack(batch: Batch, from: number): void;
  /** Nothing more is sent of a room until `unblock`. */
  block(room: string): void;
  unblock(): void;
  /**
   * Compares this device's chains with where they stand at the relay: what lies at or below is acknowledged.
   * Told apart are rooms of which the relay has less than it once acknowledged, and whether it has more, or
   * something else, than was ever written here.
   */
  settle(
    atRelay: readonly ChainHead[],
    at: number
  ): Promise<{ readonly lost: readonly string[]; readonly cloned: boolean }>;
}

/** Bytes that are read from the store for one frame: small segments have some hundred. */
const GUESS: Record<SegmentClass, number> = {
  small: 1024,
  large: 64 * 1024,
  archive: 16 * 1024,
  part: 64 * 1024
};
const READ_AT_ONCE = 256 * 1024;

export function createOutbox(context: OfficeContext, ahead: Ahead): Outbox {
  const { store } = context.deps;
  const keys = keysOf(context.officeId);
  const rooms = new Map<string, { entries: OutboxEntry[]; sent: Set<number>; seen: number }>();
  const blocked = new Set<string>();

  async function load(): Promise<void> {
    rooms.clear();
    await add(await store.entries<Unsent | 1>({ prefix: keys.outboxes }));
  }

  async function look(room: string): Promise<void> {
    const from = (rooms.get(room)?.seen ?? 0) + 1;
    await add(await store.entries<Unsent | 1>({ prefix: keys.outbox(room), from }));
  }

  async function add(found: readonly (readonly [StoreKey, Unsent | 1])[]): Promise<void> {
    for (const [key, value] of found) {
      const [, , room, position] = key as [string, string, string, number];
      const unsent = value === 1 ? await describe(room, position) : value;
      let at = rooms.get(room);
      if (!at) rooms.set(room, (at = { entries: [], sent: new Set(), seen: 0 }));
      // Two looks may overlap.
      if (!unsent || position <= at.seen) continue;
      at.entries.push({ ...unsent, position });
      at.seen = position;
    }
  }

  /** Entries of the first version say nothing about their segment. */
  async function describe(room: string, position: number): Promise<Unsent | undefined> {
    for (const kind of SEGMENT_CLASSES) {
      const header = headerOf(await store.get<Bytes>(keys.segment(kind, room, position)));
      if (header) return { kind, clientId: header.clientId, sequence: header.sequence };
    }
    return undefined;
  }

  async function next(): Promise<Batch | { readonly sealAgain: string } | undefined> {
    for (const [room, { entries, sent }] of rooms) {
      if (blocked.has(room)) continue;
      const free = entries.filter(({ position }) => !sent.has(position));
      if (free.length === 0) continue;
      let guess = 0;
      const chosen = free.filter(({ kind }, index) => index === 0 || (guess += GUESS[kind]) < READ_AT_ONCE);
      const segments = await readSegments(room, chosen);
      const count = fillFrame(segments.map(({ length }) => length));
      const part = segments.slice(0, count);
      if (part.length === 0) {
        blocked.add(room);
        continue;
      }
      const decoded = part.map((bytes) => decodeSegment(bytes));
      const current = context.keyring.currentEpoch(room.split('/')[0]!);
      if (decoded.some((one) => one.ok && one.value.header.epoch < (current ?? 0)))
        return { sealAgain: room };
      const hashes = await Promise.all(decoded.map(async (one) => (one.ok ? hashSegment(one.value) : EMPTY)));
      const batch = { room, entries: chosen.slice(0, count), segments: part, hashes };
      for (const { position } of batch.entries) sent.add(position);
      return batch;
    }
    return undefined;
  }

  async function readSegments(room: string, entries: readonly OutboxEntry[]): Promise<Bytes[]> {
    const [from, to] = [entries[0]!.position, entries.at(-1)!.position];
    const found = new Map<number, Bytes>();
    for (const kind of new Set(entries.map((entry) => entry.kind)))
      for (const [key, bytes] of await store.entries<Bytes>({ prefix: keys.segments(kind, room), from, to }))
        found.set(Number(key.at(-1)), bytes);
    // One that is missing was kept aside or lost here; what follows it in its chain cannot be sent either.
    const segments: Bytes[] = [];
    for (const { position } of entries) {
      const bytes = found.get(position);
      if (!bytes) break;
      segments.push(bytes);
    }
    return segments;
  }

  async function acknowledge(batch: Batch, numbers: readonly number[], at: number): Promise<void> {
    const { room, entries, hashes } = batch;
    const done = entries.slice(0, numbers.length);
    if (done.length === 0) return;
    let early = ahead.get(room);
    if (!early) ahead.set(room, (early = new Map()));
    numbers.forEach((number, index) => early.set(number, hashes[index]!));
    await store.commit([keys.meta, keys.cursor(room), keys.relay], ([meta, cursor, relay]) => {
      if (!meta) return { result: undefined };
      const reached = reach(cursor as Cursor | undefined, early);
      return {
        put: [
          ...(reached && reached !== cursor ? [[keys.cursor(room), reached] as const] : []),
          [keys.relay, { ...(relay as RelayRecord), sentAt: at }]
        ],
        remove: done.map(({ position }) => keys.unsent(room, position)),
        result: undefined
      };
    });
    forget(room, done);
  }

  function forget(room: string, done: readonly OutboxEntry[]): void {
    const at = rooms.get(room);
    if (!at) return;
    const gone = new Set(done.map(({ position }) => position));
    at.entries = at.entries.filter(({ position }) => !gone.has(position));
    for (const position of gone) at.sent.delete(position);
  }

  async function settle(atRelay: readonly ChainHead[], at: number) {
    const theirs = new Map(
      atRelay.map(([room, id, sequence, hash]) => [`${room} ${id}`, { room, id, sequence, hash }])
    );
    const own = new Set(context.roster.devices.get(context.deviceId)?.clientIds ?? []);
    const retired = new Set((await store.get<number[]>(keys.retired)) ?? []);
    const heads = new Map<string, Head>();
    for (const [key, head] of await store.entries<Head>({ prefix: keys.allHeads })) {
      const [, , room, id] = key as [string, string, string, number];
      if (own.has(id) && !retired.has(id)) heads.set(`${room} ${id}`, head);
    }
    let cloned = [...theirs.values()].some(
      ({ room, id, sequence, hash }) =>
        !retired.has(id) && !reaches(heads.get(`${room} ${id}`), sequence, hash)
    );
    const lost = new Set<string>();
    const acknowledged = new Map<string, OutboxEntry[]>();
    for (const [chain, head] of heads) {
      const [room, id] = chain.split(' ') as [string, string];
      const { sequence, hash } = theirs.get(chain) ?? { sequence: 0, hash: '' };
      const entries = (rooms.get(room)?.entries ?? []).filter(({ clientId }) => clientId === Number(id));
      const unsent = entries.filter((entry) => entry.sequence > sequence);
      const first = unsent[0]?.sequence ?? head.sequence + 1;
      if (first > sequence + 1) lost.add(room);
      else if (unsent[0] && sequence > 0) {
        const header = headerOf((await readSegments(room, [unsent[0]]))[0]);
        if (header && bytesToBase64url(header.previous) !== hash) cloned = true;
      }
      if (unsent.length < entries.length)
        acknowledged.set(room, [
          ...(acknowledged.get(room) ?? []),
          ...entries.filter((entry) => entry.sequence <= sequence)
        ]);
    }
    if (!cloned)
      for (const [room, done] of acknowledged) {
        await store.commit([keys.meta, keys.relay], ([meta, relay]) => ({
          put: meta ? [[keys.relay, { ...(relay as RelayRecord), sentAt: at }]] : [],
          remove: done.map(({ position }) => keys.unsent(room, position)),
          result: undefined
        }));
        forget(room, done);
      }
    return { lost: [...lost], cloned };
  }

  return {
    get waiting() {
      return [...rooms.values()].reduce((sum, { entries }) => sum + entries.length, 0);
    },
    roomsWaiting: () => [...rooms].flatMap(([room, { entries }]) => (entries.length > 0 ? [room] : [])),
    waitingIn: (room) => rooms.get(room)?.entries.length ?? 0,
    load,
    look,
    next,
    acknowledge,
    putBack: ({ room, entries }, from) => {
      for (const { position } of entries.slice(from)) rooms.get(room)?.sent.delete(position);
    },
    block: (room) => void blocked.add(room),
    unblock: () => blocked.clear(),
    settle
  };
}

const EMPTY: Bytes = new Uint8Array(0);

/** Whether a chain that stands here has that segment as its last, or goes on from it. */
const reaches = (head: Head | undefined, sequence: number, hash: string): boolean =>
  head !== undefined &&
  (head.sequence > sequence || (head.sequence === sequence && bytesToBase64url(head.hash) === hash));

function headerOf(bytes: Bytes | undefined): SegmentHeader | undefined {
  const decoded = bytes && decodeSegment(bytes);
  return decoded?.ok ? decoded.value.header : undefined;
}
