/** Known answers, so that a platform that computes something else is noticed before it seals anything. */
import { describe, expect, test } from 'vitest';
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes, type Bytes } from '../base/bytes.ts';
import { deflate, inflate } from './deflate.ts';
import {
  aesOpen,
  aesSeal,
  createAgreementKeys,
  createSigningKeys,
  hkdfAesKey,
  hmacSha256,
  importHkdfKey,
  publicKeyToBytes,
  sha256,
  sign,
  signHash,
  verify,
  verifyHash
} from './primitives.ts';

const { subtle } = crypto;
const aesKey = (raw: Bytes) => subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);
/** RFC 8410: a private key of 32 bytes in the wrapping that WebCrypto reads. */
const pkcs8 = (algorithm: 'Ed25519' | 'X25519', secret: string): Bytes =>
  hexToBytes(`302e020100300506032b65${algorithm === 'Ed25519' ? '70' : '6e'}04220420${secret}`);
const flipped = (bytes: Bytes): Bytes => bytes.map((byte, index) => (index === 0 ? byte ^ 1 : byte));

test('SHA-256 of "abc" (FIPS 180-4)', async () => {
  expect(bytesToHex(await sha256(utf8ToBytes('abc')))).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
  );
});

test('HMAC-SHA-256 (RFC 4231, cases 1 and 2)', async () => {
  expect(bytesToHex(await hmacSha256(new Uint8Array(20).fill(0x0b), utf8ToBytes('Hi There')))).toBe(
    'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'
  );
  expect(bytesToHex(await hmacSha256(utf8ToBytes('Jefe'), utf8ToBytes('what do ya want for nothing?')))).toBe(
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'
  );
});

test('HKDF-SHA-256 without salt (RFC 5869, case 3) gives that AES key and no other', async () => {
  const base = await importHkdfKey(new Uint8Array(22).fill(0x0b));
  const expected = '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8';
  const known = await aesKey(hexToBytes(expected.slice(0, 64)));
  const [nonce, plain, none] = [new Uint8Array(12), utf8ToBytes('plain'), new Uint8Array(0)];
  const sealed = await aesSeal(await hkdfAesKey(base, none), nonce, plain, none);
  expect(await aesOpen(known, nonce, sealed, none)).toEqual(plain);
  expect(await aesOpen(await hkdfAesKey(base, Uint8Array.of(1)), nonce, sealed, none)).toBeUndefined();
});

describe('AES-256-GCM (NIST’s submission of McGrew and Viega, case 16)', () => {
  const nonce = hexToBytes('cafebabefacedbaddecaf888');
  const aad = hexToBytes('feedfacedeadbeeffeedfacedeadbeefabaddad2');
  const plain = hexToBytes(
    'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39'
  );
  const sealed = hexToBytes(
    '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662' +
      '76fc6ece0f4e1768cddf8853bb2d551b'
  );
  const key = () => aesKey(hexToBytes('feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308'));

  test('seals and opens as it should', async () => {
    expect(await aesSeal(await key(), nonce, plain, aad)).toEqual(sealed);
    expect(await aesOpen(await key(), nonce, sealed, aad)).toEqual(plain);
  });

  test('opens nothing when key, nonce, additional data, text or tag is another', async () => {
    const other = await aesKey(new Uint8Array(32));
    expect(await aesOpen(other, nonce, sealed, aad)).toBeUndefined();
    expect(await aesOpen(await key(), flipped(nonce), sealed, aad)).toBeUndefined();
    expect(await aesOpen(await key(), nonce, sealed, flipped(aad))).toBeUndefined();
    expect(await aesOpen(await key(), nonce, flipped(sealed), aad)).toBeUndefined();
    expect(await aesOpen(await key(), nonce, sealed.slice(0, -1), aad)).toBeUndefined();
  });
});

describe('Ed25519 (RFC 8032, 7.1, tests 1 and 2)', () => {
  const cases = [
    {
      secret: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
      key: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
      message: '',
      signature:
        'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b'
    },
    {
      secret: '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
      key: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
      message: '72',
      signature:
        '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00'
    }
  ];
  test.each(cases)('signs and verifies message "$message"', async ({ secret, key, message, signature }) => {
    const signing = await subtle.importKey('pkcs8', pkcs8('Ed25519', secret), 'Ed25519', false, ['sign']);
    expect(bytesToHex(await sign(signing, hexToBytes(message)))).toBe(signature);
    expect(await verify(hexToBytes(key), hexToBytes(message), hexToBytes(signature))).toBe(true);
    expect(await verify(hexToBytes(key), hexToBytes(`${message}00`), hexToBytes(signature))).toBe(false);
    expect(await verify(hexToBytes(key), hexToBytes(message), flipped(hexToBytes(signature)))).toBe(false);
  });

  test('a key that is no key verifies nothing', async () => {
    expect(await verify(new Uint8Array(31), new Uint8Array(0), new Uint8Array(64))).toBe(false);
    expect(await verify(new Uint8Array(32), new Uint8Array(0), new Uint8Array(63))).toBe(false);
  });

  test('a signature given for one purpose serves no other', async () => {
    const keys = await createSigningKeys();
    const hash = await sha256(utf8ToBytes('x'));
    const signature = await signHash(keys.privateKey, 'anteroom/segment/1', hash);
    const key = await publicKeyToBytes(keys.publicKey);
    expect(await verifyHash(key, 'anteroom/segment/1', hash, signature)).toBe(true);
    expect(await verifyHash(key, 'anteroom/statement/1', hash, signature)).toBe(false);
  });
});

describe('X25519', () => {
  test('agrees on the shared secret of RFC 7748, 6.1', async () => {
    const secret = '5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb';
    const other = '8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a';
    const own = await subtle.importKey('pkcs8', pkcs8('X25519', secret), 'X25519', false, ['deriveBits']);
    const theirs = await subtle.importKey('raw', hexToBytes(other), 'X25519', false, []);
    const shared = await subtle.deriveBits({ name: 'X25519', public: theirs }, own, 256);
    expect(bytesToHex(new Uint8Array(shared))).toBe(
      '4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742'
    );
  });

  test('two devices’ keys agree with each other', async () => {
    const [anna, helena] = [await createAgreementKeys(), await createAgreementKeys()];
    const agree = async (own: CryptoKeyPair, other: CryptoKeyPair) =>
      bytesToHex(
        new Uint8Array(
          await subtle.deriveBits({ name: 'X25519', public: other.publicKey }, own.privateKey, 256)
        )
      );
    expect(await agree(anna, helena)).toBe(await agree(helena, anna));
  });
});

test('device keys cannot be taken out of the browser', async () => {
  const pairs = [await createSigningKeys(), await createAgreementKeys()];
  for (const { privateKey } of pairs) {
    expect(privateKey.extractable).toBe(false);
    await expect(subtle.exportKey('pkcs8', privateKey)).rejects.toThrow();
  }
});

describe('deflate', () => {
  test('reads the block of RFC 1951 that holds "hello" as it is', async () => {
    const stored = concatBytes(Uint8Array.of(1, 5, 0, 0xfa, 0xff), utf8ToBytes('hello'));
    expect(await inflate(stored, 100)).toEqual(utf8ToBytes('hello'));
  });

  test('gives back what it took, makes text shorter, and stops at the limit', async () => {
    const text = utf8ToBytes('appointment '.repeat(10_000));
    const short = await deflate(text);
    expect(short.length).toBeLessThan(text.length / 50);
    expect(await inflate(short, text.length)).toEqual(text);
    expect(await inflate(short, text.length - 1)).toBeUndefined();
  });

  test('reads nothing from what is not deflated or is cut short', async () => {
    expect(await inflate(Uint8Array.of(255, 255, 255), 100)).toBeUndefined();
    expect(
      await inflate((await deflate(utf8ToBytes('hello '.repeat(99)))).slice(0, -3), 1000)
    ).toBeUndefined();
  });
});
