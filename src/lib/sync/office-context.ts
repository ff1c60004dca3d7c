/** One office as this device holds it open: its keys, its verified roster, and who this device is in it. */
import { base64urlToBytes, bytesToBase64url, equalBytes, type Bytes } from '../base/bytes.ts';
import { failed, ok, type Failure, type Result } from '../base/result.ts';
import { openKeyring, type Keyring, type StoredKeys } from '../identity/keyring.ts';
import { publicKeyToBytes } from '../identity/primitives.ts';
import { rosterCrypto } from '../identity/statements.ts';
import {
  extendRoster,
  signingKeyToDeviceId,
  verifyRoster,
  type Roster,
  type RosterDevice
} from '../protocol/roster.ts';
import { levelOf, officeCompartment } from '../protocol/roster-rights.ts';
import type { DeviceDeps } from './deps.ts';
import type { DeviceStore } from './device-store.ts';
import { keysOf, type OfficeMeta } from './layout.ts';
import type { LogCompartment } from './log.ts';
import { t } from './text.ts';

export interface OfficeContext {
  readonly officeId: string;
  /** The office id's 32 bytes, and this device's 16, as headers carry them. */
  readonly office: Bytes;
  readonly device: Bytes;
  readonly deviceId: string;
  readonly keyring: Keyring;
  readonly deps: DeviceDeps;
  /** As of the last reading. */
  readonly roster: Roster;
  /** Reads statements that other tabs have added since. */
  refreshRoster(): Promise<Result<Roster>>;
  /** Whether the device's member is principal or secretary. */
  isFullMember(deviceId: string): boolean;
  /** The device if it may write with that client id; looks again when the roster does not know it yet. */
  findWriter(device: Bytes, clientId: number): Promise<RosterDevice | undefined>;
}

/** What has been verified of an office's statements: only what was added needs to be judged. */
interface Verified {
  readonly chain: readonly Bytes[];
  readonly roster: Roster;
}
/** By store and office. The log, the replica and who is in the office each open it in one tab; it is verified once. */
const verified = new WeakMap<DeviceStore, Map<string, Verified>>();

/** Failures: `no-office`, `keys-lost`, `office-lost`, `roster-damaged`, `roster-newer`; StoreErrors are thrown. */
export async function openContext(officeId: string, deps: DeviceDeps): Promise<Result<OfficeContext>> {
  const { store, random } = deps;
  const place = keysOf(officeId);
  const byOffice = verified.get(store) ?? new Map<string, Verified>();
  verified.set(store, byOffice);
  const readRoster = async (): Promise<Result<Roster>> => {
    const chain = (await store.entries<Bytes>({ prefix: place.roster })).map(([, bytes]) => bytes);
    const before = byOffice.get(officeId);
    const goesOn = before?.chain.every((bytes, index) => chain[index] && equalBytes(chain[index], bytes));
    let read = goesOn ? ok(before!.roster) : await verifyRoster(chain, rosterCrypto);
    for (const bytes of goesOn ? chain.slice(before!.chain.length) : []) {
      const next = read.ok ? await extendRoster(read.value, bytes, rosterCrypto) : read;
      // Said as the whole chain's reader says it.
      read = next.ok ? next : await verifyRoster(chain, rosterCrypto);
      if (!read.ok) break;
    }
    if (read.ok) byOffice.set(officeId, { chain, roster: read.value });
    return read;
  };

  const [meta, stored, first] = await Promise.all([
    store.get<OfficeMeta>(place.meta),
    store.get<StoredKeys>(place.keys),
    store.get<Bytes>(place.statement(0))
  ]);
  if (!meta && !stored && !first) {
    const rest = await store.keys({ prefix: [officeId] });
    return rest.length > 0 ? failed('keys-lost', t('keysLost')) : failed('no-office', t('noOffice'));
  }
  if (!stored) return failed('keys-lost', t('keysLost'));
  if (!meta || !first) return failed('office-lost', t('officeLost'));

  const read = await readRoster();
  if (!read.ok) return read;
  let roster = read.value;
  if (roster.officeId !== officeId) return failed('office-lost', t('officeLost'));
  const keyring = await openKeyring(stored, random);
  if (!keyring.ok) return keyring;
  const deviceId = await signingKeyToDeviceId(await publicKeyToBytes(stored.signing.publicKey), rosterCrypto);
  if (!roster.devices.has(deviceId)) return failed('keys-lost', t('keysLost'));

  const refreshRoster = async (): Promise<Result<Roster>> => {
    const [again, keys] = await Promise.all([readRoster(), store.get<StoredKeys>(place.keys)]);
    if (again.ok && again.value.officeId === officeId) roster = again.value;
    if (keys) await keyring.value.adopt(keys);
    return again;
  };
  const lookUp = (device: Bytes, clientId: number) => {
    const found = roster.devices.get(bytesToBase64url(device));
    return found?.clientIds.includes(clientId) ? found : undefined;
  };
  return ok({
    officeId,
    office: base64urlToBytes(officeId),
    device: base64urlToBytes(deviceId),
    deviceId,
    keyring: keyring.value,
    deps,
    get roster() {
      return roster;
    },
    refreshRoster,
    isFullMember: (id) => {
      const role = roster.members.get(roster.devices.get(id)?.member ?? '')?.role;
      return role === 'principal' || role === 'secretary';
    },
    findWriter: async (device, clientId) => {
      const known = lookUp(device, clientId);
      if (known) return known;
      await refreshRoster();
      return lookUp(device, clientId);
    }
  });
}

/** The names in the roster, as far as this device's keys open them. */
export async function readNames({ roster, keyring, deviceId }: OfficeContext) {
  const office = officeCompartment(roster);
  const about = await keyring.openName(office, roster.about);
  return {
    principal: about === undefined ? '' : (JSON.parse(about) as { principal: string }).principal,
    members: await Promise.all(
      [...roster.members.values()].map(async ({ id, name, role }) => ({
        id,
        name: (await keyring.openName(office, name)) ?? '',
        role,
        // Removed ones too: what they wrote stays theirs.
        devices: [...roster.devices.values()].filter(({ member }) => member === id).map((device) => device.id)
      }))
    ),
    compartments: (
      await Promise.all(
        roster.compartments.map(async ({ id, kind, name }) => ({
          id,
          kind,
          name: (await keyring.openName(id, name)) ?? '',
          level: levelHere(roster, deviceId, id)
        }))
      )
    ).flatMap(({ level, ...one }): LogCompartment[] =>
      level === 'none' || keyring.currentEpoch(one.id) === undefined ? [] : [{ ...one, level }]
    )
  };
}

/** A removed device keeps what it had: it reads on here what it could read, and writes nothing. */
function levelHere(roster: Roster, deviceId: string, compartment: string) {
  const device = roster.devices.get(deviceId)!;
  const level = levelOf(roster, device.member, compartment);
  return device.removed && level === 'write' ? 'read' : level;
}

/** Why this device may write nothing in this office any more, or not before it is updated. */
export function reasonNotToWrite({ roster, deviceId }: OfficeContext): Failure | undefined {
  const removed = roster.devices.get(deviceId)!.removed !== undefined;
  return roster.newer ?? (removed ? { tag: 'removed', message: t('removedHere') } : undefined);
}
