import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesToHex, concatBytes, hexToBytes, type Bytes } from '../base/bytes.ts';
import { decodeContent, encodeContent } from './content.ts';
import {
  decodeSegment,
  encodeHeader,
  HEADER_LENGTH,
  NO_PREVIOUS,
  SEGMENT_KINDS,
  type SegmentHeader
} from './segment.ts';

const fixed = (length: number): fc.Arbitrary<Bytes> =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((bytes) => new Uint8Array(bytes));
const headers: fc.Arbitrary<SegmentHeader> = fc
  .record({
    version: fc.constant(1),
    kind: fc.constantFrom(...SEGMENT_KINDS),
    office: fixed(32),
    compartment: fixed(16),
    room: fixed(16),
    epoch: fc.integer({ min: 1, max: 2 ** 32 - 1 }),
    device: fixed(16),
    clientId: fc.maxSafeNat(),
    sequence: fc.integer({ min: 1, max: 2 ** 32 - 1 }),
    previous: fixed(32).map((bytes) => bytes.with(0, 1))
  })
  .map((header) => (header.sequence === 1 ? { ...header, previous: NO_PREVIOUS } : header));

test('the bytes of a header are those of docs/sealed-log.md', () => {
  const bytes = encodeHeader({
    version: 1,
    kind: 'rewrite',
    office: new Uint8Array(32).fill(0xa1),
    compartment: new Uint8Array(16).fill(0xb2),
    room: new Uint8Array(16).fill(0xc3),
    epoch: 0x01020304,
    device: new Uint8Array(16).fill(0xd4),
    clientId: 0x11223344,
    sequence: 0x0a0b0c0d,
    previous: new Uint8Array(32).fill(0xe5)
  });
  expect(bytesToHex(bytes)).toBe(
    `01${'04'}${'a1'.repeat(32)}${'b2'.repeat(16)}${'c3'.repeat(16)}01020304${'d4'.repeat(16)}` +
      `0000000011223344${'0a0b0c0d'}${'e5'.repeat(32)}`
  );
});

test('a header is read back as it was written', () => {
  fc.assert(
    fc.property(headers, fixed(12 + 16 + 64), (header, rest) => {
      const decoded = decodeSegment(concatBytes(encodeHeader(header), rest));
      expect(decoded.ok && decoded.value.header).toEqual(header);
    }),
    { seed: 1 }
  );
});

test('no bytes whatever make the decoder throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (bytes, begun) => {
      const input = new Uint8Array(bytes);
      if (begun && input.length > 1) input.set([1, 1]);
      expect(typeof decodeSegment(input).ok).toBe('boolean');
      expect(typeof decodeContent(input).ok).toBe('boolean');
    }),
    { seed: 2, numRuns: 500 }
  );
});

test.each([
  ['cut short', (bytes: Bytes) => bytes.slice(0, -1), 'segment-malformed'],
  ['of no version', (bytes: Bytes) => bytes.with(0, 0), 'segment-malformed'],
  ['of a version from the future', (bytes: Bytes) => bytes.with(0, 2), 'segment-newer'],
  ['of a kind from the future', (bytes: Bytes) => bytes.with(1, 7), 'segment-newer'],
  [
    'of no epoch',
    (bytes: Bytes) => bytes.map((byte, at) => (at >= 66 && at < 70 ? 0 : byte)),
    'segment-malformed'
  ],
  ['of a client id that is no safe integer', (bytes: Bytes) => bytes.with(86, 255), 'segment-malformed'],
  ['first of its chain, naming one before', (bytes: Bytes) => bytes.with(97, 1), 'segment-malformed'],
  [
    'later in its chain, naming none before',
    (bytes: Bytes) => bytes.fill(0, 98, HEADER_LENGTH),
    'segment-malformed'
  ]
])('a segment %s is refused', (_what, change, tag) => {
  const header: SegmentHeader = {
    version: 1,
    kind: 'edits',
    office: hexToBytes('00'.repeat(32)),
    compartment: new Uint8Array(16),
    room: new Uint8Array(16),
    epoch: 1,
    device: new Uint8Array(16),
    clientId: 1,
    sequence: 2,
    previous: new Uint8Array(32).fill(1)
  };
  const bytes = concatBytes(encodeHeader(header), new Uint8Array(12 + 16 + 64));
  expect(decodeSegment(bytes).ok).toBe(true);
  expect(decodeSegment(change(bytes))).toMatchObject({ ok: false, error: { tag } });
});

test('a content says whether it is deflated, part of a longer one, and in which shard it lies', () => {
  fc.assert(
    fc.property(
      fc.record({
        deflated: fc.boolean(),
        continues: fc.boolean(),
        continued: fc.boolean(),
        shard: fc.option(fc.string({ unit: 'grapheme', maxLength: 20 }), { nil: undefined }),
        bytes: fixed(20)
      }),
      (content) => {
        expect(decodeContent(encodeContent(content))).toEqual({ ok: true, value: content });
      }
    ),
    { seed: 3 }
  );
});
