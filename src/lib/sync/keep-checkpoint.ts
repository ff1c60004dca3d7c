/** Keeps a room's checkpoint in the device's store, sealed for this device, and opens it again. */
import type { Bytes } from '../base/bytes.ts';
import { deflate, inflate } from '../identity/deflate.ts';
import { decodeCheckpoint, encodeCheckpoint, type Checkpoint } from './checkpoint.ts';
import { placeToRoomKey, type Place } from './judge.ts';
import { keysOf, type Base } from './layout.ts';
import type { MergeUpdates } from './log.ts';
import type { OfficeContext } from './office-context.ts';
import type { ReadRoom } from './read-room.ts';

export interface StoredCheckpoint {
  readonly position: number;
  readonly sealed: Bytes;
}

const CHECKPOINT_LIMIT = 256 * 1024 * 1024;

const checkpointPurpose = (context: OfficeContext, place: Place): string =>
  `checkpoint/${context.officeId}/${placeToRoomKey(place)}`;

/** Keeps the merged small segments; returns how many they are. Does nothing where another tab was further. */
export async function writeCheckpoint(
  read: ReadRoom,
  merge: MergeUpdates,
  place: Place,
  context: OfficeContext
): Promise<number> {
  const items: Checkpoint['items'][number][] = [];
  let run: Bytes[] = [];
  let covered = read.covered;
  const closeRun = () => {
    if (run.length > 0)
      items.push({ kind: 'merged', update: run.length === 1 ? run[0]! : new Uint8Array(merge(run)) });
    run = [];
  };
  for (const item of read.items) {
    if (item.kind === 'large') {
      closeRun();
      items.push({ kind: 'large', position: item.position, clientId: item.clientId, hash: item.hash! });
    } else if (item.kind !== 'archive' && item.kind !== 'part' && item.update) {
      if (item.kind === 'small') covered++;
      run.push(item.update);
    }
  }
  closeRun();
  const heads = [...read.chains.ends];
  const bytes = await deflate(encodeCheckpoint({ position: read.position, covered, heads, items }));
  const sealed = await context.keyring.sealLocal(bytes, checkpointPurpose(context, place));
  const key = keysOf(context.officeId).checkpoint(placeToRoomKey(place));
  const meta = keysOf(context.officeId).meta;
  const base = keysOf(context.officeId).base(placeToRoomKey(place));
  await context.deps.store.commit([meta, key, base], ([office, standing, under]) => ({
    put:
      office &&
      ((standing as StoredCheckpoint | undefined)?.position ?? 0) < read.position &&
      (under as Base | undefined)?.position === read.base
        ? [[key, { position: read.position, sealed } satisfies StoredCheckpoint]]
        : [],
    result: undefined
  }));
  return covered;
}

/** Nothing where there is none, or none that opens: that one is removed. */
export async function openCheckpoint(place: Place, context: OfficeContext): Promise<Checkpoint | undefined> {
  const { store } = context.deps;
  const key = keysOf(context.officeId).checkpoint(placeToRoomKey(place));
  const stored = await store.get<StoredCheckpoint>(key);
  if (!stored) return undefined;
  const deflated = await context.keyring.openLocal(stored.sealed, checkpointPurpose(context, place));
  const bytes = deflated && (await inflate(deflated, CHECKPOINT_LIMIT));
  const checkpoint = bytes && decodeCheckpoint(bytes);
  // Everything in it is in the segments too, so a damaged one costs time and nothing else.
  if (!checkpoint) await store.commit([], () => ({ remove: [key], result: undefined })).catch(() => {});
  return checkpoint;
}
