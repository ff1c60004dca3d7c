/** An office that lives on this device only: one person, no office server, nobody to tell anything. */
import { failed, type Failure, type Result } from '../base/result.ts';
import type { Office } from '../store/office.ts';
import type { Levels, Role, Sharing, WhileAway } from './sharing.ts';
import { t } from './sharing-text.ts';

const nobody = { subscribe: () => () => undefined };

export const nothingMissed: WhileAway = { ...nobody, changes: [], looked: () => undefined };

export function createAloneSharing(office: Office, chosen?: Role): Sharing {
  const refuse = async (): Promise<Result<never, Failure>> => failed('needs-server', t('needsServer'));
  const levels: Levels = Object.fromEntries(office.compartments.map(({ id }) => [id, 'write' as const]));
  const member = office.members.find(({ devices }) => devices.includes(office.device)) ?? office.members[0];
  const role = chosen ?? member?.role ?? 'secretary';
  return {
    ...nobody,
    server: { state: 'none' },
    sending: { waiting: 0 },
    people: [
      {
        member: member?.id ?? office.device,
        name: member?.name ?? '',
        role,
        isMe: true,
        isRoot: true,
        levels,
        devices: [
          {
            id: office.device,
            name: t('thisDevice'),
            kind: 'device',
            isThis: true,
            online: false,
            leaving: false
          }
        ]
      }
    ],
    mayManage: true,
    requests: [],
    keyless: 0,
    problems: [],
    presence: [],
    seenBy: [],
    setServer: refuse,
    reconnect: () => undefined,
    invite: refuse,
    approve: refuse,
    decline: refuse,
    grant: refuse,
    removeDevices: refuse,
    makeCompartment: refuse,
    renameCompartment: refuse,
    renameDevice: refuse,
    makeOnlyMe: refuse,
    createKit: refuse,
    proveKit: refuse,
    here: () => undefined,
    follow: () => undefined,
    pauseFollowing: () => undefined,
    followingPaused: false,
    kitWords: async () => []
  };
}
