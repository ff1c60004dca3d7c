/**
 * Asking to come in, on the new device. What it is about to say is kept before it is said, so that a reload in
 * between, or a night, changes nothing: asking again with the same link goes on where it stood.
 */
import { base64urlToBytes, bytesToUtf8, utf8ToBytes, type Bytes } from '../base/bytes.ts';
import { failed, ok, type Result } from '../base/result.ts';
import { openInvitation, requestCode } from '../identity/invitation.ts';
import type { StoredKeys } from '../identity/keyring.ts';
import { rosterCrypto } from '../identity/statements.ts';
import { openWithNonce, sealWithNonce } from '../identity/wrap.ts';
import { verifyRoster, type Roster, type StatementOf } from '../protocol/roster.ts';
import type { DeviceDeps, Timers } from './deps.ts';
import { JOINING } from './layout.ts';
import { createNewDevice, isHere, keepOffice, type NewDevice } from './membership-arrive.ts';
import { readInvitation, type About, type InvitationLink } from './membership-invite.ts';
import { openBoxes } from './membership-keys.ts';
import { createRosterPort } from './membership-port.ts';
import { t } from './membership-text.ts';
import { openOutsideLine, type OutsideLine } from './outside-line.ts';
import type { Transport } from './transport.ts';

export interface OutsideDeps extends Pick<DeviceDeps, 'store' | 'random' | 'clock'> {
  readonly timers: Timers;
  createTransport(address: string): Transport | Promise<Transport>;
}

export interface JoiningDevice {
  /** `482 913`. */
  readonly code: string;
  /** Failures: `declined`, `cancelled`, those of keeping. */
  readonly admitted: Promise<Result<{ readonly officeId: string }>>;
  cancel(): void;
}

/** Sealed under the new device's own local key. */
interface Asked {
  readonly link: string;
  readonly about: About;
  readonly device: StatementOf<'join'>['device'];
}
interface StoredAsked {
  readonly keys: StoredKeys;
  readonly sealed: Bytes;
}

/**
 * Failures: `invitation-unreadable`, `invitation-expired`, `invitation-used`, `server-unreachable`,
 * `other-office`, `office-here`, `roster-damaged`, `roster-newer`, `storage-full`, `storage-failed`.
 */
export async function askToJoin(
  link: string,
  about: About,
  deps: OutsideDeps
): Promise<Result<JoiningDevice>> {
  const read = readInvitation(link);
  if (!read.ok) return read;
  const invitation = read.value;
  const keys = await openInvitation(base64urlToBytes(invitation.secret));
  const transport = await deps.createTransport(invitation.server);
  const opened = await openOutsideLine(
    transport,
    { office: invitation.office, kind: 'invitation', id: invitation.invitation, signing: keys.signing },
    deps.timers
  );
  if (!opened.ok) return translate(opened);
  const line = opened.value;
  const asked = await ask(invitation, link, about, line, deps);
  if (!asked.ok) line.close();
  return asked;
}

async function ask(
  invitation: InvitationLink,
  link: string,
  about: About,
  line: OutsideLine,
  deps: OutsideDeps
): Promise<Result<JoiningDevice>> {
  const { store, random, clock } = deps;
  const readRoster = (): Promise<Result<Roster>> => readOf(invitation, line);
  const first = await readRoster();
  if (!first.ok) return first;
  if (await isHere(invitation.office, store)) return failed('office-here', t('officeHere'));
  if (!holdsHead(line.chain(), first.value, invitation.head)) return failed('other-office', t('otherOffice'));

  const before = await readAsked(invitation.office, deps);
  const mine = before?.asked.link === link ? before : undefined;
  const device: NewDevice = mine
    ? { keys: mine.keys, device: mine.asked.device }
    : await createNewDevice(random);
  const { id } = device.device;
  let roster = first.value;
  if (!roster.requests.has(id)) {
    const open = roster.invitations.get(invitation.invitation);
    if (open?.state !== 'open') return failed('invitation-used', t('invitationUsed'));
    if (clock.now() > open.until) return failed('invitation-expired', t('invitationExpired'));
    if (!mine) await writeAsked(invitation.office, device, { link, about }, deps);
    const port = createRosterPort(
      line,
      { id, signing: device.keys.signing.privateKey },
      readRoster,
      deps.clock
    );
    const secret = await openInvitation(base64urlToBytes(invitation.secret));
    const sealed = await secret.sealAbout(JSON.stringify(about), random);
    const proof = await secret.prove(device.device);
    const joined = await port.append((now) =>
      now.invitations.get(invitation.invitation)?.state === 'open'
        ? ok({
            kind: 'join' as const,
            invitation: invitation.invitation,
            device: device.device,
            about: sealed,
            proof
          })
        : failed('invitation-used', t('invitationUsed'))
    );
    if (!joined.ok) return joined;
    roster = joined.value;
  }

  let stop = (): void => {};
  let cancel = (): void => {};
  const admitted = new Promise<Result<{ readonly officeId: string }>>((resolve) => {
    const finish = (result: Result<{ readonly officeId: string }>) => {
      stop();
      line.close();
      resolve(result);
    };
    let looking: Promise<void> = Promise.resolve();
    const look = () => {
      looking = looking.then(async () => {
        const now = await readRoster();
        // What a server shows that is no roster is not believed; the next may be.
        const state = now.ok ? now.value.requests.get(id)?.state : undefined;
        if (state === 'declined') {
          await forget(invitation.office, deps);
          finish(failed('declined', t('declined')));
        } else if (now.ok && state === 'admitted')
          finish(await arrive(now.value, line.chain(), device, invitation, deps));
      });
    };
    const offGrown = line.onGrown(look);
    const offStopped = line.onStopped((code) =>
      finish(
        code === 4404
          ? failed('invitation-expired', t('invitationExpired'))
          : failed('server-unreachable', t('stopped'))
      )
    );
    stop = () => {
      offGrown();
      offStopped();
      stop = () => {};
    };
    cancel = () => {
      void store.commit([], () => ({ remove: [[JOINING, invitation.office]], result: undefined }));
      finish(failed('cancelled', t('cancelled')));
    };
    look();
  });
  return ok({
    code: await requestCode(roster.requests.get(id)!.statement),
    admitted,
    cancel: () => cancel()
  });
}

async function arrive(
  roster: Roster,
  chain: readonly Bytes[],
  { keys, device }: NewDevice,
  { server, office }: InvitationLink,
  deps: OutsideDeps
): Promise<Result<{ readonly officeId: string }>> {
  const { stored } = await openBoxes(chain, roster, device.id, keys.agreement, keys, deps.random);
  return keepOffice(roster, chain, stored, server, deps, [[JOINING, office]]);
}

/** Failures: `other-office`, `roster-damaged`, `roster-newer`. */
async function readOf({ office }: InvitationLink, line: OutsideLine): Promise<Result<Roster>> {
  const read = await verifyRoster(line.chain(), rosterCrypto);
  if (read.ok && read.value.officeId !== office) return failed('other-office', t('otherOffice'));
  return read;
}

/** Each statement names the one before, so the last one's ancestors are known by name. */
const holdsHead = (chain: readonly Bytes[], roster: Roster, head: string): boolean =>
  roster.head === head ||
  chain.some(
    (bytes) =>
      (JSON.parse(bytesToUtf8(bytes)) as { statement: { previous?: string } }).statement.previous === head
  );

/** What a server says to who knocks, in the words of an invitation. */
function translate(result: Result<OutsideLine>): Result<never> {
  if (result.ok) throw new TypeError('Not a failure');
  const { error } = result;
  if (error.tag === 'unknown-office') return failed('other-office', t('otherOffice'));
  if (error.tag === 'not-known') return failed('invitation-expired', t('invitationExpired'));
  return { ok: false, error };
}

const purpose = (office: string): string => `joining/${office}`;

async function writeAsked(
  office: string,
  { keys, device }: NewDevice,
  about: Omit<Asked, 'device'>,
  { store, random }: OutsideDeps
): Promise<void> {
  const plain = utf8ToBytes(JSON.stringify({ ...about, device } satisfies Asked));
  const sealed = await sealWithNonce(keys.local, plain, purpose(office), random);
  const asked: StoredAsked = { keys, sealed };
  await store.commit([], () => ({ put: [[[JOINING, office], asked]], result: undefined }));
}

async function readAsked(
  office: string,
  { store }: Pick<OutsideDeps, 'store'>
): Promise<{ readonly keys: StoredKeys; readonly asked: Asked } | undefined> {
  const stored = await store.get<StoredAsked>([JOINING, office]);
  const plain = stored && (await openWithNonce(stored.keys.local, stored.sealed, purpose(office)));
  return stored && plain && { keys: stored.keys, asked: JSON.parse(bytesToUtf8(plain)) as Asked };
}

const forget = (office: string, { store }: Pick<OutsideDeps, 'store'>): Promise<void> =>
  store.commit([], () => ({ remove: [[JOINING, office]], result: undefined }));

/** What this device asked for and has no answer to; asking again with it goes on. */
export async function readWaiting(
  deps: Pick<OutsideDeps, 'store'>
): Promise<{ readonly link: string; readonly about: About }[]> {
  const keys = await deps.store.keys({ prefix: [JOINING] });
  const found = await Promise.all(keys.map((key) => readAsked(String(key[1]), deps)));
  return found.filter((one) => one !== undefined).map(({ asked: { link, about } }) => ({ link, about }));
}
