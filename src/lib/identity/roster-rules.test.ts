/** Who may do what, by statements with real signatures. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesToBase64url, bytesToUtf8, utf8ToBytes, type Bytes } from '../base/bytes.ts';
import type { Result } from '../base/result.ts';
import { extendRoster, verifyRoster, type ChainHead, type Level, type Roster } from '../protocol/roster.ts';
import {
  isFullMember,
  isWithinFrontier,
  levelOf,
  mayHaveWritten,
  mayRead,
  mayWrite,
  openInvitations,
  openRequests,
  presentDevice,
  rotationsDue
} from '../protocol/roster-rights.ts';
import { rosterCrypto, signStatement } from './statements.ts';
import { anyId, createTestSigner, foundTestRoster, NOON, type TestRoster } from './test-roster.ts';

const tagOf = (result: Result<unknown>): string => (result.ok ? 'fine' : result.error.tag);
const full = ([office, priv, finance]: readonly string[]): [string, Level][] => [
  [office!, 'write'],
  [priv!, 'write'],
  [finance!, 'write']
];
const name = bytesToBase64url(utf8ToBytes('sealed'));
const name32 = bytesToBase64url(new Uint8Array(32));

describe('joining', () => {
  test('a device that was invited asks, is let in, and may do what it was given', async () => {
    const office = await foundTestRoster();
    const [everyone, priv] = office.compartments;
    const invited = await office.invite(office.founder);
    const carla = await createTestSigner();
    expect(openInvitations(office.roster, NOON)).toHaveLength(1);
    expect(tagOf(await office.join(carla, invited))).toBe('fine');
    expect(openRequests(office.roster)).toMatchObject([
      { id: carla.device.id, statement: office.roster.head }
    ]);
    expect(levelOf(office.roster, carla.device.id, everyone!)).toBe('none');

    expect(tagOf(await office.admit(office.founder, carla, [[everyone!, 'write']]))).toBe('fine');
    expect(openRequests(office.roster)).toEqual([]);
    expect(mayWrite(office.roster, carla.device.id, everyone!)).toBe(true);
    expect(mayRead(office.roster, carla.device.id, priv!)).toBe(false);
    expect(isFullMember(office.roster, carla.device.id)).toBe(false);
  });

  test('an invitation serves once', async () => {
    const office = await foundTestRoster();
    const invited = await office.invite(office.founder);
    expect(tagOf(await office.join(await createTestSigner(), invited))).toBe('fine');
    expect(tagOf(await office.join(await createTestSigner(), invited))).toBe('roster-refused');
    expect(openInvitations(office.roster, NOON)).toEqual([]);
  });

  test('an invitation used too late is refused, by the new device’s clock or the relay’s', async () => {
    const office = await foundTestRoster();
    const invited = await office.invite(office.founder);
    office.now = NOON + 900_001;
    expect(tagOf(await office.join(await createTestSigner(), invited))).toBe('invitation-expired');
    office.now = NOON;
    const late = { now: NOON + 900_001 };
    expect(tagOf(await office.join(await createTestSigner(), invited, late))).toBe('invitation-expired');
    expect(openInvitations(office.roster, late.now)).toEqual([]);
    expect(tagOf(await office.join(await createTestSigner(), invited, { now: NOON }))).toBe('fine');
    expect(tagOf(await office.invite(office.founder, { until: NOON + 25 * 3_600_000 }))).toBe(
      'roster-refused'
    );
  });

  test('a clock set forward makes no invitation that lasts longer', async () => {
    const office = await foundTestRoster();
    office.now = NOON + 30 * 24 * 3_600_000;
    const invitation = {
      id: anyId(),
      key: bytesToBase64url(new Uint8Array(32)),
      until: office.now + 900_000,
      role: 'assistant' as const,
      levels: []
    };
    const invite = (now: number) =>
      office.state(office.founder, 'invite', { invitation, secret: name }, { now });
    expect(tagOf(await invite(NOON))).toBe('roster-refused');
    expect(tagOf(await invite(office.now))).toBe('fine');
  });

  test('nobody fills the list with client ids', async () => {
    const office = await foundTestRoster();
    let last = 'fine';
    let times = 0;
    for (; last === 'fine' && times < 200; times++) {
      const clientIds = Array.from({ length: 8 }, (_, index) => 100_000 + times * 8 + index);
      last = tagOf(await office.state(office.founder, 'ids', { clientIds }));
    }
    expect([last, times]).toEqual(['roster-refused', 128]);
  });

  test('without the invitation’s secret, or with another’s client ids, nobody asks', async () => {
    const office = await foundTestRoster();
    const invited = await office.invite(office.founder);
    const { keys } = await createTestSigner();
    const [mallory, thief] = [await createTestSigner(), await createTestSigner()];
    expect(tagOf(await office.join(mallory, { id: invited.id, keys }))).toBe('roster-refused');
    expect(tagOf(await office.join(mallory, { id: anyId(), keys: invited.keys }))).toBe('roster-refused');
    const stolen = { ...thief, device: { ...thief.device, clientIds: office.founder.device.clientIds } };
    expect(tagOf(await office.join(stolen, invited))).toBe('roster-refused');
    const borrowed = { keys: thief.keys, device: mallory.device };
    expect(tagOf(await office.join(borrowed, invited))).toBe('roster-refused');
  });

  test('who was declined is not let in afterwards', async () => {
    const office = await foundTestRoster();
    const invited = await office.invite(office.founder);
    const carla = await createTestSigner();
    await office.join(carla, invited);
    expect(tagOf(await office.state(office.founder, 'decline', { device: carla.device.id }))).toBe('fine');
    expect(tagOf(await office.admit(office.founder, carla))).toBe('roster-refused');
  });

  test('an assistant neither invites, admits, gives, removes nor makes anything', async () => {
    const office = await foundTestRoster();
    const everyone = office.compartments[0]!;
    const carla = await office.letIn(office.founder, 'assistant', [[everyone, 'write']]);
    const ben = await office.letIn(office.founder, 'assistant');
    const dora = await createTestSigner();
    await office.join(dora, await office.invite(office.founder));
    for (const attempt of [
      await office.invite(carla),
      await office.admit(carla, dora),
      await office.state(carla, 'decline', { device: dora.device.id }),
      await office.grant(carla, office.memberOf(ben), everyone, 'write'),
      await office.grant(carla, office.memberOf(carla), office.compartments[2]!, 'read'),
      await office.rotate(carla, everyone),
      await office.revoke(carla, [ben]),
      await office.state(carla, 'rename', { what: 'member', id: office.memberOf(ben), name }),
      await office.state(carla, 'compartment', {
        compartment: { id: anyId(), kind: 'custom', name },
        levels: [[office.memberOf(carla), 'write']],
        lockboxes: [[carla.device.id, name]]
      })
    ])
      expect(tagOf(attempt)).toBe('roster-refused');
    expect(tagOf(await office.state(carla, 'rename', { what: 'device', id: carla.device.id, name }))).toBe(
      'fine'
    );
    expect(tagOf(await office.revoke(carla, [carla]))).toBe('fine');
  });
});

describe('what is given', () => {
  test('only who may write a compartment as a full member gives it', async () => {
    const office = await foundTestRoster();
    const [everyone, priv] = office.compartments as [string, string];
    const vera = await office.letIn(office.founder, 'secretary', [[everyone, 'write']]);
    const carla = await office.letIn(office.founder, 'assistant');
    expect(tagOf(await office.grant(vera, office.memberOf(carla), everyone, 'write'))).toBe('fine');
    expect(tagOf(await office.grant(vera, office.memberOf(carla), priv, 'read'))).toBe('roster-refused');
    expect(tagOf(await office.grant(vera, office.memberOf(vera), priv, 'read'))).toBe('roster-refused');
    expect(tagOf(await office.grant(office.founder, office.memberOf(carla), priv, 'read'))).toBe('fine');
  });

  test('what is taken away makes a new key due, which goes to all who may still read, and to nobody else', async () => {
    const office = await foundTestRoster();
    const [everyone, , finance] = office.compartments as [string, string, string];
    const carla = await office.letIn(office.founder, 'assistant', [
      [everyone, 'read'],
      [finance, 'write']
    ]);
    await office.grant(office.founder, office.memberOf(carla), finance, 'none');
    expect(rotationsDue(office.roster, office.founder.device.id)).toEqual([finance]);
    expect(rotationsDue(office.roster, carla.device.id)).toEqual([]);
    expect(tagOf(await office.rotate(office.founder, finance, [office.founder.device.id]))).toBe(
      'roster-refused'
    );
    expect(tagOf(await office.rotate(office.founder, finance))).toBe('fine');
    expect(rotationsDue(office.roster, office.founder.device.id)).toEqual([]);
    expect(office.roster.compartments[2]).toMatchObject({ epoch: 2 });
    // What she wrote before stays hers; under the new key nothing is.
    expect(mayHaveWritten(office.roster, carla.device.id, finance, 1)).toBe(true);
    expect(mayHaveWritten(office.roster, carla.device.id, finance, 2)).toBe(false);
    expect(mayHaveWritten(office.roster, carla.device.id, everyone, 1)).toBe(false);
  });

  test('Only me is the principal’s alone and given to nobody, not even by the principal', async () => {
    const office = await foundTestRoster();
    const helena = await office.letIn(office.founder, 'principal', full(office.compartments));
    const id = anyId();
    const make = (by: typeof helena) =>
      office.state(by, 'compartment', {
        compartment: { id, kind: 'only-me', name },
        levels: [[office.memberOf(by), 'write']],
        lockboxes: [[by.device.id, name]]
      });
    expect(tagOf(await make(office.founder))).toBe('roster-refused');
    expect(tagOf(await make(helena))).toBe('fine');
    const anna = office.memberOf(office.founder);
    expect(tagOf(await office.grant(office.founder, anna, id, 'read'))).toBe('roster-refused');
    expect(tagOf(await office.grant(helena, anna, id, 'read'))).toBe('roster-refused');
    expect(tagOf(await office.rotate(office.founder, id))).toBe('roster-refused');
    expect(levelOf(office.roster, office.founder.device.id, id)).toBe('none');
    const phone = await office.letIn(helena, 'principal', [], office.memberOf(helena));
    expect(levelOf(office.roster, phone.device.id, id)).toBe('write');
  });

  test('a compartment goes to whom it was made for', async () => {
    const office = await foundTestRoster();
    const carla = await office.letIn(office.founder, 'assistant');
    const id = anyId();
    const make = (lockboxes: [string, string][]) =>
      office.state(office.founder, 'compartment', {
        compartment: { id, kind: 'custom', name },
        levels: [
          [office.memberOf(office.founder), 'write'],
          [office.memberOf(carla), 'read']
        ],
        lockboxes
      });
    expect(tagOf(await make([[office.founder.device.id, name]]))).toBe('roster-refused');
    expect(
      tagOf(
        await make([
          [office.founder.device.id, name],
          [carla.device.id, name]
        ])
      )
    ).toBe('fine');
    expect(mayRead(office.roster, carla.device.id, id)).toBe(true);
    expect(mayWrite(office.roster, carla.device.id, id)).toBe(false);
  });
});

describe('the root', () => {
  test('passes to the principal when they join', async () => {
    const office = await foundTestRoster();
    expect(office.roster.root).toBe(office.memberOf(office.founder));
    const helena = await office.letIn(office.founder, 'principal', full(office.compartments));
    expect(office.roster.root).toBe(office.memberOf(helena));
    expect(tagOf(await office.revoke(helena, [office.founder]))).toBe('fine');
  });

  test('is the principal’s from the start where they found the office themself', async () => {
    const office = await foundTestRoster('principal');
    expect(office.roster.members.get(office.roster.root)!.role).toBe('principal');
    expect(tagOf(await office.invite(office.founder, { role: 'principal' }))).toBe('roster-refused');
  });

  test('is handed on by its holder alone, to a full member', async () => {
    const office = await foundTestRoster();
    const vera = await office.letIn(office.founder, 'secretary');
    const carla = await office.letIn(office.founder, 'assistant');
    const pass = (by: typeof vera, to: typeof vera) =>
      office.state(by, 'root', { member: office.memberOf(to) });
    expect(tagOf(await pass(vera, vera))).toBe('roster-refused');
    expect(tagOf(await pass(office.founder, carla))).toBe('roster-refused');
    expect(tagOf(await pass(office.founder, vera))).toBe('fine');
    expect(tagOf(await office.revoke(office.founder, [vera]))).toBe('roster-refused');
  });

  test('a dismissed secretary cannot lock the principal out, in any of the ways there are', async () => {
    const office = await foundTestRoster();
    const helena = await office.letIn(office.founder, 'principal', full(office.compartments));
    const anna = office.founder;
    const root = office.memberOf(helena);
    const waiting = await office.invite(anna);
    for (const attempt of [
      await office.revoke(anna, [helena]),
      await office.grant(anna, root, office.compartments[1]!, 'none'),
      await office.state(anna, 'root', { member: office.memberOf(anna) }),
      await office.invite(anna, { role: 'principal' }),
      await office.invite(anna, { role: 'principal', member: root }),
      await office.rotate(anna, office.compartments[0]!, [helena.device.id])
    ])
      expect(tagOf(attempt)).toBe('roster-refused');

    // Somebody let in under the id of one of her devices would stand in for it.
    await office.join(await createTestSigner(), waiting);
    const [request] = openRequests(office.roster);
    const posing = await office.state(anna, 'admit', {
      device: request!.id,
      name,
      member: { id: helena.device.id, name },
      role: 'assistant',
      levels: [[office.compartments[0]!, 'read']],
      lockboxes: [[request!.id, name]]
    });
    expect(tagOf(posing)).toBe('roster-refused');

    const kept = await office.invite(anna);
    expect(tagOf(await office.revoke(helena, [anna]))).toBe('fine');
    expect(tagOf(await office.join(await createTestSigner(), kept))).toBe('roster-refused');
    expect(tagOf(await office.rotate(anna, office.compartments[0]!))).toBe('roster-refused');
    expect(tagOf(await office.revoke(helena, [helena]))).toBe('roster-refused');
    expect(presentDevice(office.roster, helena.device.id)).toBeDefined();
  });
});

describe('removal', () => {
  test('what a removed device states is refused, and what it wrote counts up to the named heads', async () => {
    const office = await foundTestRoster();
    const everyone = office.compartments[0]!;
    const carla = await office.letIn(office.founder, 'assistant', [[everyone, 'write']]);
    const room = `${everyone}/${'r'.repeat(22)}`;
    const clientId = carla.device.clientIds[0]!;
    const head: ChainHead = [room, clientId, 7, office.roster.head];
    expect(tagOf(await office.revoke(office.founder, [carla], [[room, 5, 7, office.roster.head]]))).toBe(
      'roster-refused'
    );
    expect(tagOf(await office.revoke(office.founder, [carla], [head]))).toBe('fine');
    const ids = Array.from({ length: 8 }, (_, index) => 90_000 + index);
    expect(tagOf(await office.state(carla, 'ids', { clientIds: ids }))).toBe('roster-refused');
    expect(tagOf(await office.revoke(office.founder, [carla]))).toBe('roster-refused');
    expect(levelOf(office.roster, carla.device.id, everyone)).toBe('none');
    expect(isWithinFrontier(office.roster, carla.device.id, room, clientId, 7)).toBe(true);
    expect(isWithinFrontier(office.roster, carla.device.id, room, clientId, 8)).toBe(false);
    expect(isWithinFrontier(office.roster, carla.device.id, room, clientId + 1, 1)).toBe(false);
    expect(isWithinFrontier(office.roster, office.founder.device.id, room, 1, 99)).toBe(true);
    expect(rotationsDue(office.roster, office.founder.device.id)).toEqual([everyone]);
  });

  test('of two at once, one comes second and is judged anew on what the first left', async () => {
    const office = await foundTestRoster();
    const [vera, wim] = [
      await office.letIn(office.founder, 'secretary', full(office.compartments)),
      await office.letIn(office.founder, 'secretary', full(office.compartments))
    ];
    const { roster } = office;
    const sign = async (by: typeof vera, whom: typeof vera) =>
      signStatement(
        {
          version: 1,
          kind: 'revoke',
          sequence: roster.length,
          previous: roster.head,
          at: NOON,
          by: by.device.id,
          devices: [whom.device.id],
          heads: []
        },
        by.keys.privateKey
      );
    const [byVera, byWim] = [await sign(vera, wim), await sign(wim, vera)];
    const first = await extendRoster(roster, byVera.bytes, rosterCrypto);
    expect(tagOf(first)).toBe('fine');
    const next = first.ok ? first.value : roster;
    expect(tagOf(await extendRoster(next, byWim.bytes, rosterCrypto))).toBe('roster-behind');
    await office.revoke(vera, [wim]);
    expect(tagOf(await office.revoke(wim, [vera]))).toBe('roster-refused');
  });

  test('mutual ones, in whatever order they come, leave every device with the same roster and its root in it', async () => {
    const begun = await foundTestRoster();
    const everyone = begun.compartments[0]!;
    const helena = await begun.letIn(begun.founder, 'principal', full(begun.compartments));
    const vera = await begun.letIn(helena, 'secretary', full(begun.compartments));
    const carla = await begun.letIn(vera, 'assistant', [[everyone, 'write']]);
    const anna = begun.founder;
    const invited = await begun.invite(vera);
    const dora = await createTestSigner();
    const events: ((office: TestRoster) => Promise<Result<Roster>>)[] = [
      (office) => office.revoke(anna, [vera]),
      (office) => office.revoke(vera, [anna]),
      (office) => office.revoke(anna, [helena]),
      (office) => office.join(dora, invited),
      (office) => office.admit(anna, dora),
      (office) => office.grant(vera, office.memberOf(carla), everyone, 'read'),
      (office) => office.rotate(anna, everyone)
    ];
    const order = fc.shuffledSubarray(
      events.map((_, index) => index),
      { minLength: events.length }
    );
    await fc.assert(
      fc.asyncProperty(order, async (indices) => {
        const office = begun.copy();
        for (const index of indices) await events[index]!(office);
        const read = await verifyRoster(office.chain, rosterCrypto);
        expect(read).toEqual({ ok: true, value: office.roster });
        const gone = [anna, vera].filter(({ device }) => office.roster.devices.get(device.id)?.removed);
        expect(gone).toHaveLength(1);
        expect(presentDevice(office.roster, helena.device.id)).toBeDefined();
      }),
      { seed: 16, numRuns: 100 }
    );
  }, 60_000);
});

test('whatever is said in place of a statement is taken or refused, never a crash', async () => {
  const office = await foundTestRoster();
  const carla = await office.letIn(office.founder, 'assistant');
  await office.grant(office.founder, office.memberOf(carla), office.compartments[2]!, 'read');
  await office.rotate(office.founder, office.compartments[2]!);
  await office.revoke(
    office.founder,
    [carla],
    [[`${anyId()}/${anyId()}`, carla.device.clientIds[0]!, 1, name32]]
  );
  const parsed = office.chain.map((bytes) => JSON.parse(bytesToUtf8(bytes)) as { statement: object });
  const anything = fc.oneof(
    fc.constantFrom('', 'A', '!', '\u0000', 'A'.repeat(22), 'A'.repeat(43), '__proto__', 'constructor'),
    fc.string(),
    fc.integer(),
    fc.double(),
    fc.constant(null),
    fc.array(fc.string()),
    fc.jsonValue()
  );
  await fc.assert(
    fc.asyncProperty(fc.nat(office.chain.length - 1), fc.nat(), anything, async (at, which, value) => {
      const { statement } = structuredClone(parsed[at]!) as { statement: Record<string, unknown> };
      const members = Object.keys(statement).filter((member) => member !== 'kind');
      const member = members[which % members.length]!;
      const inner = statement[member];
      if (inner && typeof inner === 'object' && !Array.isArray(inner) && which % 2 === 0) {
        const [first = 'id'] = Object.keys(inner).slice(which % Object.keys(inner).length);
        (inner as Record<string, unknown>)[first] = value;
      } else statement[member] = value;
      let bytes: Bytes;
      try {
        const signed = { ...statement, sequence: office.roster.length, previous: office.roster.head };
        bytes = (await signStatement(signed as never, office.founder.keys.privateKey)).bytes;
      } catch {
        return; // No canonical form.
      }
      const tags = ['fine', 'roster-refused', 'roster-behind', 'invitation-expired'];
      expect(tags).toContain(tagOf(await extendRoster(office.roster, bytes, rosterCrypto, { now: NOON })));
      const begun = await verifyRoster([bytes], rosterCrypto);
      expect(['roster-damaged', 'roster-newer']).toContain(tagOf(begun));
    }),
    { seed: 21, numRuns: 3000 }
  );
}, 60_000);

describe('what this build does not know', () => {
  test('is taken for the first time from full members only', async () => {
    const office = await foundTestRoster();
    const carla = await office.letIn(office.founder, 'assistant');
    const gate = { now: NOON };
    const odd = (by: typeof carla) => office.state(by, 'vote' as never, {} as never, gate);
    expect(tagOf(await odd(carla))).toBe('roster-refused');
    expect(tagOf(await odd(await createTestSigner()))).toBe('roster-refused');
    expect(tagOf(await odd(office.founder))).toBe('fine');
    expect(office.roster.newer?.tag).toBe('roster-newer');
    expect(tagOf(await office.revoke(carla, [carla]))).toBe('fine');
  });
});
