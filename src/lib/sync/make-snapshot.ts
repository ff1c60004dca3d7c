/**
 * Rule 7, making: when a room's log at the relay has grown long, a full member's leading tab takes the relay's lease
 * of the room, sees that what is here is what is there, and has a tab that has the room open append its state as
 * parts (room-log.ts). When these are acknowledged, the manifest is offered. Where anything is not as it should be, or the
 * relay says no, it is left until the next occasion: parts without a manifest stand for nothing and do no harm.
 */
import { base64urlToBytes, equalBytes, type Bytes } from '../base/bytes.ts';
import { sha256, signHash } from '../identity/primitives.ts';
import {
  MANIFEST_VERSION,
  manifestToBytes,
  signedManifestToBytes,
  type Manifest
} from '../protocol/manifest.ts';
import { mayManage } from '../protocol/roster-rights.ts';
import { decodeSegment } from '../protocol/segment.ts';
import { hashOf } from './base.ts';
import { isSnapshotDue } from './grown.ts';
import { grownOf, keysOf, type Head, type RoomRecord } from './layout.ts';
import type { OfficeContext } from './office-context.ts';
import type { ChainHead, RoomHead, Wire } from './wire.ts';

/** What a snapshot stands for, as the office server's log of the room has it. */
export type Covered = Pick<Manifest, 'covers' | 'head' | 'chains'>;

/** Where a room ends at the relay while this device holds its lease. */
export interface LeasedRoom {
  readonly head: RoomHead;
  readonly chains: readonly ChainHead[];
}

/** A snapshot that was begun: its parts are to be appended behind `position`. */
export interface SnapshotBegun {
  readonly room: string;
  readonly position: number;
  readonly covered: Covered;
}

/** Rooms of which this device may make a snapshot, and others would be glad of one. */
export async function roomsDue(
  { deps, officeId, roster, deviceId }: OfficeContext,
  long: number
): Promise<string[]> {
  const found = await deps.store.entries<RoomRecord>({ prefix: keysOf(officeId).rooms });
  return found.flatMap(([key, record]) =>
    isSnapshotDue(grownOf(record), long) && mayManage(roster, deviceId, record.compartment)
      ? String(key[2])
      : []
  );
}

/** Nothing where a chain ends elsewhere here than there, or something of the room is kept aside here. */
export async function beginSnapshot(
  room: string,
  { head, chains }: LeasedRoom,
  { deps, officeId }: OfficeContext
): Promise<SnapshotBegun | undefined> {
  const { store } = deps;
  const keys = keysOf(officeId);
  const [record, heads, aside, damaged] = await Promise.all([
    store.get<RoomRecord>(keys.room(room)),
    store.entries<Head>({ prefix: keys.heads(room) }),
    store.keys({ prefix: keys.quarantine(room) }),
    store.keys({ prefix: keys.damaged(room) })
  ]);
  if (!record || aside.length + damaged.length > 0 || heads.length !== chains.length) return undefined;
  const here = new Map(heads.map(([key, one]) => [Number(key.at(-1)), one]));
  for (const [, id, sequence, hash] of chains) {
    const one = here.get(id);
    if (one?.sequence !== sequence || !equalBytes(one.hash, base64urlToBytes(hash))) return undefined;
  }
  const covered: Covered = {
    covers: head[1],
    head: head[2],
    chains: chains.map(([, id, sequence, hash]) => [id, sequence, hash])
  };
  return { room, position: record.position, covered };
}

/** The hashes of the parts that this device has appended since. */
export async function partsOf({ room, position }: SnapshotBegun, context: OfficeContext): Promise<string[]> {
  const found = await context.deps.store.entries<Bytes>({
    prefix: keysOf(context.officeId).segments('part', room),
    from: position + 1
  });
  const own = found.filter(([, bytes]) => {
    const decoded = decodeSegment(bytes);
    return decoded.ok && equalBytes(decoded.value.header.device, context.device);
  });
  return Promise.all(own.map(([, bytes]) => hashOf(bytes)));
}

/** Whether it was offered: false while its parts are not there yet. */
export async function finishSnapshot(
  begun: SnapshotBegun,
  context: OfficeContext,
  wire: Wire
): Promise<boolean> {
  const { officeId, deviceId, deps, keyring } = context;
  const unsent = await deps.store.keys({ prefix: keysOf(officeId).outbox(begun.room) });
  const parts = await partsOf(begun, context);
  if (unsent.length > 0 || parts.length === 0) return false;
  const { room, covered } = begun;
  const manifest: Manifest = {
    version: MANIFEST_VERSION,
    office: officeId,
    room,
    ...covered,
    parts,
    by: deviceId,
    at: deps.clock.now()
  };
  const hash = await sha256(manifestToBytes(manifest));
  const signature = await signHash(keyring.signing, 'anteroom/manifest/1', hash);
  await wire.ask('snapshot', { room, covers: covered.covers }, [
    signedManifestToBytes({ manifest, signature })
  ]);
  return true;
}
