/**
 * The roster's statements, their schemas and their bytes: canonical JSON, of which the hash is named by the next
 * statement and signed. What is sealed in them, only devices read. docs/sealed-log.md gives the table.
 */
import * as v from 'valibot';
import { base64urlToBytes, bytesToBase64url, bytesToUtf8, utf8ToBytes, type Bytes } from '../base/bytes.ts';
import { toCanonicalJson, type Json } from './canonical-json.ts';

export const ROSTER_VERSION = 1;
export const CLIENT_IDS_AT_ONCE = 8;
/** Of one device: far more than tabs and mishaps take, far fewer than fill an office server. */
export const CLIENT_IDS_LIMIT = 1024;
/** An invitation that is sent lasts a day, one that is shown less; none lasts longer. */
export const INVITATION_LIMIT = 24 * 60 * 60 * 1000;

/** One text for each byte string: nothing else that decodes to it is taken. */
const isBase64url = (text: string, length: number): boolean => {
  if (text.length !== Math.ceil((length * 4) / 3) || !/^[\w-]*$/.test(text)) return false;
  // Only the last signs hold bits that no byte takes.
  const last = text.slice(text.length - (text.length % 4));
  return last === bytesToBase64url(base64urlToBytes(last));
};
const base64url = (length: number) =>
  v.pipe(
    v.string(),
    v.check((text) => isBase64url(text, length))
  );
/** Sealed under a compartment's key; nobody without it reads more than the length. */
const sealed = v.pipe(v.string(), v.regex(/^[\w-]+$/), v.maxLength(4096));
const time = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
/** Of a device, member, compartment or invitation: 16 bytes. */
const id = base64url(16);
const clientIds = v.pipe(v.array(count), v.length(CLIENT_IDS_AT_ONCE));
const role = v.picklist(['principal', 'secretary', 'assistant']);
const level = v.picklist(['none', 'read', 'write']);
const allDifferent = (values: readonly unknown[]): boolean => new Set(values).size === values.length;
const differentFirst = <T extends readonly [string, string]>() =>
  v.check<T[]>((entries) => allDifferent(entries.map(([first]) => first)));
/** Of compartments for a member, or of members for a compartment; none named twice. */
const levels = v.pipe(v.array(v.tuple([id, level])), v.maxLength(64), differentFirst<[string, Level]>());
/** Keys sealed to one device each (HPKE); none named twice. */
const lockboxes = v.pipe(
  v.array(v.tuple([id, v.pipe(v.string(), v.regex(/^[\w-]+$/), v.maxLength(16384))])),
  v.maxLength(256),
  differentFirst<[string, string]>()
);
const deviceKeys = {
  id,
  /** Ed25519 and X25519 public keys. */
  signing: base64url(32),
  agreement: base64url(32),
  clientIds
};
const foundedMember = { id, name: sealed };

const foundSchema = v.strictObject({
  version: v.literal(ROSTER_VERSION),
  kind: v.literal('found'),
  sequence: v.literal(0),
  /** Milliseconds since 1970, by the founding device's clock. */
  at: time,
  /** JSON of the principal's name and the office's label, sealed under the first compartment's key. */
  about: sealed,
  device: v.strictObject(deviceKeys),
  /** Without a role, a secretary. */
  member: v.strictObject({ ...foundedMember, role: v.optional(v.picklist(['principal', 'secretary'])) }),
  /** The member whom nobody else can remove. */
  root: id,
  compartments: v.pipe(
    v.array(
      v.strictObject({
        id,
        kind: v.picklist(['office', 'private', 'finance']),
        epoch: v.literal(1),
        name: sealed
      })
    ),
    v.minLength(1),
    v.maxLength(16)
  )
});

const common = {
  version: v.literal(ROSTER_VERSION),
  sequence: count,
  /** Hash of the statement before. */
  previous: base64url(32),
  at: time,
  /** The device that signs. */
  by: id
};

const schemas = {
  /** Eight more client ids for the device that signs. */
  ids: v.strictObject({ ...common, kind: v.literal('ids'), clientIds }),
  /** Opens the way for one request; gives nothing. */
  invite: v.strictObject({
    ...common,
    kind: v.literal('invite'),
    invitation: v.strictObject({
      id,
      /** Ed25519 public key; who has the secret has the private one. */
      key: base64url(32),
      until: time,
      role,
      /** An existing member whose new device it is for. */
      member: v.optional(id),
      /** What is meant to be given; the `admit` decides. */
      levels
    }),
    /** The secret, so that full members' devices can read who asks. */
    secret: sealed
  }),
  /** A new device asks to come in. Signed with the key that stands in it. */
  join: v.strictObject({
    ...common,
    kind: v.literal('join'),
    invitation: id,
    device: v.strictObject({ ...deviceKeys, kind: v.picklist(['device', 'kit']) }),
    /** JSON of the person's and the device's names, sealed under a key from the invitation's secret. */
    about: sealed,
    /** By the invitation's key, over the hash of `device` as canonical JSON. */
    proof: base64url(64)
  }),
  /** Lets a requesting device in, as a new member (with a name) or as another device of one. */
  admit: v.strictObject({
    ...common,
    kind: v.literal('admit'),
    device: id,
    /** What its owner called the device. */
    name: sealed,
    member: v.strictObject({ id, name: v.optional(sealed) }),
    role,
    /** Of a new member; empty for one that exists. */
    levels,
    lockboxes
  }),
  decline: v.strictObject({ ...common, kind: v.literal('decline'), device: id }),
  /** Gives a member a compartment, or takes it away. */
  grant: v.strictObject({
    ...common,
    kind: v.literal('grant'),
    member: id,
    compartment: id,
    level,
    lockboxes
  }),
  /** Makes a compartment. Members that are not named get nothing. */
  compartment: v.strictObject({
    ...common,
    kind: v.literal('compartment'),
    compartment: v.strictObject({ id, kind: v.picklist(['custom', 'only-me']), name: sealed }),
    levels,
    lockboxes
  }),
  /** Removes devices; nothing of theirs beyond these heads counts. */
  revoke: v.strictObject({
    ...common,
    kind: v.literal('revoke'),
    devices: v.pipe(
      v.array(id),
      v.minLength(1),
      v.maxLength(64),
      v.check((ids: string[]) => allDifferent(ids))
    ),
    /** Room, client id, sequence and hash of the last segment of each of their chains. */
    heads: v.pipe(
      v.array(v.tuple([v.pipe(v.string(), v.regex(/^[\w-]{22}\/[\w-]{22}$/)), count, count, base64url(32)])),
      v.check((heads: [string, number, number, string][]) =>
        allDifferent(heads.map(([room, clientId]) => `${room} ${clientId}`))
      )
    )
  }),
  /** A new key for a compartment, to all devices that may still read it. */
  rotate: v.strictObject({
    ...common,
    kind: v.literal('rotate'),
    compartment: id,
    epoch: v.pipe(count, v.minValue(2)),
    lockboxes,
    /** The key of the epoch before, sealed under the new one. */
    past: sealed
  }),
  root: v.strictObject({ ...common, kind: v.literal('root'), member: id }),
  rename: v.strictObject({
    ...common,
    kind: v.literal('rename'),
    what: v.picklist(['device', 'member', 'compartment']),
    id,
    name: sealed
  })
} as const;

/** What every statement after the first has, of whatever kind or version. */
const anyStatement = v.looseObject({
  version: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  kind: v.pipe(v.string(), v.minLength(1)),
  sequence: v.pipe(v.number(), v.safeInteger(), v.minValue(0))
});
const signedSchema = v.strictObject({ statement: anyStatement, signature: base64url(64) });

export type Role = v.InferOutput<typeof role>;
export type Level = v.InferOutput<typeof level>;
export type FoundStatement = v.InferOutput<typeof foundSchema>;
export type LaterKind = keyof typeof schemas;
export type StatementOf<K extends LaterKind> = v.InferOutput<(typeof schemas)[K]>;
export type LaterStatement = { [K in LaterKind]: StatementOf<K> }[LaterKind];
export type IdsStatement = StatementOf<'ids'>;
export type Statement = FoundStatement | LaterStatement;
/** `text`: the statement's canonical text, which is hashed. */
export type Signed = v.InferOutput<typeof signedSchema> & { readonly text: string };
/** Room, client id, sequence, hash. */
export type ChainHead = StatementOf<'revoke'>['heads'][number];
/** What a statement says, without its place in the chain and who signs it when. */
export type Draft = {
  [K in LaterKind]: Omit<StatementOf<K>, 'version' | 'sequence' | 'previous' | 'at' | 'by'>;
}[LaterKind];

export const parseFound = (statement: unknown): FoundStatement | undefined => {
  const parsed = v.safeParse(foundSchema, statement);
  return parsed.success ? parsed.output : undefined;
};

/** `unknown` for a kind or version that another build has; nothing where a known one is malformed. */
export function parseLater(statement: Signed['statement']): LaterStatement | 'unknown' | undefined {
  if (statement.kind === 'found') return undefined;
  if (!Object.hasOwn(schemas, statement.kind) || statement.version > ROSTER_VERSION) return 'unknown';
  const parsed = v.safeParse(schemas[statement.kind as LaterKind], statement);
  return parsed.success ? (parsed.output as LaterStatement) : undefined;
}

/** Only the canonical text is taken: anything else could be two statements with one meaning. */
export function parseSigned(bytes: Bytes): Signed | undefined {
  try {
    const text = bytesToUtf8(bytes);
    const json = JSON.parse(text) as Json;
    if (toCanonicalJson(json) !== text) return undefined;
    const parsed = v.safeParse(signedSchema, json);
    if (!parsed.success) return undefined;
    // Of the two members the signature comes first, and nothing in it is escaped: what is left is the statement's own text.
    const start = '{"signature":"","statement":'.length + parsed.output.signature.length;
    return { ...parsed.output, text: text.slice(start, -1) };
  } catch {
    return undefined;
  }
}

export const statementToBytes = (statement: Statement): Bytes =>
  utf8ToBytes(toCanonicalJson(statement as Json));

export const signedToBytes = (statement: Statement, signature: Bytes): Bytes =>
  utf8ToBytes(toCanonicalJson({ signature: bytesToBase64url(signature), statement: statement as Json }));

/** What an invitation's key signs, hashed. */
export const joiningDeviceToBytes = (device: StatementOf<'join'>['device']): Bytes =>
  utf8ToBytes(toCanonicalJson(device as Json));
