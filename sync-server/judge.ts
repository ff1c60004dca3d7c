/**
 * Judges one pushed segment, in the order that docs/relay-protocol.md gives: the cheap and the telling first, the
 * signature last. What is judged is the segment's header, whoever hands it in.
 */
import { equalBytes, type Bytes } from '../src/lib/base/bytes.ts';
import { decodeSegment, type SegmentHeader } from '../src/lib/protocol/segment.ts';
import type { RelayCrypto } from './crypto.ts';
import { roomOf, toText } from './names.ts';
import type { Chain, Office } from './office.ts';
import { frontierKey } from './rights.ts';

export type RefusalTag =
  | 'malformed'
  | 'wrong-office'
  | 'stranger'
  | 'removed'
  | 'no-right'
  | 'kind'
  | 'held'
  | 'epoch'
  | 'chain-gap'
  | 'chain-forked'
  | 'forged'
  | 'quota'
  | 'too-large'
  | 'disk-full'
  | 'rate';

export interface Offered {
  readonly bytes: Bytes;
  readonly header: SegmentHeader;
  readonly room: string;
  readonly device: string;
  readonly hash: Bytes;
  readonly signature: Bytes;
}

export type Verdict =
  | { readonly kind: 'take' }
  /** It, or another of that place in its chain, is here: which one has to be looked up. */
  | { readonly kind: 'old' }
  | { readonly kind: 'refuse'; readonly tag: RefusalTag; readonly chain?: Chain | undefined };

/** Nothing where these bytes are no segment. */
export function readOffered(bytes: Bytes, crypto: RelayCrypto): Offered | undefined {
  const decoded = decodeSegment(bytes);
  if (!decoded.ok) return undefined;
  const { header, signed, signature } = decoded.value;
  return {
    bytes,
    header,
    room: roomOf(header),
    device: toText(header.device),
    hash: crypto.sha256(signed),
    signature
  };
}

const FULL_MEMBERS_ONLY = new Set(['rewrite', 'snapshot', 'archive']);
const refuse = (tag: RefusalTag, chain?: Chain): Verdict => ({ kind: 'refuse', tag, chain });

export function judge(
  offered: Offered,
  place: {
    readonly office: Office;
    /** Who hands it in. */
    readonly pusher: string;
    readonly again: boolean;
    readonly now: number;
    readonly crypto: RelayCrypto;
    readonly quota: number;
    /** Whether the line it came on vouches for it, in place of its signature. */
    vouches(offered: Offered): boolean;
  }
): Verdict {
  const { office, pusher, again, now, crypto } = place;
  const { header, device, room: name } = offered;
  if (!equalBytes(header.office, office.idBytes)) return refuse('wrong-office');
  const { rights } = office;
  const writer = rights.device(device);
  if (!writer || !writer.clientIds.has(header.clientId)) return refuse('stranger');
  const compartment = toText(header.compartment);
  // What the relay lost, a full member's device may bring back, under an older key and from whoever wrote it then.
  const restores = again && rights.device(pusher)?.full === true;
  if (writer.frontier) {
    const end = writer.frontier.get(frontierKey(name, header.clientId));
    if (!end || header.sequence > end.sequence) return refuse('removed');
    if (header.sequence === end.sequence && toText(offered.hash) !== end.hash) return refuse('removed');
  }
  if (!office.mayRead(pusher, compartment)) return refuse('no-right');
  const wrote = (restores || writer.frontier) && writer.wrote(compartment, header.epoch);
  if (!writer.writes(compartment) && !wrote) return refuse('no-right');
  if (FULL_MEMBERS_ONLY.has(header.kind) && !writer.full && !restores) return refuse('kind');
  if (office.isHeld(device, now)) return refuse('held');
  const epoch = rights.epoch(compartment);
  if (header.epoch > epoch) return refuse('epoch');

  const room = office.rooms.get(name);
  const chain = room?.chains.get(header.clientId);
  const last = chain?.sequence ?? 0;
  if (header.sequence <= last) {
    if (header.sequence < last) return { kind: 'old' };
    return equalBytes(offered.hash, chain!.hash) ? { kind: 'old' } : refuse('chain-forked', chain);
  }
  if (header.epoch < epoch && !restores) return refuse('epoch', chain);
  if (header.sequence > last + 1) return refuse('chain-gap', chain);
  if (chain && !equalBytes(header.previous, chain.hash)) return refuse('chain-forked', chain);
  if (office.size + offered.bytes.length > place.quota) return refuse('quota');
  if (
    !place.vouches(offered) &&
    !crypto.verify(writer.signing, 'anteroom/segment/1', offered.hash, offered.signature)
  )
    return refuse('forged');
  return { kind: 'take' };
}
