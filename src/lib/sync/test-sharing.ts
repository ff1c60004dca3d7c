/** Offices on several devices with a relay between them, in one process, for tests. */
import { createMemoryLogStore } from '../../../sync-server/log-store-memory.ts';
import { createRelayCrypto } from '../../../sync-server/crypto.ts';
import { createRelay, type Relay } from '../../../sync-server/relay.ts';
import { bytesToBase64url, type Bytes } from '../base/bytes.ts';
import { createSeededRandom } from '../base/random.ts';
import type { Result } from '../base/result.ts';
import { createKeys, type StoredKeys } from '../identity/keyring.ts';
import { createSigningKeys, publicKeyToBytes, sha256, signHash } from '../identity/primitives.ts';
import { rosterCrypto, signStatement } from '../identity/statements.ts';
import {
  extendRoster,
  ROSTER_VERSION,
  signingKeyToDeviceId,
  verifyRoster,
  type Draft,
  type Role,
  type Roster,
  type Statement
} from '../protocol/roster.ts';
import { joiningDeviceToBytes } from '../protocol/roster-statements.ts';
import type { DeviceDeps, Timers } from './deps.ts';
import { createClientIds } from './found-office.ts';
import { keysOf, type OfficeMeta } from './layout.ts';
import type { DeviceLog } from './log.ts';
import { openReplica, type OfficeReplica } from './replica.ts';
import type { JudgeState } from './take-snapshot.ts';
import { createDisk, createMemoryStore } from '../../../tests/simulation/memory-store.ts';
import {
  createTestDevice as createDevice,
  foundTestOffice,
  openLog,
  type TestDevice
} from './test-device.ts';
import { createTestLine, type TestLine } from './test-line.ts';

export interface SharedDevice {
  readonly device: TestDevice;
  readonly log: DeviceLog;
  readonly line: TestLine;
  readonly replica: OfficeReplica;
}

export interface SharedTestOffice {
  readonly officeId: string;
  /** Stops and starts anew over the same log, or over an earlier copy of it, as a process does. */
  restartRelay(over?: ReturnType<typeof createMemoryLogStore>): void;
  /** A further tab of a device, with a line of its own. */
  openTab(device: TestDevice): Promise<SharedDevice>;
  relay(): Relay;
  readonly store: ReturnType<typeof createMemoryLogStore>;
  readonly first: SharedDevice;
  /** Lets days pass for everybody, and the relay let go what is old. */
  passDays(days: number): Promise<void>;
  /** Brings in a further device, of a new member. */
  letIn(role?: Role, levels?: 'read' | 'write'): Promise<SharedDevice>;
  settle(): Promise<void>;
}

/** On a disk in memory: nothing of it waits for another thread. */
export const createTestDevice = (): TestDevice => createDevice(undefined, createMemoryStore(createDisk()));

const realTimers: Timers = {
  after: (milliseconds, work) => {
    const timer = setTimeout(work, milliseconds);
    return () => clearTimeout(timer);
  }
};

/** Time that passes when a test says so. */
export function createTestTimers(): Timers & { pass(milliseconds: number): void } {
  const due = new Set<{ at: number; work(): void }>();
  let now = 0;
  return {
    after: (milliseconds, work) => {
      const call = { at: now + milliseconds, work };
      due.add(call);
      return () => void due.delete(call);
    },
    pass: (milliseconds) => {
      now += milliseconds;
      for (const call of [...due].filter(({ at }) => at <= now)) {
        due.delete(call);
        call.work();
      }
    }
  };
}

/** Until nothing happens any more: everything here runs on promises, WebCrypto's threads and short timers. */
export async function settleAll(quiet: () => number): Promise<void> {
  for (let still = 0, last = -1; still < 6;) {
    await new Promise((resolve) => setTimeout(resolve, 4));
    const now = quiet();
    still = now === last ? still + 1 : 0;
    last = now;
  }
}

/** `timers` are the devices'; the relay's are real. */
export async function openSharedOffice(
  relayCrypto = createRelayCrypto(),
  timers = realTimers,
  judgeState?: JudgeState
): Promise<SharedTestOffice> {
  const device = createTestDevice();
  let store = createMemoryLogStore();
  const start = () =>
    createRelay({
      store,
      clock: device.clock,
      timers: realTimers,
      random: createSeededRandom(7),
      crypto: relayCrypto
    });
  let relay = start();
  const lines: TestLine[] = [];
  const everybody = new Set([device]);
  const officeId = await foundTestOffice(device);

  async function join(on: TestDevice): Promise<SharedDevice> {
    const line = createTestLine(() => relay);
    lines.push(line);
    on.days = device.days;
    everybody.add(on);
    const opened = await openReplica(officeId, { ...on, timers, judgeState, createTransport: () => line });
    if (!opened.ok) throw new Error(opened.error.message);
    const log = await openLog(officeId, on);
    return { device: on, log, line, replica: opened.value };
  }

  const first = await join(device);
  return {
    officeId,
    first,
    relay: () => relay,
    get store() {
      return store;
    },
    openTab: join,
    passDays: async (days) => {
      for (const one of everybody) one.days += days;
      await relay.trim();
    },
    restartRelay: (over = store) => {
      store = over.copy();
      relay = start();
      for (const line of lines) line.cut();
      for (const line of lines) line.mend();
    },
    letIn: async (role = 'secretary', level = 'write') => {
      const next = createTestDevice();
      await admitDevice(officeId, device, next, role, level);
      first.replica.refresh();
      return join(next);
    },
    settle: () => settleAll(() => lines.reduce((sum, { sent, heard }) => sum + sent.length + heard.length, 0))
  };
}

/** Invites, joins and admits, as two people would; the new device then holds everything but the log. */
export async function admitDevice(
  officeId: string,
  from: DeviceDeps,
  to: DeviceDeps,
  role: Role,
  level: 'read' | 'write'
): Promise<string> {
  const keys = keysOf(officeId);
  const stored = (await from.store.get<StoredKeys>(keys.keys))!;
  const meta = (await from.store.get<OfficeMeta>(keys.meta))!;
  const own = await createKeys([], to.random);
  // Its compartments' keys are handed over as they lie; how they are really given is membership's affair.
  const given: StoredKeys = { ...stored, signing: own.signing, agreement: own.agreement };
  const signing = await publicKeyToBytes(own.signing.publicKey);
  const deviceId = await signingKeyToDeviceId(signing, rosterCrypto);
  const by = await signingKeyToDeviceId(await publicKeyToBytes(stored.signing.publicKey), rosterCrypto);
  const invitationKeys = await createSigningKeys();
  const chain = (await from.store.entries<Bytes>({ prefix: keys.roster })).map(([, bytes]) => bytes);
  const name = () => bytesToBase64url(to.random.bytes(16));
  const at = from.clock.now();

  const valid = (read: Result<Roster>): Roster => {
    if (!read.ok) throw new Error(read.error.message);
    return read.value;
  };
  let roster = valid(await verifyRoster(chain, rosterCrypto));
  const add = async (draft: Draft, signer: CryptoKey, as: string): Promise<void> => {
    const { length: sequence, head: previous } = roster;
    const statement = { ...draft, version: ROSTER_VERSION, sequence, previous, at, by: as } as Statement;
    const { bytes } = await signStatement(statement, signer);
    roster = valid(await extendRoster(roster, bytes, rosterCrypto));
    chain.push(bytes);
  };
  const compartments = roster.compartments.map(({ id }) => id);
  const taken = [...roster.devices.values()].flatMap(({ clientIds }) => clientIds);
  const joining = {
    id: deviceId,
    signing: bytesToBase64url(signing),
    agreement: bytesToBase64url(await publicKeyToBytes(own.agreement.publicKey)),
    clientIds: createClientIds(to.random, taken),
    kind: 'device' as const
  };
  const invitation = name();
  const levels = compartments.map((id): [string, 'read' | 'write'] => [id, level]);
  await add(
    {
      kind: 'invite',
      invitation: {
        id: invitation,
        key: bytesToBase64url(await publicKeyToBytes(invitationKeys.publicKey)),
        until: at + 60_000,
        role,
        levels
      },
      secret: name()
    },
    stored.signing.privateKey,
    by
  );
  const proof = await signHash(
    invitationKeys.privateKey,
    'anteroom/invitation/1',
    await sha256(joiningDeviceToBytes(joining))
  );
  await add(
    { kind: 'join', invitation, device: joining, about: name(), proof: bytesToBase64url(proof) },
    own.signing.privateKey,
    deviceId
  );
  await add(
    {
      kind: 'admit',
      device: deviceId,
      name: name(),
      member: { id: name(), name: name() },
      role,
      levels,
      lockboxes: [[deviceId, name()]]
    },
    stored.signing.privateKey,
    by
  );
  const put = chain.map((bytes, index) => [keys.statement(index), bytes] as const);
  await from.store.commit([], () => ({ put, result: undefined }));
  await to.store.commit([], () => ({
    put: [...put, [keys.meta, meta], [keys.keys, given]],
    result: undefined
  }));
  return deviceId;
}
