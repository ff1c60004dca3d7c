/**
 * Makes the desk over an open office. `lib/desk.ts` hands in what touches the world: where drafts are kept,
 * how the app goes to an address.
 */
import { systemClock, type Clock } from '../base/clock.ts';
import type { Office } from '../store/office.ts';
import { settings } from '../ui/settings.svelte.ts';
import { createAloneSharing, nothingMissed } from './alone-sharing.ts';
import { openAway } from './away.ts';
import type { Desk, DeviceOffices } from './desk-context.ts';
import { openDrafts, openPreferences, type TextStore } from './device-store.ts';
import type { Drawer } from './drawer.ts';
import type { AppLock } from './lock.ts';
import { createReaders } from './readers.ts';
import type { Role, Sharing, WhileAway } from './sharing.ts';
import { t } from './start-text.ts';

export interface DeskDeps {
  readonly office: Office;
  readonly offices: DeviceOffices;
  readonly drawers: readonly Drawer[];
  readonly store: TextStore;
  go(path: string): void;
  readonly clock?: Clock;
  /** Without, the office is on this device only. */
  readonly sharing?: Sharing;
  readonly away?: WhileAway;
  readonly lock?: AppLock;
}

export async function createDesk(deps: DeskDeps): Promise<Desk> {
  const { office, drawers } = deps;
  const preferences = await openPreferences(deps.store);
  const sharing = deps.sharing ?? createAloneSharing(office, preferences.get<Role>('role'));
  const clock = deps.clock ?? systemClock;
  const missed = () => openAway({ office, sharing, store: deps.store, clock });
  const away = deps.away ?? (deps.sharing ? await missed() : nothingMissed);
  const drawerOf = new Map(
    drawers.flatMap((drawer) => drawer.types.map((type) => [type.type, drawer] as const))
  );
  return {
    office,
    offices: deps.offices,
    drawers: [...drawers].sort((a, b) => a.order - b.order),
    types: office.types,
    get company() {
      return settings.company;
    },
    set company(chosen) {
      settings.company = chosen;
    },
    readers: createReaders(office, preferences),
    drafts: await openDrafts(deps.store),
    preferences,
    clock,
    sharing,
    away,
    lock: deps.lock,
    memberName: (author) =>
      author === office.device
        ? t('you')
        : (office.members.find(({ devices }) => devices.includes(author))?.name ?? t('somebody')),
    pathTo(id) {
      const type = office.get(id)?.type;
      const drawer = type === undefined ? undefined : drawerOf.get(type);
      return drawer ? `/${drawer.name}/${id}` : `/search/${id}`;
    },
    go: deps.go
  };
}
