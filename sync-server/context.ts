/** What every part of the relay works with. Time, chance, disk and signatures are handed in, so that a test can repeat them. */
import type { Clock } from '../src/lib/base/clock.ts';
import type { Random } from '../src/lib/base/random.ts';
import type { Result } from '../src/lib/base/result.ts';
import type { RelayCrypto } from './crypto.ts';
import type { RelayLimits } from './limits.ts';
import type { Change, LogStore } from './log-store.ts';
import type { Metrics } from './metrics.ts';
import type { Office } from './office.ts';
import type { Session } from './session.ts';
import type { Timers, Writer } from './writer.ts';

export interface RelayDeps {
  readonly store: LogStore;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly crypto: RelayCrypto;
  /** One line: what happened, and facts of it that are no content. */
  readonly log?: ((event: string, facts: Readonly<Record<string, string | number>>) => void) | undefined;
  readonly limits?: Partial<RelayLimits> | undefined;
  /** With it anybody may register an office; without it only the relay's own machine may. */
  readonly registrationToken?: string | undefined;
}

export interface Context extends Omit<RelayDeps, 'limits' | 'log'> {
  readonly log: (event: string, facts: Readonly<Record<string, string | number>>) => void;
  readonly limits: RelayLimits;
  readonly writer: Writer;
  readonly metrics: Metrics;
  /** Nothing where it was never registered. */
  findOffice(id: string): Promise<Office | undefined>;
  /** Resolves when these are on the disk, or refused. The office's heads are read anew where they are refused. */
  commit(office: Office, changes: readonly Change[], settled: (result: Result<void>) => void): void;
  /** Whether there is time for one more signature that need not be verified; it is taken then. */
  spareSignature(): boolean;
  /** Looks after who reads too slowly. */
  fellBehind(session: Session, room: string): void;
}

export const commitNow = (context: Context, office: Office, changes: readonly Change[]) =>
  new Promise<Result<void>>((resolve) => context.commit(office, changes, resolve));
