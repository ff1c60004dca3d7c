/** Giving, taking away, removing, renaming, and the new keys that follow. */
import { ok, failed, type Result } from '../base/result.ts';
import { createCompartment, keysToGive, rotateKey } from '../identity/epochs.ts';
import {
  devicesOf,
  findCompartment,
  levelOf,
  officeCompartment,
  presentDevice,
  readersOf,
  rotationsDue
} from '../protocol/roster-rights.ts';
import type { Level, Roster } from '../protocol/roster.ts';
import { keysOf } from './layout.ts';
import { ownMember, type MembershipDeps } from './membership-invite.ts';
import { fillLockboxes, readStoredKeys, sealTo } from './membership-keys.ts';
import { t } from './membership-text.ts';
import type { OfficeContext } from './office-context.ts';

/** Gives a compartment with its past, or takes it away; what was taken away gets a new key. */
export async function grant(
  deps: MembershipDeps,
  member: string,
  compartment: string,
  level: Level
): Promise<Result<Roster>> {
  const { context, port } = deps;
  const granted = await port.append(async (roster) => {
    const before = levelOf(roster, member, compartment);
    const keys = level !== 'none' && (before === 'none' || before === level);
    const boxes = await fillLockboxes(
      roster,
      await readStoredKeys(context),
      keys ? [compartment] : [],
      keys ? devicesOf(roster, member) : []
    );
    if (!boxes.ok) return boxes;
    return ok({ kind: 'grant' as const, member, compartment, level, lockboxes: boxes.value });
  });
  if (granted.ok) await rotateDue(deps);
  return granted;
}

/**
 * Removes devices: the server stops taking from them, the statement names where their chains end, and everything
 * they could read gets a new key. Failures: `server-unreachable` (see `removeLater`), `roster-refused`.
 */
export async function removeDevices(
  deps: MembershipDeps,
  devices: readonly string[]
): Promise<Result<Roster>> {
  const { port } = deps;
  const removed = await port.append(async (roster) => {
    const present = devices.filter((device) => presentDevice(roster, device));
    if (present.length === 0) return failed('gone', t('gone'));
    const heads = await port.hold(present);
    if (!heads.ok) return heads;
    return ok({ kind: 'revoke' as const, devices: present, heads: [...heads.value] });
  });
  if (removed.ok) await rotateDue(deps);
  return removed;
}

const LEAVING = 'leaving';

/** Devices whose removal was decided here and waits for the office server. */
export async function readLeaving({ officeId, deps, roster }: OfficeContext): Promise<string[]> {
  const waiting = (await deps.store.get<string[]>([officeId, LEAVING])) ?? [];
  return waiting.filter((device) => presentDevice(roster, device));
}

export async function removeLater(context: OfficeContext, devices: readonly string[]): Promise<void> {
  const { officeId, deps } = context;
  const key = [officeId, LEAVING];
  await deps.store.commit([keysOf(officeId).meta, key], ([meta, waiting]) => {
    const all = new Set([...((waiting as string[] | undefined) ?? []), ...devices]);
    return { put: meta ? [[key, [...all]]] : [], result: undefined };
  });
}

/** Removes those that wait. Call when the server is in reach. */
export async function removeLeaving(deps: MembershipDeps): Promise<void> {
  const { officeId, deps: device } = deps.context;
  const leaving = await readLeaving(deps.context);
  if (leaving.length === 0) return;
  const removed = await removeDevices(deps, leaving);
  if (!removed.ok && removed.error.tag === 'server-unreachable') return;
  // Done, done by somebody else, or not allowed any more: it is not asked again.
  await device.store.commit([], () => ({ remove: [[officeId, LEAVING]], result: undefined }));
}

/** New keys for what this device may give new keys, where somebody no longer may read. */
export async function rotateDue(deps: MembershipDeps): Promise<void> {
  const { context, port } = deps;
  const current = await port.roster();
  if (!current.ok) return;
  for (const compartment of rotationsDue(current.value, context.deviceId)) {
    await port.append(async (roster) => {
      if (!rotationsDue(roster, context.deviceId).includes(compartment)) return failed('gone', t('gone'));
      const { epoch: before, past } = findCompartment(roster, compartment)!;
      const epoch = before + 1;
      const stored = await readStoredKeys(context);
      const made = await rotateKey(stored, compartment, epoch, context.deps.random);
      if (!made) return failed('key-missing', t('keyMissing'));
      const keys = await keysToGive(stored, made.next, new Map(past).set(epoch, made.past));
      const lockboxes = await sealTo(roster.officeId, readersOf(roster, compartment), keys);
      return ok({ kind: 'rotate' as const, compartment, epoch, lockboxes, past: made.past });
    });
  }
}

/** Its maker may write there; everybody who is not named gets nothing. */
export async function makeCompartment(
  { context, port }: MembershipDeps,
  name: string,
  members: Readonly<Record<string, Level>>,
  kind: 'custom' | 'only-me' = 'custom'
): Promise<Result<{ readonly id: string }>> {
  const made = await createCompartment(name, context.deps.random);
  const id = made.first.compartment;
  const appended = await port.append(async (roster) => {
    const own = ownMember({ ...context, roster });
    if (!own) return failed('gone', t('gone'));
    const given = new Map(Object.entries(members).filter(([, level]) => level !== 'none'));
    given.set(own.id, 'write');
    const devices = [...given.keys()].flatMap((member) => devicesOf(roster, member));
    const lockboxes = await sealTo(roster.officeId, devices, [made.first]);
    return ok({
      kind: 'compartment' as const,
      compartment: { id, kind, name: made.name },
      levels: [...given],
      lockboxes
    });
  });
  return appended.ok ? ok({ id }) : appended;
}

/** What a principal keeps to themself is there from their first day on. */
export async function ensureOnlyMe(deps: MembershipDeps): Promise<void> {
  const { roster } = deps.context;
  const own = ownMember(deps.context);
  if (own?.role !== 'principal' || roster.compartments.some(({ kind }) => kind === 'only-me')) return;
  await makeCompartment(deps, t('onlyMe'), {}, 'only-me');
}

export const rename = (
  { context, port }: MembershipDeps,
  what: 'device' | 'member' | 'compartment',
  id: string,
  name: string
): Promise<Result<Roster>> =>
  port.append(async (roster) => {
    const under = what === 'compartment' ? id : officeCompartment(roster);
    return ok({ kind: 'rename' as const, what, id, name: await context.keyring.sealName(under, name) });
  });
