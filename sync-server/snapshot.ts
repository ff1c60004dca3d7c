/**
 * A snapshot: a signed manifest that names the parts (segments of kind *snapshot*, pushed before) and the end of
 * every chain it stands for. Taken only where these ends are the relay's own.
 */
import { equalBytes, type Bytes } from '../src/lib/base/bytes.ts';
import type { FrameBody } from '../src/lib/protocol/frames.ts';
import { manifestToBytes, readManifest, type Manifest } from '../src/lib/protocol/manifest.ts';
import { commitNow, type Context } from './context.ts';
import { compartmentOf, toBytes, toText } from './names.ts';
import type { Office, Room } from './office.ts';
import type { Session } from './session.ts';

export async function snapshot(
  context: Context,
  session: Session,
  office: Office,
  body: FrameBody<'snapshot'>,
  blobs: readonly Bytes[]
): Promise<void> {
  const tag = await check(context, session, office, body, blobs);
  if (tag) return session.send('refused', { id: body.id, tag });
  const room = office.rooms.get(body.room)!;
  const written = await commitNow(context, office, [
    { kind: 'snapshot', office: office.id, room: room.name, covers: body.covers, manifest: blobs[0]! }
  ]);
  if (!written.ok) return session.send('refused', { id: body.id, tag: 'disk-full' });
  room.snapshot = { covers: body.covers, manifest: blobs[0]! };
  session.send('ack', { id: body.id });
}

async function check(
  context: Context,
  session: Session,
  office: Office,
  body: FrameBody<'snapshot'>,
  blobs: readonly Bytes[]
): Promise<string | undefined> {
  const signed = blobs.length === 1 ? readManifest(blobs[0]!) : undefined;
  if (!signed) return 'malformed';
  const { manifest, signature } = signed;
  if (manifest.office !== office.id) return 'wrong-office';
  if (manifest.room !== body.room || manifest.covers !== body.covers) return 'malformed';
  const device = office.rights.device(manifest.by);
  if (!device) return 'stranger';
  if (device.frontier) return 'removed';
  const room = office.rooms.get(body.room);
  const compartment = compartmentOf(body.room);
  if (!office.mayRead(session.name, compartment) || !device.writes(compartment)) return 'no-right';
  if (!device.full) return 'kind';
  if (office.isHeld(manifest.by, context.clock.now())) return 'held';
  const hash = context.crypto.sha256(manifestToBytes(manifest));
  if (!context.crypto.verify(device.signing, 'anteroom/manifest/1', hash, signature)) return 'forged';
  await context.writer.flush();
  if (!room || manifest.covers > room.committed) return 'snapshot-ahead';
  if (manifest.covers <= (room.snapshot?.covers ?? 0)) return 'snapshot-behind';
  const [last] = await context.store.readSegments(office.id, room.name, manifest.covers - 1, 1);
  if (last?.number !== manifest.covers || toText(last.hash) !== manifest.head) return 'snapshot-heads';
  if (!(await coversExactly(context, office, room, manifest))) return 'snapshot-heads';
  const parts = await context.store.findParts(office.id, room.name, manifest.parts.map(toBytes));
  const found = new Set(
    parts.filter(({ number }) => number > manifest.covers).map((part) => toText(part.hash))
  );
  if (!manifest.parts.every((part) => found.has(part))) return 'snapshot-parts';
  return undefined;
}

/** Compare-and-swap: every chain's end up to there, and no other. */
async function coversExactly(
  context: Context,
  office: Office,
  room: Room,
  manifest: Manifest
): Promise<boolean> {
  const ends = new Map<number, { sequence: number; hash: Bytes }>();
  const before = room.snapshot && readManifest(room.snapshot.manifest);
  for (const [clientId, sequence, hash] of before?.manifest.chains ?? [])
    ends.set(clientId, { sequence, hash: toBytes(hash) });
  for (const end of await context.store.chainsUpTo(office.id, room.name, manifest.covers)) {
    const known = ends.get(end.clientId);
    if (!known || known.sequence <= end.sequence) ends.set(end.clientId, end);
  }
  return (
    ends.size === manifest.chains.length &&
    manifest.chains.every(([clientId, sequence, hash]) => {
      const end = ends.get(clientId);
      return end !== undefined && end.sequence === sequence && equalBytes(end.hash, toBytes(hash));
    })
  );
}
