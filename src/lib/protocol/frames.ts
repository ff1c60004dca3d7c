/**
 * What devices and the relay say to each other. A message is y-websocket's: a type, here always 64, and a body.
 * The body is a kind, JSON that the kind's schema describes, and byte strings that are sealed or signed (the
 * relay reads no more of them than headers). docs/relay-protocol.md tells who says what when.
 */
import * as decoding from 'lib0/decoding';
import * as v from 'valibot';
import { bytesToUtf8, utf8ToBytes, type Bytes } from '../base/bytes.ts';
import { failed, ok, type Result } from '../base/result.ts';
import { FRAME_LIMIT } from './limits.ts';
import { t } from './text.ts';

/** y-websocket's own types are 0 to 3; they are neither sent nor heard. */
export const MESSAGE_TYPE = 64;
export const PROTOCOL_VERSION = 1;
/** In an `auth`, in place of the office's id: the one that this device is in. A kit's words do not say which. */
export const ANY_OFFICE = 'A'.repeat(43);

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** Tells a request's answers apart from everybody else's; counts from 1 in each connection. */
const request = { id: count };
const name = v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/));
/** `compartment/name`, both base64url of 16 bytes. */
const room = v.pipe(v.string(), v.regex(/^[\w-]{22}\/[\w-]{22}$/));
const hash = v.pipe(v.string(), v.regex(/^[\w-]{43}$/));
const signature = v.pipe(v.string(), v.regex(/^[\w-]{86}$/));
/** One chain's last segment: room, client id, sequence, hash. */
const chainHead = v.tuple([room, count, count, hash]);
/** One room's last segment: room, the relay's number for it, its hash. */
const roomHead = v.tuple([room, count, hash]);

const schemas = {
  // ── from a device ─────────────────────────────────────────────────────────────────────────────────
  /** Answers the challenge. `statements`: how many of the roster this device holds. */
  auth: [1, v.strictObject({ version: count, office: hash, device: name, signature, statements: count })],
  /** In place of `auth` where the relay does not know the office. Blobs: the roster's statements, all of them. */
  register: [
    2,
    v.strictObject({
      version: count,
      device: name,
      signature,
      token: v.optional(v.string()),
      more: v.boolean()
    })
  ],
  /** In place of `auth`, by a device that was invited: signed with the invitation's key. It may read and extend the roster only. */
  knock: [
    3,
    v.strictObject({ version: count, office: hash, invitation: name, signature, statements: count })
  ],
  /** Blobs: segments, of any rooms, each chain's in order. Answered by `ack`. `again`: they had been here before the relay lost them. */
  push: [4, v.strictObject({ ...request, again: v.optional(v.literal(true)) })],
  /**
   * Asks for what a room holds after `after`, whose hash was `hash`. Answered by `segments` frames and one `end`.
   * `have`: its snapshot is asked for as well, if there is one; these parts of it are here.
   */
  pull: [
    5,
    v.strictObject({
      ...request,
      room,
      after: count,
      hash: v.optional(hash),
      have: v.optional(v.pipe(v.array(hash), v.maxLength(4000)))
    })
  ],
  /** Asks for every chain's head in a room. Answered by `heads` frames and one `end`. */
  chains: [6, v.strictObject({ ...request, room })],
  /**
   * Blob: one signed statement, which must name the relay's last. Answered by `ack` or `refused` (`roster-behind`).
   * `again`: the relay had it before it lost it; what was in time then is not too late now. Full members only.
   */
  state: [7, v.strictObject({ ...request, again: v.optional(v.literal(true)) })],
  /** Blob: a signed manifest. Answered by `ack` or `refused`. */
  snapshot: [8, v.strictObject({ ...request, room, covers: count })],
  /** Asks to be the only one who rewrites a room for `seconds`, or gives it back with 0. */
  lease: [9, v.strictObject({ ...request, room, seconds: count })],
  /** Asks that nothing more be taken from these devices for 30 s. Answered by `heads` of all their chains and one `end`. */
  hold: [10, v.strictObject({ ...request, devices: v.array(name) })],
  /**
   * Both ways. Blob: what is sealed for everybody who may read the compartment. `from` is set by the relay; without
   * a blob, that device's last connection has ended.
   */
  presence: [11, v.strictObject({ compartment: name, from: v.optional(name) })],

  // ── from the relay ────────────────────────────────────────────────────────────────────────────────
  challenge: [32, v.strictObject({ version: count, nonce: v.pipe(v.string(), v.regex(/^[\w-]{43}$/)) })],
  /** Blobs: statements from number `from` on; sent after `auth` and whenever the roster grew. */
  roster: [33, v.strictObject({ from: count })],
  /** Rooms that this device may read, with their heads; sent between `auth` and `ready`. */
  rooms: [34, v.strictObject({ rooms: v.array(roomHead) })],
  /** Chains' heads: this device's own between `auth` and `ready`; else the answer to the request `id`. */
  heads: [35, v.strictObject({ id: v.optional(count), heads: v.array(chainHead) })],
  /**
   * Everything a device needs to begin has been sent. `now`: the relay's clock, milliseconds since 1970; `seen`:
   * when each device was last connected.
   */
  ready: [36, v.strictObject({ now: count, seen: v.array(v.tuple([name, count])) })],
  /**
   * Every segment before `refused` is on the relay's disk; `numbers` are theirs in their rooms. Behind a refused
   * one nothing was taken. `head`: where the refused one's chain stands at the relay.
   */
  ack: [
    37,
    v.strictObject({
      ...request,
      numbers: v.optional(v.array(count)),
      refused: v.optional(v.strictObject({ index: count, tag: v.string(), head: v.optional(chainHead) }))
    })
  ],
  /** What was asked cannot be had; `tag` says why. Without `id` it is about the connection, which closes. */
  refused: [38, v.strictObject({ id: v.optional(count), tag: v.string(), seconds: v.optional(count) })],
  /**
   * Blobs: segments of one room, the first of which has number `first`, the others following; live ones without `id`.
   * `snapshot`: these stand for everything up to number `snapshot`: first its manifest, then parts, in this frame
   * and the next ones.
   */
  segments: [39, v.strictObject({ id: v.optional(count), room, first: count, snapshot: v.optional(count) })],
  /** The last answer to the request. */
  end: [40, v.strictObject({ ...request, head: v.optional(roomHead) })],
  /** The lease or hold is given until then, milliseconds since 1970. */
  granted: [41, v.strictObject({ ...request, until: count })],
  /** Every 10 s, so that both ends know the line stands. */
  beat: [42, v.strictObject({ now: count })]
} as const;

export type FrameKind = keyof typeof schemas;
export type FrameBody<K extends FrameKind> = v.InferOutput<(typeof schemas)[K][1]>;
export type Frame = {
  [K in FrameKind]: { readonly kind: K; readonly body: FrameBody<K>; readonly blobs: readonly Bytes[] };
}[FrameKind];

const kindOfNumber = new Map<number, FrameKind>(
  Object.entries(schemas).map(([kind, [number]]) => [number, kind as FrameKind])
);

/** The bytes of a frame's message. Throws a RangeError above FRAME_LIMIT: who sends, splits. */
export function encodeFrame<K extends FrameKind>(
  kind: K,
  body: FrameBody<K>,
  blobs: readonly Uint8Array[] = []
): Bytes {
  // Written into one array of the right length: the relay does this for every reader's message.
  const json = utf8ToBytes(JSON.stringify(body));
  let length = 2 + varUintLength(json.length) + json.length;
  for (const blob of blobs) length += varUintLength(blob.length) + blob.length;
  const bytes = new Uint8Array(length);
  bytes[0] = MESSAGE_TYPE;
  bytes[1] = schemas[kind][0];
  let at = 2;
  for (const part of [json, ...blobs]) {
    let rest = part.length;
    for (; rest > 127; rest >>>= 7) bytes[at++] = 128 | (rest & 127);
    bytes[at++] = rest;
    bytes.set(part, at);
    at += part.length;
  }
  if (bytes.length > FRAME_LIMIT)
    throw new RangeError(`A frame has at most ${FRAME_LIMIT} bytes, not ${bytes.length}`);
  return bytes;
}

const varUintLength = (value: number): number =>
  value < 128 ? 1 : value < 16_384 ? 2 : value < 2_097_152 ? 3 : 4;

/** What a frame adds to its blobs at most: type, kind, JSON and each blob's length. */
export const FRAME_EXTRA = 512;
export const BLOB_EXTRA = 4;

/** Of one message, from its first byte. Failure: `frame-malformed`. Nothing in it is believed yet. */
export function decodeFrame(bytes: Bytes): Result<Frame> {
  const malformed = failed('frame-malformed', t('frameMalformed'));
  if (bytes.length > FRAME_LIMIT) return malformed;
  try {
    const decoder = decoding.createDecoder(bytes);
    if (decoding.readVarUint(decoder) !== MESSAGE_TYPE) return malformed;
    const kind = kindOfNumber.get(decoding.readUint8(decoder));
    if (!kind) return malformed;
    const body = v.safeParse(schemas[kind][1], JSON.parse(bytesToUtf8(decoding.readVarUint8Array(decoder))));
    if (!body.success) return malformed;
    const blobs: Bytes[] = [];
    while (decoding.hasContent(decoder)) blobs.push(decoding.readVarUint8Array(decoder).slice() as Bytes);
    return ok({ kind, body: body.output, blobs } as Frame);
  } catch {
    return malformed;
  }
}
