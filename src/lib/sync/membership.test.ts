/** Letting in, giving, taking away and removing, on devices of their own with a relay's core between them. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { base64urlToBytes, bytesToBase64url, utf8ToBytes } from '../base/bytes.ts';
import { ok, type Result } from '../base/result.ts';
import { rotateKey } from '../identity/epochs.ts';
import { levelOf, presentDevice, readersOf } from '../protocol/roster-rights.ts';
import { listOffices } from './found-office.ts';
import { askToJoin, readWaiting } from './membership-join.ts';
import { readInvitation } from './membership-invite.ts';
import { readStoredKeys, sealTo } from './membership-keys.ts';
import { createRosterPort } from './membership-port.ts';
import { openMembership } from './membership.ts';
import { createTestDevice, foundTestOffice, openLog, textToUpdate } from './test-device.ts';
import {
  ADDRESS,
  ORIGIN,
  openTestOffice,
  until,
  type TestOffice,
  type TestPerson
} from './test-membership.ts';

let office: TestOffice;
let [everyone, priv, finance]: [string, string, string] = ['', '', ''];
beforeEach(async () => {
  office = await openTestOffice();
  [everyone, priv, finance] = office.compartments as [string, string, string];
});
afterEach(() => office.close());

const tagOf = (result: Result<unknown>): string => (result.ok ? 'fine' : result.error.tag);
/** Which epochs of a compartment a device could open segments of. */
const epochsOf = async (person: TestPerson, compartment: string): Promise<number[]> => {
  const { keyring, device, office: id } = await person.view();
  const bytes = base64urlToBytes(compartment);
  return [1, 2, 3, 4].filter(
    (epoch) => keyring.segmentKey({ office: id, compartment: bytes, epoch, device }) !== undefined
  );
};
/** Until this device has heard of everything that anna’s has. */
const hears = async (person: TestPerson): Promise<void> => {
  const { roster } = await office.anna.view();
  await until(async () => (await person.view()).roster.head === roster.head);
  await person.membership.receive();
};

describe('a new assistant', () => {
  test('asks, shows the same six digits, is let in, and reads what was given and nothing else', async () => {
    const { device, deps } = office.newcomer();
    const link = await office.invite(office.anna, 'assistant', { [everyone]: 'write' });
    expect(link.startsWith(`${ORIGIN}/join#`)).toBe(true);
    const joining = await office.ask(link, deps);
    const request = await until(() => office.anna.membership.state.requests[0]);
    expect(request).toMatchObject({
      personName: 'Carla',
      deviceName: 'Carla’s laptop',
      code: joining.code,
      invitedBy: 'Anna Reed',
      wish: { role: 'assistant', levels: { [everyone]: 'write' } }
    });
    expect(joining.code).toMatch(/^\d{3} \d{3}$/);
    expect(await listOffices(device)).toEqual([]);

    expect(tagOf(await office.anna.membership.approve(request.device, request.wish.levels))).toBe('fine');
    expect(await joining.admitted).toEqual({ ok: true, value: { officeId: office.officeId } });
    expect(await readWaiting(device)).toEqual([]);
    expect(await listOffices(device)).toMatchObject([{ principal: 'Helena Marsh', label: 'Chambers' }]);
    const carla = await office.open(device);
    await until(() => carla.replica.state.server.state === 'online');
    expect(await epochsOf(carla, everyone)).toEqual([1]);
    expect(await epochsOf(carla, priv)).toEqual([]);
    expect(carla.membership.state.mayManage).toBe(false);
    expect(carla.membership.state.requests).toEqual([]);
    expect(carla.membership.state.people.map(({ name, role, isMe }) => [name, role, isMe])).toEqual([
      ['Anna Reed', 'secretary', false],
      ['Carla', 'assistant', true]
    ]);
  });

  test('goes on after a reload between asking and being let in', async () => {
    const { device, deps } = office.newcomer();
    const link = await office.invite(office.anna, 'assistant');
    const before = await office.ask(link, deps);
    before.cancel = () => {};
    // The tab is gone; what it was about to do is on the device.
    const [waiting] = await readWaiting(device);
    expect(waiting).toEqual({ link, about: { personName: 'Carla', deviceName: 'Carla’s laptop' } });
    const again = await askToJoin(waiting!.link, waiting!.about, deps);
    if (!again.ok) throw new Error(again.error.message);
    expect(again.value.code).toBe(before.code);
    const request = await until(() => office.anna.membership.state.requests[0]);
    await office.anna.membership.approve(request.device, {});
    expect(tagOf(await again.value.admitted)).toBe('fine');
    expect(await epochsOf(await office.open(device), everyone)).toEqual([1]);
  });

  test('with an invitation used before, run out, torn or of another office comes no further', async () => {
    const link = await office.invite(office.anna, 'assistant');
    await office.ask(link, office.newcomer().deps);
    const about = { personName: 'Eve', deviceName: 'Laptop' };
    expect(tagOf(await askToJoin(link, about, office.newcomer().deps))).toBe('invitation-used');
    expect(tagOf(await askToJoin(link.slice(0, -9), about, office.newcomer().deps))).toBe(
      'invitation-unreadable'
    );
    const late = await office.invite(office.anna, 'assistant');
    office.now += 15 * 60_000 + 1;
    expect(tagOf(await askToJoin(late, about, office.newcomer().deps))).toBe('invitation-expired');

    const read = readInvitation(await office.invite(office.anna, 'assistant'));
    if (!read.ok) throw new Error(read.error.message);
    const forge = (changes: object) =>
      `${ORIGIN}/join#${bytesToBase64url(utf8ToBytes(JSON.stringify({ ...read.value, ...changes })))}`;
    const other = await foundTestOffice(createTestDevice());
    expect(tagOf(await askToJoin(forge({ office: other }), about, office.newcomer().deps))).toBe(
      'other-office'
    );
    // A server that shows less of the roster than the invitation knows of.
    expect(tagOf(await askToJoin(forge({ head: other }), about, office.newcomer().deps))).toBe(
      'other-office'
    );
    expect(tagOf(await askToJoin(forge({ server: 'javascript:1' }), about, office.newcomer().deps))).toBe(
      'invitation-unreadable'
    );
  });

  test('a device that has the office already does not come in a second time', async () => {
    const link = await office.invite(office.anna, 'assistant');
    const { deps } = office.newcomer();
    const here = { ...deps, ...office.anna.device };
    const about = { personName: 'Anna', deviceName: 'Laptop' };
    expect(tagOf(await askToJoin(link, about, here))).toBe('office-here');
    const created = await office.anna.membership.createKit();
    const words = created.ok ? created.value.words : '';
    await office.anna.membership.proveKit(words, 'Kit');
    expect(tagOf(await office.restore(words, here))).toBe('office-here');
    expect(office.anna.membership.state.people[0]!.devices).toHaveLength(2);
  });

  test('who is declined hears so, and nothing stays on the device', async () => {
    const { device, deps } = office.newcomer();
    const joining = await office.ask(await office.invite(office.anna, 'assistant'), deps);
    const request = await until(() => office.anna.membership.state.requests[0]);
    expect(tagOf(await office.anna.membership.decline(request.device))).toBe('fine');
    expect(tagOf(await joining.admitted)).toBe('declined');
    expect(await readWaiting(device)).toEqual([]);
    expect(tagOf(await office.anna.membership.approve(request.device, {}))).toBe('gone');
  });

  test('the link’s secret stands in nothing that the server sees', async () => {
    const { deps, lines } = office.newcomer();
    const link = await office.invite(office.anna, 'assistant');
    const read = readInvitation(link);
    await office.ask(link, deps);
    const secret = read.ok ? read.value.secret : '';
    const wire = [office.anna.line, ...lines].flatMap(({ sent }) => sent);
    expect(wire.length).toBeGreaterThan(2);
    for (const frame of wire) {
      const text = new TextDecoder().decode(frame);
      expect(text).not.toContain(secret);
      expect(text).not.toContain('Carla');
    }
  });
});

test('a canary in every name and text is found nowhere at the server', async () => {
  const log = await openLog(office.officeId, office.anna.device);
  const room = await log.open({ compartment: everyone, shard: 'canary-shard' });
  await room.read();
  await room.append(textToUpdate('canary-edit'));
  await room.append(textToUpdate('canary-archive'), 'archive');
  const carla = await office.letIn('assistant', {}, 'canary-person');
  await office.anna.membership.makeCompartment('canary-compartment', {});
  await office.anna.membership.renameDevice('canary-device');
  const created = await office.anna.membership.createKit();
  const words = created.ok ? created.value.words : '';
  await office.anna.membership.proveKit(words, 'canary-kit');
  await office.anna.membership.removeDevices([(await carla.view()).deviceId]);
  await until(async () => (await office.segmentsAtServer()) === 2);
  const seen = await office.atServer();
  expect(seen.length).toBeGreaterThan(5000);
  // What lies open is found, so what is not found does not lie open.
  expect(seen).toContain(office.officeId);
  for (const canary of ['canary', 'Helena Marsh', 'Anna Reed', 'Chambers', 'Private', words.slice(0, 20)])
    expect(seen).not.toContain(canary);
  await log.close();
});

describe('the principal', () => {
  test('who joins becomes the root, has a compartment of their own, and adds a phone by themself', async () => {
    const all = { [everyone]: 'write', [priv]: 'write', [finance]: 'write' } as const;
    const helena = await office.letIn('principal', all, 'Helena');
    expect(helena.membership.state.people.find(({ isMe }) => isMe)).toMatchObject({ isRoot: true });
    await helena.membership.settle();
    const { roster } = await helena.view();
    const onlyMe = roster.compartments.find(({ kind }) => kind === 'only-me')!.id;
    expect(await epochsOf(helena, onlyMe)).toEqual([1]);
    await until(async () => (await office.anna.view()).roster.compartments.length === 4);
    await office.anna.membership.receive();
    expect(await epochsOf(office.anna, onlyMe)).toEqual([]);
    expect(tagOf(await office.anna.membership.grant(roster.root, everyone, 'read'))).toBe('roster-refused');

    const { device, deps } = office.newcomer();
    const own = helena.membership.state.people.find(({ isMe }) => isMe)!.member;
    const joining = await office.ask(await office.invite(helena, 'principal', {}, own), deps, 'Helena');
    const request = await until(() => helena.membership.state.requests[0]);
    await until(() => office.anna.membership.state.requests[0]);
    expect(tagOf(await office.anna.membership.approve(request.device, {}))).not.toBe('fine');
    expect(tagOf(await helena.membership.approve(request.device, {}))).toBe('fine');
    await joining.admitted;
    const phone = await office.open(device);
    expect(await epochsOf(phone, onlyMe)).toEqual([1]);
    expect(phone.membership.state.people.find(({ isMe }) => isMe)!.devices).toHaveLength(2);
  });
});

describe('what is given later', () => {
  test('comes with its past, and what is taken away gets a key that only the others have', async () => {
    const carla = await office.letIn('assistant');
    const member = carla.membership.state.people.find(({ isMe }) => isMe)!.member;
    expect(tagOf(await office.anna.membership.grant(member, finance, 'write'))).toBe('fine');
    await hears(carla);
    expect(await epochsOf(carla, finance)).toEqual([1]);

    expect(tagOf(await office.anna.membership.grant(member, finance, 'none'))).toBe('fine');
    await hears(carla);
    expect(await epochsOf(office.anna, finance)).toEqual([1, 2]);
    expect(await epochsOf(carla, finance)).toEqual([1]);

    expect(tagOf(await office.anna.membership.grant(member, finance, 'read'))).toBe('fine');
    await hears(carla);
    expect(await epochsOf(carla, finance)).toEqual([1, 2]);
    const dora = await office.letIn('assistant', { [finance]: 'read' }, 'Dora');
    expect(await epochsOf(dora, finance)).toEqual([1, 2]);
    expect(levelOf((await dora.view()).roster, member, finance)).toBe('read');
  });

  test('a compartment is made for some, renamed, and read by nobody else', async () => {
    const [carla, dora] = [
      await office.letIn('assistant', {}, 'Carla'),
      await office.letIn('assistant', {}, 'Dora')
    ];
    const member = carla.membership.state.people.find(({ isMe }) => isMe)!.member;
    const made = await office.anna.membership.makeCompartment('Board', { [member]: 'read' });
    const id = made.ok ? made.value.id : '';
    expect(tagOf(await office.anna.membership.renameCompartment(id, 'Board papers'))).toBe('fine');
    await hears(carla);
    await hears(dora);
    const { roster, keyring } = await carla.view();
    expect(await keyring.openName(id, roster.compartments.find((one) => one.id === id)!.name)).toBe(
      'Board papers'
    );
    expect(await epochsOf(dora, id)).toEqual([]);
    expect(tagOf(await carla.membership.renameCompartment(id, 'Mine'))).toBe('roster-refused');
  });

  test('people name their devices, and everybody sees it', async () => {
    const carla = await office.letIn('assistant');
    expect(tagOf(await carla.membership.renameDevice('Work laptop'))).toBe('fine');
    await until(async () => (await office.anna.view()).roster.length === (await carla.view()).roster.length);
    await office.anna.membership.receive();
    const shown = office.anna.membership.state.people.find(({ name }) => name === 'Carla')!;
    expect(shown.devices.map(({ name }) => name)).toEqual(['Work laptop']);
  });
});

describe('removal', () => {
  test('closes the line, names where the chains end, and changes every key the device had', async () => {
    const carla = await office.letIn('assistant', { [everyone]: 'write', [finance]: 'read' });
    const { deviceId } = await carla.view();
    expect(tagOf(await office.anna.membership.removeDevices([deviceId]))).toBe('fine');
    await until(() => carla.replica.state.server.state === 'stopped');
    const { roster } = await office.anna.view();
    expect(presentDevice(roster, deviceId)).toBeUndefined();
    expect(await epochsOf(office.anna, everyone)).toEqual([1, 2]);
    expect(await epochsOf(office.anna, finance)).toEqual([1, 2]);
    expect(await epochsOf(office.anna, priv)).toEqual([1]);
    expect(await epochsOf(carla, everyone)).toEqual([1]);
    expect(office.anna.membership.state.people.map(({ name }) => name)).toEqual(['Anna Reed']);
  });

  test('decided without the server in reach waits, is shown as leaving, and is done when it is back', async () => {
    const carla = await office.letIn('assistant');
    const { deviceId } = await carla.view();
    office.anna.line.cut();
    await until(() => office.anna.replica.state.server.state === 'offline');
    expect(tagOf(await office.anna.membership.removeDevices([deviceId]))).toBe('fine');
    const leaving = () =>
      office.anna.membership.state.people.flatMap(({ devices }) => devices.filter((one) => one.leaving));
    expect(leaving().map(({ id }) => id)).toEqual([deviceId]);
    await office.anna.membership.settle();
    expect(leaving()).toHaveLength(1);
    office.anna.line.mend();
    await until(() => office.anna.replica.state.server.state === 'online');
    await office.anna.membership.settle();
    expect(leaving()).toEqual([]);
    expect(presentDevice((await office.anna.view()).roster, deviceId)).toBeUndefined();
    expect(await epochsOf(office.anna, everyone)).toEqual([1, 2]);
  });

  test('two at once of each other: one stands, the other is told', async () => {
    const all = { [everyone]: 'write', [priv]: 'write', [finance]: 'write' } as const;
    const [vera, wim] = [
      await office.letIn('secretary', all, 'Vera'),
      await office.letIn('secretary', all, 'Wim')
    ];
    await hears(vera);
    const ids = [(await vera.view()).deviceId, (await wim.view()).deviceId] as const;
    const tags = (
      await Promise.all([vera.membership.removeDevices([ids[1]]), wim.membership.removeDevices([ids[0]])])
    ).map(tagOf);
    const { roster } = await until(async () => {
      const view = await office.anna.view();
      return ids.some((id) => !presentDevice(view.roster, id)) && view;
    });
    expect(ids.filter((id) => presentDevice(roster, id))).toHaveLength(1);
    expect(tags).toContain('fine');
  });

  test('a secretary who gives everybody else a wrong new key locks nobody out', async () => {
    const vera = await office.letIn('secretary', { [everyone]: 'write' }, 'Vera');
    const view = await vera.view();
    const port = createRosterPort(
      vera.replica.roster,
      { id: view.deviceId, signing: view.keyring.signing },
      () => view.refreshRoster(),
      vera.device.clock
    );
    const stored = await readStoredKeys(view);
    const made = (await rotateKey(stored, everyone, 2, vera.device.random))!;
    const wrong = { ...made.next, key: new Uint8Array(32) };
    const rotated = await port.append(async (roster) => {
      const lockboxes = await sealTo(roster.officeId, readersOf(roster, everyone), [wrong]);
      return ok({ kind: 'rotate', compartment: everyone, epoch: 2, lockboxes, past: made.past });
    });
    expect(tagOf(rotated)).toBe('fine');
    await until(async () => (await office.anna.view()).roster.compartments[0]!.epoch === 2);
    await office.anna.membership.receive();
    expect(await epochsOf(office.anna, everyone)).toEqual([1]);
    expect(office.anna.membership.state.keyless).toEqual([everyone]);

    expect(tagOf(await office.anna.membership.removeDevices([view.deviceId]))).toBe('fine');
    expect(office.anna.membership.state.keyless).toEqual([]);
    const carla = await office.letIn('assistant', { [everyone]: 'write' });
    expect(await epochsOf(carla, everyone)).toEqual([1, 3]);
  });

  test('a key that nobody left could change is changed by the next device that may', async () => {
    const vera = await office.letIn('secretary', { [everyone]: 'write' }, 'Vera');
    const carla = await office.letIn('assistant', { [finance]: 'read' });
    await hears(vera);
    const { deviceId } = await carla.view();
    expect(tagOf(await vera.membership.removeDevices([deviceId]))).toBe('fine');
    await until(async () => !presentDevice((await office.anna.view()).roster, deviceId));
    expect(await epochsOf(vera, finance)).toEqual([]);
    await office.anna.membership.settle();
    expect(await epochsOf(office.anna, finance)).toEqual([1, 2]);
  });
});

describe('the recovery kit', () => {
  test('counts when its words were typed in again, and brings everything onto a new device', async () => {
    const created = await office.anna.membership.createKit();
    const words = created.ok ? created.value.words : '';
    expect(words.split(' ')).toHaveLength(24);
    const wrong = words.split(' ').toSpliced(3, 1, 'zebra').join(' ');
    expect(tagOf(await office.anna.membership.proveKit(wrong, 'Kit'))).toBe('words-wrong');
    expect(office.anna.membership.state.people[0]!.devices).toHaveLength(1);
    expect(tagOf(await office.anna.membership.proveKit(words.toUpperCase(), 'Kit'))).toBe('fine');
    expect(office.anna.membership.state.people[0]!.devices.map(({ kind }) => kind)).toEqual([
      'device',
      'kit'
    ]);

    // Keys that came after the kit was written down reach it too.
    const carla = await office.letIn('assistant', { [finance]: 'read' });
    await office.anna.membership.removeDevices([(await carla.view()).deviceId]);
    await office.anna.membership.makeCompartment('Board', {});

    const { device, deps } = office.newcomer();
    expect(await office.restore(words, deps)).toEqual({ ok: true, value: { officeId: office.officeId } });
    const anew = await office.open(device);
    await until(() => anew.replica.state.server.state === 'online');
    const me = anew.membership.state.people.find(({ isMe }) => isMe)!;
    expect(me).toMatchObject({ name: 'Anna Reed', isRoot: true });
    expect(me.devices.map(({ name, isThis }) => [name, isThis])).toContainEqual(['New laptop', true]);
    for (const { id } of (await anew.view()).roster.compartments)
      expect(await epochsOf(anew, id)).toEqual(await epochsOf(office.anna, id));
  });

  test('removed, or of no office at that server, restores nothing', async () => {
    const created = await office.anna.membership.createKit();
    const words = created.ok ? created.value.words : '';
    expect(tagOf(await office.restore(words, office.newcomer().deps))).toBe('kit-unknown');
    await office.anna.membership.proveKit(words, 'Kit');
    const kit = office.anna.membership.state.people[0]!.devices.find(({ kind }) => kind === 'kit')!;
    expect(tagOf(await office.anna.membership.removeDevices([kit.id]))).toBe('fine');
    expect(tagOf(await office.restore(words, office.newcomer().deps))).toBe('kit-removed');
  });
});

test('an office without a server invites nobody, and makes its kit and its compartments by itself', async () => {
  const device = createTestDevice();
  const opened = await openMembership(await foundTestOffice(device), device, () => {
    throw new Error('There is no server');
  });
  if (!opened.ok) throw new Error(opened.error.message);
  const membership = opened.value;
  const wish = { role: 'assistant', levels: {}, how: 'sent' } as const;
  expect(tagOf(await membership.invite(wish, { origin: ORIGIN, server: undefined }))).toBe('no-server');
  expect(tagOf(await membership.makeCompartment('Board', {}))).toBe('fine');
  const created = await membership.createKit();
  expect(tagOf(await membership.proveKit(created.ok ? created.value.words : '', 'Kit'))).toBe('fine');
  const kit = membership.state.people[0]!.devices.find(({ kind }) => kind === 'kit')!;
  expect(tagOf(await membership.removeDevices([kit.id]))).toBe('fine');
  expect(membership.state.people[0]!.devices).toHaveLength(1);
  expect(ADDRESS).toMatch(/^https:/);
  membership.close();
});
