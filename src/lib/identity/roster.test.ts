/** The roster's verifier with real signatures (identity may import protocol, not the other way round). */
import { beforeAll, describe, expect, test } from 'vitest';
import { bytesToBase64url, bytesToUtf8, utf8ToBytes, type Bytes } from '../base/bytes.ts';
import { createSeededRandom } from '../base/random.ts';
import { toCanonicalJson, type Json } from '../protocol/canonical-json.ts';
import {
  signingKeyToDeviceId,
  verifyRoster,
  type FoundStatement,
  type IdsStatement,
  type Statement
} from '../protocol/roster.ts';
import { createAgreementKeys, createSigningKeys, publicKeyToBytes } from './primitives.ts';
import { rosterCrypto, signStatement } from './statements.ts';

const random = createSeededRandom(9);
const name = (length: number) => bytesToBase64url(random.bytes(length));
const ids = (first: number) => Array.from({ length: 8 }, (_, index) => first + index);

let keys: CryptoKeyPair;
let found: FoundStatement;
let first: { bytes: Bytes; hash: string };
beforeAll(async () => {
  keys = await createSigningKeys();
  const signing = await publicKeyToBytes(keys.publicKey);
  const member = name(16);
  found = {
    version: 1,
    kind: 'found',
    sequence: 0,
    at: 1_790_000_000_000,
    about: name(40),
    device: {
      id: await signingKeyToDeviceId(signing, rosterCrypto),
      signing: bytesToBase64url(signing),
      agreement: bytesToBase64url(await publicKeyToBytes((await createAgreementKeys()).publicKey)),
      clientIds: ids(100)
    },
    member: { id: member, name: name(30) },
    root: member,
    compartments: [{ id: name(16), kind: 'office', epoch: 1, name: name(30) }]
  };
  first = await signStatement(found, keys.privateKey);
});

const more = (from: number, previous: string, sequence = 1): IdsStatement => ({
  version: 1,
  kind: 'ids',
  sequence,
  previous,
  at: found.at + 1,
  by: found.device.id,
  clientIds: ids(from)
});
const sign = async (statement: unknown, by = keys) =>
  (await signStatement(statement as Statement, by.privateKey)).bytes;
const tagOf = async (...chain: Bytes[]): Promise<string> => {
  const result = await verifyRoster(chain, rosterCrypto);
  return result.ok ? (result.value.newer?.tag ?? 'fine') : result.error.tag;
};

describe('a founding statement', () => {
  test('gives the office its id, its root and its first eight client ids', async () => {
    const roster = await verifyRoster([first.bytes], rosterCrypto);
    expect(roster).toMatchObject({
      ok: true,
      value: { officeId: first.hash, head: first.hash, root: found.root }
    });
    expect(roster.ok && [...roster.value.devices.values()]).toMatchObject([{ clientIds: ids(100) }]);
    expect(first.hash).toMatch(/^[\w-]{43}$/);
  });

  const changes: [string, (statement: FoundStatement) => unknown][] = [
    ['another device id', (s) => ({ ...s, device: { ...s.device, id: name(16) } })],
    ['a root that is nobody', (s) => ({ ...s, root: name(16) })],
    [
      'the same client id twice',
      (s) => ({ ...s, device: { ...s.device, clientIds: [1, 2, 3, 4, 5, 6, 7, 7] } })
    ],
    ['seven client ids', (s) => ({ ...s, device: { ...s.device, clientIds: ids(1).slice(1) } })],
    ['no compartment', (s) => ({ ...s, compartments: [] })],
    ['the same compartment twice', (s) => ({ ...s, compartments: [...s.compartments, ...s.compartments] })],
    ['a member that this version does not have', (s) => ({ ...s, motto: 'festina lente' })],
    ['a short key', (s) => ({ ...s, device: { ...s.device, agreement: name(31) } })]
  ];
  for (const [what, change] of changes)
    test(`with ${what} founds nothing`, async () => {
      expect(await tagOf(await sign(change(found)))).toBe('roster-damaged');
    });

  test('is refused when any of its fields was changed without signing again', async () => {
    const signed = JSON.parse(bytesToUtf8(first.bytes)) as { statement: FoundStatement; signature: string };
    const statement = { ...signed.statement, at: signed.statement.at + 1 };
    expect(await tagOf(utf8ToBytes(toCanonicalJson({ ...signed, statement } as unknown as Json)))).toBe(
      'roster-damaged'
    );
  });

  test('is refused in any but its canonical text', async () => {
    expect(await tagOf(utf8ToBytes(`${bytesToUtf8(first.bytes)} `))).toBe('roster-damaged');
    expect(await tagOf(utf8ToBytes('{'), first.bytes)).toBe('roster-damaged');
    expect(await tagOf()).toBe('roster-damaged');
  });

  test('of a later version is not guessed at', async () => {
    expect(await tagOf(await sign({ ...found, version: 2 }))).toBe('roster-newer');
  });
});

describe('rule 5: client ids are listed by their device', () => {
  test('eight at a time, on top of the head', async () => {
    const second = await signStatement(more(200, first.hash), keys.privateKey);
    const third = await sign(more(300, second.hash, 2));
    const roster = await verifyRoster([first.bytes, second.bytes, third], rosterCrypto);
    expect(roster.ok && [...roster.value.devices.values()][0]!.clientIds).toEqual([
      ...ids(100),
      ...ids(200),
      ...ids(300)
    ]);
    expect(roster.ok && roster.value.length).toBe(3);
  });

  test('and refused when already listed, signed by a stranger, out of place or for a device unknown', async () => {
    expect(await tagOf(first.bytes, await sign(more(107, first.hash)))).toBe('roster-damaged');
    expect(await tagOf(first.bytes, await sign(more(200, first.hash), await createSigningKeys()))).toBe(
      'roster-damaged'
    );
    expect(await tagOf(first.bytes, await sign(more(200, name(32))))).toBe('roster-damaged');
    expect(await tagOf(first.bytes, await sign(more(200, first.hash, 2)))).toBe('roster-damaged');
    expect(await tagOf(first.bytes, await sign({ ...more(200, first.hash), by: name(16) }))).toBe(
      'roster-damaged'
    );
    expect(await tagOf(first.bytes, first.bytes)).toBe('roster-damaged');
  });
});

describe('a statement that this build does not know', () => {
  test('makes the office read-only, and says so', async () => {
    const vote = { ...more(200, first.hash), kind: 'vote', level: 'read' };
    expect(await tagOf(first.bytes, await sign(vote))).toBe('roster-newer');
    expect(await tagOf(first.bytes, await sign({ ...more(200, first.hash), version: 2 }))).toBe(
      'roster-newer'
    );
  });

  test('still has its place in the chain', async () => {
    const vote = await signStatement({ ...more(200, first.hash), kind: 'vote' } as never, keys.privateKey);
    expect(await tagOf(first.bytes, vote.bytes, await sign(more(300, vote.hash, 2)))).toBe('roster-newer');
    expect(await tagOf(first.bytes, vote.bytes, await sign(more(300, first.hash, 2)))).toBe('roster-damaged');
  });
});
