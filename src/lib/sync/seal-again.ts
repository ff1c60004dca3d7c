/**
 * Rule 10: what was not sent while the key changed is sealed again under the current one. A room's unsent
 * segments keep their places, contents and sequences; their hashes change, and with them the chain's head, all
 * in one transaction. A tab that appends meanwhile finds another head and seals over that one.
 */
import { equalBytes, type Bytes } from '../base/bytes.ts';
import { openSegment } from '../identity/open.ts';
import { pack, seal } from '../identity/seal.ts';
import { decodeSegment } from '../protocol/segment.ts';
import type { StoreKey } from './device-store.ts';
import { keysOf, type Head, type Unsent } from './layout.ts';
import type { OfficeContext } from './office-context.ts';

/** Whether everything unsent of the room is sealed under the newest key there is, and was not before. */
export async function sealUnsentAgain(room: string, context: OfficeContext): Promise<boolean> {
  for (let attempt = 0; attempt < 5; attempt++) {
    const outcome = await tryOnce(room, context);
    if (outcome !== 'raced') return outcome === 'sealed';
  }
  return false;
}

async function tryOnce(room: string, context: OfficeContext): Promise<'sealed' | 'raced' | 'nothing'> {
  const { keyring, deps } = context;
  const { store, random } = deps;
  const keys = keysOf(context.officeId);
  const compartment = room.split('/')[0]!;
  const epoch = keyring.currentEpoch(compartment);
  if (epoch === undefined) return 'nothing';
  const unsent = await store.entries<Unsent>({ prefix: keys.outbox(room) });
  const chains = new Set(unsent.map(([, { clientId }]) => clientId));
  const put: [StoreKey, unknown][] = [];
  const over: [StoreKey, Head][] = [];
  for (const clientId of chains) {
    const head = await store.get<Head & { position: number }>(keys.head(room, clientId));
    if (!head) continue;
    const entries = unsent.filter(([, one]) => one.clientId === clientId);
    let previous: Bytes | undefined;
    let last = 0;
    for (const [key, { kind, sequence }] of entries) {
      const place = keys.segment(kind, room, Number(key.at(-1)));
      const bytes = await store.get<Bytes>(place);
      const decoded = bytes && decodeSegment(bytes);
      if (!decoded?.ok) return 'nothing';
      const { header } = decoded.value;
      if (header.epoch >= epoch && previous === undefined) continue;
      const old = await keyring.segmentKey(header);
      const opened = old && (await openSegment(decoded.value, old));
      const segment = await keyring.segmentKey({ ...header, epoch });
      if (!opened?.ok || !segment) return 'nothing';
      const { content, continues, continued, shard } = opened.value;
      const packed = { ...(await pack(content, continues, continued)), shard };
      const next = { ...header, epoch, previous: previous ?? header.previous };
      const sealed = await seal(next, packed, { segment, signing: keyring.signing }, random);
      previous = sealed.hash;
      last = sequence;
      put.push([place, sealed.bytes]);
    }
    if (!previous) continue;
    // Something was appended while it was read.
    if (last !== head.sequence) return 'raced';
    over.push([keys.head(room, clientId), head]);
    put.push([keys.head(room, clientId), { ...head, hash: previous }]);
  }
  if (put.length === 0) return 'nothing';
  return store.commit([keys.meta, ...over.map(([key]) => key)], ([meta, ...heads]) => {
    const same = heads.every((found, index) => {
      const head = found as Head | undefined;
      return head?.sequence === over[index]![1].sequence && equalBytes(head.hash, over[index]![1].hash);
    });
    if (!meta || !same) return { result: 'raced' as const };
    // A checkpoint knows the old hashes.
    return { put, remove: [keys.checkpoint(room)], result: 'sealed' as const };
  });
}
