/** Who is in the office, in names, as far as this device's keys open them. */
import { devicesOf, isFullMember, officeCompartment } from '../protocol/roster-rights.ts';
import type { Level, Role } from '../protocol/roster.ts';
import type { OfficeContext } from './office-context.ts';

export interface DeviceOfPerson {
  readonly id: string;
  /** Empty for the founding device until it is named. */
  readonly name: string;
  readonly kind: 'device' | 'kit';
  readonly isThis: boolean;
  readonly leaving: boolean;
}

export interface Person {
  readonly member: string;
  readonly name: string;
  readonly role: Role;
  readonly isMe: boolean;
  readonly isRoot: boolean;
  readonly levels: Readonly<Record<string, Level>>;
  readonly devices: readonly DeviceOfPerson[];
}

/** Members with at least one device; who was removed is not among them. */
export async function readPeople(
  { roster, keyring, deviceId }: OfficeContext,
  leaving: readonly string[]
): Promise<Person[]> {
  const office = officeCompartment(roster);
  const open = async (sealed: string | undefined): Promise<string> =>
    (sealed === undefined ? undefined : await keyring.openName(office, sealed)) ?? '';
  const own = roster.devices.get(deviceId)?.member;
  const present = [...roster.members.values()].filter(({ id }) => devicesOf(roster, id).length > 0);
  return Promise.all(
    present.map(async ({ id, name, role, levels }) => ({
      member: id,
      name: await open(name),
      role,
      isMe: id === own,
      isRoot: id === roster.root,
      levels: Object.fromEntries(levels),
      devices: await Promise.all(
        devicesOf(roster, id).map(async (device) => ({
          id: device.id,
          name: await open(device.name),
          kind: device.kind,
          isThis: device.id === deviceId,
          leaving: leaving.includes(device.id)
        }))
      )
    }))
  );
}

export const mayManageOffice = ({ roster, deviceId }: OfficeContext): boolean =>
  isFullMember(roster, deviceId);
