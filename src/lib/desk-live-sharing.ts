/**
 * The office as something shared, made of its parts: the replica (what goes to the office server and comes from
 * it), membership (who is in it), and presence. Loaded after the office is open, so that nothing waits for it.
 */
import { failed, ok, type Result } from './base/result.ts';
import { createPlaces } from './desk-places.ts';
import { proposeDeviceName } from './kit/device-name.ts';
import { originForOthers } from './kit/reach.ts';
import { t } from './kit/sharing-text.ts';
import type { PersonInOffice, Sharing } from './kit/sharing.ts';
import { judgeState } from './store/judge.ts';
import type { Office } from './store/office.ts';
import { browserTimers } from './sync/browser.ts';
import type { DeviceDeps } from './sync/deps.ts';
import type { PresencePort, RoomAddress } from './sync/log.ts';
import { openMembership } from './sync/membership.ts';
import { createProviderTransport } from './sync/provider-transport.ts';
import { openReplica } from './sync/replica.ts';

export interface LiveSharing {
  readonly sharing: Sharing;
  /** Does the work if nobody else can be rewriting that room, and everything others have sent is here. */
  rewriteAlone(room: RoomAddress, work: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

/** Failures: those of opening the office. */
export async function openLiveSharing(
  office: Office,
  device: DeviceDeps,
  port: PresencePort | undefined
): Promise<Result<LiveSharing>> {
  const replicaOpened = await openReplica(office.id, {
    ...device,
    timers: browserTimers,
    judgeState,
    createTransport: (address) => createProviderTransport(address, device.random)
  });
  if (!replicaOpened.ok) return replicaOpened;
  const replica = replicaOpened.value;
  const membershipOpened = await openMembership(office.id, device, () => replica.roster);
  if (!membershipOpened.ok) return membershipOpened;
  const membership = membershipOpened.value;

  const listeners = new Set<() => void>();
  const tell = () => [...listeners].forEach((hear) => hear());
  const places = createPlaces({
    port,
    office,
    clock: device.clock,
    timers: browserTimers,
    reached: () => !['offline', 'stopped'].includes(replica.state.server.state),
    online: () => replica.state.present,
    changed: tell
  });
  const hide = () => places.setHidden(document.visibilityState === 'hidden');
  document.addEventListener('visibilitychange', hide);
  hide();
  let online = false;
  replica.subscribe(() => {
    const now = replica.state.server.state === 'online';
    if (now && !online) void membership.settle().then(nameThisDevice, () => {});
    online = now;
    places.refresh();
    tell();
  });
  membership.subscribe(tell);

  /** The founding device, and one that came back by the kit, were not asked what they are called. */
  async function nameThisDevice(): Promise<void> {
    const me = membership.state.people.find(({ isMe }) => isMe);
    const unnamed = me?.devices.some(({ isThis, name }) => isThis && name === '');
    if (!me || !unnamed) return;
    const taken = me.devices.map(({ name }) => name);
    await membership.renameDevice(proposeDeviceName(me.name, navigator, taken));
  }

  const onlineDevices = () => new Set(replica.state.present);
  function people(): PersonInOffice[] {
    const { seen } = replica.state;
    const here = onlineDevices();
    return membership.state.people.map((person) => ({
      ...person,
      devices: person.devices.map((one) => ({
        ...one,
        ...(seen[one.id] !== undefined && { lastSeen: seen[one.id]! }),
        online: one.isThis ? replica.state.server.state === 'online' : here.has(one.id)
      }))
    }));
  }

  const sharing: Sharing = {
    subscribe: (hear) => {
      const own = () => hear();
      listeners.add(own);
      return () => listeners.delete(own);
    },
    get server() {
      const { server } = replica.state;
      // That it was removed this device knows for certain; a server says only that it does not let it in.
      return server.state === 'stopped' && office.readOnly?.tag === 'removed'
        ? { ...server, problem: office.readOnly }
        : server;
    },
    get sending() {
      const { waiting, sentAt } = replica.state;
      return { waiting, ...(sentAt !== undefined && { sentAt }) };
    },
    get people() {
      return people();
    },
    get mayManage() {
      return membership.state.mayManage;
    },
    get keyless() {
      return membership.state.keyless.length;
    },
    get requests() {
      return membership.state.requests;
    },
    get problems() {
      return replica.state.problems;
    },
    get presence() {
      return places.presence;
    },
    get seenBy() {
      return replica.state.seenBy;
    },
    setServer: (address, token) => replica.setServer({ address, ...(token !== undefined && { token }) }),
    reconnect: () => replica.reconnect(),
    invite: (wish) => {
      const { server } = replica.state;
      const address = server.state === 'none' ? undefined : server.address;
      return membership.invite(wish, { origin: originForOthers(location.origin, address), server: address });
    },
    approve: ({ device: id }, levels) => membership.approve(id, levels),
    decline: ({ device: id }) => membership.decline(id),
    grant: membership.grant,
    removeDevices: membership.removeDevices,
    makeCompartment: membership.makeCompartment,
    renameCompartment: membership.renameCompartment,
    renameDevice: membership.renameDevice,
    makeOnlyMe: async () => {
      await membership.settle();
      const made = office.compartments.find(({ kind }) => kind === 'only-me');
      return made ? ok({ id: made.id }) : failed('needs-server', t('notYet'));
    },
    createKit: membership.createKit,
    proveKit: (words) => membership.proveKit(words, t('kitName')),
    here: places.here,
    follow: places.follow,
    pauseFollowing: places.pauseFollowing,
    get followingPaused() {
      return places.followingPaused;
    },
    kitWords: async () => (await import('./identity/recovery.ts')).recoveryWords()
  };
  return ok({
    sharing,
    rewriteAlone: replica.rewriteAlone,
    close: async () => {
      document.removeEventListener('visibilitychange', hide);
      places.close();
      membership.close();
      await replica.close();
    }
  });
}
