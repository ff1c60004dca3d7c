/**
 * Keys on their way: sealed to the devices that may read a compartment, opened by the device that they are for.
 * What is opened is kept in the device's store; a key that is there is never replaced.
 */
import { bytesToUtf8, type Bytes } from '../base/bytes.ts';
import type { Random } from '../base/random.ts';
import { failed, ok, type Result } from '../base/result.ts';
import { addKeys, addPast, keysToGive, opensPast, readKey } from '../identity/epochs.ts';
import type { StoredKeys } from '../identity/keyring.ts';
import { openLockbox, sealLockbox, type CompartmentKey } from '../identity/lockbox.ts';
import { devicesOf, findCompartment, mayRead } from '../protocol/roster-rights.ts';
import type { Roster, Statement } from '../protocol/roster.ts';
import { keysOf } from './layout.ts';
import { t } from './membership-text.ts';
import type { OfficeContext } from './office-context.ts';

export type Lockboxes = [string, string][];

export interface Recipient {
  readonly id: string;
  readonly agreement: Bytes;
}

export const readStoredKeys = async ({ officeId, deps }: Pick<OfficeContext, 'officeId' | 'deps'>) =>
  (await deps.store.get<StoredKeys>(keysOf(officeId).keys))!;

/** The compartments' current keys, a box for each device. Failure: `key-missing`. */
export async function fillLockboxes(
  roster: Roster,
  stored: StoredKeys,
  compartments: readonly string[],
  devices: readonly Recipient[]
): Promise<Result<Lockboxes>> {
  const keys: CompartmentKey[] = [];
  for (const id of compartments) {
    const { epoch, past } = findCompartment(roster, id)!;
    const key = await readKey(stored, id, epoch);
    if (!key) return failed('key-missing', t('keyMissing'));
    keys.push(...(await keysToGive(stored, key, past)));
  }
  return ok(await sealTo(roster.officeId, devices, keys));
}

export const sealTo = (
  office: string,
  devices: readonly Recipient[],
  keys: readonly CompartmentKey[]
): Promise<Lockboxes> =>
  Promise.all(
    devices.map(async ({ id, agreement }): Promise<[string, string]> => [
      id,
      await sealLockbox({ office, device: id }, agreement, keys)
    ])
  );

export const recipientsOf = (roster: Roster, member: string): Recipient[] => devicesOf(roster, member);

export interface Received {
  readonly stored: StoredKeys;
  /** Compartments that this device may read and whose key nobody gave it, or gave it wrongly. */
  readonly missing: readonly string[];
}

/** The keys with everything that the roster's boxes hold for this device. `agreement`: of that device. */
export async function openBoxes(
  chain: readonly Bytes[],
  roster: Roster,
  device: string,
  agreement: CryptoKeyPair,
  before: StoredKeys,
  random: Random
): Promise<Received> {
  const readable = roster.compartments.filter(({ id }) => mayRead(roster, device, id));
  const has = (stored: StoredKeys, id: string, epoch: number) =>
    stored.compartments.some((one) => one.id === id && one.epochs.some((known) => known.epoch === epoch));
  const lacking = (stored: StoredKeys) => readable.filter(({ id, epoch }) => !has(stored, id, epoch));

  let stored = before;
  for (let at = chain.length - 1; at > 0 && lacking(stored).length > 0; at--) {
    const { statement } = JSON.parse(bytesToUtf8(chain[at]!)) as { statement: Statement };
    if (!('lockboxes' in statement)) continue;
    const box = statement.lockboxes.find(([to]) => to === device)?.[1];
    const wanted = new Set(lacking(stored).map(({ id }) => id));
    const only = compartmentOf(statement);
    if (box === undefined || (only !== undefined && !wanted.has(only))) continue;
    const keys = await openLockbox({ office: roster.officeId, device }, agreement, box);
    // A box says of itself what it opens; it is believed for what its statement gives.
    for (const key of keys ?? []) {
      const { compartment, epoch } = key;
      if (!wanted.has(compartment) || (only !== undefined && only !== compartment)) continue;
      const { past, epoch: current } = findCompartment(roster, compartment)!;
      if (epoch <= current && (await opensPast(key, past.get(epoch))))
        stored = await addKeys(stored, [key], random);
    }
  }
  for (const { id, past, epoch } of readable)
    if (epoch > 1 && !allEpochs(epoch).every((one) => has(stored, id, one)))
      stored = await addPast(stored, id, past, random);
  return { stored, missing: lacking(stored).map(({ id }) => id) };
}

const allEpochs = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);

function compartmentOf(statement: Statement): string | undefined {
  if (statement.kind === 'grant' || statement.kind === 'rotate') return statement.compartment;
  return statement.kind === 'compartment' ? statement.compartment.id : undefined;
}

/** Opens what the roster holds for this device and keeps it. True where there was something new. */
export async function receiveKeys(context: OfficeContext): Promise<boolean> {
  const { officeId, deviceId, deps, roster, keyring } = context;
  const place = keysOf(officeId);
  const before = await readStoredKeys(context);
  const chain = (await deps.store.entries<Bytes>({ prefix: place.roster })).map(([, bytes]) => bytes);
  const { stored } = await openBoxes(chain, roster, deviceId, before.agreement, before, deps.random);
  // Another part of this tab may have opened and kept them already.
  await keyring.adopt(before);
  if (stored === before) return false;
  const merged = await deps.store.commit([place.keys], ([now]) => {
    const both = now ? mergeKeys(now as StoredKeys, stored) : undefined;
    return { put: both ? [[place.keys, both]] : [], result: both };
  });
  if (merged) await keyring.adopt(merged);
  return merged !== undefined;
}

/** Both sealed under the same wrapping key: another tab may have received something else in the meantime. */
function mergeKeys(now: StoredKeys, found: StoredKeys): StoredKeys {
  const compartments = new Map(now.compartments.map((one) => [one.id, one]));
  for (const one of found.compartments) {
    const known = compartments.get(one.id);
    const fresh = one.epochs.filter(({ epoch }) => !known?.epochs.some((other) => other.epoch === epoch));
    const epochs = [...(known?.epochs ?? []), ...fresh].sort((a, b) => a.epoch - b.epoch);
    compartments.set(one.id, { ...one, naming: known?.naming ?? one.naming, epochs });
  }
  return { ...now, compartments: [...compartments.values()] };
}
