/**
 * What each statement may do and what it changes: one function a kind, from a roster and a statement whose
 * signature is genuine to the next roster, or nothing where a rule refuses it. Who is refused when:
 *
 * - Only who is in the office states anything, except `join`, which an open invitation speaks for.
 * - Only full members invite, admit, decline, give, take and remove; own devices one may always remove oneself.
 * - Nobody but the root member adds to the root's devices, removes them or lowers the root's rights, so nobody
 *   can be let in as the root, lock the root out, or bring in a second principal.
 * - *Only me* is the principal's alone: nobody else makes it, and nobody at all gives it to anybody.
 * - A key always goes to every device that may read the compartment: a rotation that leaves one out is refused.
 */
import { base64urlToBytes } from '../base/bytes.ts';
import type { Roster, RosterCompartment, RosterDevice, RosterMember } from './roster-state.ts';
import {
  CLIENT_IDS_LIMIT,
  INVITATION_LIMIT,
  type LaterKind,
  type LaterStatement,
  type Level,
  type StatementOf
} from './roster-statements.ts';
import {
  devicesOf,
  findCompartment,
  isFullMember,
  levelOf,
  mayManage,
  mayRead,
  memberOf,
  officeCompartment,
  presentDevice,
  readersOf
} from './roster-rights.ts';

type Rules = { [K in LaterKind]: (roster: Roster, statement: StatementOf<K>) => Roster | undefined };
const ORDER: readonly Level[] = ['none', 'read', 'write'];

const rules: Rules = {
  ids: (roster, { by, clientIds }) => {
    const device = presentDevice(roster, by);
    if (!device || !areNew(roster, clientIds)) return undefined;
    if (device.clientIds.length + clientIds.length > CLIENT_IDS_LIMIT) return undefined;
    return withDevice(roster, { ...device, clientIds: [...device.clientIds, ...clientIds] });
  },

  invite: (roster, { by, at, invitation, secret }) => {
    const { id, until, role, member, levels } = invitation;
    if (!isFullMember(roster, by) || roster.invitations.has(id)) return undefined;
    if (until <= at || until > at + INVITATION_LIMIT) return undefined;
    if (!mayLetIn(roster, by, role, member)) return undefined;
    if (!levels.every(([compartment]) => isGivable(roster, compartment))) return undefined;
    const invitations = new Map(roster.invitations);
    invitations.set(id, { ...invitation, secret, by, at, state: 'open' });
    return { ...roster, invitations };
  },

  join: (roster, { at, invitation: id, device, about }) => {
    const invitation = roster.invitations.get(id);
    if (invitation?.state !== 'open' || at > invitation.until) return undefined;
    if (isTaken(roster, device.id)) return undefined;
    if (!areNew(roster, device.clientIds)) return undefined;
    const invitations = new Map(roster.invitations).set(id, { ...invitation, state: 'used' });
    const requests = new Map(roster.requests);
    requests.set(device.id, { ...device, invitation: id, about, at, statement: roster.head, state: 'open' });
    return { ...roster, invitations, requests };
  },

  admit: (roster, statement) => {
    const { by, at, device, name, member, role, levels, lockboxes } = statement;
    const request = roster.requests.get(device);
    const invitation = request && roster.invitations.get(request.invitation);
    if (request?.state !== 'open' || !invitation || !isFullMember(roster, by)) return undefined;
    if (role !== invitation.role || !areFor(lockboxes, [device])) return undefined;
    if (!mayLetIn(roster, by, role, invitation.member)) return undefined;

    let joined: RosterMember;
    if (invitation.member !== undefined) {
      if (member.id !== invitation.member || member.name !== undefined || levels.length > 0) return undefined;
      joined = roster.members.get(member.id)!;
      // Who lets a device in must have all the keys that its owner has.
      const given = [...joined.levels].filter(([, level]) => level !== 'none');
      const own = presentDevice(roster, by)?.member === member.id;
      if (!own && !given.every(([compartment]) => mayManage(roster, by, compartment))) return undefined;
    } else {
      if (isTaken(roster, member.id) || member.name === undefined) return undefined;
      if (!levels.every(([compartment, level]) => level === 'none' || mayGive(roster, by, compartment)))
        return undefined;
      joined = { id: member.id, name: member.name, role, levels: new Map(levels), wrote: new Map() };
      // Names are sealed under its key.
      if ((joined.levels.get(officeCompartment(roster)) ?? 'none') === 'none') return undefined;
    }
    const { id, signing, agreement, clientIds, kind } = request;
    const requests = new Map(roster.requests).set(device, { ...request, state: 'admitted' });
    const next = withDevice(withMember({ ...roster, requests }, joined), {
      id,
      member: joined.id,
      signing: base64urlToBytes(signing),
      agreement: base64urlToBytes(agreement),
      clientIds,
      kind,
      name,
      since: at
    });
    const principalJoins = role === 'principal' && invitation.member === undefined;
    return principalJoins ? { ...next, root: joined.id } : next;
  },

  decline: (roster, { by, device }) => {
    const request = roster.requests.get(device);
    if (request?.state !== 'open' || !isFullMember(roster, by)) return undefined;
    return { ...roster, requests: new Map(roster.requests).set(device, { ...request, state: 'declined' }) };
  },

  grant: (roster, { by, member: id, compartment: compartmentId, level, lockboxes }) => {
    const member = roster.members.get(id);
    const compartment = findCompartment(roster, compartmentId);
    if (!member || !compartment || !mayGive(roster, by, compartmentId)) return undefined;
    const before = levelOf(roster, id, compartmentId);
    const [from, to] = [ORDER.indexOf(before), ORDER.indexOf(level)];
    if (to < from && id === roster.root && memberOf(roster, by)?.id !== id) return undefined;
    if (level === 'none' && compartmentId === officeCompartment(roster)) return undefined;
    // Who has the keys already may be given them again, where they did not open.
    const keys = level !== 'none' && (before === 'none' || before === level);
    if (!areFor(lockboxes, keys ? devicesOf(roster, id).map((device) => device.id) : [])) return undefined;

    const wrote = new Map(member.wrote);
    if (level === 'write') wrote.delete(compartmentId);
    else if (before === 'write') wrote.set(compartmentId, compartment.epoch);
    const levels = new Map(member.levels).set(compartmentId, level);
    const next = withMember(roster, { ...member, levels, wrote });
    return to < from ? withCompartment(next, { ...compartment, due: true }) : next;
  },

  compartment: (roster, { by, compartment: { id, kind, name }, levels, lockboxes }) => {
    const maker = memberOf(roster, by);
    if (!maker || !isFullMember(roster, by) || findCompartment(roster, id)) return undefined;
    if (roster.compartments.length >= 64) return undefined;
    const given = new Map(levels);
    if (given.get(maker.id) !== 'write') return undefined;
    if (![...given.keys()].every((member) => roster.members.has(member))) return undefined;
    if (kind === 'only-me') {
      if (maker.role !== 'principal' || given.size !== 1) return undefined;
      if (roster.compartments.some((one) => one.kind === 'only-me')) return undefined;
    }
    let next: Roster = {
      ...roster,
      compartments: [...roster.compartments, { id, kind, name, epoch: 1, past: new Map(), due: false }]
    };
    for (const [member, level] of given) {
      const known = next.members.get(member)!;
      next = withMember(next, { ...known, levels: new Map(known.levels).set(id, level) });
    }
    return areForReaders(next, id, lockboxes) ? next : undefined;
  },

  revoke: (roster, { by, at, devices: ids, heads }) => {
    const signer = memberOf(roster, by);
    const devices = new Map(roster.devices);
    let { compartments } = roster;
    for (const id of ids) {
      const device = presentDevice(roster, id);
      if (!device || !signer) return undefined;
      const own = device.member === signer.id;
      if (!own && (device.member === roster.root || !isFullMember(roster, by))) return undefined;
      const theirs = heads.filter(([, clientId]) => device.clientIds.includes(clientId));
      const frontier = theirs.map(
        ([room, clientId, sequence, hash]) => [`${room} ${clientId}`, { sequence, hash }] as const
      );
      devices.set(id, { ...device, removed: { at, heads: new Map(frontier) } });
      compartments = compartments.map((one) => (mayRead(roster, id, one.id) ? { ...one, due: true } : one));
    }
    const listed = new Set(ids.flatMap((id) => roster.devices.get(id)!.clientIds));
    if (!heads.every(([, clientId]) => listed.has(clientId))) return undefined;
    const invitations = new Map(roster.invitations);
    for (const [id, invitation] of invitations)
      if (invitation.state === 'open' && ids.includes(invitation.by))
        invitations.set(id, { ...invitation, state: 'closed' });
    const next = { ...roster, devices, compartments, invitations };
    // An office without a device of its root could never again be put right.
    return devicesOf(next, roster.root).length > 0 ? next : undefined;
  },

  rotate: (roster, { by, compartment: id, epoch, lockboxes, past }) => {
    const compartment = findCompartment(roster, id);
    if (!compartment || !mayManage(roster, by, id) || epoch !== compartment.epoch + 1) return undefined;
    if (!areForReaders(roster, id, lockboxes)) return undefined;
    const pasts = new Map(compartment.past).set(epoch, past);
    return withCompartment(roster, { ...compartment, epoch, past: pasts, due: false });
  },

  root: (roster, { by, member }) => {
    if (memberOf(roster, by)?.id !== roster.root || member === roster.root) return undefined;
    if (!roster.members.has(member) || !isFullMember(roster, member)) return undefined;
    return devicesOf(roster, member).length > 0 ? { ...roster, root: member } : undefined;
  },

  rename: (roster, { by, what, id, name }) => {
    if (what === 'compartment') {
      const compartment = findCompartment(roster, id);
      return compartment && mayManage(roster, by, id)
        ? withCompartment(roster, { ...compartment, name })
        : undefined;
    }
    const signer = memberOf(roster, by);
    const device = what === 'device' ? roster.devices.get(id) : undefined;
    const member = roster.members.get(device ? device.member : id);
    if (!signer || !member || (what === 'device' && !device)) return undefined;
    if (member.id !== signer.id && !isFullMember(roster, by)) return undefined;
    return device ? withDevice(roster, { ...device, name }) : withMember(roster, { ...member, name });
  }
};

/** Nothing where the statement breaks a rule. Its signature, place and proof were looked at before. */
export const applyStatement = (roster: Roster, statement: LaterStatement): Roster | undefined =>
  (rules[statement.kind] as (roster: Roster, statement: LaterStatement) => Roster | undefined)(
    roster,
    statement
  );

/** Whom `by` may let in: never another device of the root unless it is theirs, never a second principal. */
function mayLetIn(roster: Roster, by: string, role: string, member: string | undefined): boolean {
  const own = memberOf(roster, by)?.id;
  if (member !== undefined) {
    const known = roster.members.get(member);
    return known?.role === role && (member !== roster.root || own === member);
  }
  if (role !== 'principal') return true;
  return own === roster.root && ![...roster.members.values()].some((one) => one.role === 'principal');
}

/** Members and devices are asked for by one kind of id, so none may pass for another. */
const isTaken = (roster: Roster, id: string): boolean =>
  roster.members.has(id) || roster.devices.has(id) || roster.requests.has(id);

const isGivable = (roster: Roster, compartment: string): boolean => {
  const found = findCompartment(roster, compartment);
  return found !== undefined && found.kind !== 'only-me';
};

const mayGive = (roster: Roster, by: string, compartment: string): boolean =>
  isGivable(roster, compartment) && mayManage(roster, by, compartment);

function areNew(roster: Roster, clientIds: readonly number[]): boolean {
  const listed = new Set<number>();
  for (const device of roster.devices.values()) for (const id of device.clientIds) listed.add(id);
  for (const { state, clientIds: ids } of roster.requests.values())
    if (state === 'open') for (const id of ids) listed.add(id);
  return new Set(clientIds).size === clientIds.length && !clientIds.some((id) => listed.has(id));
}

type Lockboxes = readonly (readonly [string, string])[];

const areFor = (lockboxes: Lockboxes, devices: readonly string[]): boolean =>
  lockboxes.length === devices.length && lockboxes.every(([device]) => devices.includes(device));

const areForReaders = (roster: Roster, compartment: string, lockboxes: Lockboxes): boolean =>
  areFor(
    lockboxes,
    readersOf(roster, compartment).map(({ id }) => id)
  );

const withDevice = (roster: Roster, device: RosterDevice): Roster => ({
  ...roster,
  devices: new Map(roster.devices).set(device.id, device)
});

const withMember = (roster: Roster, member: RosterMember): Roster => ({
  ...roster,
  members: new Map(roster.members).set(member.id, member)
});

const withCompartment = (roster: Roster, compartment: RosterCompartment): Roster => ({
  ...roster,
  compartments: roster.compartments.map((one) => (one.id === compartment.id ? compartment : one))
});
