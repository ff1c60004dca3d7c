/** How a connection says who it is: `auth`, `knock`, `register`. Until then nothing else is heard. */
import { timingSafeEqual } from 'node:crypto';
import { concatBytes, type Bytes } from '../src/lib/base/bytes.ts';
import { ANY_OFFICE, PROTOCOL_VERSION, type FrameBody } from '../src/lib/protocol/frames.ts';
import { verifyRoster, type Roster, type RosterDevice } from '../src/lib/protocol/roster.ts';
import type { Context } from './context.ts';
import { toRosterCrypto } from './crypto.ts';
import { inFrames } from './frames.ts';
import { toBytes } from './names.ts';
import type { Office } from './office.ts';
import { knockingKey, rosterToRights } from './rights.ts';
import type { Session } from './session.ts';

const signedBy = (context: Context, session: Session, office: string, key: Bytes, signature: string) =>
  context.crypto.verify(
    key,
    'anteroom/challenge/1',
    context.crypto.sha256(concatBytes(toBytes(session.nonce), toBytes(office))),
    toBytes(signature)
  );

function speaks(session: Session, version: number): boolean {
  if (version === PROTOCOL_VERSION) return true;
  session.close(4409, 'version');
  return false;
}

export async function auth(context: Context, session: Session, body: FrameBody<'auth'>): Promise<void> {
  if (!speaks(session, body.version)) return;
  const office =
    body.office === ANY_OFFICE ? await officeOf(context, body.device) : await context.findOffice(body.office);
  // It stays open: who has the roster may register the office now.
  if (!office) return session.send('refused', { tag: 'unknown-office' });
  await office.run(() => {
    const device = office.rights.device(body.device);
    if (!device || !signedBy(context, session, body.office, device.signing, body.signature))
      return session.close(4401, 'auth');
    if (device.frontier) {
      // So that it learns from the roster, not only from the relay's word, that it was removed.
      sendRoster(session, office, body.statements);
      return session.close(4403, 'removed');
    }
    welcome(context, session, office, body.device, body.statements);
  });
}

async function officeOf(context: Context, device: string): Promise<Office | undefined> {
  for (const id of await context.store.officesOf(device)) {
    const office = await context.findOffice(id);
    if (office?.rights.device(device)) return office;
  }
  return undefined;
}

/** Kits are never seen, but are looked for by their device: they count as seen when they came in. */
export const seenKits = (
  office: string,
  devices: Iterable<RosterDevice>,
  at: number
): { kind: 'seen'; office: string; device: string; at: number }[] =>
  [...devices]
    .filter(({ kind }) => kind === 'kit')
    .map(({ id }) => ({ kind: 'seen', office, device: id, at }));

export async function knock(context: Context, session: Session, body: FrameBody<'knock'>): Promise<void> {
  if (!speaks(session, body.version)) return;
  const office = await context.findOffice(body.office);
  if (!office) return session.close(4404, 'unknown-office');
  await office.run(() => {
    const key = knockingKey(office.roster, body.invitation, context.clock.now());
    if (!key) return session.close(4404, 'unknown-invitation');
    if (!signedBy(context, session, office.id, key, body.signature)) return session.close(4401, 'auth');
    if (isFull(context, session, office)) return;
    session.role = 'knocking';
    session.office = office;
    session.name = body.invitation;
    office.sessions.add(session);
    sendRoster(session, office, body.statements);
    session.send('ready', { now: context.clock.now(), seen: [] });
  });
}

export async function register(
  context: Context,
  session: Session,
  body: FrameBody<'register'>,
  blobs: readonly Bytes[]
): Promise<void> {
  if (!speaks(session, body.version)) return;
  if (!mayRegister(context, session, body.token)) return session.close(4403, 'token');
  const statements = (session.registering ??= []);
  statements.push(...blobs);
  const size = statements.reduce((sum, { length }) => sum + length, 0);
  if (statements.length > context.limits.statements || size > context.limits.roster)
    return session.close(4413, 'too-large');
  if (body.more) return;
  session.registering = undefined;
  const roster = await verifyRoster(statements, toRosterCrypto(context.crypto));
  if (!roster.ok) return session.close(4400, roster.error.tag);
  const id = roster.value.officeId;
  const device = rosterToRights(roster.value).device(body.device);
  if (!device || device.frontier || !signedBy(context, session, id, device.signing, body.signature))
    return session.close(4401, 'auth');

  // After a relay lost everything all devices come at once, and two in one commit would be refused together.
  const turns = turnsOf(context);
  const turn = (turns.get(id) ?? Promise.resolve(true)).then(() =>
    keepOffice(context, roster.value, statements)
  );
  turns.set(id, turn);
  const kept = await turn;
  if (turns.get(id) === turn) turns.delete(id);
  if (!kept) return session.close(1013, 'disk-full');
  const office = await context.findOffice(id);
  if (!office) return session.close(1011, 'internal');
  await office.run(() => {
    const known = office.rights.device(body.device);
    if (!known || known.frontier) return session.close(4403, 'removed');
    welcome(context, session, office, body.device, statements.length);
  });
}

const registering = new WeakMap<Context, Map<string, Promise<boolean>>>();
function turnsOf(context: Context): Map<string, Promise<boolean>> {
  let turns = registering.get(context);
  if (!turns) registering.set(context, (turns = new Map()));
  return turns;
}

/** Whether the office is on the disk afterwards. */
async function keepOffice(context: Context, roster: Roster, statements: readonly Bytes[]): Promise<boolean> {
  const office = roster.officeId;
  if (await context.findOffice(office)) return true;
  const at = context.clock.now();
  const written = await new Promise<boolean>((resolve) =>
    context.writer.add(
      [
        { kind: 'office', office, at },
        ...statements.map((bytes, sequence) => ({ kind: 'statement' as const, office, sequence, bytes })),
        ...seenKits(office, roster.devices.values(), at)
      ],
      ({ ok }) => resolve(ok)
    )
  );
  if (written)
    context.log('office registered', { office: office.slice(0, 8), statements: statements.length });
  return written;
}

function mayRegister(context: Context, session: Session, token: string | undefined): boolean {
  const expected = context.registrationToken;
  // A token that was set is asked of everybody: a proxy that does not say it is one looks like this machine.
  if (!expected) return session.line.peer.loopback;
  if (token === undefined) return false;
  const digest = (text: string) => context.crypto.sha256(new TextEncoder().encode(text));
  return timingSafeEqual(digest(expected), digest(token));
}

function isFull(context: Context, session: Session, office: Office): boolean {
  if (office.sessions.size < context.limits.connectionsOfOffice) return false;
  session.close(1013, 'connections');
  return true;
}

function welcome(context: Context, session: Session, office: Office, device: string, held: number): void {
  if (session.closed || isFull(context, session, office)) return;
  session.role = 'device';
  session.office = office;
  session.name = device;
  office.sessions.add(session);
  const now = context.clock.now();
  office.seen.set(device, now);
  context.commit(office, [{ kind: 'seen', office: office.id, device, at: now }], () => {});
  sendRoster(session, office, held);
  const rooms = [...office.rooms.values()].filter(
    ({ compartment, committed }) => committed > 0 && office.mayRead(device, compartment)
  );
  for (const some of inFrames(rooms, 1000))
    session.send('rooms', { rooms: some.map((room) => office.headOf(room)) });
  const own = rooms.flatMap((room) => office.headsOf(room, (chain) => chain.device === device));
  for (const some of inFrames(own, 1000)) session.send('heads', { heads: some });
  session.send('ready', {
    now,
    seen: [...office.seen].slice(-2000)
  });
}

/** Statements after the first `held`; all of them where it holds more than there are. */
export function sendRoster(session: Session, office: Office, held: number): void {
  let from = held > office.statements.length ? 0 : held;
  for (const some of inFrames(office.statements.slice(from), Infinity, (bytes) => bytes.length)) {
    session.send('roster', { from }, some);
    from += some.length;
  }
  if (held >= office.statements.length && held > 0 && from === held) session.send('roster', { from }, []);
}
