/**
 * RFC 9180 lists no answers for this very suite; it lists the shared secret of DHKEM(X25519, HKDF-SHA256) (A.1.1),
 * from which the key schedule (5.1) is followed here a second time with Node's own HMAC and AES.
 */
import { createCipheriv, createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { concatBytes, hexToBytes, utf8ToBytes, type Bytes } from '../base/bytes.ts';
import { hpkeOpen, hpkeSeal } from './hpke.ts';
import { createAgreementKeys, publicKeyToBytes, seedToAgreementKeys } from './primitives.ts';

const answers = {
  info: '4f6465206f6e2061204772656369616e2055726e',
  secretKey: '4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8',
  publicKey: '3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d',
  encapsulated: '37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431',
  sharedSecret: 'fe0e18c9f024ce43799ae393c7e8fe8fce9d218875e8227b0187c04e7d2ea1fc',
  plain: '4265617574792069732074727574682c20747275746820626561757479',
  additional: '436f756e742d30'
};
const from = (name: keyof typeof answers): Bytes => hexToBytes(answers[name]);

/** Section 5.1 with the ids of this suite (KEM 0x0020, KDF 0x0001, AEAD 0x0002), base mode, first message. */
function sealByTheBook(): Bytes {
  const hmac = (key: Uint8Array, data: Uint8Array): Bytes =>
    new Uint8Array(createHmac('sha256', key).update(data).digest());
  const suite = concatBytes(utf8ToBytes('HPKE'), hexToBytes('002000010002'));
  const label = (text: string) => concatBytes(utf8ToBytes('HPKE-v1'), suite, utf8ToBytes(text));
  const none = new Uint8Array(0);
  const extract = (salt: Bytes, text: string, ikm: Bytes) => hmac(salt, concatBytes(label(text), ikm));
  const expand = (secret: Bytes, text: string, info: Bytes, length: number) =>
    hmac(secret, concatBytes(Uint8Array.of(0, length), label(text), info, Uint8Array.of(1))).slice(0, length);
  const context = concatBytes(
    Uint8Array.of(0),
    extract(none, 'psk_id_hash', none),
    extract(none, 'info_hash', from('info'))
  );
  const secret = extract(from('sharedSecret'), 'secret', none);
  const cipher = createCipheriv(
    'aes-256-gcm',
    expand(secret, 'key', context, 32),
    expand(secret, 'base_nonce', context, 12)
  );
  cipher.setAAD(from('additional'));
  return concatBytes(from('encapsulated'), cipher.update(from('plain')), cipher.final(), cipher.getAuthTag());
}

describe('HPKE', () => {
  test('opens what RFC 9180 says it must', async () => {
    const keys = await seedToAgreementKeys(from('secretKey'));
    expect(await publicKeyToBytes(keys.publicKey)).toEqual(from('publicKey'));
    expect(await hpkeOpen(keys, sealByTheBook(), from('info'), from('additional'))).toEqual(from('plain'));
  });

  test('seals to keys that cannot leave their device, and opens for nobody and nothing else', async () => {
    const [anna, helena] = [await createAgreementKeys(), await createAgreementKeys()];
    const [info, aad, plain] = [utf8ToBytes('info'), utf8ToBytes('aad'), utf8ToBytes('the keys')];
    const sealed = await hpkeSeal(await publicKeyToBytes(anna.publicKey), plain, info, aad);
    expect(sealed).toHaveLength(32 + plain.length + 16);
    expect(await hpkeOpen(anna, sealed, info, aad)).toEqual(plain);
    expect(await hpkeOpen(helena, sealed, info, aad)).toBeUndefined();
    expect(await hpkeOpen(anna, sealed, aad, aad)).toBeUndefined();
    expect(await hpkeOpen(anna, sealed, info, info)).toBeUndefined();
    for (const at of [0, 31, 32, sealed.length - 1])
      expect(await hpkeOpen(anna, sealed.with(at, sealed[at]! ^ 1), info, aad)).toBeUndefined();
    expect(await hpkeOpen(anna, sealed.slice(0, 20), info, aad)).toBeUndefined();
  });

  test('a key that every secret agrees with alike is refused', async () => {
    const zero = new Uint8Array(32);
    await expect(hpkeSeal(zero, zero, zero, zero)).rejects.toThrow();
  });
});
