/**
 * One room of the device's log, open in one tab. What is appended while a commit is on its way waits and is
 * committed with the next one: one chain, in order, and one wait for the disk for many segments. What other
 * tabs commit is read from the store, verified like anything else, and handed on.
 */
import { bytesToBase64url, equalBytes, type Bytes } from '../base/bytes.ts';
import type { Failure } from '../base/result.ts';
import { pack, seal, type Packed, type Sealed } from '../identity/seal.ts';
import { SEALED_PART_LIMIT } from '../protocol/limits.ts';
import { NO_PREVIOUS, SEGMENT_VERSION, TAG_LENGTH } from '../protocol/segment.ts';
import { createChains, type Chains } from './chains.ts';
import { StoreError } from './device-store.ts';
import { placeToRoomKey, type Place } from './judge.ts';
import { writeCheckpoint } from './keep-checkpoint.ts';
import { grow } from './grown.ts';
import {
  grownOf,
  keysOf,
  LARGE_FROM,
  type Head,
  type RoomRecord,
  type SegmentClass,
  type Unsent
} from './layout.ts';
import {
  UPDATE_LIMIT,
  type MergeUpdates,
  type RetiredChain,
  type RoomAddress,
  type RoomLog,
  type RoomUpdate,
  type SegmentKind
} from './log.ts';
import { reasonNotToWrite, type OfficeContext } from './office-context.ts';
import {
  readArchives,
  readLost,
  readOn,
  readRoom,
  rejectItem,
  type Joiner,
  type RoomItem
} from './read-room.ts';
import type { Covered } from './make-snapshot.ts';
import { encodeSnapshot } from './snapshot-content.ts';
import { t } from './text.ts';

export interface RoomDeps {
  readonly context: OfficeContext;
  readonly address: RoomAddress;
  readonly place: Place;
  /** A client id to write with whose chain here is none of those. */
  leaseFor(damaged: ReadonlySet<number>): Promise<number>;
  /** Tells the other tabs. */
  announce(): void;
}

export interface OpenRoomLog extends RoomLog {
  /** Reads what other tabs have committed since. */
  catchUp(): Promise<void>;
  /** Goes on under another client id where this one is among them, and has what was lost written again. */
  idsRetired(retired: ReadonlySet<number>): Promise<void>;
  /** Appends the parts of a snapshot where what was read here is exactly what that is to stand for. */
  appendSnapshot(covered: Covered): Promise<void>;
  /** Resolves when nothing is on its way to the disk. */
  settled(): Promise<void>;
}

interface Waiting {
  readonly parts: Promise<Packed[]>;
  readonly kind: SegmentKind;
  resolve(): void;
  reject(error: unknown): void;
}

/** Of large segments some megabyte: Chromium's log of a longer transaction takes its room twice for a while. */
const AT_ONCE = 16;
const RESEALS = 5;
/** What judging a large segment weighs against a small one. */
const FOREIGN_LARGE = 16;
/** 128 small segments open in some 20 ms. A checkpoint is rewritten whole, so the tail may grow with it. */
const TAIL = { least: 128, most: 1024, share: 1 / 8 };
/** Flags, length and name of a shard. */
const CONTENT_EXTRA = 2 + 255;

export function createRoomLog({ context, address, place, leaseFor, announce }: RoomDeps): OpenRoomLog {
  const { deps, officeId, keyring } = context;
  const { store, random } = deps;
  const keys = keysOf(officeId);
  const room = placeToRoomKey(place);
  const listeners = new Set<(update: RoomUpdate) => void>();
  const retiredListeners = new Set<(retired: RetiredChain) => void>();
  /** What each update handed on was read from. */
  const itemOf = new WeakMap<RoomUpdate, RoomItem>();
  const rejecting = new Set<Promise<void>>();
  let chains: Chains = createChains();
  let join: Joiner;
  let position = 0;
  let clientId: number | undefined;
  let covered = 0;
  let tail = 0;
  let queue: Waiting[] = [];
  let draining: Promise<void> | undefined;
  let following: Promise<void> = Promise.resolve();
  let committing = 0;
  let takeState: (() => Uint8Array | undefined) | undefined;

  async function read() {
    const found = await readRoom(place, context, { contents: true });
    ({ chains, join } = found);
    position = found.position;
    covered = found.covered;
    // What the snapshot stands for is passed over at each opening that no checkpoint spares it, like any other.
    tail = found.items.reduce((sum, item) => sum + weightOf(item), found.passed);
    clientId = await leaseFor(new Set(chains.damaged.keys()));
    return {
      updates: found.items.flatMap((item) => itemToUpdate(item) ?? []),
      problems: found.problems,
      clientId
    };
  }

  /** A large one of another device is judged at each opening that no checkpoint spares it; its own are not. */
  const weightOf = ({ kind, header }: RoomItem): number => {
    if (kind === 'small') return 1;
    return kind === 'large' && header && !equalBytes(header.device, context.device) ? FOREIGN_LARGE : 0;
  };

  function itemToUpdate(item: RoomItem): RoomUpdate | undefined {
    const { kind, header, update: bytes } = item;
    if (kind === 'archive' || kind === 'part' || !bytes) return undefined;
    if (!header) return { bytes };
    const device = bytesToBase64url(header.device);
    const { clientId, kind: segmentKind } = header;
    const from = { clientId, device, kind: segmentKind, fullMember: context.isFullMember(device) };
    const update: RoomUpdate = { bytes, from };
    itemOf.set(update, item);
    return update;
  }

  function reject(update: RoomUpdate, reason: Failure): Promise<void> {
    const item = itemOf.get(update);
    if (!item) return Promise.resolve();
    const done = rejectItem(item, reason, place, context);
    // On a full disk it stays here, so that no checkpoint takes it in; the next opening judges it again.
    void done.then(() => rejecting.delete(done)).catch(() => {});
    rejecting.add(done);
    return done;
  }

  // ── appending ───────────────────────────────────────────────────────────────────────────────────────

  function append(update: Uint8Array, kind: SegmentKind = 'edits'): Promise<void> {
    if (clientId === undefined) throw new Error('A room is read before anything is appended to it');
    const reason = reasonNotToWrite(context);
    if (reason) return Promise.reject(new StoreError(reason));
    return new Promise((resolve, reject) => {
      const parts = cut(new Uint8Array(update));
      parts.catch(() => {}); // it is waited for below; without this an early failure counts as unhandled
      queue.push({ parts, kind, resolve, reject });
      draining ??= drain();
    });
  }

  async function drain(): Promise<void> {
    while (queue.length > 0) {
      const batch = queue.slice(0, AT_ONCE);
      queue = queue.slice(AT_ONCE);
      try {
        await commitBatch(batch);
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    // At once, not when the promise resolves: who waited for the last commit may append in between.
    draining = undefined;
  }

  async function commitBatch(batch: readonly Waiting[]): Promise<void> {
    const contents = await Promise.all(batch.map(async ({ parts, kind }) => ({ kind, parts: await parts })));
    for (let attempt = 0; ; attempt++) {
      const sealed = await sealBatch(contents);
      committing++;
      try {
        const first = await commitSealed(sealed);
        if (first === undefined) {
          if (attempt === RESEALS)
            throw new StoreError({ tag: 'storage-failed', message: t('storageFailed') });
          continue;
        }
        tail += sealed.filter(({ kind }) => kind === 'small').length;
        // Nobody else committed since: what is new is only our own, and needs no reading.
        if (first === position + 1) position += sealed.length;
        break;
      } finally {
        committing--;
      }
    }
    announce();
    void catchUp();
  }

  interface SealedSegment extends Sealed {
    readonly kind: SegmentClass;
    readonly segmentKind: SegmentKind;
    readonly sequence: number;
  }

  async function sealBatch(
    contents: readonly { readonly kind: SegmentKind; readonly parts: readonly Packed[] }[]
  ): Promise<SealedSegment[]> {
    const epoch = keyring.currentEpoch(address.compartment)!;
    const owner = { office: context.office, compartment: place.compartment, epoch, device: context.device };
    const segment = (await keyring.segmentKey(owner))!;
    let { sequence, hash } = chains.end(clientId!);
    const all: SealedSegment[] = [];
    for (const { kind, parts } of contents) {
      for (const part of parts) {
        sequence++;
        const header = {
          version: SEGMENT_VERSION,
          kind,
          ...owner,
          room: place.room,
          clientId: clientId!,
          sequence,
          previous: hash ?? NO_PREVIOUS
        };
        const shard = sequence === 1 ? address.shard : undefined;
        const sealed = await seal(header, { ...part, shard }, { segment, signing: keyring.signing }, random);
        ({ hash } = sealed);
        // Parts of one content stay together: a checkpoint takes all of them or none.
        const small = parts.length === 1 && sealed.bytes.length < LARGE_FROM;
        const apart = kind === 'archive' ? 'archive' : kind === 'snapshot' ? 'part' : undefined;
        all.push({ ...sealed, kind: apart ?? (small ? 'small' : 'large'), segmentKind: kind, sequence });
      }
    }
    return all;
  }

  interface Outcome {
    readonly first: number | undefined;
    readonly head: Head | undefined;
  }

  /** Rule 1. Returns the first position, or nothing when the stored head was another one: then it is sealed again. */
  async function commitSealed(sealed: readonly SealedSegment[]): Promise<number | undefined> {
    const own = clientId!;
    const over = chains.end(own);
    const last = sealed.at(-1)!;
    const guards = [keys.meta, keys.room(room), keys.head(room, own), keys.retired];
    const outcome = await store.commit<Outcome>(guards, ([meta, record, stored, retired]) => {
      const head = stored as (Head & { position: number }) | undefined;
      if (!meta) throw new StoreError({ tag: 'evicted', message: t('evicted') });
      if ((retired as number[] | undefined)?.includes(own))
        throw new StoreError({ tag: 'segment-retired', message: t('segmentRetired') });
      // Asked again after the connection was lost behind a commit that had gone through.
      if (head && head.sequence === last.sequence && sameHash(head.hash, last.hash))
        return { result: { first: head.position - sealed.length + 1, head } };
      if ((head?.sequence ?? 0) < over.sequence)
        throw new StoreError({ tag: 'evicted', message: t('evicted') });
      if (head && !(head.sequence === over.sequence && sameHash(head.hash, over.hash)))
        return { result: { first: undefined, head } };
      const before = (record as RoomRecord | undefined)?.position ?? 0;
      const end = before + sealed.length;
      const grown = sealed.reduce(
        (sum, { segmentKind, bytes }) => grow(sum, segmentKind, bytes.length),
        grownOf(record as RoomRecord | undefined)
      );
      return {
        put: [
          [keys.room(room), { ...address, position: end, grown } satisfies RoomRecord],
          [keys.head(room, own), { sequence: last.sequence, hash: last.hash, position: end }],
          ...sealed.flatMap(({ kind, bytes, sequence }, index): [readonly (string | number)[], unknown][] => [
            [keys.segment(kind, room, before + index + 1), bytes],
            [keys.unsent(room, before + index + 1), { kind, clientId: own, sequence } satisfies Unsent]
          ])
        ],
        result: { first: before + 1, head: undefined }
      };
    });
    chains.set(own, outcome.head ?? { sequence: last.sequence, hash: last.hash });
    return outcome.first;
  }

  // ── other tabs ──────────────────────────────────────────────────────────────────────────────────────

  function catchUp(): Promise<void> {
    following = following.then(follow).catch(() => {
      // The store did not answer; the next announcement asks again.
    });
    return following;
  }

  async function follow(): Promise<void> {
    // Before the first listener there is nobody to tell; while committing, our own head is not known yet.
    if (clientId === undefined || listeners.size === 0 || committing > 0) return;
    const own = clientId;
    const mine = new Set(context.roster.devices.get(context.deviceId)?.clientIds);
    // What this device sealed again before sending has other hashes; its signature is proof enough.
    const others = createChains(
      [...chains.ends].flatMap(([id, end]) =>
        id === own ? [] : [[id, mine.has(id) ? { ...end, hash: undefined } : end] as const]
      )
    );
    const found = await readOn(place, context, position + 1, others, join, own);
    for (const [id, end] of others.ends) if (id !== own) chains.set(id, end);
    // Our own may be among them; an update that is there already changes nothing.
    for (const item of found.items) {
      if (item.position <= position) continue;
      if (item.clientId !== own) tail += weightOf(item);
      const update = itemToUpdate(item);
      if (update) for (const hear of listeners) hear(update);
    }
    position = Math.max(position, found.position);
  }

  // ── out of use ──────────────────────────────────────────────────────────────────────────────────────

  async function idsRetired(retired: ReadonlySet<number>): Promise<void> {
    if (clientId === undefined) return;
    const lost = await readLost(place, context);
    if (!retired.has(clientId) && lost.length === 0) return;
    // Of several tabs one writes again what was lost; a tab that dies over it leaves it to the next opening.
    const lock = `anteroom/${officeId}/lost/${room}`;
    const release = lost.length > 0 ? await context.deps.locks.tryHold(lock) : undefined;
    clientId = await leaseFor(new Set(chains.damaged.keys()));
    const written: RetiredChain = {
      clientId,
      lost: release ? lost : [],
      done: async () => {
        if (!release) return;
        await store.commit([], () => ({ removeAll: [keys.losts(room)], result: undefined }));
        release();
      }
    };
    for (const hear of retiredListeners) hear(written);
  }

  // ── checkpoints ─────────────────────────────────────────────────────────────────────────────────────

  const limit = () => Math.min(TAIL.most, Math.max(TAIL.least, covered * TAIL.share));

  async function checkpoint(merge: MergeUpdates): Promise<void> {
    await following;
    const judged = position;
    await Promise.all(rejecting);
    const found = await readRoom(place, context, { contents: false, limit: judged });
    covered = await writeCheckpoint(found, merge, place, context);
    tail = 0;
  }

  // ── snapshots ───────────────────────────────────────────────────────────────────────────────────────

  /** Nothing is awaited between the last comparison and taking the state: so it says neither less nor more. */
  async function appendSnapshot(covered: Covered): Promise<void> {
    if (!takeState) return;
    await settled();
    await catchUp();
    await Promise.all(rejecting);
    const archives = await readArchives(place, context);
    const [record, unsent, aside, heads] = await Promise.all([
      store.get<RoomRecord>(keys.room(room)),
      store.keys({ prefix: keys.outbox(room) }),
      store.keys({ prefix: keys.quarantine(room) }),
      store.entries<Head>({ prefix: keys.heads(room) })
    ]);
    const here = new Map(heads.map(([key, head]) => [Number(key.at(-1)), head]));
    const same =
      here.size === covered.chains.length &&
      covered.chains.every(([id, sequence, hash]) => {
        const head = here.get(id);
        return head?.sequence === sequence && bytesToBase64url(head.hash) === hash;
      });
    const whole = unsent.length + aside.length + chains.damaged.size === 0 && !join.waits;
    if (!same || !whole || record?.position !== position || draining) return;
    const state = takeState?.();
    if (!state) return;
    const content = { shard: address.shard, state: new Uint8Array(state), archives };
    await append(encodeSnapshot(content), 'snapshot');
  }

  async function settled(): Promise<void> {
    while (draining) await draining;
    await following;
  }

  return {
    read,
    archives: () => readArchives(place, context),
    append,
    onUpdate: (hear) => {
      const own = (update: RoomUpdate) => hear(update);
      listeners.add(own);
      void catchUp();
      return () => listeners.delete(own);
    },
    reject,
    onRetired: (hear) => {
      const own = (retired: RetiredChain) => hear(retired);
      retiredListeners.add(own);
      void idsRetired(new Set()).catch(() => {});
      return () => retiredListeners.delete(own);
    },
    idsRetired,
    wantsCheckpoint: () => tail >= limit(),
    checkpoint,
    onSnapshot: (take) => {
      const own = () => take();
      takeState = own;
      return () => {
        if (takeState === own) takeState = undefined;
      };
    },
    appendSnapshot,
    catchUp,
    settled
  };
}

const sameHash = (a: Bytes, b: Bytes | undefined): boolean =>
  b?.length === a.length && a.every((byte, i) => byte === b[i]);

/** As one part where it fits, deflated or not; else in parts of UPDATE_LIMIT. */
async function cut(update: Bytes): Promise<Packed[]> {
  const whole = SEALED_PART_LIMIT - TAG_LENGTH - CONTENT_EXTRA;
  if (update.length <= UPDATE_LIMIT) return [await pack(update)];
  const count = Math.ceil(update.length / UPDATE_LIMIT);
  if (update.length <= UPDATE_LIMIT * 5) {
    const packed = await pack(update);
    if (packed.bytes.length <= whole) return [packed];
  }
  return Promise.all(
    Array.from({ length: count }, (_, index) =>
      pack(update.slice(index * UPDATE_LIMIT, (index + 1) * UPDATE_LIMIT), index > 0, index < count - 1)
    )
  );
}
