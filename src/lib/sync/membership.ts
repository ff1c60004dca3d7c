/**
 * Who may do what in the office, as one tab of one device deals with it: letting in, giving, removing, and
 * taking in what others decided. Each act is one or two statements of the roster; nothing is half done, because
 * a statement stands or does not.
 */
import { ok, type Failure, type Result } from '../base/result.ts';
import { createRecoveryWords } from '../identity/recovery.ts';
import type { Level, Roster } from '../protocol/roster.ts';
import type { DeviceDeps } from './deps.ts';
import { ROSTER_CHANGED } from './device-log.ts';
import {
  ensureOnlyMe,
  grant,
  makeCompartment,
  readLeaving,
  removeDevices,
  removeLater,
  removeLeaving,
  rename,
  rotateDue
} from './membership-change.ts';
import {
  approve,
  decline,
  invite,
  readRequests,
  type InvitationWish,
  type JoinRequest,
  type Levels,
  type MembershipDeps
} from './membership-invite.ts';
import { receiveKeys } from './membership-keys.ts';
import { admitKit, wordsToDevice } from './membership-kit.ts';
import { mayManageOffice, readPeople, type Person } from './membership-people.ts';
import { createLocalLine, createRosterPort, type RosterLine } from './membership-port.ts';
import { t } from './membership-text.ts';
import { openContext, type OfficeContext } from './office-context.ts';
import { keysOf, type RelayRecord } from './layout.ts';
import { mayRead, rotationsDue } from '../protocol/roster-rights.ts';

export interface MembershipState {
  readonly people: readonly Person[];
  readonly requests: readonly JoinRequest[];
  readonly mayManage: boolean;
  /** Compartments of which nobody gave this device the current key, or a wrong one: nothing new opens there. */
  readonly keyless: readonly string[];
}

type Done = Promise<Result<true>>;

export interface Membership {
  readonly state: MembershipState;
  subscribe(hear: () => void): () => void;
  /** Reads the roster and opens what was sealed to this device. */
  receive(): Promise<void>;
  /** Does what waits: removals, new keys, the principal's own compartment. Call when the server is in reach. */
  settle(): Promise<void>;
  invite(
    wish: InvitationWish,
    where: { readonly origin: string; readonly server: string | undefined }
  ): Promise<Result<{ readonly id: string; readonly link: string; readonly until: number }>>;
  approve(device: string, levels: Levels): Done;
  decline(device: string): Done;
  grant(member: string, compartment: string, level: Level): Done;
  /** Without a server in reach it waits, and the devices are shown as leaving. */
  removeDevices(devices: readonly string[]): Done;
  makeCompartment(
    name: string,
    members: Readonly<Record<string, Level>>
  ): Promise<Result<{ readonly id: string }>>;
  renameCompartment(compartment: string, name: string): Done;
  renameDevice(name: string): Done;
  renameMember(member: string, name: string): Done;
  createKit(): Promise<Result<{ readonly words: string }>>;
  proveKit(words: string, name: string): Done;
  close(): void;
}

/** `line`: the replica's. It is used as soon as the office has a server; until then statements stay here. */
export async function openMembership(
  officeId: string,
  deps: DeviceDeps,
  line: () => RosterLine
): Promise<Result<Membership>> {
  const opened = await openContext(officeId, deps);
  return opened.ok ? ok(await createMembership(opened.value, line)) : opened;
}

async function createMembership(context: OfficeContext, line: () => RosterLine): Promise<Membership> {
  const { officeId, deviceId, deps, keyring } = context;
  const listeners = new Set<() => void>();
  const channel = deps.connect(`anteroom/${officeId}`);
  const local = createLocalLine(context);
  /** An office that has a server is never changed behind its back. */
  const lineNow = async (): Promise<RosterLine> => {
    const relay = await deps.store.get<RelayRecord>(keysOf(officeId).relay);
    return relay?.address ? line() : local;
  };
  const signer = { id: deviceId, signing: keyring.signing };
  const port = createRosterPort(
    {
      append: async (statement) => (await lineNow()).append(statement),
      hold: async (devices) => (await lineNow()).hold(devices)
    },
    signer,
    () => context.refreshRoster(),
    deps.clock
  );
  const membership: MembershipDeps = { context, port };
  let state: MembershipState = { people: [], requests: [], mayManage: false, keyless: [] };
  /** The kit whose words are on screen: its device, to compare with what is typed. */
  let kit: string | undefined;

  async function read(): Promise<void> {
    state = {
      people: await readPeople(context, await readLeaving(context)),
      requests: mayManageOffice(context) ? await readRequests(context) : [],
      mayManage: mayManageOffice(context),
      keyless: context.roster.compartments
        .filter(
          ({ id, epoch }) => mayRead(context.roster, deviceId, id) && keyring.currentEpoch(id) !== epoch
        )
        .map(({ id }) => id)
    };
    for (const hear of [...listeners]) hear();
  }

  async function receive(): Promise<void> {
    await context.refreshRoster();
    if (await receiveKeys(context)) channel.post(ROSTER_CHANGED);
    await read();
  }

  /** One after the other, so that each finds the keys of the one before. */
  let last: Promise<unknown> = Promise.resolve();
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = last.then(work);
    last = mine.catch(() => {});
    return mine;
  }
  const act = <T>(work: () => Promise<Result<T>>): Promise<Result<T>> =>
    inTurn(async () => {
      const done = await work();
      await receive();
      channel.post(ROSTER_CHANGED);
      return done;
    });
  const done = async (work: Promise<Result<Roster>>): Done => {
    const result = await work;
    return result.ok ? ok(true) : result;
  };

  const settle = (): Promise<void> =>
    inTurn(async () => {
      const release = await deps.locks.tryHold(`anteroom/${officeId}/membership`);
      if (!release) return;
      try {
        const before = context.roster.head;
        await removeLeaving(membership);
        await rotateDue(membership);
        await ensureOnlyMe(membership);
        await receive();
        if (context.roster.head !== before) channel.post(ROSTER_CHANGED);
      } finally {
        release();
      }
    });

  /** Somebody else's removal can leave a key that only this device may change. */
  async function heard(): Promise<void> {
    await inTurn(receive);
    if (rotationsDue(context.roster, deviceId).length > 0) await settle();
  }
  channel.listen((message) => {
    // What fails now is tried again at the next change or connection.
    if (message === ROSTER_CHANGED) void heard().catch(() => {});
  });
  await receive();

  return {
    get state() {
      return state;
    },
    subscribe: (hear) => {
      const own = () => hear();
      listeners.add(own);
      return () => listeners.delete(own);
    },
    receive: () => inTurn(receive),
    settle,
    invite: (wish, { origin, server }) =>
      act(async () =>
        server === undefined
          ? { ok: false, error: withoutServer() }
          : invite(membership, wish, { origin, server })
      ),
    approve: (device, levels) => done(act(() => approve(membership, device, levels))),
    decline: (device) => done(act(() => decline(membership, device))),
    grant: (member, compartment, level) => done(act(() => grant(membership, member, compartment, level))),
    removeDevices: async (devices) => {
      const removed = await act(() => removeDevices(membership, devices));
      if (removed.ok) return ok(true);
      if (removed.error.tag !== 'server-unreachable') return removed;
      await removeLater(context, devices);
      await inTurn(receive);
      channel.post(ROSTER_CHANGED);
      return ok(true);
    },
    makeCompartment: (name, members) => act(() => makeCompartment(membership, name, members)),
    renameCompartment: (id, name) => done(act(() => rename(membership, 'compartment', id, name))),
    renameDevice: (name) => done(act(() => rename(membership, 'device', deviceId, name))),
    renameMember: (id, name) => done(act(() => rename(membership, 'member', id, name))),
    createKit: async () => {
      const words = await createRecoveryWords(deps.random);
      const device = await wordsToDevice(words, []);
      if (!device.ok) return device;
      kit = device.value.id;
      return ok({ words });
    },
    proveKit: async (words, name) => {
      const device = await wordsToDevice(words, []);
      if (!device.ok) return device;
      if (kit !== undefined && device.value.id !== kit)
        return { ok: false, error: { tag: 'words-wrong', message: t('kitOther') } };
      const admitted = await done(act(() => admitKit(membership, words, name)));
      if (admitted.ok) kit = undefined;
      return admitted;
    },
    close: () => channel.close()
  };
}

const withoutServer = (): Failure => ({ tag: 'no-server', message: t('notWithoutServer') });
