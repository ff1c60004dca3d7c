/** Takes what devices push: judges it in order, commits it with what others push, acknowledges it, forwards it live. */
import { equalBytes, type Bytes } from '../src/lib/base/bytes.ts';
import { encodeFrame, type FrameBody } from '../src/lib/protocol/frames.ts';
import type { Context } from './context.ts';
import { inFrames } from './frames.ts';
import { judge, readOffered, type Offered, type RefusalTag } from './judge.ts';
import type { Change } from './log-store.ts';
import { toText } from './names.ts';
import type { Chain, Office, Room } from './office.ts';
import type { Session } from './session.ts';

interface Taken {
  readonly room: Room;
  readonly number: number;
  readonly offered: Offered;
}

type Refused = {
  readonly index: number;
  readonly tag: RefusalTag;
  readonly head?: [string, number, number, string];
};

export async function push(
  context: Context,
  session: Session,
  office: Office,
  body: FrameBody<'push'>,
  blobs: readonly Bytes[]
): Promise<void> {
  const { clock, crypto, limits, metrics } = context;
  const again = body.again === true;
  const vouches = (offered: Offered): boolean => {
    if (again || offered.device !== session.name || context.spareSignature()) return false;
    metrics.segmentsVouched++;
    return true;
  };
  const now = clock.now();
  const numbers: number[] = [];
  const taken: Taken[] = [];
  const changes: Change[] = [];
  let refused: Refused | undefined;

  for (const [index, bytes] of blobs.entries()) {
    const offered = readOffered(bytes, crypto);
    if (!offered) {
      refused = { index, tag: 'malformed' };
      break;
    }
    let verdict = judge(offered, {
      office,
      pusher: session.name,
      again,
      now,
      crypto,
      quota: limits.quota,
      vouches
    });
    if (verdict.kind === 'old') {
      const known = await findOld(context, office, offered, taken);
      // A commit failed while the disk was asked: what was judged so far was judged on heads that are not.
      if (office.stale) {
        answer({ ok: false });
        return;
      }
      if (known !== undefined) {
        numbers.push(known);
        continue;
      }
      verdict = {
        kind: 'refuse',
        tag: 'chain-forked',
        chain: office.rooms.get(offered.room)?.chains.get(offered.header.clientId)
      };
    }
    if (verdict.kind === 'refuse') {
      refused = { index, tag: verdict.tag, ...headOf(offered, verdict.chain) };
      break;
    }
    const { header, room: name, device, hash } = offered;
    const room = office.room(name);
    const number = ++room.number;
    const chain = room.chains.get(header.clientId);
    if (chain) Object.assign(chain, { device, sequence: header.sequence, hash });
    else
      room.chains.set(header.clientId, {
        clientId: header.clientId,
        device,
        sequence: header.sequence,
        hash
      });
    office.size += bytes.length;
    numbers.push(number);
    taken.push({ room, number, offered });
    changes.push({
      kind: 'segment',
      office: office.id,
      room: name,
      number,
      hash,
      device,
      clientId: header.clientId,
      sequence: header.sequence,
      part: header.kind === 'snapshot',
      at: now,
      bytes
    });
  }
  context.commit(office, changes, answer);

  function answer(result: { readonly ok: boolean }): void {
    if (!result.ok) {
      count('disk-full');
      session.send('ack', { id: body.id, numbers: [], refused: { index: 0, tag: 'disk-full' } });
      return;
    }
    for (const { room, number, offered } of taken) {
      room.committed = number;
      room.committedHash = offered.hash;
    }
    metrics.segmentsTaken += taken.length;
    if (refused) count(refused.tag);
    session.send('ack', { id: body.id, numbers, ...(refused ? { refused } : {}) });
    forward(context, session, office, taken);
  }

  function count(tag: string): void {
    metrics.refused[tag] = (metrics.refused[tag] ?? 0) + 1;
  }
}

function headOf({ room }: Offered, chain: Chain | undefined): Pick<Refused, 'head'> {
  return chain ? { head: [room, chain.clientId, chain.sequence, toText(chain.hash)] } : {};
}

/** The number of the very segment, or nothing where another is in its place. */
async function findOld(
  context: Context,
  office: Office,
  { room, header, hash }: Offered,
  taken: readonly Taken[]
): Promise<number | undefined> {
  const { clientId, sequence } = header;
  const justNow = taken.find(
    ({ offered: one }) =>
      one.room === room && one.header.clientId === clientId && one.header.sequence === sequence
  );
  if (justNow) return equalBytes(justNow.offered.hash, hash) ? justNow.number : undefined;
  // It may be on its way still.
  await context.writer.flush();
  const known = await context.store.findSegment(office.id, room, clientId, sequence);
  if (known) return equalBytes(known.hash, hash) ? known.number : undefined;
  // Trimmed: a snapshot stands for it.
  return office.rooms.get(room)?.floor || undefined;
}

/** To everybody else who may read it. A message is encoded once, however many read it. */
function forward(context: Context, from: Session, office: Office, taken: readonly Taken[]): void {
  const readers = [...office.sessions].filter((session) => session !== from && session.role === 'device');
  if (readers.length === 0 || taken.length === 0) return;
  for (const run of runsOfRooms(taken)) {
    const { room } = run[0]!;
    for (const some of inFrames(run, Infinity, ({ offered }) => offered.bytes.length)) {
      let bytes: Uint8Array | undefined;
      for (const reader of readers) {
        if (!office.mayRead(reader.name, room.compartment)) continue;
        if (reader.streaming.has(room.name)) continue;
        if (reader.missed.size > 0 || reader.line.buffered() > context.limits.slow) {
          context.fellBehind(reader, room.name);
          continue;
        }
        bytes ??= encodeFrame(
          'segments',
          { room: room.name, first: some[0]!.number },
          some.map(({ offered }) => offered.bytes)
        );
        context.metrics.segmentsForwarded += some.length;
        reader.sendBytes(bytes);
      }
    }
  }
}

/** Neighbours of the same room; their numbers follow each other, since an office takes one push after the other. */
function runsOfRooms(taken: readonly Taken[]): Taken[][] {
  const runs: Taken[][] = [];
  for (const one of taken) {
    const run = runs.at(-1);
    if (run && run[0]!.room === one.room) run.push(one);
    else runs.push([one]);
  }
  return runs;
}
