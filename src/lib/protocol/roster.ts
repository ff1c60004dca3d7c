/**
 * The roster: an append-only hash chain of signed statements on who may do what. `found` begins it and its
 * hash is the office's id; `ids` adds eight client ids to a device. The verifier is pure: it is handed the
 * bytes and what to verify with, and runs alike on every device and on the relay.
 */
import * as v from 'valibot';
import { base64urlToBytes, bytesToBase64url, bytesToUtf8, utf8ToBytes, type Bytes } from '../base/bytes.ts';
import { failed, ok, type Failure, type Result } from '../base/result.ts';
import { toCanonicalJson, type Json } from './canonical-json.ts';
import { t } from './text.ts';

export const ROSTER_VERSION = 1;
export const CLIENT_IDS_AT_ONCE = 8;

const base64url = (length: number) =>
  v.pipe(
    v.string(),
    v.regex(/^[\w-]*$/),
    v.check(
      (text) => base64urlToBytes(text).length === length && text === bytesToBase64url(base64urlToBytes(text))
    )
  );
/** Sealed under a compartment's key; nobody without it reads more than the length. */
const sealed = v.pipe(v.string(), v.regex(/^[\w-]+$/), v.maxLength(4096));
const time = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const clientIds = v.pipe(
  v.array(v.pipe(v.number(), v.safeInteger(), v.minValue(1))),
  v.length(CLIENT_IDS_AT_ONCE)
);

const foundSchema = v.strictObject({
  version: v.literal(ROSTER_VERSION),
  kind: v.literal('found'),
  sequence: v.literal(0),
  /** Milliseconds since 1970, by the founding device's clock. */
  at: time,
  /** JSON of the principal's name and the office's label, sealed under the first compartment's key. */
  about: sealed,
  device: v.strictObject({
    id: base64url(16),
    /** Ed25519 and X25519 public keys. */
    signing: base64url(32),
    agreement: base64url(32),
    clientIds
  }),
  member: v.strictObject({ id: base64url(16), name: sealed }),
  /** The member whom nobody else can remove. */
  root: base64url(16),
  compartments: v.pipe(
    v.array(
      v.strictObject({
        id: base64url(16),
        kind: v.picklist(['office', 'private', 'finance']),
        epoch: v.literal(1),
        name: sealed
      })
    ),
    v.minLength(1),
    v.maxLength(16)
  )
});

const idsSchema = v.strictObject({
  version: v.literal(ROSTER_VERSION),
  kind: v.literal('ids'),
  sequence: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  previous: base64url(32),
  at: time,
  /** The device that signs, and whose ids these are. */
  by: base64url(16),
  clientIds
});

/** What every statement after the first has, of whatever kind or version. */
const anyStatement = v.looseObject({
  version: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  kind: v.pipe(v.string(), v.minLength(1)),
  sequence: v.pipe(v.number(), v.safeInteger(), v.minValue(0))
});
const signedSchema = v.strictObject({ statement: anyStatement, signature: base64url(64) });

export type FoundStatement = v.InferOutput<typeof foundSchema>;
export type IdsStatement = v.InferOutput<typeof idsSchema>;
export type Statement = FoundStatement | IdsStatement;

export interface RosterDevice {
  readonly id: string;
  readonly member: string;
  readonly signing: Bytes;
  readonly agreement: Bytes;
  readonly clientIds: readonly number[];
}

export interface Roster {
  readonly officeId: string;
  readonly foundedAt: number;
  readonly about: string;
  /** Hash of the last statement, which the next one names. */
  readonly head: string;
  /** How many statements. */
  readonly length: number;
  readonly root: string;
  readonly members: ReadonlyMap<string, { readonly id: string; readonly name: string }>;
  readonly devices: ReadonlyMap<string, RosterDevice>;
  readonly compartments: readonly FoundStatement['compartments'][number][];
  /** A statement that this build does not know stands in it: the office can be read, not written. */
  readonly newer?: Failure | undefined;
}

export interface RosterCrypto {
  sha256(bytes: Bytes): Promise<Bytes>;
  /** Whether the device with this Ed25519 key signed a statement of this hash. */
  verifyStatement(signingKey: Bytes, hash: Bytes, signature: Bytes): Promise<boolean>;
}

export const statementToBytes = (statement: Statement): Bytes =>
  utf8ToBytes(toCanonicalJson(statement as Json));

export const signedToBytes = (statement: Statement, signature: Bytes): Bytes =>
  utf8ToBytes(toCanonicalJson({ signature: bytesToBase64url(signature), statement: statement as Json }));

export async function signingKeyToDeviceId(
  signingKey: Bytes,
  crypto: Pick<RosterCrypto, 'sha256'>
): Promise<string> {
  return bytesToBase64url((await crypto.sha256(signingKey)).slice(0, 16));
}

/** Reads the whole chain. Failures: `roster-damaged`, `roster-newer` (when nothing of it can be understood). */
export async function verifyRoster(chain: readonly Bytes[], crypto: RosterCrypto): Promise<Result<Roster>> {
  const damaged = failed('roster-damaged', t('rosterDamaged'));
  let roster: Roster | undefined;
  for (const [index, bytes] of chain.entries()) {
    const signed = parseSigned(bytes);
    if (!signed || signed.statement.sequence !== index) return damaged;
    const { statement } = signed;
    const signature = base64urlToBytes(signed.signature);
    const hash = await crypto.sha256(utf8ToBytes(toCanonicalJson(statement as Json)));
    const head = bytesToBase64url(hash);

    if (!roster) {
      if (statement.version > ROSTER_VERSION) return failed('roster-newer', t('rosterMuchNewer'));
      const found = v.safeParse(foundSchema, statement);
      if (!found.success) return damaged;
      const { device, member, compartments } = found.output;
      const signing = base64urlToBytes(device.signing);
      if (device.id !== (await signingKeyToDeviceId(signing, crypto))) return damaged;
      if (!(await crypto.verifyStatement(signing, hash, signature))) return damaged;
      if (found.output.root !== member.id || !allDifferent(device.clientIds)) return damaged;
      if (!allDifferent(compartments.map(({ id }) => id))) return damaged;
      roster = {
        officeId: head,
        foundedAt: found.output.at,
        about: found.output.about,
        head,
        length: 1,
        root: found.output.root,
        members: new Map([[member.id, member]]),
        devices: new Map([
          [
            device.id,
            {
              id: device.id,
              member: member.id,
              signing,
              agreement: base64urlToBytes(device.agreement),
              clientIds: device.clientIds
            }
          ]
        ]),
        compartments
      };
      continue;
    }

    if (statement['previous'] !== roster.head) return damaged;
    roster = { ...roster, head, length: index + 1 };
    // Behind a statement that means something unknown, nothing more can be judged.
    if (roster.newer) continue;
    if (statement.kind !== 'ids' || statement.version > ROSTER_VERSION) {
      roster = { ...roster, newer: { tag: 'roster-newer', message: t('rosterNewer') } };
      continue;
    }
    const ids = v.safeParse(idsSchema, statement);
    if (!ids.success) return damaged;
    const device = roster.devices.get(ids.output.by);
    if (!device || !(await crypto.verifyStatement(device.signing, hash, signature))) return damaged;
    const listed = [...roster.devices.values()].flatMap((one) => one.clientIds);
    if (!allDifferent([...listed, ...ids.output.clientIds])) return damaged;
    const devices = new Map(roster.devices);
    devices.set(device.id, { ...device, clientIds: [...device.clientIds, ...ids.output.clientIds] });
    roster = { ...roster, devices };
  }
  return roster ? ok(roster) : damaged;
}

const allDifferent = (values: readonly unknown[]): boolean => new Set(values).size === values.length;

/** Only the canonical text is taken: anything else could be two statements with one meaning. */
function parseSigned(bytes: Bytes): v.InferOutput<typeof signedSchema> | undefined {
  try {
    const text = bytesToUtf8(bytes);
    const json = JSON.parse(text) as Json;
    if (toCanonicalJson(json) !== text) return undefined;
    const parsed = v.safeParse(signedSchema, json);
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}
