/** Questions to a verified roster. The relay asks them before it takes or gives anything, and so does every device. */
import type { Roster, RosterDevice, RosterInvitation, RosterMember, RosterRequest } from './roster-state.ts';
import type { Level } from './roster-statements.ts';

/** A device that is in the office now. */
export function presentDevice(roster: Roster, device: string): RosterDevice | undefined {
  const found = roster.devices.get(device);
  return found?.removed ? undefined : found;
}

export const devicesOf = (roster: Roster, member: string): RosterDevice[] =>
  [...roster.devices.values()].filter((device) => device.member === member && !device.removed);

/** Of a member, or of a device that is in the office now. */
export const memberOf = (roster: Roster, deviceOrMember: string): RosterMember | undefined =>
  roster.members.get(deviceOrMember) ??
  roster.members.get(presentDevice(roster, deviceOrMember)?.member ?? '');

/** What a member, or a device that is in the office now, may do in a compartment. */
export const levelOf = (roster: Roster, deviceOrMember: string, compartment: string): Level =>
  memberOf(roster, deviceOrMember)?.levels.get(compartment) ?? 'none';

export const mayRead = (roster: Roster, deviceOrMember: string, compartment: string): boolean =>
  levelOf(roster, deviceOrMember, compartment) !== 'none';

export const mayWrite = (roster: Roster, deviceOrMember: string, compartment: string): boolean =>
  levelOf(roster, deviceOrMember, compartment) === 'write';

/** Principal and secretaries: they may invite, give, take away and remove. */
export function isFullMember(roster: Roster, deviceOrMember: string): boolean {
  const role = memberOf(roster, deviceOrMember)?.role;
  return role === 'principal' || role === 'secretary';
}

/** To give, rotate or name a compartment one must be a full member who may write there. */
export const mayManage = (roster: Roster, device: string, compartment: string): boolean =>
  isFullMember(roster, device) && mayWrite(roster, device, compartment);

/** Devices that are in the office now and may read a compartment. */
export const readersOf = (roster: Roster, compartment: string): RosterDevice[] =>
  [...roster.devices.values()].filter((device) => mayRead(roster, device.id, compartment));

/**
 * Of a removed device: its last segments that count, by `room clientId` (of other chains none does). Nothing
 * for a device that is in the office.
 */
export const frontierOf = (roster: Roster, device: string) => roster.devices.get(device)?.removed?.heads;

/** Whether a removed device wrote that segment before it was removed; true for every other device. */
export function isWithinFrontier(
  roster: Roster,
  device: string,
  room: string,
  clientId: number,
  sequence: number
): boolean {
  const frontier = frontierOf(roster, device);
  return !frontier || sequence <= (frontier.get(`${room} ${clientId}`)?.sequence ?? 0);
}

/**
 * Whether what lies in a log may be this device's: it may write there, or could, under a key of that epoch.
 * Readers ask this; who takes something new asks `mayWrite`.
 */
export function mayHaveWritten(roster: Roster, device: string, compartment: string, epoch: number): boolean {
  const member = roster.members.get(roster.devices.get(device)?.member ?? '');
  if (!member) return false;
  return member.levels.get(compartment) === 'write' || epoch <= (member.wrote.get(compartment) ?? 0);
}

/** The device that lists this client id, removed or not. */
export const writerOf = (roster: Roster, clientId: number): RosterDevice | undefined =>
  [...roster.devices.values()].find((device) => device.clientIds.includes(clientId));

/** `now`: milliseconds since 1970. */
export const openInvitations = (roster: Roster, now: number): RosterInvitation[] =>
  [...roster.invitations.values()].filter(({ state, until }) => state === 'open' && now <= until);

export const openRequests = (roster: Roster): RosterRequest[] =>
  [...roster.requests.values()].filter(({ state }) => state === 'open');

/** Compartments whose key must change, as far as this device may change it. */
export const rotationsDue = (roster: Roster, device: string): string[] =>
  roster.compartments.filter(({ id, due }) => due && mayManage(roster, device, id)).map(({ id }) => id);

export const findCompartment = (roster: Roster, compartment: string) =>
  roster.compartments.find(({ id }) => id === compartment);

/** The compartment that everybody can read; names are sealed under its key. */
export const officeCompartment = (roster: Roster): string => roster.compartments[0]!.id;
