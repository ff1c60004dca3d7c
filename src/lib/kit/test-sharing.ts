/** A shared office in memory, for tests and for looking at screens: everything answers at once, nothing is sent. */
import { failed, ok, type Failure } from '../base/result.ts';
import type { Office } from '../store/office.ts';
import type {
  AwayChange,
  Invitation,
  InvitationWish,
  Joining,
  JoinRequest,
  Level,
  PersonInOffice,
  Presence,
  ServerState,
  Sharing,
  WhileAway
} from './sharing.ts';

interface State {
  server: ServerState;
  sending: Sharing['sending'];
  people: PersonInOffice[];
  mayManage: boolean;
  requests: JoinRequest[];
  keyless: number;
  problems: Failure[];
  presence: Presence[];
  seenBy: string[];
  followingPaused: boolean;
}

export interface TestSharing extends Sharing {
  /** What the others, or the server, do. */
  happens(changes: Partial<State>): void;
  /** What this device told the others. */
  readonly said: { here: (string | undefined)[]; following: string | undefined };
  readonly invited: InvitationWish[];
}

const listeners = () => {
  const all = new Set<() => void>();
  return {
    tell: () => all.forEach((listener) => listener()),
    subscribe: (changed: () => void) => {
      all.add(changed);
      return () => void all.delete(changed);
    }
  };
};

export const testWords =
  'abandon ability able about above absent absorb abstract absurd abuse access accident account accuse achieve acid acoustic acquire across act action actor actress actual'.split(
    ' '
  );

export function createTestSharing(
  office: Pick<Office, 'device' | 'compartments'>,
  now: () => number = Date.now
): TestSharing {
  const { tell, subscribe } = listeners();
  const all = Object.fromEntries(office.compartments.map(({ id }) => [id, 'write' as Level]));
  const device = (id: string, name: string, more = {}) => ({
    id,
    name,
    kind: 'device' as const,
    isThis: false,
    online: false,
    leaving: false,
    lastSeen: now() - 3_600_000,
    ...more
  });
  const state: State = {
    server: { state: 'online', address: 'https://office.example', since: now() - 60_000 },
    sending: { waiting: 0, sentAt: now() - 120_000 },
    people: [
      {
        member: 'imogen',
        name: 'Imogen Achterberg',
        role: 'principal',
        isMe: false,
        isRoot: true,
        levels: all,
        devices: [device('phone', 'Imogen’s phone', { online: true, lastSeen: now() })]
      },
      {
        member: 'anna',
        name: 'Anna Reed',
        role: 'secretary',
        isMe: true,
        isRoot: false,
        levels: all,
        devices: [
          device(office.device, 'Anna’s laptop', { isThis: true, online: true }),
          device('old', 'Anna’s old laptop', { lastSeen: now() - 40 * 86_400_000 })
        ]
      },
      {
        member: 'ben',
        name: 'Ben Okafor',
        role: 'assistant',
        isMe: false,
        isRoot: false,
        levels: { [office.compartments[0]!.id]: 'write' },
        devices: [device('ben-pc', 'Ben’s PC', { online: true })]
      }
    ],
    mayManage: true,
    requests: [],
    keyless: 0,
    problems: [],
    presence: [],
    seenBy: ['phone'],
    followingPaused: false
  };
  const said: TestSharing['said'] = { here: [], following: undefined };
  const invited: InvitationWish[] = [];
  const change = (changes: Partial<State>) => {
    Object.assign(state, changes);
    tell();
  };
  const people = (edit: (person: PersonInOffice) => PersonInOffice) =>
    change({ people: state.people.map(edit) });
  let words = '';
  const sharing: Sharing = {
    subscribe,
    get server() {
      return state.server;
    },
    get sending() {
      return state.sending;
    },
    get people() {
      return state.people;
    },
    get mayManage() {
      return state.mayManage;
    },
    get requests() {
      return state.requests;
    },
    get keyless() {
      return state.keyless;
    },
    get problems() {
      return state.problems;
    },
    get presence() {
      return state.presence;
    },
    get seenBy() {
      return state.seenBy;
    },
    get followingPaused() {
      return state.followingPaused;
    },
    async setServer(address, token) {
      if (address.includes('nowhere'))
        return failed('server-unreachable', 'Nobody answers at this address. Nothing was changed.');
      if (address.includes('closed') && !token)
        return failed('token', 'This office server asks for a registration word.');
      change({ server: { state: 'online', address, since: now() } });
      return ok(true);
    },
    reconnect() {
      if ('address' in state.server)
        change({ server: { state: 'connecting', address: state.server.address, since: now() } });
    },
    async invite(wish) {
      if (state.server.state === 'none')
        return failed('needs-server', 'An office server is needed for that.');
      invited.push(wish);
      const minutes = wish.how === 'shown' ? 15 : 24 * 60;
      const secret = 'c2VjcmV0LW9mLXRoaXMtaW52aXRhdGlvbi13aGljaC1uby1zZXJ2ZXItZXZlci1zZWVz';
      return ok<Invitation>({
        id: `invitation-${invited.length}`,
        link: `https://office.example/join#1.${secret}.bm90IGEgcmVhbCBvbmU`,
        until: now() + minutes * 60_000
      });
    },
    async approve(request, levels) {
      const { member = request.device, role } = request.wish;
      const made = device(request.device, request.deviceName, { online: true });
      const known = state.people.some((person) => person.member === member);
      change({
        requests: state.requests.filter((one) => one !== request),
        people: known
          ? state.people.map((person) =>
              person.member === member ? { ...person, devices: [...person.devices, made] } : person
            )
          : [
              ...state.people,
              { member, name: request.personName, role, isMe: false, isRoot: false, levels, devices: [made] }
            ]
      });
      return ok(true);
    },
    async decline(request) {
      change({ requests: state.requests.filter((one) => one !== request) });
      return ok(true);
    },
    async grant(member, compartment, level) {
      people((person) =>
        person.member === member ? { ...person, levels: { ...person.levels, [compartment]: level } } : person
      );
      return ok(true);
    },
    async removeDevices(devices) {
      if (state.server.state === 'offline')
        people((person) => ({
          ...person,
          devices: person.devices.map((one) => (devices.includes(one.id) ? { ...one, leaving: true } : one))
        }));
      else
        change({
          people: state.people
            .map((person) => ({
              ...person,
              devices: person.devices.filter((one) => !devices.includes(one.id))
            }))
            .filter((person) => person.devices.length > 0)
        });
      return ok(true);
    },
    async makeCompartment(name) {
      return ok({ id: `compartment-${name}` });
    },
    async renameCompartment() {
      return ok(true);
    },
    async makeOnlyMe() {
      return ok({ id: 'only-me' });
    },
    async renameDevice(name) {
      people((person) => ({
        ...person,
        devices: person.devices.map((one) => (one.isThis ? { ...one, name } : one))
      }));
      return ok(true);
    },
    async createKit() {
      words = testWords.join(' ');
      return ok({ words });
    },
    async proveKit(typed) {
      if (typed !== words)
        return failed(
          'words-wrong',
          'These are not the words. Look at the numbers: each word has its place.'
        );
      people((person) =>
        person.isMe
          ? { ...person, devices: [...person.devices, { ...device('kit', 'Recovery words'), kind: 'kit' }] }
          : person
      );
      return ok(true);
    },
    kitWords: async () => testWords,
    here: (record, field) => void said.here.push(field ? `${record}/${field}` : record),
    follow: (followed) => void (said.following = followed),
    pauseFollowing: (paused) => change({ followingPaused: paused })
  };
  return Object.assign(sharing, { happens: change, said, invited });
}

export function createTestAway(changes: readonly AwayChange[], since?: number): WhileAway {
  const { tell, subscribe } = listeners();
  let left = changes;
  return {
    subscribe,
    since,
    get changes() {
      return left;
    },
    looked(ids) {
      left = left.filter(({ id }) => !ids.includes(id));
      tell();
    }
  };
}

/** `admit` says how an asking device fares. */
export function createTestJoining(admit: Promise<unknown> = new Promise(() => undefined)): Joining {
  return {
    async ask(link) {
      if (!link.includes('#'))
        return failed('invitation-unreadable', 'This is not a whole invitation. Copy all of the link.');
      if (link.includes('expired'))
        return failed('invitation-expired', 'This invitation is no longer good. Ask for a new one.');
      return ok({
        code: '482 913',
        admitted: admit.then(() => ok({ officeId: 'office' })),
        cancel: () => undefined
      });
    },
    async restore(words) {
      if (words !== testWords.join(' '))
        return failed('words-wrong', 'These words belong to no office here.');
      return ok({ officeId: 'office' });
    },
    kitWords: async () => testWords
  };
}
