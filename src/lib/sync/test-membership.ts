/** People with devices around a relay's core in one process, for tests: they invite, join, give and remove. */
import { createRelayCrypto } from '../../../sync-server/crypto.ts';
import { createMemoryLogStore } from '../../../sync-server/log-store-memory.ts';
import { createRelay } from '../../../sync-server/relay.ts';
import { createSeededRandom } from '../base/random.ts';
import type { Level, Role } from '../protocol/roster.ts';
import type { Timers } from './deps.ts';
import { askToJoin, type JoiningDevice, type OutsideDeps } from './membership-join.ts';
import { restoreFromKit } from './membership-kit.ts';
import { openMembership, type Membership } from './membership.ts';
import { openContext, type OfficeContext } from './office-context.ts';
import { openReplica, type OfficeReplica } from './replica.ts';
import { createTestDevice, foundTestOffice, type TestDevice } from './test-device.ts';
import { createTestLine, type TestLine } from './test-line.ts';

export const ADDRESS = 'https://relay.example';
export const ORIGIN = 'https://desk.example';

const timers: Timers = {
  after: (milliseconds, work) => {
    const timer = setTimeout(work, milliseconds);
    return () => clearTimeout(timer);
  }
};

export interface TestPerson {
  readonly device: TestDevice;
  readonly line: TestLine;
  readonly replica: OfficeReplica;
  readonly membership: Membership;
  /** This device's own view, read anew. */
  view(): Promise<OfficeContext>;
}

export interface TestOffice {
  readonly officeId: string;
  readonly anna: TestPerson;
  /** Office, private, finance. */
  readonly compartments: readonly string[];
  now: number;
  /** Opens what is on a device. */
  open(device: TestDevice): Promise<TestPerson>;
  newcomer(): { readonly device: TestDevice; readonly deps: OutsideDeps; readonly lines: TestLine[] };
  invite(by: TestPerson, role: Role, levels?: Record<string, Level>, member?: string): Promise<string>;
  /** Asks with a link; what the new device shows is read. */
  ask(link: string, deps: OutsideDeps, name?: string): Promise<JoiningDevice>;
  /** Invited by anna, asked, compared, approved. */
  letIn(role: Role, levels?: Record<string, Level>, name?: string): Promise<TestPerson>;
  restore(words: string, deps: OutsideDeps): ReturnType<typeof restoreFromKit>;
  /** Everything that the server has: on its disk, in its log, and in what it was ever sent. */
  atServer(): Promise<string>;
  segmentsAtServer(): Promise<number>;
  close(): Promise<void>;
}

/** Until `look` finds something; every step of what it waits for runs on promises. */
export async function until<T>(
  look: () => T | undefined | false | Promise<T | undefined | false>
): Promise<T> {
  for (let turn = 0; turn < 2000; turn++) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  throw new Error('It never came');
}

export async function openTestOffice(): Promise<TestOffice> {
  const begun = Date.UTC(2026, 10, 23, 9);
  let now = begun;
  const clock = { now: () => now };
  const store = createMemoryLogStore();
  const logged: string[] = [];
  const allLines: TestLine[] = [];
  const relay = createRelay({
    store,
    log: (event, facts) => void logged.push(JSON.stringify([event, facts])),
    clock,
    timers,
    random: createSeededRandom(7),
    crypto: createRelayCrypto()
  });
  const people: TestPerson[] = [];
  const createDevice = (): TestDevice => ({ ...createTestDevice(), clock });
  const first = createDevice();
  const officeId = await foundTestOffice({ ...first, clock: { now: () => begun } });

  const open = async (device: TestDevice): Promise<TestPerson> => {
    const line = createTestLine(() => relay);
    allLines.push(line);
    const replica = await openReplica(officeId, { ...device, timers, createTransport: () => line });
    if (!replica.ok) throw new Error(replica.error.message);
    const membership = await openMembership(officeId, device, () => replica.value.roster);
    if (!membership.ok) throw new Error(membership.error.message);
    const person: TestPerson = {
      device,
      line,
      replica: replica.value,
      membership: membership.value,
      view: async () => {
        const context = await openContext(officeId, device);
        if (!context.ok) throw new Error(context.error.message);
        return context.value;
      }
    };
    people.push(person);
    return person;
  };

  const segmentsOf = async () => {
    const { rooms } = (await store.readOffice(officeId))!;
    return (
      await Promise.all(rooms.map(({ room }) => store.readSegments(officeId, room, 0, Infinity)))
    ).flat();
  };

  const office: TestOffice = {
    officeId,
    compartments: [],
    get now() {
      return now;
    },
    set now(later) {
      now = later;
    },
    anna: undefined as never,
    open,
    newcomer: () => {
      const device = createDevice();
      const lines: TestLine[] = [];
      const createTransport = () => {
        const line = createTestLine(() => relay);
        lines.push(line);
        allLines.push(line);
        return line;
      };
      return { device, lines, deps: { ...device, timers, createTransport } };
    },
    invite: async (by, role, levels = {}, member) => {
      const wish = { role, levels, how: 'shown' as const, ...(member === undefined ? {} : { member }) };
      const invited = await by.membership.invite(wish, { origin: ORIGIN, server: ADDRESS });
      if (!invited.ok) throw new Error(invited.error.message);
      return invited.value.link;
    },
    ask: async (link, deps, name = 'Carla') => {
      const joining = await askToJoin(link, { personName: name, deviceName: `${name}’s laptop` }, deps);
      if (!joining.ok) throw new Error(`${joining.error.tag}: ${joining.error.message}`);
      return joining.value;
    },
    letIn: async (role, levels = {}, name) => {
      const { device, deps } = office.newcomer();
      const joining = await office.ask(await office.invite(office.anna, role, levels), deps, name);
      const request = await until(() =>
        office.anna.membership.state.requests.find(({ code }) => code === joining.code)
      );
      const approved = await office.anna.membership.approve(request.device, levels);
      if (!approved.ok) throw new Error(approved.error.message);
      const admitted = await joining.admitted;
      if (!admitted.ok) throw new Error(admitted.error.message);
      const person = await open(device);
      await until(() => person.replica.state.server.state === 'online');
      return person;
    },
    restore: (words, deps) => restoreFromKit(words, ADDRESS, 'New laptop', deps),
    segmentsAtServer: async () => (await segmentsOf()).length,
    atServer: async () => {
      const stored = (await store.readOffice(officeId))!;
      const bytes = [
        ...stored.statements,
        ...(await segmentsOf()).map((segment) => segment.bytes),
        ...allLines.flatMap(({ sent }) => sent)
      ];
      // Byte for byte, so that what lies in the middle of something binary is found as well.
      return [...logged, ...bytes.map((one) => String.fromCharCode(...one))].join('\n');
    },
    close: async () => {
      for (const { membership, replica } of people) {
        membership.close();
        await replica.close();
      }
    }
  };
  const anna = await open(first);
  const reached = await anna.replica.setServer({ address: ADDRESS });
  if (!reached.ok) throw new Error(reached.error.message);
  const { roster } = await anna.view();
  return Object.assign(office, { anna, compartments: roster.compartments.map(({ id }) => id) });
}
