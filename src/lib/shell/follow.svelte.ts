/** Following somebody from record to record: begun with their picture, ended by any key, touch or scroll. */
import type { Desk } from '../kit/desk-context.ts';

export const follow = $state<{ device: string | undefined; name: string }>({ device: undefined, name: '' });

export function beginFollowing(desk: Desk, device: string): void {
  const person = desk.sharing.people.find(({ devices }) => devices.some(({ id }) => id === device));
  follow.device = device;
  follow.name = person?.name ?? '';
  desk.sharing.follow(device);
}

export function endFollowing(desk: Desk): void {
  if (follow.device === undefined) return;
  follow.device = undefined;
  desk.sharing.follow();
}

/** Where to go next: the record that the followed one looks at, unless it is shown already. */
export function nextStop(desk: Desk, shown: string | undefined): string | undefined {
  const followed = desk.sharing.presence.find(({ device }) => device === follow.device);
  return followed?.record !== undefined && followed.record !== shown ? followed.record : undefined;
}

/** Paused by them, or gone offline. */
export function isLost(desk: Desk): boolean {
  const followed = desk.sharing.presence.find(({ device }) => device === follow.device);
  return !followed || followed.mayFollow === false;
}
