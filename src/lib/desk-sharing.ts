/**
 * Joins the office's log on this device to what the screens call sharing. Until the parts that do it are loaded,
 * which happens behind the open office, it is shown as an office that lives here only.
 */
import { createAloneSharing } from './kit/alone-sharing.ts';
import type { Joining, Sharing, WhileAway } from './kit/sharing.ts';
import type { Office } from './store/office.ts';
import type { DeviceDeps } from './sync/deps.ts';
import type { PresencePort, RoomAddress } from './sync/log.ts';
import type { LiveSharing } from './desk-live-sharing.ts';

export interface SharedOffice {
  readonly sharing?: Sharing;
  readonly away?: WhileAway;
}

export interface OpenedSharing extends SharedOffice {
  /** Waits until it is known who else has the office. */
  rewriteAlone(room: RoomAddress, work: () => Promise<void>): Promise<void>;
}

export function openSharing(
  office: Office,
  device: DeviceDeps,
  idle: (work: () => void) => void,
  port?: PresencePort
): OpenedSharing {
  const late = createLateSharing(createAloneSharing(office));
  const arrived = new Promise<LiveSharing | undefined>((resolve) => {
    idle(() => {
      void import('./desk-live-sharing.ts').then(async ({ openLiveSharing }) => {
        const live = await openLiveSharing(office, device, port);
        if (live.ok) late.arrive(live.value.sharing);
        resolve(live.ok ? live.value : undefined);
      });
    });
  });
  return {
    sharing: late.sharing,
    rewriteAlone: async (room, work) => (await arrived)?.rewriteAlone(room, work)
  };
}

/** Stands for what is on its way; whoever listens is told when it has come. */
function createLateSharing(first: Sharing): { readonly sharing: Sharing; arrive(real: Sharing): void } {
  let now = first;
  let place: Parameters<Sharing['here']> = [];
  /** Each with how to stop it, once there is something to listen to. */
  const listeners = new Map<() => void, (() => void) | undefined>();
  const own: Partial<Sharing> = {
    subscribe: (hear) => {
      const mine = () => hear();
      listeners.set(mine, now === first ? undefined : now.subscribe(mine));
      return () => {
        listeners.get(mine)?.();
        listeners.delete(mine);
      };
    },
    here: (...where) => {
      place = where;
      now.here(...where);
    }
  };
  const sharing = new Proxy(first, {
    get: (_first, name) => own[name as keyof Sharing] ?? now[name as keyof Sharing]
  });
  return {
    sharing,
    arrive: (real) => {
      now = real;
      real.here(...place);
      for (const hear of [...listeners.keys()]) {
        listeners.set(hear, real.subscribe(hear));
        hear();
      }
    }
  };
}

/** On a device without an office. */
export const createJoining = (device: DeviceDeps): Joining => ({
  ask: async (link, about) => (await outside()).askToJoin(link, about, await outsideDeps(device)),
  restore: async (words, server) =>
    (await outside()).restoreFromKit(words, server, '', await outsideDeps(device)),
  kitWords: async () => (await import('./identity/recovery.ts')).recoveryWords()
});

const outside = async () => ({
  ...(await import('./sync/membership-join.ts')),
  ...(await import('./sync/membership-kit.ts'))
});

async function outsideDeps(device: DeviceDeps) {
  const [{ createProviderTransport }, { browserTimers }] = await Promise.all([
    import('./sync/provider-transport.ts'),
    import('./sync/browser.ts')
  ]);
  return {
    ...device,
    timers: browserTimers,
    createTransport: (address: string) => createProviderTransport(address, device.random)
  };
}
