/** What the relay does not take, each with the reason it gives, and that nothing of it is kept or forwarded. */
import { beforeEach, describe, expect, test } from 'vitest';
import { bytesToBase64url, concatBytes, type Bytes } from '../src/lib/base/bytes.ts';
import { createSeededRandom } from '../src/lib/base/random.ts';
import { encodeFrame, type FrameBody } from '../src/lib/protocol/frames.ts';
import { NO_PREVIOUS } from '../src/lib/protocol/segment.ts';
import type { Relay } from './relay.ts';
import { lineTo, type TestLine } from './test-line.ts';
import { TestDevice, TestOffice, type Sealed } from './test-office.ts';
import { createTestRelay, settled, time } from './test-relay.ts';

let relay: ReturnType<typeof createTestRelay>;
let office: TestOffice;
let founder: TestDevice;
let assistant: TestDevice;
let line: TestLine;
let assistantLine: TestLine;

async function online(device: TestDevice, at: Relay = relay) {
  const opened = lineTo(at);
  await opened.introduce(device, office);
  return opened;
}

beforeEach(async () => {
  relay = createTestRelay({ limits: { signatures: Infinity } });
  office = new TestOffice();
  founder = office.founder;
  assistant = office.add('assistant', { office: 'write', finance: 'read' });
  line = lineTo(relay);
  await line.register(founder, office);
  assistantLine = await online(assistant);
});

/** Hands it in and expects that it, and whatever follows it, leaves no trace. */
async function refused(from: TestLine, segments: { bytes: Bytes }[], tag: string, index = 0) {
  const heardBefore = [line, assistantLine].map(({ heard }) => heard.length);
  const answer = await from.push(...segments);
  expect(answer.refused).toMatchObject({ index, tag });
  expect(answer.numbers).toHaveLength(index);
  if (index === 0) {
    await settled();
    const heard = [line, assistantLine].map(({ heard }, at) => heard.slice(heardBefore[at]));
    expect(heard.flat().filter(({ kind }) => kind === 'segments')).toEqual([]);
  }
  return answer;
}

const flipped = (bytes: Bytes, at: number): Bytes => {
  const other = bytes.slice();
  other[at]! ^= 1;
  return other;
};

describe('forged and damaged segments', () => {
  const cases: [string, string, () => Sealed | { bytes: Bytes }][] = [
    ['malformed', 'a segment cut short', () => ({ bytes: founder.seal(office).bytes.slice(0, 150) })],
    ['malformed', 'an unknown kind', () => ({ bytes: flippedKind(founder.seal(office).bytes) })],
    [
      'wrong-office',
      'of another office',
      () => founder.seal(office, { changes: { office: new Uint8Array(32) } })
    ],
    ['stranger', 'by a device nobody knows', () => new TestDevice().seal(office)],
    [
      'stranger',
      'under a client id its device does not list',
      () => founder.seal(office, { clientId: 99_999 })
    ],
    [
      'stranger',
      "under another device's client id",
      () => founder.seal(office, { clientId: assistant.clientIds[0]! })
    ],
    [
      'no-right',
      'in a compartment that is none',
      () => founder.seal(office, { changes: { compartment: new Uint8Array(16) } })
    ],
    ['epoch', 'under a key that is not made yet', () => founder.seal(office, { epoch: 2 })],
    [
      'chain-gap',
      'that leaves one out',
      () => founder.seal(office, { changes: { sequence: 2, previous: new Uint8Array(32).fill(1) } })
    ],
    ['forged', 'signed by somebody else', () => founder.seal(office, { signer: assistant })],
    ['forged', 'whose ciphertext was changed', () => ({ bytes: flipped(founder.seal(office).bytes, 145) })],
    ['forged', 'whose room was changed', () => ({ bytes: flipped(founder.seal(office).bytes, 60) })],
    [
      'forged',
      'whose signature was changed',
      () => {
        const { bytes } = founder.seal(office);
        return { bytes: flipped(bytes, bytes.length - 1) };
      }
    ]
  ];
  const flippedKind = (bytes: Bytes) => {
    const other = bytes.slice();
    other[1] = 200;
    return other;
  };
  test.each(cases)('%s: %s', async (tag, _what, make) => {
    await refused(line, [make()], tag);
    // The chain is where it was: the honest segment that belongs there is taken.
    founder.ends.clear();
    expect(await line.push(founder.seal(office))).toMatchObject({ numbers: [1] });
  });

  test('every single bit of a segment matters', async () => {
    const { bytes } = founder.seal(office, { size: 1 });
    const random = createSeededRandom(5);
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice();
      changed[at]! ^= 1 << (random.bytes(1)[0]! & 7);
      const { refused: found, numbers } = await line.push({ bytes: changed });
      expect([at, found?.index, numbers]).toEqual([at, 0, []]);
    }
    expect(await line.push({ bytes })).toMatchObject({ numbers: [1] });
  });

  test('a second segment in the same place is a fork, and told where the chain stands', async () => {
    const first = founder.seal(office);
    await line.push(first);
    const other = founder.seal(office, { changes: { sequence: 1, previous: NO_PREVIOUS } });
    const { refused: told } = await refused(line, [other], 'chain-forked');
    expect(told!.head).toEqual([first.room, founder.clientIds[0], 1, bytesToBase64url(first.hash)]);
    const wrong = founder.seal(office, { changes: { sequence: 2, previous: new Uint8Array(32).fill(9) } });
    await refused(line, [wrong], 'chain-forked');
  });

  test('a second signature of the same segment is the same segment', async () => {
    const first = founder.seal(office);
    expect(await line.push(first)).toMatchObject({ numbers: [1] });
    expect(await line.push({ bytes: flipped(first.bytes, first.bytes.length - 1) })).toMatchObject({
      numbers: [1]
    });
    expect((await line.pull(first.room)).segments).toEqual([first.bytes]);
  });

  test('what comes before it is taken, what follows is not, even of other chains', async () => {
    const good = founder.seal(office);
    const bad = founder.seal(office, { signer: assistant, keep: false });
    const other = founder.seal(office, { clientId: founder.clientIds[1]! });
    const answer = await refused(line, [good, bad, other], 'forged', 1);
    expect(answer.numbers).toEqual([1]);
    // Its chain is taken out, the rest is sent again: one bad segment does not freeze the others.
    expect(await line.push(other)).toMatchObject({ numbers: [2] });
  });
});

describe('signatures, when there are more than can be verified', () => {
  test("are left to the readers only for a device's own segments on its own line", async () => {
    relay = createTestRelay({ limits: { signatures: 1 } });
    line = lineTo(relay);
    await line.register(founder, office);
    assistantLine = await online(assistant);
    // One a second is verified, so this one is refused, and the next at the same moment is not.
    const stolen = assistant.seal(office, { signer: founder, keep: false });
    expect((await assistantLine.push(stolen)).refused).toMatchObject({ tag: 'forged' });
    expect((await assistantLine.push(assistant.seal(office, { signer: founder }))).numbers).toEqual([1]);
    expect(relay.metrics.segmentsVouched).toBe(1);
    // Nobody else's chain can be touched like that, nor anything be brought back.
    const next = assistant.seal(office, { signer: founder, keep: false });
    expect((await line.push(next)).refused).toMatchObject({ tag: 'forged' });
    expect((await assistantLine.pushAgain(next)).refused).toMatchObject({ tag: 'forged' });
    const theirs = founder.seal(office, { signer: assistant, keep: false });
    expect((await assistantLine.push(theirs)).refused).toMatchObject({ tag: 'forged' });
    await relay.pass(1000);
    expect((await assistantLine.push(next)).refused).toMatchObject({ tag: 'forged' });
  });
});

describe('replays', () => {
  test('the same segment again is the same number, and nobody hears of it twice', async () => {
    const segments = [founder.seal(office), founder.seal(office), founder.seal(office)];
    expect((await line.push(...segments)).numbers).toEqual([1, 2, 3]);
    await assistantLine.next('segments');
    const heard = assistantLine.heard.length;
    expect((await line.push(...segments)).numbers).toEqual([1, 2, 3]);
    expect((await assistantLine.push(segments[1]!)).numbers).toEqual([2]);
    expect((await line.push(segments[0]!, founder.seal(office))).numbers).toEqual([1, 4]);
    await assistantLine.next('segments', ({ body }) => body.first === 4);
    expect(assistantLine.heard.slice(heard).filter(({ kind }) => kind === 'segments')).toHaveLength(1);
  });

  test('twice in one message it is still one', async () => {
    const segment = founder.seal(office);
    expect((await line.push(segment, segment)).numbers).toEqual([1, 1]);
    expect((await line.pull(segment.room)).segments).toHaveLength(1);
  });

  test('an answer to an earlier challenge opens nothing', async () => {
    const first = lineTo(relay);
    const { body } = await first.next('challenge');
    const spoken = founder.auth(office, body.nonce);
    const second = lineTo(relay);
    await second.next('challenge');
    second.say('auth', spoken);
    expect(await second.untilClosed()).toBe(4401);
  });

  test('a statement is taken once', async () => {
    const bytes = office.state(
      { kind: 'ids', at: office.at, by: founder.id, clientIds: ids(40_000) },
      founder
    );
    expect((await line.ask('state', {}, [bytes])).kind).toBe('ack');
    expect((await line.ask('state', {}, [bytes])).body).toMatchObject({ tag: 'roster-behind' });
  });
});

const ids = (first: number) => Array.from({ length: 8 }, (_, index) => first + index);

describe('rights', () => {
  test('who may only read a compartment writes nothing there, and who may not read it gets nothing of it', async () => {
    await refused(
      assistantLine,
      [assistant.seal(office, { room: office.room('finance', '2026') })],
      'no-right'
    );
    await refused(
      assistantLine,
      [assistant.seal(office, { room: office.room('private', '2026') })],
      'no-right'
    );
    const secret = founder.seal(office, { room: office.room('private', '2026') });
    const bill = founder.seal(office, { room: office.room('finance', '2026') });
    await line.push(secret, bill);
    const heard = await assistantLine.next('segments');
    expect(heard.body.room).toBe(bill.room);
    expect((await assistantLine.pull(secret.room)).end.body).toMatchObject({ tag: 'no-right' });
    expect((await assistantLine.ask('chains', { room: secret.room })).body).toMatchObject({
      tag: 'no-right'
    });
    const again = await online(assistant);
    const rooms = again.heard.flatMap((frame) => (frame.kind === 'rooms' ? frame.body.rooms : []));
    expect(rooms.map(([room]) => room)).toEqual([bill.room]);
  });

  test('a segment of somebody who may write cannot be handed in by somebody who may not even read', async () => {
    const secret = founder.seal(office, { room: office.room('private', '2026') });
    await refused(assistantLine, [secret], 'no-right');
  });

  test.each(['rewrite', 'snapshot', 'archive'] as const)('only full members send a %s', async (kind) => {
    await refused(assistantLine, [assistant.seal(office, { kind })], 'kind');
    expect(await line.push(founder.seal(office, { kind }))).toMatchObject({ numbers: [1] });
  });

  test('an assistant neither leases a room nor holds anybody', async () => {
    const room = office.room('office', '2026');
    expect((await assistantLine.ask('lease', { room, seconds: 60 })).body).toMatchObject({ tag: 'no-right' });
    expect((await assistantLine.ask('hold', { devices: [founder.id] })).body).toMatchObject({
      tag: 'no-right'
    });
    expect(await line.push(founder.seal(office))).toMatchObject({ numbers: [1] });
  });

  test('presence in a compartment reaches those who may read it, and says nothing to others', async () => {
    line.say('presence', { compartment: office.compartments.private }, [Uint8Array.of(1)]);
    line.say('presence', { compartment: office.compartments.office }, [new Uint8Array(8193)]);
    line.say('presence', { compartment: office.compartments.finance, from: assistant.id }, [
      Uint8Array.of(2)
    ]);
    const heard = await assistantLine.next('presence');
    expect(heard).toMatchObject({ body: { compartment: office.compartments.finance, from: founder.id } });
    expect([...heard.blobs[0]!]).toEqual([2]);
    assistantLine.say('presence', { compartment: office.compartments.private }, [Uint8Array.of(3)]);
    await settled();
    expect(line.heard.filter(({ kind }) => kind === 'presence')).toEqual([]);
  });

  test('after a change of keys only a full member brings back what lay under the old one', async () => {
    const old = founder.seal(office);
    const rotate = office.state(office.rotate('office', 2, [founder, assistant]), founder);
    expect((await line.ask('state', {}, [rotate])).kind).toBe('ack');
    await refused(line, [old], 'epoch');
    expect((await assistantLine.pushAgain(old)).refused).toMatchObject({ tag: 'epoch' });
    expect(await line.pushAgain(old)).toMatchObject({ numbers: [1] });
    expect(await line.push(founder.seal(office, { epoch: 2 }))).toMatchObject({ numbers: [2] });
  });
});

describe('removal', () => {
  async function hold() {
    const granted = await line.ask('hold', { devices: [assistant.id] });
    const { id } = granted.body as FrameBody<'granted'>;
    await line.next('end', ({ body }) => body.id === id);
    return line.heard.flatMap((frame) =>
      frame.kind === 'heads' && frame.body.id === id ? frame.body.heads : []
    );
  }

  test('between the hold and the removal nothing more of that device is taken, and afterwards nothing at all', async () => {
    const before = assistant.seal(office);
    await assistantLine.push(before);
    const heads = await hold();
    expect(heads).toEqual([[before.room, assistant.clientIds[0], 1, bytesToBase64url(before.hash)]]);
    const late = assistant.seal(office);
    await refused(assistantLine, [late], 'held');
    const revoke = office.state(office.revoke(assistant, heads), founder);
    expect((await line.ask('state', {}, [revoke])).kind).toBe('ack');
    expect(await assistantLine.untilClosed()).toBe(4403);
    expect((await line.push(late)).refused).toMatchObject({ tag: 'removed' });
    expect((await line.pushAgain(late)).refused).toMatchObject({ tag: 'removed' });
    // What it wrote before stays its own.
    expect(await line.push(before)).toMatchObject({ numbers: [1] });
    const back = lineTo(relay);
    await expect(back.introduce(assistant, office)).rejects.toThrow('4403');
    expect(back.heard.some(({ kind }) => kind === 'rooms' || kind === 'segments')).toBe(false);
  });

  test('a hold ends by itself after thirty seconds', async () => {
    await hold();
    const late = assistant.seal(office);
    await refused(assistantLine, [late], 'held');
    await relay.pass(30_000);
    expect(await assistantLine.push(late)).toMatchObject({ numbers: [1] });
  });

  test('a removal that does not name the heads as they are is refused, and removes nobody', async () => {
    const heads = await hold();
    await relay.pass(30_001);
    await assistantLine.push(assistant.seal(office));
    const revoke = office.draw(office.revoke(assistant, heads), founder);
    expect((await line.ask('state', {}, [revoke])).body).toMatchObject({ tag: 'heads-moved' });
    expect(assistantLine.closed).toBeUndefined();
    const now = office.state(office.revoke(assistant, await hold()), founder);
    expect((await line.ask('state', {}, [now])).kind).toBe('ack');
  });

  test('of two removals at once the second has to be made anew', async () => {
    const from = office.statements.length;
    const secretary = office.add('secretary', { office: 'write' });
    const visitor = office.add('assistant', { office: 'read' });
    for (const bytes of office.statements.slice(from)) await line.ask('state', {}, [bytes]);
    const secretaryLine = await online(secretary);
    const mine = office.draw(office.revoke(visitor, []), founder);
    const theirs = office.draw(office.revoke(assistant, [], secretary), secretary);
    const answers = await Promise.all([
      line.ask('state', {}, [mine]),
      secretaryLine.ask('state', {}, [theirs])
    ]);
    expect(answers).toMatchObject([{ kind: 'ack' }, { kind: 'refused', body: { tag: 'roster-behind' } }]);
    expect(assistantLine.closed).toBeUndefined();
  });

  test('a dismissed secretary does not remove the root', async () => {
    const from = office.statements.length;
    const secretary = office.add('secretary', { office: 'write' });
    for (const bytes of office.statements.slice(from)) await line.ask('state', {}, [bytes]);
    const secretaryLine = await online(secretary);
    const revoke = office.draw(office.revoke(founder, [], secretary), secretary);
    expect((await secretaryLine.ask('state', {}, [revoke])).body).toMatchObject({ tag: 'roster-refused' });
    expect(line.closed).toBeUndefined();
  });
});

describe('invitations', () => {
  test('used twice or too late they bring nobody in', async () => {
    const invitation = office.invite('assistant', time.now + 60_000);
    await line.ask('state', {}, [invitation.bytes]);
    const [first, second] = [new TestDevice(), new TestDevice()];
    const lines = [lineTo(relay), lineTo(relay)];
    await lines[0]!.knock(invitation, first, office);
    await lines[1]!.knock(invitation, second, office);
    const join = office.state(office.join(first, invitation), first);
    expect((await lines[0]!.ask('state', {}, [join])).kind).toBe('ack');
    const again = office.draw(office.join(second, invitation), second);
    expect((await lines[1]!.ask('state', {}, [again])).body).toMatchObject({ tag: 'roster-refused' });

    const late = office.invite('assistant', time.now + 60_000);
    await line.ask('state', {}, [late.bytes]);
    const waiting = lineTo(relay);
    await waiting.knock(late, second, office);
    await relay.pass(61_000);
    const tooLate = office.draw(office.join(second, late), second);
    expect((await waiting.ask('state', {}, [tooLate])).body).toMatchObject({ tag: 'invitation-expired' });
    await expect(lineTo(relay).knock(late, second, office)).rejects.toThrow('4404');
  });

  test('who knocks may ask to join and nothing else', async () => {
    const invitation = office.invite('assistant', time.now + 60_000);
    await line.ask('state', {}, [invitation.bytes]);
    const knocking = lineTo(relay);
    await knocking.knock(invitation, new TestDevice(), office);
    const other = office.draw(
      { kind: 'ids', at: office.at, by: founder.id, clientIds: ids(50_000) },
      founder
    );
    expect((await knocking.ask('state', {}, [other])).body).toMatchObject({ tag: 'no-right' });
    const heard = knocking.heard.length;
    knocking.say('pull', { id: 9, room: office.room('office', '2026'), after: 0 });
    knocking.say('push', { id: 10 }, [founder.seal(office).bytes]);
    knocking.say('hold', { id: 11, devices: [founder.id] });
    await line.push(founder.seal(office, { clientId: founder.clientIds[2]! }));
    await settled();
    expect(knocking.heard).toHaveLength(heard);
  });
});

describe('one room is rewritten by one device at a time', () => {
  test('until it gives it back, or its minute is over', async () => {
    const from = office.statements.length;
    const secretary = office.add('secretary', { office: 'write' });
    for (const bytes of office.statements.slice(from)) await line.ask('state', {}, [bytes]);
    const other = await online(secretary);
    const room = office.room('office', '2026');
    expect((await line.ask('lease', { room, seconds: 600 })).body).toMatchObject({
      until: time.now + 60_000
    });
    expect((await other.ask('lease', { room, seconds: 60 })).body).toMatchObject({
      tag: 'leased',
      seconds: 60
    });
    await relay.pass(60_001);
    expect((await other.ask('lease', { room, seconds: 60 })).kind).toBe('granted');
    await other.ask('lease', { room, seconds: 0 });
    expect((await line.ask('lease', { room, seconds: 60 })).kind).toBe('granted');
  });
});

describe('another log', () => {
  test('a cursor that is not of this log is told so', async () => {
    const segment = founder.seal(office);
    await line.push(segment);
    const other = bytesToBase64url(new Uint8Array(32).fill(3));
    for (const [after, hash] of [
      [1, other],
      [2, bytesToBase64url(segment.hash)],
      [1, undefined]
    ] as const)
      expect((await line.pull(segment.room, after, hash)).end.body).toMatchObject({ tag: 'other-log' });
    expect((await line.pull(office.room('office', '1999'), 4, other)).end.body).toMatchObject({
      tag: 'other-log'
    });
  });

  test("what a relay lost, a device brings back with everybody's segments", async () => {
    const own = founder.seal(office);
    const theirs = assistant.seal(office);
    await line.push(own);
    await assistantLine.push(theirs);
    const empty = createTestRelay();
    const again = lineTo(empty);
    await again.register(founder, office);
    expect((await again.pull(own.room, 2, bytesToBase64url(theirs.hash))).end.body).toMatchObject({
      tag: 'other-log'
    });
    const chains = await again.ask('chains', { room: own.room });
    expect(chains).toMatchObject({ kind: 'end' });
    expect((await again.pushAgain(theirs, own)).numbers).toEqual([1, 2]);
  });
});

describe('messages that are none', () => {
  test('are counted, and too many of them end the connection', async () => {
    for (let at = 0; at < 7; at++) line.sendBytes(Uint8Array.of(64, 200, at));
    await settled();
    expect(line.closed).toBeUndefined();
    line.sendBytes(concatBytes(Uint8Array.of(64, 4), Uint8Array.of(255)));
    await settled();
    expect(line.closed).toBe(4400);
  });

  test('what only the relay says is not heard from a device', async () => {
    const before = assistantLine.heard.length;
    for (let at = 0; at < 8; at++) line.sendBytes(encodeFrame('roster', { from: 0 }, [Uint8Array.of(1)]));
    await settled();
    expect(line.closed).toBe(4400);
    expect(assistantLine.heard).toHaveLength(before);
  });
});
