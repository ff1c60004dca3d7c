/**
 * Letting somebody in, on the side of who is in already: an invitation, the requests that came of it, and the
 * answer. An invitation gives nothing; the answer does, after the six digits were compared.
 */
import { base64urlToBytes, bytesToBase64url, bytesToUtf8, utf8ToBytes } from '../base/bytes.ts';
import { failed, ok, type Result } from '../base/result.ts';
import { createInvitationSecret, openInvitation, requestCode } from '../identity/invitation.ts';
import { memberOf, officeCompartment, openRequests } from '../protocol/roster-rights.ts';
import type { Level, Role, Roster } from '../protocol/roster.ts';
import { fillLockboxes, readStoredKeys } from './membership-keys.ts';
import type { RosterPort } from './membership-port.ts';
import { t } from './membership-text.ts';
import type { OfficeContext } from './office-context.ts';

const SHOWN = 15 * 60 * 1000;
const SENT = 24 * 60 * 60 * 1000;

/** Compartment id to level; what is not named is `none`. */
export type Levels = Readonly<Record<string, Level>>;

export interface InvitationWish {
  readonly role: Role;
  /** An existing member: the new device is another one of theirs. */
  readonly member?: string;
  readonly levels: Levels;
  /** Shown as a code to scan it lasts 15 minutes, sent as a link 24 hours. */
  readonly how: 'shown' | 'sent';
}

/** What a link's fragment holds. */
export interface InvitationLink {
  readonly office: string;
  /** The office server's address. */
  readonly server: string;
  readonly invitation: string;
  /** 32 bytes, base64url. */
  readonly secret: string;
  /** The roster's head as it was when this was written: a server that shows less is not believed. */
  readonly head: string;
}

export interface MembershipDeps {
  readonly context: OfficeContext;
  readonly port: RosterPort;
}

export async function invite(
  { context, port }: MembershipDeps,
  wish: InvitationWish,
  where: { readonly origin: string; readonly server: string }
): Promise<Result<{ readonly id: string; readonly link: string; readonly until: number }>> {
  const until = context.deps.clock.now() + (wish.how === 'shown' ? SHOWN : SENT);
  const { id, secret, draft } = await makeInvitation(context, wish, until);
  const appended = await port.append(async (roster) => ok(await draft(roster)));
  if (!appended.ok) return appended;
  const { officeId: office, head } = appended.value;
  const link: InvitationLink = {
    office,
    server: where.server,
    invitation: id,
    secret: bytesToBase64url(secret),
    head
  };
  return ok({
    id,
    until,
    link: `${where.origin}/join#${bytesToBase64url(utf8ToBytes(JSON.stringify(link)))}`
  });
}

/** Its statement, and the secret that stands behind it. */
export async function makeInvitation(
  { deps, keyring }: Pick<OfficeContext, 'deps' | 'keyring'>,
  { role, member, levels }: Omit<InvitationWish, 'how'>,
  until: number
) {
  const secret = createInvitationSecret(deps.random);
  const { key } = await openInvitation(secret);
  const id = bytesToBase64url(deps.random.bytes(16));
  return {
    id,
    secret,
    draft: async (roster: Roster) => {
      const sealed = await keyring.sealName(officeCompartment(roster), bytesToBase64url(secret));
      return {
        kind: 'invite' as const,
        invitation: {
          id,
          key,
          until,
          role,
          levels: member === undefined ? withOffice(roster, levels) : [],
          ...(member === undefined ? {} : { member })
        },
        secret: sealed
      };
    }
  };
}

/** Names are sealed under the first compartment's key, so everybody reads at least that one. */
export function withOffice(roster: Roster, levels: Levels): [string, Level][] {
  const office = officeCompartment(roster);
  const given = Object.entries(levels).filter(([id, level]) => id !== office && level !== 'none');
  return [[office, levels[office] === 'write' ? 'write' : 'read'], ...given];
}

/** Failure: `invitation-unreadable`. */
export function readInvitation(link: string): Result<InvitationLink> {
  const unreadable = failed('invitation-unreadable', t('invitationUnreadable'));
  try {
    const fragment = link.slice(link.indexOf('#') + 1).trim();
    const read = JSON.parse(bytesToUtf8(base64urlToBytes(fragment))) as InvitationLink;
    const { office, server, invitation, secret, head } = read;
    const lengths = [office, invitation, secret, head].map((text) => base64urlToBytes(text).length);
    if (lengths.join() !== '32,16,32,32' || !/^https?:$/.test(new URL(server).protocol)) return unreadable;
    return ok({ office, server, invitation, secret, head });
  } catch {
    return unreadable;
  }
}

export interface JoinRequest {
  readonly device: string;
  readonly personName: string;
  readonly deviceName: string;
  /** `482 913`: the new device shows the same. */
  readonly code: string;
  readonly wish: Omit<InvitationWish, 'how'>;
  /** Name of who invited. */
  readonly invitedBy: string;
  readonly at: number;
}

/** Of those that this device can read. */
export async function readRequests({ roster, keyring }: OfficeContext): Promise<JoinRequest[]> {
  const office = officeCompartment(roster);
  const requests = await Promise.all(
    openRequests(roster).map(async (request): Promise<JoinRequest | undefined> => {
      const invitation = roster.invitations.get(request.invitation)!;
      const about = await readAbout(request.about, invitation.secret, office, keyring);
      if (!about) return undefined;
      const inviter = roster.members.get(roster.devices.get(invitation.by)?.member ?? '');
      return {
        ...about,
        device: request.id,
        code: await requestCode(request.statement),
        wish: {
          role: invitation.role,
          levels: Object.fromEntries(invitation.levels),
          ...(invitation.member === undefined ? {} : { member: invitation.member })
        },
        invitedBy: (inviter && (await keyring.openName(office, inviter.name))) ?? '',
        at: request.at
      };
    })
  );
  return requests.filter((request) => request !== undefined);
}

export interface About {
  readonly personName: string;
  readonly deviceName: string;
}

async function readAbout(
  sealed: string,
  secret: string,
  office: string,
  keyring: OfficeContext['keyring']
): Promise<About | undefined> {
  const opened = await keyring.openName(office, secret);
  if (opened === undefined) return undefined;
  const plain = await (await openInvitation(base64urlToBytes(opened))).openAbout(sealed);
  if (plain === undefined) return undefined;
  try {
    const { personName, deviceName } = JSON.parse(plain) as About;
    return { personName: String(personName).slice(0, 200), deviceName: String(deviceName).slice(0, 200) };
  } catch {
    return undefined;
  }
}

/** Lets a requesting device in with these rights; those of an existing member stay as they are. */
export async function approve(
  { context, port }: MembershipDeps,
  device: string,
  levels: Levels
): Promise<Result<Roster>> {
  const { keyring, deps } = context;
  const newMember = bytesToBase64url(deps.random.bytes(16));
  return port.append(async (roster) => {
    const request = roster.requests.get(device);
    const invitation = request && roster.invitations.get(request.invitation);
    if (request?.state !== 'open' || !invitation) return failed('gone', t('gone'));
    const office = officeCompartment(roster);
    const about = await readAbout(request.about, invitation.secret, office, keyring);
    if (!about) return failed('invitation-unreadable', t('invitationUnreadable'));
    const known = invitation.member === undefined ? undefined : roster.members.get(invitation.member);
    const given = known ? [] : withOffice(roster, levels);
    const readable = known ? [...known.levels] : given;
    const boxes = await fillLockboxes(
      roster,
      await readStoredKeys(context),
      readable.filter(([, level]) => level !== 'none').map(([id]) => id),
      [{ id: device, agreement: base64urlToBytes(request.agreement) }]
    );
    if (!boxes.ok) return boxes;
    return ok({
      kind: 'admit' as const,
      device,
      name: await keyring.sealName(office, about.deviceName),
      member: known
        ? { id: known.id }
        : { id: newMember, name: await keyring.sealName(office, about.personName) },
      role: invitation.role,
      levels: given,
      lockboxes: boxes.value
    });
  });
}

export const decline = ({ port }: MembershipDeps, device: string): Promise<Result<Roster>> =>
  port.append((roster) =>
    roster.requests.get(device)?.state === 'open'
      ? ok({ kind: 'decline' as const, device })
      : failed('gone', t('gone'))
  );

export const ownMember = ({ roster, deviceId }: OfficeContext) => memberOf(roster, deviceId);
