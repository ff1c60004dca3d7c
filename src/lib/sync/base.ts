/**
 * The snapshot on which a room's log stands here: it stands for everything that its manifest names, of which the
 * segments are no more here, or never were. It was verified when it was taken into use; from then on its parts'
 * hashes are enough.
 */
import { base64urlToBytes, bytesToBase64url, concatBytes, type Bytes } from '../base/bytes.ts';
import { readManifest, type Manifest } from '../protocol/manifest.ts';
import { hashSegment } from '../identity/open.ts';
import { decodeSegment } from '../protocol/segment.ts';
import type { ChainEnd } from './chains.ts';
import { judgeSegment, placeToRoomKey, type Place } from './judge.ts';
import { keysOf, type Base } from './layout.ts';
import type { OfficeContext } from './office-context.ts';
import { decodeSnapshot, type SnapshotContent } from './snapshot-content.ts';

export interface OpenBase {
  readonly position: number;
  readonly manifest: Manifest;
  /** Each chain's last segment that it stands for. */
  readonly ends: ReadonlyMap<number, ChainEnd>;
}

export async function openBase(place: Place, context: OfficeContext): Promise<OpenBase | undefined> {
  const stored = await context.deps.store.get<Base>(keysOf(context.officeId).base(placeToRoomKey(place)));
  return stored && toOpenBase(stored);
}

export function toOpenBase({ manifest: bytes, position }: Base): OpenBase | undefined {
  const manifest = readManifest(bytes)?.manifest;
  return manifest && { position, manifest, ends: endsOf(manifest) };
}

export const endsOf = ({ chains }: Manifest): Map<number, ChainEnd> =>
  new Map(chains.map(([id, sequence, hash]) => [id, { sequence, hash: base64urlToBytes(hash) }]));

/** Nothing where a part is missing or damaged in this device's storage. */
export async function readBase(place: Place, context: OfficeContext): Promise<SnapshotContent | undefined> {
  const { store } = context.deps;
  const keys = keysOf(context.officeId);
  const room = placeToRoomKey(place);
  const stored = await store.get<Base>(keys.base(room));
  const manifest = stored && readManifest(stored.manifest)?.manifest;
  if (!manifest) return undefined;
  const positions = new Map(stored.parts);
  const contents = await Promise.all(
    manifest.parts.map(async (hash) => {
      const position = positions.get(hash);
      const bytes = await store.get<Bytes>(
        position === undefined ? keys.fetched(room, hash) : keys.segment('part', room, position)
      );
      const judged = bytes && (await judgeSegment(bytes, place, context, base64urlToBytes(hash)));
      return judged?.result.ok ? judged.result.value.opened.content : undefined;
    })
  );
  const whole = contents.flatMap((content) => content ?? []);
  return whole.length === contents.length ? decodeSnapshot(concatBytes(...whole)) : undefined;
}

/** A segment's hash as text; of bytes that are no segment, nobody's. */
export async function hashOf(bytes: Bytes): Promise<string> {
  const decoded = decodeSegment(bytes);
  return decoded.ok ? bytesToBase64url(await hashSegment(decoded.value)) : '';
}

/** Of a room's parts that came as segments: where each lies. */
export async function partsHere(room: string, context: OfficeContext): Promise<Map<string, number>> {
  const found = await context.deps.store.entries<Bytes>({
    prefix: keysOf(context.officeId).segments('part', room)
  });
  return new Map(
    await Promise.all(found.map(async ([key, bytes]) => [await hashOf(bytes), Number(key.at(-1))] as const))
  );
}
