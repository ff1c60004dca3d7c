/** The relay's core over a store in memory: who is let in, what is taken, who hears of it. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { Relay } from './relay.ts';
import { createTestRelay, time } from './test-relay.ts';
import { lineTo, remote } from './test-line.ts';
import { hashToText, TestDevice, TestOffice } from './test-office.ts';
import { bytesToBase64url } from '../src/lib/base/bytes.ts';

let relay: Relay;
let office: TestOffice;
beforeEach(() => {
  relay = createTestRelay();
  office = new TestOffice();
});

async function founderOnline() {
  const line = lineTo(relay);
  await line.register(office.founder, office);
  return line;
}

async function online(device: TestDevice) {
  const line = lineTo(relay);
  await line.introduce(device, office);
  return line;
}

describe('two devices of one office', () => {
  test('hear live what the other pushed, after it was acknowledged', async () => {
    const phone = office.add('secretary', { office: 'write' });
    const laptopLine = await founderOnline();
    const phoneLine = await online(phone);
    const segment = office.founder.seal(office);
    expect(await laptopLine.push(segment)).toEqual({ id: 1, numbers: [1] });
    const heard = await phoneLine.next('segments');
    expect(heard.body).toEqual({ room: segment.room, first: 1 });
    expect(heard.blobs).toEqual([segment.bytes]);
  });

  test('pull what they missed, and know where the room ends', async () => {
    const line = await founderOnline();
    const segments = Array.from({ length: 5 }, () => office.founder.seal(office, { size: 100_000 }));
    for (const segment of segments) await line.push(segment);
    const { end, segments: pulled, frames } = await line.pull(segments[0]!.room);
    expect(pulled).toEqual(segments.map(({ bytes }) => bytes));
    expect(frames.length).toBeGreaterThan(2);
    expect(end.body).toMatchObject({ head: [segments[0]!.room, 5, bytesToBase64url(segments[4]!.hash)] });
    const rest = await line.pull(segments[0]!.room, 3, bytesToBase64url(segments[2]!.hash));
    expect(rest.segments).toEqual(segments.slice(3).map(({ bytes }) => bytes));
    expect(rest.frames[0]!.body.first).toBe(4);
  });

  test('are told the roster, the rooms, their own heads and the time when they come', async () => {
    const line = await founderOnline();
    const segment = office.founder.seal(office);
    await line.push(segment);
    const again = lineTo(relay);
    const ready = await again.introduce(office.founder, office);
    expect(ready.now).toBe(time.now);
    expect(ready.seen).toEqual([[office.founder.id, time.now]]);
    const said = again.heard.map(({ kind }) => kind);
    expect(said).toEqual(['challenge', 'roster', 'rooms', 'heads', 'ready']);
    expect(again.heard[1]!.blobs).toEqual(office.statements);
    const hash = bytesToBase64url(segment.hash);
    expect(again.heard[2]!.body).toEqual({ rooms: [[segment.room, 1, hash]] });
    expect(again.heard[3]!.body).toEqual({ heads: [[segment.room, office.founder.clientIds[0], 1, hash]] });
  });
});

describe('who is let in', () => {
  test('another key, another device or another nonce is not', async () => {
    await founderOnline();
    const stranger = new TestDevice();
    for (const change of ['key', 'device', 'nonce'] as const) {
      const line = lineTo(relay);
      const { body } = await line.next('challenge');
      const signer = change === 'key' ? stranger : office.founder;
      line.say('auth', {
        ...signer.auth(office, change === 'nonce' ? hashToText(new Uint8Array(1)) : body.nonce),
        device: change === 'device' ? stranger.id : office.founder.id
      });
      expect(await line.untilClosed()).toBe(4401);
    }
  });

  test('an office that the relay does not know may be registered from its own machine', async () => {
    const line = lineTo(relay, { peer: remote });
    await expect(line.register(office.founder, office)).rejects.toThrow('4403');
    await founderOnline();
  });

  test('from elsewhere only with the token, which is then asked of everybody', async () => {
    relay = createTestRelay({ registrationToken: 'let-us-in-please' });
    await expect(lineTo(relay, { peer: remote }).register(office.founder, office)).rejects.toThrow('4403');
    await expect(
      lineTo(relay, { peer: remote }).register(office.founder, office, 'let-us-in-pleas')
    ).rejects.toThrow('4403');
    await expect(lineTo(relay).register(office.founder, office)).rejects.toThrow('4403');
    await lineTo(relay, { peer: remote }).register(office.founder, office, 'let-us-in-please');
  });

  test('nothing is heard before: y-websocket says its own, a push does nothing', async () => {
    const line = lineTo(relay);
    await line.next('challenge');
    line.sendBytes(Uint8Array.of(0, 0, 1, 0));
    line.sendBytes(Uint8Array.of(1, 1, 2, 3));
    line.say('push', { id: 1 }, [office.founder.seal(office).bytes]);
    line.say('pull', { id: 2, room: office.room('office', '2026'), after: 0 });
    await new Promise((resolve) => setImmediate(resolve));
    expect(line.heard).toHaveLength(1);
    expect(line.closed).toBeUndefined();
  });
});

describe('an invited device', () => {
  test('knocks, asks to join, hears that it was let in, and only then pushes', async () => {
    const founder = await founderOnline();
    const phone = new TestDevice();
    const invitation = office.invite('assistant');
    expect((await founder.ask('state', {}, [invitation.bytes])).kind).toBe('ack');
    const knocking = lineTo(relay);
    await knocking.knock(invitation, phone, office);
    expect(knocking.heard.find(({ kind }) => kind === 'roster')!.blobs).toEqual(office.statements);

    const join = office.state(office.join(phone, invitation), phone);
    expect((await knocking.ask('state', {}, [join])).kind).toBe('ack');
    expect((await founder.next('roster', (frame) => frame.body.from === 2)).blobs).toEqual([join]);
    const admit = office.state(office.admit(phone, 'assistant', { office: 'write' }), office.founder);
    expect((await founder.ask('state', {}, [admit])).kind).toBe('ack');
    expect((await knocking.next('roster', (frame) => frame.body.from === 3)).blobs).toEqual([admit]);

    const line = await online(phone);
    expect(await line.push(phone.seal(office))).toMatchObject({ numbers: [1] });
  });
});
