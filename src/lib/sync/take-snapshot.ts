/**
 * Rule 7, taking: a device that is further behind than the relay's log reaches back, or that has nothing of a room
 * yet, gets a manifest and parts. Each part is kept once it was fetched; when all are here, everything about them is
 * judged, and only then one transaction puts the snapshot in the place of what it stands for. Where anything is wrong nothing of
 * it is used, and the room stays as it was.
 */
import { base64urlToBytes, bytesToBase64url, concatBytes, equalBytes, type Bytes } from '../base/bytes.ts';
import { ok, type Failure, type Result } from '../base/result.ts';
import { sha256, verifyHash } from '../identity/primitives.ts';
import { manifestToBytes, readManifest, type Manifest } from '../protocol/manifest.ts';
import { decodeSegment } from '../protocol/segment.ts';
import { endsOf, hashOf, partsHere, toOpenBase } from './base.ts';
import { reach, roomToPlace, type Ahead } from './inbox.ts';
import { judgeSegment } from './judge.ts';
import { keysOf, type Base, type Cursor, type Head, type RoomRecord } from './layout.ts';
import type { OfficeContext } from './office-context.ts';
import { readAll } from './read-segments.ts';
import { decodeSnapshot, type SnapshotContent } from './snapshot-content.ts';
import { t } from './text.ts';

/**
 * Judges what a snapshot says, as the store would judge a segment of kind *snapshot*: the client ids that it brings
 * something of, or why it cannot be taken.
 */
export type JudgeState = (shard: string, state: Uint8Array) => Result<readonly number[]>;

export type SnapshotOutcome =
  /** More of its parts are to come. */
  | { readonly is: 'waiting' }
  /** `shard` where something new came with it. */
  | { readonly is: 'taken'; readonly shard?: string | undefined }
  /** Its maker, or the key, is not known here yet. */
  | { readonly is: 'early' }
  /** This device's own chain goes on without it: rule 5. */
  | { readonly is: 'cloned' }
  | { readonly is: 'refused'; readonly reason: Failure };

export interface SnapshotTaker {
  /** What a frame brought: the manifest, or parts. */
  take(room: string, covers: number, blobs: readonly Bytes[]): Promise<SnapshotOutcome>;
  /**
   * The relay does not send parts a second time where they stand in the log: the next ones, as many as are missing
   * there. Fewer where there are no more.
   */
  fill(room: string, missing: number): Promise<Bytes[]>;
  /** Whether this pull began with a snapshot, and whether that was taken. */
  state(room: string): 'none' | 'open' | 'taken';
  /** The pull is over. */
  forget(room: string): void;
  /** The hashes of parts that need not be sent. */
  have(room: string): Promise<string[]>;
  /** The same, where some were fetched and others are to come; else nothing. */
  begun(room: string): Promise<string[] | undefined>;
}

const BRACE = 0x7b;
const refused = (): SnapshotOutcome => ({
  is: 'refused',
  reason: { tag: 'snapshot-refused', message: t('snapshotRefused') }
});

interface Offered {
  readonly manifest: Manifest;
  readonly bytes: Bytes;
  /** Parts that came as segments before. */
  readonly here: ReadonlyMap<string, number>;
  /** How many parts were passed in the log. */
  passed: number;
  taken: boolean;
}

/** `replaces`: rooms where a snapshot is wanted though it says nothing new, so that old segments can go. */
export function createSnapshotTaker(
  context: OfficeContext,
  ahead: Ahead,
  judgeState: JudgeState | undefined,
  replaces: ReadonlySet<string>
): SnapshotTaker {
  const { store } = context.deps;
  const keys = keysOf(context.officeId);
  const offers = new Map<string, Offered>();

  const fetchedOf = async (room: string): Promise<string[]> =>
    (await store.keys({ prefix: keys.fetchedParts(room) })).map((key) => String(key.at(-1)));

  async function take(room: string, covers: number, blobs: readonly Bytes[]): Promise<SnapshotOutcome> {
    let parts = blobs;
    if (blobs[0]?.[0] === BRACE) {
      offers.delete(room);
      const manifest = await verifyManifest(blobs[0], room, covers, context);
      if (manifest === 'early') return { is: 'early' };
      if (!manifest) return refused();
      offers.set(room, {
        manifest,
        bytes: blobs[0],
        here: await partsHere(room, context),
        passed: 0,
        taken: false
      });
      parts = blobs.slice(1);
    }
    const offered = offers.get(room);
    // Of a pull that is over.
    if (offered?.manifest.covers !== covers) return { is: 'waiting' };
    const hashes = await Promise.all(parts.map(hashOf));
    if (!hashes.every((hash) => offered.manifest.parts.includes(hash))) return refused();
    if (parts.length > 0)
      await store.commit([keys.meta], ([meta]) => ({
        put: meta ? parts.map((bytes, index) => [keys.fetched(room, hashes[index]!), bytes] as const) : [],
        result: undefined
      }));
    const outcome = await takeWhole(room, offered);
    offered.taken = outcome.is === 'taken';
    return outcome;
  }

  async function takeWhole(room: string, { manifest, bytes, here }: Offered): Promise<SnapshotOutcome> {
    const fetched = new Set(await fetchedOf(room));
    const missing = manifest.parts.filter((hash) => !fetched.has(hash));
    if (!missing.every((hash) => here.has(hash))) return { is: 'waiting' };
    const parts = missing.map((hash) => [hash, here.get(hash)!] as const);

    const content = await openParts(room, manifest, parts);
    if (content === 'early') return { is: 'early' };
    if (!content) return refused();
    const adopted = await adopt(room, content.shard, { manifest: bytes, parts }, manifest);
    if (adopted.is === 'taken') await dropOthers(room, manifest);
    return adopted;
  }

  /** Judged as segments are, then together by what they say; nothing where any of that is bad. */
  async function openParts(
    room: string,
    manifest: Manifest,
    parts: Base['parts']
  ): Promise<SnapshotContent | 'early' | undefined> {
    const place = roomToPlace(room);
    const positions = new Map(parts);
    const contents: Bytes[] = [];
    for (const hash of manifest.parts) {
      const position = positions.get(hash);
      const at = position === undefined ? keys.fetched(room, hash) : keys.segment('part', room, position);
      const bytes = await store.get<Bytes>(at);
      if (!bytes) return undefined;
      const { header, result } = await judgeSegment(bytes, place, context);
      if (!result.ok && EARLY.has(result.error.tag)) return 'early';
      if (!result.ok || header?.kind !== 'snapshot') return undefined;
      if (bytesToBase64url(header.device) !== manifest.by) return undefined;
      contents.push(result.value.opened.content);
    }
    const content = decodeSnapshot(concatBytes(...contents));
    if (!content) return undefined;
    const name = await context.keyring.roomName(bytesToBase64url(place.compartment), content.shard);
    if (!equalBytes(name, place.room)) return undefined;
    const judged = judgeState?.(content.shard, content.state) ?? ok([]);
    const named = new Set(manifest.chains.map(([id]) => id));
    return judged.ok && judged.value.every((id) => named.has(id)) ? content : undefined;
  }

  /** One transaction: all of the snapshot stands, or nothing has changed. */
  async function adopt(
    room: string,
    shard: string,
    base: Omit<Base, 'position'>,
    manifest: Manifest
  ): Promise<SnapshotOutcome> {
    const ends = endsOf(manifest);
    const next = await successors(room, ends);
    const ids = [...ends.keys()];
    const own = new Set(context.roster.devices.get(context.deviceId)?.clientIds);
    const guards = [
      keys.meta,
      keys.room(room),
      keys.cursor(room),
      keys.base(room),
      keys.retired,
      ...ids.map((id) => keys.head(room, id))
    ];
    return store.commit<SnapshotOutcome>(guards, ([meta, stored, at, under, retired, ...heads]) => {
      if (!meta) return { result: refused() };
      const record = stored as RoomRecord | undefined;
      const position = (record?.position ?? 0) + 1;
      const before = under ? toOpenBase(under as Base) : undefined;
      const outOfUse = new Set(retired as number[] | undefined);
      const further: number[] = [];
      for (const [index, id] of ids.entries()) {
        const end = ends.get(id)!;
        const head = heads[index] as Head | undefined;
        const here = head?.sequence ?? 0;
        if (here < end.sequence) {
          if (own.has(id) && !outOfUse.has(id)) return { result: { is: 'cloned' } };
          further.push(id);
        }
        const follows = here === end.sequence ? head!.hash : next.get(id);
        if (here >= end.sequence && follows && !equalBytes(follows, end.hash!)) return { result: refused() };
      }
      // What only the snapshot before stands for must not be lost.
      for (const [id, end] of before?.ends ?? [])
        if ((ends.get(id)?.sequence ?? 0) < end.sequence && (further.length > 0 || replaces.has(room)))
          return { result: refused() };
      const cursor = at as Cursor | undefined;
      const reached =
        (cursor?.number ?? 0) < manifest.covers
          ? reach({ number: manifest.covers, hash: base64urlToBytes(manifest.head) }, ahead.get(room))
          : cursor;
      const moved = reached !== cursor ? [[keys.cursor(room), reached] as const] : [];
      const newer = (before?.manifest.covers ?? 0) < manifest.covers && replaces.has(room);
      if (further.length === 0 && !newer) return { put: moved, result: { is: 'taken' } };
      return {
        put: [
          ...moved,
          [keys.base(room), { ...base, position } satisfies Base],
          [
            keys.room(room),
            { ...record, compartment: room.split('/')[0]!, shard, position } satisfies RoomRecord
          ],
          ...further.map((id) => [keys.head(room, id), { ...ends.get(id), position }] as const)
        ],
        // It knows ends of chains that are others now, and large segments that may go.
        remove: [keys.checkpoint(room)],
        result: { is: 'taken', ...(further.length > 0 && { shard }) }
      };
    });
  }

  /** Of each chain that goes on here behind the snapshot: which hash its next segment names as the one before. */
  async function successors(room: string, ends: ReturnType<typeof endsOf>): Promise<Map<number, Bytes>> {
    const next = new Map<number, Bytes>();
    for await (const page of readAll(store, context.officeId, room))
      for (const { bytes } of page) {
        const decoded = decodeSegment(bytes);
        if (!decoded.ok) continue;
        const { clientId, sequence, previous } = decoded.value.header;
        if (ends.get(clientId)?.sequence === sequence - 1) next.set(clientId, previous);
      }
    return next;
  }

  /** What was fetched of other snapshots is of no use any more. */
  async function dropOthers(room: string, manifest: Manifest): Promise<void> {
    const base = await store.get<Base>(keys.base(room));
    const standing = base && toOpenBase(base)?.manifest.parts;
    const used = new Set([...manifest.parts, ...(standing ?? [])]);
    const found = await store.keys({ prefix: keys.fetchedParts(room) });
    const remove = found.filter((key) => !used.has(String(key.at(-1))));
    if (remove.length > 0) await store.commit([], () => ({ remove, result: undefined }));
  }

  return {
    take,
    fill: async (room, missing) => {
      const offered = offers.get(room);
      if (!offered) return [];
      const hashes = offered.manifest.parts.slice(offered.passed, offered.passed + missing);
      offered.passed += hashes.length;
      const found = await Promise.all(
        hashes.map((hash) => {
          const at = offered.here.get(hash);
          return store.get<Bytes>(
            at === undefined ? keys.fetched(room, hash) : keys.segment('part', room, at)
          );
        })
      );
      return found.flatMap((bytes) => bytes ?? []);
    },
    state: (room) => {
      const offered = offers.get(room);
      return offered ? (offered.taken ? 'taken' : 'open') : 'none';
    },
    forget: (room) => void offers.delete(room),
    have: async (room) => [
      ...new Set([...(await fetchedOf(room)), ...(await partsHere(room, context)).keys()])
    ],
    begun: async (room) => {
      const fetched = await fetchedOf(room);
      const base = fetched.length > 0 ? await store.get<Base>(keys.base(room)) : undefined;
      const inUse = (base && toOpenBase(base)?.manifest.parts) ?? [];
      return fetched.some((hash) => !inUse.includes(hash)) ? fetched : undefined;
    }
  };
}

/** It will be known with the next statements, or the next update of the app. */
const EARLY = new Set(['segment-stranger', 'segment-keyless', 'segment-newer']);

/** Nothing where it is not what its maker signed, or nobody who may. Its parts say whether it was in their time. */
async function verifyManifest(
  bytes: Bytes,
  room: string,
  covers: number,
  context: OfficeContext
): Promise<Manifest | 'early' | undefined> {
  const signed = readManifest(bytes);
  if (!signed) return undefined;
  const { manifest, signature } = signed;
  if (manifest.office !== context.officeId || manifest.room !== room || manifest.covers !== covers)
    return undefined;
  if (!context.roster.devices.has(manifest.by)) await context.refreshRoster();
  const device = context.roster.devices.get(manifest.by);
  if (!device) return 'early';
  const hash = await sha256(manifestToBytes(manifest));
  const genuine = await verifyHash(device.signing, 'anteroom/manifest/1', hash, signature);
  return genuine && context.isFullMember(manifest.by) ? manifest : undefined;
}
