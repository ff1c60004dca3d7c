/** A device's first keys, and an office's arrival on it: everything in one transaction, or nothing. */
import { bytesToBase64url, utf8ToBytes, type Bytes } from '../base/bytes.ts';
import type { Random } from '../base/random.ts';
import { ok, type Result } from '../base/result.ts';
import { createKeys, openKeyring, type StoredKeys } from '../identity/keyring.ts';
import { publicKeyToBytes } from '../identity/primitives.ts';
import { rosterCrypto } from '../identity/statements.ts';
import { officeCompartment } from '../protocol/roster-rights.ts';
import { signingKeyToDeviceId, type Roster, type StatementOf } from '../protocol/roster.ts';
import type { DeviceDeps } from './deps.ts';
import { isFailure, type StoreKey } from './device-store.ts';
import { createClientIds } from './found-office.ts';
import { keysOf, type OfficeMeta, type RelayRecord } from './layout.ts';
import { sealServer } from './server-address.ts';

export type JoiningKeys = StatementOf<'join'>['device'];

export interface NewDevice {
  readonly keys: StoredKeys;
  readonly device: JoiningKeys;
}

export const createNewDevice = async (random: Random): Promise<NewDevice> => {
  const keys = await createKeys([], random);
  return { keys, device: await describeDevice(keys, 'device', createClientIds(random, [])) };
};

export async function describeDevice(
  keys: Pick<StoredKeys, 'signing' | 'agreement'>,
  kind: JoiningKeys['kind'],
  clientIds: number[]
): Promise<JoiningKeys> {
  const signing = await publicKeyToBytes(keys.signing.publicKey);
  return {
    id: await signingKeyToDeviceId(signing, rosterCrypto),
    signing: bytesToBase64url(signing),
    agreement: bytesToBase64url(await publicKeyToBytes(keys.agreement.publicKey)),
    clientIds,
    kind
  };
}

/** A device is in an office once: its keys and what it wrote belong together. */
export const isHere = async (officeId: string, store: DeviceDeps['store']): Promise<boolean> =>
  (await store.get(keysOf(officeId).meta)) !== undefined;

/** Failures: `storage-full`, `storage-failed`, `keys-lost`. */
export async function keepOffice(
  roster: Roster,
  chain: readonly Bytes[],
  stored: StoredKeys,
  server: string,
  { store, random }: Pick<DeviceDeps, 'store' | 'random'>,
  remove: readonly StoreKey[] = []
): Promise<Result<{ readonly officeId: string }>> {
  const opened = await openKeyring(stored, random);
  if (!opened.ok) return opened;
  const keyring = opened.value;
  const { officeId, foundedAt } = roster;
  const office = officeCompartment(roster);
  const about = JSON.parse((await keyring.openName(office, roster.about)) ?? '{}') as Record<string, string>;
  const [founder] = roster.members.values();
  const label = {
    label: about['label'] ?? '',
    principal: about['principal'] ?? '',
    founder: (founder && (await keyring.openName(office, founder.name))) ?? ''
  };
  const meta: OfficeMeta = {
    label: await keyring.sealLocal(utf8ToBytes(JSON.stringify(label)), `label/${officeId}`),
    foundedAt
  };
  const relay: RelayRecord = {
    address: await sealServer(keyring, officeId, { address: server }),
    statements: chain.length
  };
  const place = keysOf(officeId);
  try {
    await store.commit([place.meta], ([standing]) => ({
      put: standing
        ? []
        : [
            [place.meta, meta],
            [place.keys, stored],
            [place.relay, relay],
            ...chain.map((bytes, index) => [place.statement(index), bytes] as const)
          ],
      remove,
      result: undefined
    }));
    return ok({ officeId });
  } catch (error) {
    if (isFailure(error)) return { ok: false, error: { tag: error.tag, message: error.message } };
    throw error;
  }
}
