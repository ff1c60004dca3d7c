/**
 * The one place that makes real things and wires them: this browser's database, locks and channels, the
 * offices on this device, the open one, and the desk over it.
 */
import { goto } from '$app/navigation';
import { ok, type Result } from './base/result.ts';
import { createDesk } from './kit/create-desk.ts';
import type { Desk, DeviceOffices } from './kit/desk-context.ts';
import { openAppLock } from './desk-lock.ts';
import { createJoining, openSharing, type OpenedSharing } from './desk-sharing.ts';
import type { Drawer } from './kit/drawer.ts';
import { openOffice } from './store/open-office.ts';
import { createBrowserDeps } from './sync/browser.ts';
import { openDeviceLog } from './sync/device-log.ts';
import { foundOffice, listOffices, removeOffice, type OfficeFacts } from './sync/found-office.ts';
import { createLocalValues } from './sync/local.ts';

export const drawers: readonly Drawer[] = Object.values(
  import.meta.glob<{ drawer: Drawer }>('./drawers/*/drawer.ts', { eager: true })
).map((module) => module.drawer);

/** Which office this device opened last. Its id says nothing about it, so it need not be sealed. */
const CURRENT = 'anteroom.office';

const device = createBrowserDeps();
const local = createLocalValues(device);

const idle = (work: () => void): void => {
  if ('requestIdleCallback' in window) requestIdleCallback(work, { timeout: 1000 });
  else setTimeout(work, 1);
};

/** For a device that has no office yet. */
export const joining = createJoining(device);

/** Hides the app in all tabs of this browser. */
export const appLock = openAppLock();

/** Opening another office starts the app anew: nothing of one may linger in the other. */
const restart = (): void => location.assign('/');

export const offices: DeviceOffices = {
  list: () => listOffices(device),
  get current() {
    return localStorage.getItem(CURRENT) ?? undefined;
  },
  open: (officeId) => {
    localStorage.setItem(CURRENT, officeId);
    restart();
  },
  remove: async (officeId) => {
    await removeOffice(officeId, device);
    if (offices.current === officeId) localStorage.removeItem(CURRENT);
    restart();
  }
};

/** Founds an office and makes it the current one. Its desk opens with the next `openDesk`. */
export async function found(facts: OfficeFacts): Promise<Result<{ readonly officeId: string }>> {
  const founded = await foundOffice(facts, device);
  if (founded.ok) localStorage.setItem(CURRENT, founded.value.officeId);
  return founded;
}

/** The desk of the office last used here, else of the first there is; nothing on a bare device. */
export async function openDesk(): Promise<Result<Desk | undefined>> {
  const known = await offices.list();
  const chosen = known.find(({ id }) => id === offices.current) ?? known[0];
  if (!chosen) return ok(undefined);
  if (chosen.problem) return { ok: false, error: chosen.problem };
  const log = await openDeviceLog(chosen.id, device);
  if (!log.ok) return log;
  const types = drawers.flatMap((drawer) => drawer.types);
  const shared = Promise.withResolvers<OpenedSharing>();
  const office = await openOffice(log.value, types, {
    clock: device.clock,
    random: device.random,
    idle,
    lease: (work, room) => whenAlone(chosen.id, async () => (await shared.promise).rewriteAlone(room, work))
  });
  const opened = openSharing(office, device, idle, log.value.presence);
  shared.resolve(opened);
  for (const { tend } of drawers)
    if (tend) idle(() => void tend().then((tending) => tending.tend(office, device.clock)));
  return ok(
    await createDesk({
      office,
      offices,
      ...opened,
      ...(appLock && { lock: appLock }),
      drawers,
      // The app stands at the root, and a record's address is only known at run time.
      go: (path) => void goto(path),
      store: {
        read: (key) => local.get<string>(chosen.id, key),
        write: (key, text) => local.set(chosen.id, key, text)
      }
    })
  );
}

/** One tab at a time may rewrite, and only while no other has the office open: it could lag behind. */
async function whenAlone(officeId: string, work: () => Promise<void>): Promise<void> {
  await navigator.locks.request(`anteroom/${officeId}/rewrite`, { ifAvailable: true }, async (lock) => {
    const { held = [] } = await navigator.locks.query();
    const tabs = held.filter(({ name }) => name?.startsWith(`anteroom/${officeId}/client/`));
    if (lock && tabs.length === 1) await work();
  });
}

/** Fills the open office with a made-up one; `onProgress` gets a number from 0 to 1. */
export async function fillWithSample(
  desk: Desk,
  records: number,
  onProgress: (part: number) => void | Promise<void>
): Promise<void> {
  const [{ createSampleOffice }, { loadSample }, { today }] = await Promise.all([
    import('./sample/sample-office.ts'),
    import('./drawers/settings/load-sample.ts'),
    import('./ui/format.ts')
  ]);
  await loadSample(desk.office, createSampleOffice({ records, today: today() }), {
    total: records,
    onProgress
  });
}
