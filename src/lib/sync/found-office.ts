/** The offices on this device: founding one (without any network), listing them, removing one. */
import { bytesToBase64url, bytesToUtf8, utf8ToBytes } from '../base/bytes.ts';
import type { Random } from '../base/random.ts';
import { ok, type Failure, type Result } from '../base/result.ts';
import { createKeys, openKeyring, type StoredKeys } from '../identity/keyring.ts';
import { publicKeyToBytes } from '../identity/primitives.ts';
import { rosterCrypto, signStatement } from '../identity/statements.ts';
import {
  CLIENT_IDS_AT_ONCE,
  ROSTER_VERSION,
  signingKeyToDeviceId,
  type FoundStatement
} from '../protocol/roster.ts';
import type { DeviceDeps } from './deps.ts';
import { isFailure, type DeviceStore } from './device-store.ts';
import { JOINING, keysOf, type OfficeMeta } from './layout.ts';
import { t } from './text.ts';

export interface OfficeFacts {
  /** The executive the office exists for. */
  readonly principal: string;
  /** Who sets it up. */
  readonly founder: string;
  /** What tells it apart where one person has two offices; may be empty. */
  readonly label?: string;
}

export interface OfficeOnDevice extends Required<OfficeFacts> {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly foundedAt: number;
  /** Why it cannot be opened; its names are then empty. */
  readonly problem?: Failure;
}

const KINDS = ['office', 'private', 'finance'] as const;

/** Failures: `storage-full`, `storage-failed`. Either the whole office is on the disk afterwards, or nothing. */
export async function foundOffice(
  facts: OfficeFacts,
  deps: Pick<DeviceDeps, 'store' | 'random' | 'clock'>
): Promise<Result<{ readonly officeId: string }>> {
  const { store, random, clock } = deps;
  const at = clock.now();
  const ids = KINDS.map(() => bytesToBase64url(random.bytes(16)));
  const keys = await createKeys(ids, random);
  const opened = await openKeyring(keys, random);
  if (!opened.ok) return opened;
  const keyring = opened.value;
  const signing = await publicKeyToBytes(keys.signing.publicKey);
  const member = bytesToBase64url(random.bytes(16));
  const about: Required<OfficeFacts> = { label: '', ...facts };
  const names = [t('everyone'), t('private'), t('finance')];

  const statement: FoundStatement = {
    version: ROSTER_VERSION,
    kind: 'found',
    sequence: 0,
    at,
    about: await keyring.sealName(
      ids[0]!,
      JSON.stringify({ principal: about.principal, label: about.label })
    ),
    device: {
      id: await signingKeyToDeviceId(signing, rosterCrypto),
      signing: bytesToBase64url(signing),
      agreement: bytesToBase64url(await publicKeyToBytes(keys.agreement.publicKey)),
      clientIds: createClientIds(random, [])
    },
    member: {
      id: member,
      name: await keyring.sealName(ids[0]!, about.founder),
      // Who founds their own office is its principal from the start.
      ...(about.founder.trim() === about.principal.trim() ? { role: 'principal' as const } : {})
    },
    root: member,
    compartments: await Promise.all(
      KINDS.map(async (kind, index) => ({
        id: ids[index]!,
        kind,
        epoch: 1 as const,
        name: await keyring.sealName(ids[index]!, names[index]!)
      }))
    )
  };
  const { bytes, hash: officeId } = await signStatement(statement, keyring.signing);
  const meta: OfficeMeta = {
    label: await keyring.sealLocal(utf8ToBytes(JSON.stringify(about)), `label/${officeId}`),
    foundedAt: at
  };
  const place = keysOf(officeId);
  try {
    await store.commit([], () => ({
      put: [
        [place.meta, meta],
        [place.keys, keys],
        [place.statement(0), bytes]
      ],
      result: undefined
    }));
    return ok({ officeId });
  } catch (error) {
    if (isFailure(error)) return { ok: false, error: { tag: error.tag, message: error.message } };
    throw error;
  }
}

/** Eight 32-bit numbers, as Yjs 13 takes them, none of which anybody has. */
export function createClientIds(random: Random, taken: readonly number[]): number[] {
  const used = new Set(taken);
  const fresh: number[] = [];
  while (fresh.length < CLIENT_IDS_AT_ONCE) {
    const id = new DataView(random.bytes(4).buffer).getUint32(0);
    if (id === 0 || used.has(id)) continue;
    used.add(id);
    fresh.push(id);
  }
  return fresh;
}

/** Oldest first. Offices of which the browser left only a part are listed with their problem. */
export async function listOffices(deps: Pick<DeviceDeps, 'store' | 'random'>): Promise<OfficeOnDevice[]> {
  const ids = new Set((await deps.store.keys({ prefix: [] })).map((key) => String(key[0])));
  ids.delete(JOINING);
  const offices = await Promise.all([...ids].map((id) => describeOffice(id, deps)));
  return offices.sort((a, b) => a.foundedAt - b.foundedAt || (a.id < b.id ? -1 : 1));
}

async function describeOffice(
  id: string,
  { store, random }: Pick<DeviceDeps, 'store' | 'random'>
): Promise<OfficeOnDevice> {
  const at = keysOf(id);
  const [meta, stored, first] = await Promise.all([
    store.get<OfficeMeta>(at.meta),
    store.get<StoredKeys>(at.keys),
    store.get(at.statement(0))
  ]);
  const nameless = { id, principal: '', founder: '', label: '', foundedAt: meta?.foundedAt ?? 0 };
  if (!stored) return { ...nameless, problem: { tag: 'keys-lost', message: t('keysLost') } };
  if (!meta || !first) return { ...nameless, problem: { tag: 'office-lost', message: t('officeLost') } };
  const keyring = await openKeyring(stored, random);
  if (!keyring.ok) return { ...nameless, problem: keyring.error };
  const label = await keyring.value.openLocal(meta.label, `label/${id}`);
  if (!label) return { ...nameless, problem: { tag: 'keys-lost', message: t('keysLost') } };
  return { ...nameless, ...(JSON.parse(bytesToUtf8(label)) as Required<OfficeFacts>) };
}

/** Takes keys, log and drafts from this device in one transaction. What other devices hold stays there. */
export const removeOffice = (officeId: string, deps: { readonly store: DeviceStore }): Promise<void> =>
  deps.store.commit([], () => ({ removeAll: [[officeId]], result: undefined }));
