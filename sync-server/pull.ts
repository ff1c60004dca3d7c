/**
 * Streams a room to one reader, as fast as it reads. What is taken meanwhile comes with it, so that when the room's
 * end is said, everything after it comes live and nothing is missing in between.
 */
import { equalBytes } from '../src/lib/base/bytes.ts';
import type { FrameBody } from '../src/lib/protocol/frames.ts';
import { readManifest } from '../src/lib/protocol/manifest.ts';
import type { Context } from './context.ts';
import { BLOBS, inFrames } from './frames.ts';
import type { StoredSegment } from './log-store.ts';
import { compartmentOf, toBytes, toText } from './names.ts';
import type { Office, Room } from './office.ts';
import type { Session } from './session.ts';

export async function pull(
  context: Context,
  session: Session,
  office: Office,
  body: FrameBody<'pull'>
): Promise<void> {
  const { id, room: name, after } = body;
  if (office.stale) await office.run(() => {});
  const mayRead = () => !session.closed && office.mayRead(session.name, compartmentOf(name));
  const refuse = (tag: string) => session.send('refused', { id, tag });
  if (!mayRead()) return refuse('no-right');
  const room = office.rooms.get(name);
  if (!room || room.committed === 0) return after === 0 ? session.send('end', { id }) : refuse('other-log');
  if (after > 0 && !(await isSame(context, office, room, after, body.hash))) return refuse('other-log');

  session.streaming.add(name);
  try {
    let cursor = after;
    const sent = new Set<string>();
    if (room.snapshot && (body.have || after < room.floor)) {
      const { covers } = room.snapshot;
      const have = new Set(body.have);
      const parts = await sendSnapshot(context, session, office, room, id, room.snapshot, have);
      for (const part of parts) sent.add(part);
      cursor = Math.max(after, covers);
    }
    for (;;) {
      await drained(context, session);
      if (!mayRead()) return refuse('no-right');
      const now = office.rooms.get(name);
      if (!now || cursor >= now.committed) {
        session.streaming.delete(name);
        return session.send('end', { id, ...(now ? { head: office.headOf(now) } : {}) });
      }
      const page = await context.store.readSegments(office.id, name, cursor, BLOBS);
      // On the disk, but not yet told to who pushed it: it comes live, or with the next page.
      if (page.length === 0) return refuse('internal');
      cursor = page.at(-1)!.number;
      for (const run of withoutParts(page, sent))
        for (const some of inFrames(run, Infinity, ({ bytes }) => bytes.length))
          session.send(
            'segments',
            { id, room: name, first: some[0]!.number },
            some.map(({ bytes }) => bytes)
          );
    }
  } finally {
    session.streaming.delete(name);
  }
}

/** Whether the reader's last segment is ours. */
async function isSame(context: Context, office: Office, room: Room, after: number, hash: string | undefined) {
  if (hash === undefined || after > room.committed) return false;
  const theirs = toBytes(hash);
  // What was trimmed cannot be compared any more; its snapshot says what it was.
  if (after < room.floor) return true;
  if (after === room.floor) return room.floorHash !== undefined && equalBytes(room.floorHash, theirs);
  if (after === room.committed) return equalBytes(room.committedHash, theirs);
  const [segment] = await context.store.readSegments(office.id, room.name, after - 1, 1);
  return segment !== undefined && segment.number === after && equalBytes(segment.hash, theirs);
}

/** The manifest, then those of its parts that the reader lacks, in its order; the hashes of all. `first` counts the parts already sent. */
async function sendSnapshot(
  context: Context,
  session: Session,
  office: Office,
  room: Room,
  id: number,
  { covers, manifest }: { readonly covers: number; readonly manifest: Uint8Array<ArrayBuffer> },
  have: ReadonlySet<string>
): Promise<readonly string[]> {
  const parts = readManifest(manifest)?.manifest.parts ?? [];
  let first = 0;
  let waiting: Uint8Array[] = [manifest];
  let size = manifest.length;
  const flush = () => {
    session.send('segments', { id, room: room.name, first, snapshot: covers }, waiting);
    waiting = [];
    size = 0;
  };
  let sent = 0;
  for (const hash of parts) {
    if (have.has(hash)) continue;
    const [part] = await context.store.findParts(office.id, room.name, [toBytes(hash)]);
    if (!part) continue;
    if (size + part.bytes.length + 8 > BLOBS) {
      flush();
      first = sent;
      await drained(context, session);
      if (session.closed) return parts;
    }
    waiting.push(part.bytes);
    size += part.bytes.length + 8;
    sent++;
  }
  if (waiting.length > 0) flush();
  return parts;
}

/** Parts of the snapshot that came first are not sent again; what remains has gaps in its numbers. */
function withoutParts(page: readonly StoredSegment[], parts: ReadonlySet<string>): StoredSegment[][] {
  if (parts.size === 0) return [[...page]];
  const runs: StoredSegment[][] = [];
  for (const segment of page) {
    if (parts.has(toText(segment.hash))) continue;
    const run = runs.at(-1);
    if (run && run.at(-1)!.number + 1 === segment.number) run.push(segment);
    else runs.push([segment]);
  }
  return runs;
}

const LOOK_AGAIN = 10;

async function drained(context: Context, session: Session): Promise<void> {
  while (!session.closed && session.line.buffered() > context.limits.slow)
    await new Promise<void>((resolve) => context.timers.after(LOOK_AGAIN, resolve));
}
