/** For tests: an office's roster without a log, and devices that state things in it, in words. */
import { bytesToBase64url, type Bytes } from '../base/bytes.ts';
import { createSeededRandom } from '../base/random.ts';
import type { Result } from '../base/result.ts';
import {
  extendRoster,
  ROSTER_VERSION,
  signingKeyToDeviceId,
  verifyRoster,
  type ChainHead,
  type Gate,
  type Level,
  type LaterKind,
  type Role,
  type Roster,
  type StatementOf
} from '../protocol/roster.ts';
import { devicesOf, readersOf } from '../protocol/roster-rights.ts';
import { joiningDeviceToBytes } from '../protocol/roster-statements.ts';
import { createSigningKeys, publicKeyToBytes, sha256, signHash } from './primitives.ts';
import { rosterCrypto, signStatement } from './statements.ts';

export const NOON = Date.UTC(2026, 10, 23, 12);
const random = createSeededRandom(31);
export const anyId = (): string => bytesToBase64url(random.bytes(16));
const anySealed = (): string => bytesToBase64url(random.bytes(40));
let clientId = 1000;

export interface TestSigner {
  readonly keys: CryptoKeyPair;
  readonly device: StatementOf<'join'>['device'];
}

export async function createTestSigner(): Promise<TestSigner> {
  const keys = await createSigningKeys();
  const signing = await publicKeyToBytes(keys.publicKey);
  return {
    keys,
    device: {
      id: await signingKeyToDeviceId(signing, rosterCrypto),
      signing: bytesToBase64url(signing),
      agreement: bytesToBase64url(random.bytes(32)),
      clientIds: Array.from({ length: 8 }, () => clientId++),
      kind: 'device'
    }
  };
}

type Body<K extends LaterKind> = Omit<
  StatementOf<K>,
  'version' | 'kind' | 'sequence' | 'previous' | 'at' | 'by'
>;

export interface TestRoster {
  readonly founder: TestSigner;
  readonly chain: readonly Bytes[];
  readonly roster: Roster;
  /** Office, private, finance. */
  readonly compartments: readonly string[];
  now: number;
  /** Signs on the head and takes it where it is allowed. */
  state<K extends LaterKind>(
    by: TestSigner,
    kind: K,
    body: Body<K> & { readonly at?: number },
    gate?: Gate
  ): Promise<Result<Roster>>;
  invite(
    by: TestSigner,
    invitation?: { role?: Role; member?: string; levels?: [string, Level][]; until?: number }
  ): Promise<Result<Roster> & { readonly id: string; readonly keys: CryptoKeyPair }>;
  join(
    device: TestSigner,
    invitation: { readonly id: string; readonly keys: CryptoKeyPair },
    gate?: Gate
  ): Promise<Result<Roster>>;
  admit(by: TestSigner, device: TestSigner, levels?: [string, Level][]): Promise<Result<Roster>>;
  /** Invited, asked, admitted. Throws where that is refused. */
  letIn(by: TestSigner, role: Role, levels?: [string, Level][], member?: string): Promise<TestSigner>;
  revoke(by: TestSigner, devices: TestSigner[], heads?: ChainHead[]): Promise<Result<Roster>>;
  grant(by: TestSigner, member: string, compartment: string, level: Level): Promise<Result<Roster>>;
  rotate(by: TestSigner, compartment: string, without?: string[]): Promise<Result<Roster>>;
  memberOf(device: TestSigner): string;
  copy(): TestRoster;
}

export async function foundTestRoster(role?: 'principal'): Promise<TestRoster> {
  const founder = await createTestSigner();
  const member = anyId();
  const kinds = ['office', 'private', 'finance'] as const;
  const { kind: _kind, ...device } = founder.device;
  const { bytes } = await signStatement(
    {
      version: ROSTER_VERSION,
      kind: 'found',
      sequence: 0,
      at: NOON,
      about: anySealed(),
      device,
      member: { id: member, name: anySealed(), ...(role ? { role } : {}) },
      root: member,
      compartments: kinds.map((one) => ({ id: anyId(), kind: one, epoch: 1 as const, name: anySealed() }))
    },
    founder.keys.privateKey
  );
  const verified = await verifyRoster([bytes], rosterCrypto);
  if (!verified.ok) throw new Error(verified.error.message);
  return createTestRoster(founder, [bytes], verified.value);
}

/** Another chain of statements on the founding one: what they say is signed anew. */
function createTestRoster(founder: TestSigner, begun: readonly Bytes[], first: Roster): TestRoster {
  const chain = [...begun];
  let roster = first;
  const box = (devices: readonly { id: string }[]): [string, string][] =>
    devices.map(({ id }) => [id, anySealed()]);
  const office: TestRoster = {
    founder,
    chain,
    now: NOON,
    get roster() {
      return roster;
    },
    compartments: first.compartments.map(({ id }) => id),
    state: async (by, kind, body, gate) => {
      const statement = {
        at: office.now,
        ...body,
        version: ROSTER_VERSION,
        kind,
        sequence: roster.length,
        previous: roster.head,
        by: by.device.id
      };
      const { bytes } = await signStatement(statement as never, by.keys.privateKey);
      const extended = await extendRoster(roster, bytes, rosterCrypto, gate);
      if (extended.ok) {
        chain.push(bytes);
        roster = extended.value;
      }
      return extended;
    },
    invite: async (by, { role = 'assistant', member, levels = [], until = office.now + 900_000 } = {}) => {
      const keys = await createSigningKeys();
      const key = bytesToBase64url(await publicKeyToBytes(keys.publicKey));
      const id = anyId();
      const invitation = { id, key, until, role, levels, ...(member === undefined ? {} : { member }) };
      return { ...(await office.state(by, 'invite', { invitation, secret: anySealed() })), id, keys };
    },
    join: async (by, { id, keys }, gate) => {
      const hash = await sha256(joiningDeviceToBytes(by.device));
      const proof = bytesToBase64url(await signHash(keys.privateKey, 'anteroom/invitation/1', hash));
      return office.state(by, 'join', { invitation: id, device: by.device, about: anySealed(), proof }, gate);
    },
    admit: (by, { device }, levels) => {
      const request = roster.requests.get(device.id);
      const invitation = roster.invitations.get(request?.invitation ?? '');
      const known = invitation?.member;
      return office.state(by, 'admit', {
        device: device.id,
        name: anySealed(),
        member: known === undefined ? { id: anyId(), name: anySealed() } : { id: known },
        role: invitation?.role ?? 'assistant',
        levels: known === undefined ? (levels ?? [[office.compartments[0]!, 'read']]) : [],
        lockboxes: box([device])
      });
    },
    letIn: async (by, role, levels, member) => {
      const device = await createTestSigner();
      const invited = await office.invite(by, { role, ...(member === undefined ? {} : { member }) });
      if (!invited.ok) throw new Error('not invited');
      if (!(await office.join(device, invited)).ok) throw new Error('not joined');
      if (!(await office.admit(by, device, levels)).ok) throw new Error('not admitted');
      return device;
    },
    revoke: (by, devices, heads = []) =>
      office.state(by, 'revoke', { devices: devices.map(({ device }) => device.id), heads }),
    grant: (by, member, compartment, level) => {
      const before = roster.members.get(member)?.levels.get(compartment) ?? 'none';
      const keys = level !== 'none' && (before === 'none' || before === level);
      return office.state(by, 'grant', {
        member,
        compartment,
        level,
        lockboxes: keys ? box(devicesOf(roster, member)) : []
      });
    },
    rotate: (by, compartment, without = []) => {
      const epoch = roster.compartments.find(({ id }) => id === compartment)!.epoch + 1;
      const readers = readersOf(roster, compartment).filter(({ id }) => !without.includes(id));
      return office.state(by, 'rotate', { compartment, epoch, lockboxes: box(readers), past: anySealed() });
    },
    memberOf: ({ device }) => roster.devices.get(device.id)?.member ?? '',
    copy: () => createTestRoster(founder, chain, roster)
  };
  return office;
}
