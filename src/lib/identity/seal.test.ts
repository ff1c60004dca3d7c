import { beforeAll, describe, expect, test } from 'vitest';
import { bytesToHex, concatBytes, utf8ToBytes, type Bytes } from '../base/bytes.ts';
import { createSeededRandom, systemRandom } from '../base/random.ts';
import { encodeContent } from '../protocol/content.ts';
import { CONTENT_LIMIT, SEALED_PART_LIMIT } from '../protocol/limits.ts';
import {
  decodeSegment,
  encodeHeader,
  HEADER_LENGTH,
  NO_PREVIOUS,
  NONCE_LENGTH,
  SIGNATURE_LENGTH,
  type SegmentHeader
} from '../protocol/segment.ts';
import { deflate } from './deflate.ts';
import { hashSegment, openSegment, verifySegment } from './open.ts';
import {
  aesSeal,
  createAesKey,
  createSigningKeys,
  publicKeyToBytes,
  sha256,
  signHash
} from './primitives.ts';
import { pack, seal } from './seal.ts';

const random = createSeededRandom(1);
const header: SegmentHeader = {
  version: 1,
  kind: 'edits',
  office: random.bytes(32),
  compartment: random.bytes(16),
  room: random.bytes(16),
  epoch: 3,
  device: random.bytes(16),
  clientId: 3_000_000_000,
  sequence: 7,
  previous: random.bytes(32)
};

let signing: CryptoKeyPair;
let signingKey: Bytes;
let segment: CryptoKey;
beforeAll(async () => {
  signing = await createSigningKeys();
  signingKey = await publicKeyToBytes(signing.publicKey);
  segment = await createAesKey();
});

const sealText = async (text: string, own = header) =>
  seal(own, await pack(utf8ToBytes(text)), { segment, signing: signing.privateKey }, random);

/** The whole way in, as a reader goes it. */
async function open(bytes: Bytes): Promise<string> {
  const decoded = decodeSegment(bytes);
  if (!decoded.ok) return decoded.error.tag;
  const hash = await hashSegment(decoded.value);
  const genuine = await verifySegment(decoded.value, hash, signingKey);
  if (!genuine.ok) return genuine.error.tag;
  const opened = await openSegment(decoded.value, segment);
  return opened.ok ? new TextDecoder().decode(opened.value.content) : opened.error.tag;
}

/** Signs changed bytes again with the right key: only the encryption can still object. */
async function resign(bytes: Bytes): Promise<Bytes> {
  const signed = bytes.slice(0, -SIGNATURE_LENGTH);
  return concatBytes(signed, await signHash(signing.privateKey, 'anteroom/segment/1', await sha256(signed)));
}

test.each(['', 'one edit', 'a longer edit, which is worth deflating. '.repeat(40)])(
  'what was sealed is opened again (%#)',
  async (text) => {
    const { bytes, hash } = await sealText(text);
    expect(await open(bytes)).toBe(text);
    const decoded = decodeSegment(bytes);
    expect(decoded.ok && decoded.value.header).toEqual(header);
    expect(decoded.ok && (await hashSegment(decoded.value))).toEqual(hash);
  }
);

test('an edit of a field costs at most 240 bytes with all that proves it', async () => {
  const { bytes } = await sealText('x'.repeat(16));
  expect(bytes.length).toBe(HEADER_LENGTH + NONCE_LENGTH + 1 + 16 + 16 + SIGNATURE_LENGTH);
  expect(bytes.length).toBeLessThan(240);
});

describe('nothing of the header can be changed', () => {
  const changes: { [Field in keyof SegmentHeader]: SegmentHeader[Field] } = {
    version: 2,
    kind: 'rewrite',
    office: random.bytes(32),
    compartment: random.bytes(16),
    room: random.bytes(16),
    epoch: 4,
    device: random.bytes(16),
    clientId: 3_000_000_001,
    sequence: 8,
    previous: random.bytes(32)
  };
  for (const field of Object.keys(changes) as (keyof SegmentHeader)[]) {
    test(`${field}: by who cannot sign, and by who can`, async () => {
      const { bytes } = await sealText('one edit');
      const changed = encodeHeader({ ...header, [field]: changes[field] });
      expect(bytesToHex(changed)).not.toBe(bytesToHex(encodeHeader(header)));
      const forged = concatBytes(changed, bytes.slice(HEADER_LENGTH));
      // A version that this build does not know is refused before anything is asked of it.
      const newer = field === 'version' ? 'segment-newer' : undefined;
      expect(await open(forged)).toBe(newer ?? 'segment-forged');
      expect(await open(await resign(forged))).toBe(newer ?? 'segment-unreadable');
    });
  }

  test('nonce and text neither, nor the signature', async () => {
    const { bytes } = await sealText('one edit');
    for (const at of [HEADER_LENGTH, HEADER_LENGTH + NONCE_LENGTH, bytes.length - SIGNATURE_LENGTH - 1]) {
      const changed = bytes.slice();
      changed[at]! ^= 1;
      expect(await open(changed)).toBe('segment-forged');
      expect(await open(await resign(changed))).toBe('segment-unreadable');
    }
    const signature = bytes.slice();
    signature[bytes.length - 1]! ^= 1;
    expect(await open(signature)).toBe('segment-forged');
  });

  test('a segment signed by another device is refused', async () => {
    const stranger = await createSigningKeys();
    const { bytes } = await seal(
      header,
      await pack(utf8ToBytes('x')),
      { segment, signing: stranger.privateKey },
      random
    );
    expect(await open(bytes)).toBe('segment-forged');
  });
});

describe('what a malicious writer could seal', () => {
  const sealPlain = async (plain: Bytes): Promise<Bytes> => {
    const nonce = random.bytes(NONCE_LENGTH);
    const ciphertext = await aesSeal(segment, nonce, plain, encodeHeader(header));
    return resign(concatBytes(encodeHeader(header), nonce, ciphertext, new Uint8Array(SIGNATURE_LENGTH)));
  };
  const content = { deflated: true, continues: false, continued: false };

  test('a few bytes that inflate without end are refused at the limit', async () => {
    const bomb = await deflate(new Uint8Array(CONTENT_LIMIT + 1));
    expect(bomb.length).toBeLessThan(2000);
    expect(await open(await sealPlain(encodeContent({ ...content, bytes: bomb })))).toBe('segment-malformed');
  });

  test('a content that is empty, cut short or of a form from the future is refused', async () => {
    expect(await open(await sealPlain(new Uint8Array(0)))).toBe('segment-malformed');
    expect(await open(await sealPlain(encodeContent({ ...content, bytes: Uint8Array.of(7) })))).toBe(
      'segment-malformed'
    );
    expect(await open(await sealPlain(Uint8Array.of(4, 200, 65)))).toBe('segment-malformed');
    expect(await open(await sealPlain(Uint8Array.of(128, 65)))).toBe('segment-newer');
  });
});

test('rule 6: a sealed part of more than 192 KiB is neither made nor read', async () => {
  const noise = systemRandom.bytes(65536);
  const large = concatBytes(noise, noise, noise, systemRandom.bytes(100));
  const packed = { deflated: false, continues: false, continued: false, bytes: large };
  await expect(seal(header, packed, { segment, signing: signing.privateKey }, random)).rejects.toThrow(
    RangeError
  );
  const bytes = new Uint8Array(HEADER_LENGTH + NONCE_LENGTH + SEALED_PART_LIMIT + 1 + SIGNATURE_LENGTH);
  bytes.set(encodeHeader(header));
  expect(await open(bytes)).toBe('segment-malformed');
});

test('no two segments share a nonce', async () => {
  const nonces = new Set<string>();
  const own = { ...header, sequence: 1, previous: NO_PREVIOUS };
  const packed = await pack(utf8ToBytes('the same edit'));
  for (let count = 0; count < 5000; count++) {
    const { bytes } = await seal(own, packed, { segment, signing: signing.privateKey }, systemRandom);
    nonces.add(bytesToHex(bytes.slice(HEADER_LENGTH, HEADER_LENGTH + NONCE_LENGTH)));
  }
  expect(nonces.size).toBe(5000);
});
