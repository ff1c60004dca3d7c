/** Sharing in words: roles, levels, how the office server stands, when a device was last here. */
import { formatInstant, formatList, formatTime } from '../ui/format.ts';
import { viewerZone } from '../ui/settings.svelte.ts';
import { instantToPlain } from '../ui/zones.ts';
import type { DeviceInOffice, PersonInOffice, Role, ServerState, Sharing } from './sharing.ts';
import { t } from './sharing-text.ts';

export const roleToText = (role: Role): string => t(role);
/** Inside a sentence: “as assistant”. */
export const roleInText = (role: Role): string => t(`${role}In`);

/** "14:02" today, else with its day. */
export function timeToText(instant: number, now: number = Date.now()): string {
  const plain = instantToPlain(instant, viewerZone());
  const sameDay = plain.slice(0, 10) === instantToPlain(now, viewerZone()).slice(0, 10);
  return sameDay ? formatTime(plain) : formatInstant(instant);
}

/** A heading, a sentence, and how grave it is. */
export function serverToText(server: ServerState): {
  readonly title: string;
  readonly text: string;
  readonly tone: 'neutral' | 'good' | 'warn' | 'bad';
} {
  switch (server.state) {
    case 'none':
      return { title: t('serverNone'), text: t('serverNoneText'), tone: 'neutral' };
    case 'connecting':
      return { title: t('serverConnecting'), text: t('serverConnectingText'), tone: 'neutral' };
    case 'online':
      return {
        title: t('serverOnline'),
        text: t('serverOnlineText', { time: timeToText(server.since) }),
        tone: 'good'
      };
    case 'offline':
      return {
        title: t('serverOffline'),
        text: t('serverOfflineText', { time: timeToText(server.since) }),
        tone: 'warn'
      };
    case 'stopped':
      return { title: t('serverStopped'), text: server.problem.message, tone: 'bad' };
  }
}

/** Out of the server's reach nobody's coming and going is known, so nothing is said of it. */
export const deviceToText = (device: DeviceInOffice, reached = true): string => {
  if (device.isThis) return t('onlineNow');
  if (device.online && reached) return t('onlineNow');
  if (device.lastSeen !== undefined) return t('lastSeen', { time: timeToText(device.lastSeen) });
  return t(reached ? 'neverSeen' : 'unknownSeen');
};

/** Who has everything that was sent from here; what still waits to be sent, nobody has. */
export function seenByToText({
  people,
  seenBy,
  sending
}: Pick<Sharing, 'people' | 'seenBy' | 'sending'>): string {
  const others = people.flatMap(({ name, devices }) =>
    devices.filter(({ isThis, kind }) => !isThis && kind === 'device').map((device) => ({ name, device }))
  );
  const have = others.filter(({ device }) => seenBy.includes(device.id));
  if (have.length === 0) return t('seenByNone');
  if (have.length === others.length) return t(sending.waiting > 0 ? 'seenByAllSent' : 'seenByAll');
  return t(sending.waiting > 0 ? 'seenBySent' : 'seenBy', {
    devices: formatList(have.map(({ name, device }) => t('ofPerson', { device: device.name, name })))
  });
}

export const nameOfDevice = (people: readonly PersonInOffice[], device: string): string =>
  people.find(({ devices }) => devices.some(({ id }) => id === device))?.name ?? t('somebody');
