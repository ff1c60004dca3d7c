/**
 * Rule 8: the relay was restored to an earlier day, or lost something. What it lacks is pushed again, other
 * devices' segments included; what it has and this device has not is fetched from the beginning.
 */
import { base64urlToBytes, bytesToBase64url, equalBytes, type Bytes } from '../base/bytes.ts';
import { decodeSegment } from '../protocol/segment.ts';
import { keysOf, type Cursor, type Head } from './layout.ts';
import type { OfficeContext } from './office-context.ts';
import { readAll } from './read-segments.ts';
import { fillFrame, type Wire } from './wire.ts';

export interface Repaired {
  /** How many segments were pushed again. */
  readonly said: number;
  /** The relay has something that is not here: the room is to be pulled, from its beginning. */
  readonly fetch: boolean;
  readonly forked: boolean;
  /** The relay lacks something of this device's own chain that is no more here either: nothing can follow it there. */
  readonly broken?: boolean;
}

interface AtRelay {
  readonly sequence: number;
  readonly hash: string;
}

/** Nothing where the line broke: then it is begun again. What this device never sent stays with the outbox. */
export async function repairRoom(
  room: string,
  context: OfficeContext,
  wire: Wire
): Promise<Repaired | undefined> {
  const { store } = context.deps;
  const keys = keysOf(context.officeId);
  const before = await askChains(room, wire);
  if (!before) return undefined;
  if (before === 'refused') return { said: 0, fetch: false, forked: false };
  const unsent = await firstUnsent(room, context);
  const here = await headsHere(room, context);
  let forked = false;
  const refusals = new Map<number, string>();
  const lacking = new Map<number, AtRelay>();
  for (const [id, head] of here) {
    const theirs = before.heads.get(id) ?? { sequence: 0, hash: '' };
    if (head.sequence === theirs.sequence && bytesToBase64url(head.hash) !== theirs.hash) forked = true;
    else if (theirs.sequence < Math.min(head.sequence, (unsent.get(id) ?? Infinity) - 1))
      lacking.set(id, theirs);
  }

  let said = 0;
  if (lacking.size > 0) {
    let frame: Bytes[] = [];
    const push = async (): Promise<boolean> => {
      while (frame.length > 0) {
        const part = frame.slice(0, fillFrame(frame.map(({ length }) => length)));
        const reply = await wire.ask('push', { again: true }, part);
        if (reply?.answer.kind !== 'ack') return false;
        const { numbers = [], refused } = reply.answer.body;
        said += numbers.length;
        frame = frame.slice(numbers.length);
        // That chain is left out from there on; the others go on.
        if (refused) {
          const id = idOf(frame[0]!);
          if (refused.tag === 'chain-forked') forked = true;
          refusals.set(id, refused.tag);
          lacking.delete(id);
          frame = frame.filter((bytes) => idOf(bytes) !== id);
        }
      }
      return true;
    };
    for await (const page of readAll(store, context.officeId, room)) {
      for (const { bytes } of page) {
        const decoded = decodeSegment(bytes);
        if (!decoded.ok) continue;
        const { clientId, sequence, previous } = decoded.value.header;
        const theirs = lacking.get(clientId);
        if (!theirs || sequence <= theirs.sequence || sequence >= (unsent.get(clientId) ?? Infinity))
          continue;
        if (
          sequence === theirs.sequence + 1 &&
          theirs.hash &&
          !equalBytes(previous, base64urlToBytes(theirs.hash))
        ) {
          forked = true;
          lacking.delete(clientId);
          continue;
        }
        frame.push(bytes);
      }
      if (!(await push())) return undefined;
    }
  }

  const after = lacking.size > 0 ? await askChains(room, wire) : before;
  if (!after) return undefined;
  if (after === 'refused') return { said, fetch: false, forked };
  const all = [...after.heads].every(([id, { sequence, hash }]) => {
    const head = here.get(id);
    return (
      head &&
      (head.sequence > sequence || (head.sequence === sequence && bytesToBase64url(head.hash) === hash))
    );
  });
  // Each number of a room is one chain's next segment, so all heads together say whether some were left out.
  const counted = [...after.heads.values()].reduce((sum, { sequence }) => sum + sequence, 0);
  const whole = all && after.end && after.end.number === counted;
  await store.commit([keys.meta, keys.cursor(room)], ([meta]) => {
    if (!meta) return { result: undefined };
    if (!whole) return { remove: [keys.cursor(room)], result: undefined };
    const cursor: Cursor = { number: after.end!.number, hash: after.end!.hash };
    return { put: [[keys.cursor(room), cursor]], result: undefined };
  });
  const outOfUse = new Set(await store.get<number[]>(keys.retired));
  const own = context.roster.devices.get(context.deviceId)?.clientIds ?? [];
  const broken = own.some((id) => {
    const sent = Math.min(here.get(id)?.sequence ?? 0, (unsent.get(id) ?? Infinity) - 1);
    const gap = (refusals.get(id) ?? 'chain-gap') === 'chain-gap';
    return gap && !forked && !outOfUse.has(id) && (after.heads.get(id)?.sequence ?? 0) < sent;
  });
  return { said, fetch: !whole && (after.end?.number ?? 0) > 0, forked, broken };
}

async function askChains(room: string, wire: Wire) {
  const reply = await wire.ask('chains', { room });
  if (!reply) return undefined;
  const { answer, heads } = reply;
  if (answer.kind !== 'end') return 'refused' as const;
  const end = answer.body.head;
  return {
    heads: new Map(heads.map(([, id, sequence, hash]): [number, AtRelay] => [id, { sequence, hash }])),
    end: end && { number: end[1], hash: base64urlToBytes(end[2]) }
  };
}

async function headsHere(room: string, { officeId, deps }: OfficeContext): Promise<Map<number, Head>> {
  const found = await deps.store.entries<Head>({ prefix: keysOf(officeId).heads(room) });
  return new Map(found.map(([key, head]) => [Number(key.at(-1)), head]));
}

/** By client id, the first sequence that was never acknowledged: the outbox sends from there. */
async function firstUnsent(room: string, { officeId, deps }: OfficeContext): Promise<Map<number, number>> {
  const first = new Map<number, number>();
  const found = await deps.store.entries<{ clientId: number; sequence: number }>({
    prefix: keysOf(officeId).outbox(room)
  });
  for (const [, { clientId, sequence }] of found)
    first.set(clientId, Math.min(sequence, first.get(clientId) ?? Infinity));
  return first;
}

function idOf(bytes: Bytes): number {
  const decoded = decodeSegment(bytes);
  return decoded.ok ? decoded.value.header.clientId : 0;
}
