/**
 * Follows the hash chains of one room. Each (room, client id) is one chain with one writer; a segment is
 * taken when it follows the last of its chain, so that nothing is repeated, left out or put in between unseen.
 */
import { equalBytes, type Bytes } from '../base/bytes.ts';
import type { Failure } from '../base/result.ts';
import { NO_PREVIOUS, type SegmentHeader } from '../protocol/segment.ts';
import { t } from './text.ts';

export interface ChainEnd {
  readonly sequence: number;
  /** Unknown behind a segment that was kept aside: its successor names a hash that nothing here has. */
  readonly hash: Bytes | undefined;
}

export interface Chains {
  readonly ends: ReadonlyMap<number, ChainEnd>;
  /** Chains that lost something here; this device must not go on with them. */
  readonly damaged: ReadonlyMap<number, Failure>;
  end(clientId: number): ChainEnd;
  /** Of a genuine segment: why it must be kept aside, or nothing, and the chain goes on with it. */
  follow(header: SegmentHeader, hash: Bytes): Failure | undefined;
  /** Of a segment that is kept aside. Its header is believed only where it fits. */
  lose(header: SegmentHeader, reason: Failure): void;
  damage(clientId: number, reason: Failure): void;
  set(clientId: number, end: ChainEnd): void;
}

export const segmentMissing = (): Failure => ({ tag: 'segment-missing', message: t('segmentMissing') });

/** Behind a segment that was rejected, nothing of that chain counts. */
export const segmentRetired = (): Failure => ({ tag: 'segment-retired', message: t('segmentRetired') });

export function createChains(heads: Iterable<readonly [number, ChainEnd]> = []): Chains {
  const ends = new Map<number, ChainEnd>(heads);
  const damaged = new Map<number, Failure>();
  const end = (clientId: number): ChainEnd => ends.get(clientId) ?? { sequence: 0, hash: NO_PREVIOUS };
  const misplaced = (): Failure => ({ tag: 'segment-chain', message: t('segmentChain') });
  return {
    ends,
    damaged,
    end,
    follow: ({ clientId, sequence, previous }, hash) => {
      const last = end(clientId);
      if (sequence <= last.sequence) return misplaced();
      if (sequence > last.sequence + 1) damaged.set(clientId, segmentMissing());
      else if (last.hash && !equalBytes(last.hash, previous)) {
        damaged.set(clientId, misplaced());
        ends.set(clientId, { sequence, hash: undefined });
        return misplaced();
      }
      ends.set(clientId, { sequence, hash });
      return undefined;
    },
    lose: ({ clientId, sequence }, reason) => {
      if (sequence !== end(clientId).sequence + 1) return;
      ends.set(clientId, { sequence, hash: undefined });
      damaged.set(clientId, reason);
    },
    damage: (clientId, reason) => void damaged.set(clientId, reason),
    set: (clientId, reached) => void ends.set(clientId, reached)
  };
}
