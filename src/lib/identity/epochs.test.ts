/** Keys that a device receives after it was set up. */
import { describe, expect, test } from 'vitest';
import { base64urlToBytes, bytesToBase64url, utf8ToBytes } from '../base/bytes.ts';
import { createSeededRandom, systemRandom } from '../base/random.ts';
import { addKeys, addPast, createCompartment, keysToGive, readKey, rotateKey } from './epochs.ts';
import { createInvitationSecret, openInvitation, requestCode } from './invitation.ts';
import { createKeys, openKeyring, type StoredKeys } from './keyring.ts';
import { openLockbox, sealLockbox } from './lockbox.ts';
import { aesOpen, aesSeal, publicKeyToBytes, sha256, verifyHash } from './primitives.ts';
import { joiningDeviceToBytes } from '../protocol/roster-statements.ts';

const random = createSeededRandom(12);
const name = (length: number) => bytesToBase64url(random.bytes(length));
const everyone = name(16);
const owner = { office: name(32), device: name(16) };

async function keyringOf(keys: StoredKeys) {
  const keyring = await openKeyring(structuredClone(keys), systemRandom);
  if (!keyring.ok) throw new Error(keyring.error.message);
  return keyring.value;
}

/** A segment's ciphertext that one device made and another reads. */
async function canRead(reader: StoredKeys, writer: StoredKeys, compartment: string, epoch: number) {
  const of = {
    office: base64urlToBytes(owner.office),
    compartment: base64urlToBytes(compartment),
    epoch,
    device: base64urlToBytes(owner.device)
  };
  const [none, nonce] = [new Uint8Array(0), new Uint8Array(12)];
  const sealed = await aesSeal(
    (await (await keyringOf(writer)).segmentKey(of))!,
    nonce,
    utf8ToBytes('note'),
    none
  );
  const key = await (await keyringOf(reader)).segmentKey(of);
  return key !== undefined && (await aesOpen(key, nonce, sealed, none)) !== undefined;
}

const give = async (from: StoredKeys, to: StoredKeys, compartment: string, epoch: number) => {
  const key = (await readKey(from, compartment, epoch))!;
  const box = await sealLockbox(owner, await publicKeyToBytes(to.agreement.publicKey), [key]);
  return addKeys(to, (await openLockbox(owner, to.agreement, box))!, systemRandom);
};

describe('a lockbox', () => {
  test('brings a compartment to a device that had none, rooms’ names and all', async () => {
    const anna = await createKeys([everyone], systemRandom);
    const carla = await give(anna, await createKeys([], systemRandom), everyone, 1);
    expect(await canRead(carla, anna, everyone, 1)).toBe(true);
    const [hers, theirs] = [await keyringOf(carla), await keyringOf(anna)];
    expect(await hers.roomName(everyone, '2026')).toEqual(await theirs.roomName(everyone, '2026'));
    expect(await hers.openName(everyone, await theirs.sealName(everyone, 'Everyone'))).toBe('Everyone');
    expect(hers.currentEpoch(everyone)).toBe(1);
    for (const { naming, epochs } of carla.compartments)
      for (const sealed of [naming, ...epochs.map(({ key }) => key)])
        expect(sealed).toHaveLength(12 + 32 + 16);
  });

  test('opens for one device of one office', async () => {
    const [anna, carla, eve] = [
      await createKeys([everyone], systemRandom),
      await createKeys([], systemRandom),
      await createKeys([], systemRandom)
    ];
    const key = (await readKey(anna, everyone, 1))!;
    const box = await sealLockbox(owner, await publicKeyToBytes(carla.agreement.publicKey), [key, key]);
    expect(await openLockbox(owner, carla.agreement, box)).toEqual([key, key]);
    expect(await openLockbox(owner, eve.agreement, box)).toBeUndefined();
    expect(await openLockbox({ ...owner, office: name(32) }, carla.agreement, box)).toBeUndefined();
    expect(await openLockbox({ ...owner, device: name(16) }, carla.agreement, box)).toBeUndefined();
    expect(await openLockbox(owner, carla.agreement, box.slice(0, -4))).toBeUndefined();
  });

  test('never replaces a key that is there', async () => {
    const anna = await createKeys([everyone], systemRandom);
    const key = (await readKey(anna, everyone, 1))!;
    const again = await addKeys(anna, [{ ...key, key: new Uint8Array(32) }], systemRandom);
    expect(await readKey(again, everyone, 1)).toEqual(key);
  });
});

describe('rotation', () => {
  /** Epochs 1 to 4, and what each statement carries of the one before. */
  async function rotated() {
    let anna = await createKeys([everyone], systemRandom);
    const past = new Map<number, string>();
    for (let epoch = 2; epoch <= 4; epoch++) {
      const made = (await rotateKey(anna, everyone, epoch, systemRandom))!;
      past.set(epoch, made.past);
      anna = await addKeys(anna, [made.next], systemRandom);
    }
    return { anna, past };
  }

  test('who is given the newest key reads what was written before', async () => {
    const { anna, past } = await rotated();
    const given = await give(anna, await createKeys([], systemRandom), everyone, 4);
    expect((await keyringOf(given)).segmentKey).toBeDefined();
    const carla = await addPast(given, everyone, past, systemRandom);
    for (const epoch of [1, 2, 3, 4]) expect(await canRead(carla, anna, everyone, epoch)).toBe(true);
    expect((await keyringOf(carla)).currentEpoch(everyone)).toBe(4);
  });

  test('who was given an older key alone does not read what comes after', async () => {
    const { anna, past } = await rotated();
    const given = await give(anna, await createKeys([], systemRandom), everyone, 2);
    const removed = await addPast(given, everyone, past, systemRandom);
    expect(await canRead(removed, anna, everyone, 1)).toBe(true);
    for (const epoch of [3, 4]) expect(await canRead(removed, anna, everyone, epoch)).toBe(false);
  });

  test('a gap between the keys here is filled from both ends, and a damaged past ends there', async () => {
    const { anna, past } = await rotated();
    let dora = await give(anna, await createKeys([], systemRandom), everyone, 4);
    dora = await give(anna, dora, everyone, 2);
    const damaged = new Map(past).set(4, past.get(3)!);
    const partly = await addPast(dora, everyone, damaged, systemRandom);
    expect(partly.compartments[0]!.epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 4]);
    const whole = await addPast(partly, everyone, past, systemRandom);
    expect(whole.compartments[0]!.epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);
    for (const epoch of [1, 2, 3, 4]) expect(await canRead(whole, anna, everyone, epoch)).toBe(true);
  });

  test('who was left out by the last change makes the next one, and gives on what that leads past', async () => {
    const { anna, past } = await rotated();
    const helena = await addPast(
      await give(anna, await createKeys([], systemRandom), everyone, 3),
      everyone,
      past,
      systemRandom
    );
    const made = (await rotateKey(helena, everyone, 5, systemRandom))!;
    const all = new Map(past).set(5, made.past);
    const keys = await keysToGive(helena, made.next, all);
    expect(keys.map(({ epoch }) => epoch)).toEqual([5, 3]);
    const carla = await addPast(
      await addKeys(await createKeys([], systemRandom), keys, systemRandom),
      everyone,
      all,
      systemRandom
    );
    expect(carla.compartments[0]!.epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 5]);
    expect(await canRead(carla, anna, everyone, 2)).toBe(true);
    const whole = (await readKey(anna, everyone, 4))!;
    expect((await keysToGive(anna, whole, past)).map(({ epoch }) => epoch)).toEqual([4]);
  });

  test('a keyring in use takes in what was received', async () => {
    const { anna } = await rotated();
    const empty = await createKeys([], systemRandom);
    const keyring = await keyringOf(empty);
    expect(keyring.currentEpoch(everyone)).toBeUndefined();
    expect(await keyring.adopt(await give(anna, empty, everyone, 4))).toEqual({ ok: true, value: true });
    expect(keyring.currentEpoch(everyone)).toBe(4);
  });

  test('a new compartment’s name is read with its first key', async () => {
    const made = await createCompartment('Board', systemRandom);
    const keys = await addKeys(await createKeys([], systemRandom), [made.first], systemRandom);
    expect(await (await keyringOf(keys)).openName(made.first.compartment, made.name)).toBe('Board');
  });
});

describe('an invitation’s secret', () => {
  const device = {
    id: name(16),
    signing: name(32),
    agreement: name(32),
    clientIds: [1, 2, 3, 4, 5, 6, 7, 8],
    kind: 'device' as const
  };

  test('gives both sides the same keys, and who has another secret none of them', async () => {
    const secret = createInvitationSecret(systemRandom);
    const [anna, carla] = [await openInvitation(secret), await openInvitation(secret.slice())];
    expect(anna.key).toBe(carla.key);
    const about = await carla.sealAbout('{"personName":"Carla"}', systemRandom);
    expect(await anna.openAbout(about)).toBe('{"personName":"Carla"}');
    const stranger = await openInvitation(createInvitationSecret(systemRandom));
    expect(await stranger.openAbout(about)).toBeUndefined();
    expect(stranger.key).not.toBe(anna.key);
  });

  test('speaks for the keys of one device', async () => {
    const invitation = await openInvitation(createInvitationSecret(systemRandom));
    const proof = base64urlToBytes(await invitation.prove(device));
    const speaks = async (of: typeof device) =>
      verifyHash(
        base64urlToBytes(invitation.key),
        'anteroom/invitation/1',
        await sha256(joiningDeviceToBytes(of)),
        proof
      );
    expect(await speaks(device)).toBe(true);
    expect(await speaks({ ...device, agreement: name(32) })).toBe(false);
  });

  test('the code to compare is six digits of the request', async () => {
    expect(await requestCode(bytesToBase64url(new Uint8Array(32)))).toMatch(/^\d{3} \d{3}$/);
    expect(await requestCode(name(32))).not.toBe(await requestCode(name(32)));
  });
});
