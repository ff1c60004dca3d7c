/**
 * A snapshot's manifest: what a set of parts stands for. Canonical JSON (RFC 8785) `{"manifest":…,"signature":…}`;
 * the signature is over `anteroom/manifest/1` 0x00 SHA-256 of the manifest's own canonical JSON, by the device
 * that made it. The parts are segments of kind *snapshot*, pushed before.
 */
import * as v from 'valibot';
import { base64urlToBytes, bytesToBase64url, bytesToUtf8, utf8ToBytes, type Bytes } from '../base/bytes.ts';
import { toCanonicalJson, type Json } from './canonical-json.ts';

export const MANIFEST_VERSION = 1;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const hash = v.pipe(v.string(), v.regex(/^[\w-]{43}$/));

const manifestSchema = v.strictObject({
  version: v.literal(MANIFEST_VERSION),
  office: hash,
  /** `compartment/name`. */
  room: v.pipe(v.string(), v.regex(/^[\w-]{22}\/[\w-]{22}$/)),
  /** The relay's number of the last segment it stands for. */
  covers: count,
  /** Hash of that segment. */
  head: hash,
  /** Client id, sequence and hash of each chain's last segment up to there. */
  chains: v.pipe(v.array(v.tuple([count, count, hash])), v.minLength(1)),
  /** Hashes of the parts, in the order in which they are read. */
  parts: v.pipe(v.array(hash), v.minLength(1)),
  /** The device that made and signed it. */
  by: v.pipe(v.string(), v.regex(/^[\w-]{22}$/)),
  /** Milliseconds since 1970, by its clock. */
  at: v.pipe(v.number(), v.safeInteger(), v.minValue(0))
});
const signedSchema = v.strictObject({
  manifest: manifestSchema,
  signature: v.pipe(v.string(), v.regex(/^[\w-]{86}$/))
});

export type Manifest = v.InferOutput<typeof manifestSchema>;

export interface SignedManifest {
  readonly manifest: Manifest;
  readonly signature: Bytes;
}

/** What is hashed, and by its hash signed. */
export const manifestToBytes = (manifest: Manifest): Bytes =>
  utf8ToBytes(toCanonicalJson(manifest as unknown as Json));

export const signedManifestToBytes = ({ manifest, signature }: SignedManifest): Bytes =>
  utf8ToBytes(
    toCanonicalJson({ manifest: manifest as unknown as Json, signature: bytesToBase64url(signature) })
  );

/** Nothing where the bytes are no manifest in its canonical text. Who made it is not looked at. */
export function readManifest(bytes: Bytes): SignedManifest | undefined {
  try {
    const text = bytesToUtf8(bytes);
    const json = JSON.parse(text) as Json;
    if (toCanonicalJson(json) !== text) return undefined;
    const parsed = v.safeParse(signedSchema, json);
    if (!parsed.success) return undefined;
    return { manifest: parsed.output.manifest, signature: base64urlToBytes(parsed.output.signature) };
  } catch {
    return undefined;
  }
}
