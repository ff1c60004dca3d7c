/** What an introduced connection may ask besides pushing and pulling. */
import type { Bytes } from '../src/lib/base/bytes.ts';
import { encodeFrame, type FrameBody } from '../src/lib/protocol/frames.ts';
import { commitNow, type Context } from './context.ts';
import { inFrames } from './frames.ts';
import { seenKits, sendRoster } from './introduce.ts';
import { HOLD, LEASE, PRESENCE_LIMIT } from './limits.ts';
import { compartmentOf } from './names.ts';
import type { Office } from './office.ts';
import { areSameHeads, isWithinHeads, readStatement } from './rights.ts';
import type { Session } from './session.ts';

/** Appends one statement to the roster, by compare-and-swap on its end. */
export async function state(
  context: Context,
  session: Session,
  office: Office,
  { id, again: saidAgain }: FrameBody<'state'>,
  blobs: readonly Bytes[]
): Promise<void> {
  const refuse = (tag: string) => session.send('refused', { id, tag });
  const [bytes] = blobs;
  const facts = bytes && blobs.length === 1 ? readStatement(bytes) : undefined;
  if (!bytes || !facts) return refuse('malformed');
  // Who was only invited may ask to join, with the invitation it came with, and nothing else.
  if (session.role === 'knocking' && (facts.kind !== 'join' || facts.invitation !== session.name))
    return refuse('no-right');
  const size = office.statements.reduce((sum, { length }) => sum + length, bytes.length);
  // The other half is full members', or one assistant could fill the list before being removed from it.
  const full = office.rights.device(session.name)?.full === true;
  const share = full ? 1 : 0.5;
  const again = saidAgain === true && full;
  const { statements, roster } = context.limits;
  if (office.statements.length >= statements * share || size > roster * share) return refuse('quota');
  const extended = await office.extend(bytes, again ? undefined : context.clock.now());
  if (!extended.ok) return refuse(extended.error.tag);
  if (facts.kind === 'revoke') {
    const here = headsOfDevices(office, facts.devices);
    // A log that was restored to an earlier day may not have reached the heads yet; it must not be beyond them.
    if (!(again ? isWithinHeads(here, facts.heads) : areSameHeads(facts.heads, here)))
      return refuse('heads-moved');
  }

  const sequence = office.statements.length;
  const written = await commitNow(context, office, [
    { kind: 'statement', office: office.id, sequence, bytes },
    ...seenKits(
      office.id,
      [...extended.value.devices.values()].filter(({ id: device }) => !office.roster.devices.has(device)),
      context.clock.now()
    )
  ]);
  if (!written.ok) return refuse('disk-full');
  office.statements.push(bytes);
  office.setRoster(extended.value);
  // The removal stands now for what the hold stood for.
  if (facts.kind === 'revoke') for (const device of facts.devices) office.held.delete(device);
  session.send('ack', { id });
  context.log('roster grew', { office: office.id.slice(0, 8), kind: facts.kind, statements: sequence + 1 });
  for (const other of [...office.sessions]) {
    sendRoster(other, office, sequence);
    if (other.role !== 'device') continue;
    const device = office.rights.device(other.name);
    if (!device || device.frontier) other.close(4403, 'removed');
  }
}

/** Stops taking from these devices for a while, and says where their chains end. */
export function hold(
  context: Context,
  session: Session,
  office: Office,
  { id, devices }: FrameBody<'hold'>
): void {
  const asks = office.rights.device(session.name);
  const own = devices.every(
    (one) => office.roster.devices.get(one)?.member === office.roster.devices.get(session.name)?.member
  );
  if (!asks || (!asks.full && !own)) return session.send('refused', { id, tag: 'no-right' });
  if (!devices.every((one) => office.rights.device(one)))
    return session.send('refused', { id, tag: 'stranger' });
  const until = context.clock.now() + HOLD;
  for (const device of devices) office.held.set(device, until);
  session.send('granted', { id, until });
  for (const some of inFrames(headsOfDevices(office, devices), 1000))
    session.send('heads', { id, heads: some });
  session.send('end', { id });
}

const headsOfDevices = (office: Office, devices: readonly string[]) => {
  const clientIds = new Set(devices.flatMap((one) => office.roster.devices.get(one)?.clientIds ?? []));
  return [...office.rooms.values()].flatMap((room) =>
    office.headsOf(room, (chain) => clientIds.has(chain.clientId))
  );
};

/** One device at a time rewrites a room. It is given back with 0, or by the time; a lost connection keeps it. */
export function lease(
  context: Context,
  session: Session,
  office: Office,
  { id, room, seconds }: FrameBody<'lease'>
): void {
  const device = office.rights.device(session.name);
  if (!device?.full || !device.writes(compartmentOf(room)))
    return session.send('refused', { id, tag: 'no-right' });
  const now = context.clock.now();
  const held = office.leases.get(room);
  if (held && held.until > now && held.device !== session.name)
    return session.send('refused', { id, tag: 'leased', seconds: Math.ceil((held.until - now) / 1000) });
  const until = now + Math.min(seconds * 1000, LEASE);
  if (seconds === 0) office.leases.delete(room);
  else office.leases.set(room, { device: session.name, until });
  session.send('granted', { id, until });
}

export function chains(session: Session, office: Office, { id, room: name }: FrameBody<'chains'>): void {
  if (!office.mayRead(session.name, compartmentOf(name)))
    return session.send('refused', { id, tag: 'no-right' });
  const room = office.rooms.get(name);
  if (room)
    for (const some of inFrames(office.headsOf(room), 1000)) session.send('heads', { id, heads: some });
  session.send('end', { id, ...(room && room.committed > 0 ? { head: office.headOf(room) } : {}) });
}

/** To everybody else who may read that compartment; never kept. Who reads slowly gets none. */
export function presence(
  context: Context,
  session: Session,
  office: Office,
  { compartment }: FrameBody<'presence'>,
  blobs: readonly Bytes[]
): void {
  if (blobs.length !== 1 || blobs[0]!.length > PRESENCE_LIMIT) return;
  if (!office.mayRead(session.name, compartment)) return;
  let bytes: Uint8Array | undefined;
  for (const reader of office.sessions) {
    if (reader === session || reader.role !== 'device' || !office.mayRead(reader.name, compartment)) continue;
    if (reader.line.buffered() > context.limits.slow) continue;
    bytes ??= encodeFrame('presence', { compartment, from: session.name }, blobs);
    reader.sendBytes(bytes);
  }
}
