/**
 * Joins the office's log on this device to what the screens call sharing. Until the parts that do it are loaded,
 * which happens behind the open office, it is shown as an office that lives here only.
 */
import { createAloneSharing } from './kit/alone-sharing.ts';
import type { Joining, Sharing, WhileAway } from './kit/sharing.ts';
import { t } from './kit/sharing-text.ts';
import type { Office } from './store/office.ts';
import type { DeviceDeps } from './sync/deps.ts';

export interface SharedOffice {
  readonly sharing?: Sharing;
  readonly away?: WhileAway;
}

export function openSharing(
  office: Office,
  device: DeviceDeps,
  idle: (work: () => void) => void
): SharedOffice {
  const late = createLateSharing(createAloneSharing(office));
  idle(() => {
    void import('./desk-live-sharing.ts').then(async ({ openLiveSharing }) => {
      const live = await openLiveSharing(office, device);
      if (live.ok) late.arrive(live.value.sharing);
    });
  });
  return { sharing: late.sharing };
}

/** Stands for what is on its way; whoever listens is told when it has come. */
function createLateSharing(first: Sharing): { readonly sharing: Sharing; arrive(real: Sharing): void } {
  let now = first;
  const listeners = new Set<() => void>();
  const own: Partial<Sharing> = {
    subscribe: (hear) => {
      const mine = () => hear();
      listeners.add(mine);
      const stop = now === first ? () => {} : now.subscribe(mine);
      return () => {
        listeners.delete(mine);
        stop();
      };
    }
  };
  const sharing = new Proxy(first, {
    get: (_first, name) => own[name as keyof Sharing] ?? now[name as keyof Sharing]
  });
  return {
    sharing,
    arrive: (real) => {
      now = real;
      for (const hear of listeners) {
        real.subscribe(hear);
        hear();
      }
    }
  };
}

/** On a device without an office. */
export const createJoining = (device: DeviceDeps): Joining => ({
  ask: async (link, about) => (await outside()).askToJoin(link, about, await outsideDeps(device)),
  restore: async (words, server) =>
    (await outside()).restoreFromKit(words, server, t('thisDevice'), await outsideDeps(device)),
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
