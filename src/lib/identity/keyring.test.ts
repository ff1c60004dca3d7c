import { describe, expect, test } from 'vitest';
import { bytesToBase64url, bytesToHex, utf8ToBytes } from '../base/bytes.ts';
import { createSeededRandom, systemRandom } from '../base/random.ts';
import { createKeys, openKeyring, type StoredKeys } from './keyring.ts';
import { aesOpen, aesSeal } from './primitives.ts';

const random = createSeededRandom(5);
const [office, device] = [random.bytes(32), random.bytes(16)];
const [everyone, finance] = [random.bytes(16), random.bytes(16)];
const ids = [everyone, finance].map(bytesToBase64url);

async function open(keys: StoredKeys) {
  const keyring = await openKeyring(keys, systemRandom);
  if (!keyring.ok) throw new Error(keyring.error.message);
  return keyring.value;
}

describe('a device’s keys', () => {
  test('are the same after being kept and opened again', async () => {
    const keys = await createKeys(ids, systemRandom);
    const [one, again] = [await open(keys), await open(structuredClone(keys))];
    const owner = { office, compartment: everyone, epoch: 1, device };
    const [nonce, none] = [new Uint8Array(12), new Uint8Array(0)];
    const sealed = await aesSeal((await one.segmentKey(owner))!, nonce, utf8ToBytes('x'), none);
    expect(await aesOpen((await again.segmentKey(owner))!, nonce, sealed, none)).toEqual(utf8ToBytes('x'));
    expect(bytesToHex(await one.roomName(ids[0]!, '2026'))).toBe(
      bytesToHex(await again.roomName(ids[0]!, '2026'))
    );
    expect(await again.openName(ids[0]!, await one.sealName(ids[0]!, 'Ærø Æble'))).toBe('Ærø Æble');
  });

  test('differ for each compartment, key, device and office', async () => {
    const keyring = await open(await createKeys(ids, systemRandom));
    const owner = { office, compartment: everyone, epoch: 1, device };
    const [nonce, none] = [new Uint8Array(12), new Uint8Array(0)];
    const sealed = await aesSeal((await keyring.segmentKey(owner))!, nonce, utf8ToBytes('x'), none);
    for (const other of [
      { compartment: finance },
      { device: random.bytes(16) },
      { office: random.bytes(32) }
    ]) {
      const key = (await keyring.segmentKey({ ...owner, ...other }))!;
      expect(await aesOpen(key, nonce, sealed, none)).toBeUndefined();
    }
    expect(keyring.segmentKey({ ...owner, epoch: 2 })).toBeUndefined();
    expect(keyring.segmentKey({ ...owner, compartment: random.bytes(16) })).toBeUndefined();
  });

  test('name a room differently in each compartment, and without saying the shard', async () => {
    const keyring = await open(await createKeys(ids, systemRandom));
    const names = [
      await keyring.roomName(ids[0]!, '2026'),
      await keyring.roomName(ids[1]!, '2026'),
      await keyring.roomName(ids[0]!, '2025')
    ].map(bytesToHex);
    expect(new Set(names).size).toBe(3);
    expect(names[0]).toHaveLength(32);
  });

  test('of which one was exchanged open nothing, and say so', async () => {
    const [keys, others] = [await createKeys(ids, systemRandom), await createKeys(ids, systemRandom)];
    expect(await openKeyring({ ...keys, wrapping: others.wrapping }, systemRandom)).toMatchObject({
      ok: false,
      error: { tag: 'keys-lost' }
    });
    const swapped = keys.compartments.map((one, index) => ({ ...one, id: ids[1 - index]! }));
    expect(await openKeyring({ ...keys, compartments: swapped }, systemRandom)).toMatchObject({ ok: false });
  });

  test('never leave the browser, and compartment keys lie sealed', async () => {
    const keys = await createKeys(ids, systemRandom);
    for (const key of [keys.signing.privateKey, keys.agreement.privateKey, keys.wrapping, keys.local])
      expect(key.extractable).toBe(false);
    for (const { naming, epochs } of keys.compartments)
      for (const sealed of [naming, ...epochs.map(({ key }) => key)])
        expect(sealed).toHaveLength(12 + 32 + 16);
  });

  test('a name is read only where it was sealed for', async () => {
    const keyring = await open(await createKeys(ids, systemRandom));
    const sealed = await keyring.sealName(ids[0]!, 'Private');
    expect(await keyring.openName(ids[1]!, sealed)).toBeUndefined();
    const local = await keyring.sealLocal(utf8ToBytes('draft'), 'value/1');
    expect(await keyring.openLocal(local, 'value/2')).toBeUndefined();
    expect(await keyring.openLocal(local, 'value/1')).toEqual(utf8ToBytes('draft'));
  });
});
