/**
 * What the leading tab does when nothing else waits: makes snapshots of rooms whose log has grown long, and lets go
 * what is old and stands in one (rule 7). One thing at a time; what does not come off now is tried again later.
 */
import { LONG } from './grown.ts';
import { beginSnapshot, finishSnapshot, partsOf, roomsDue } from './make-snapshot.ts';
import type { LeasedRoom, SnapshotBegun } from './make-snapshot.ts';
import { keysOf } from './layout.ts';
import type { OfficeContext } from './office-context.ts';
import { KEEP, markAge, trimRoom, wantsBase } from './trim-room.ts';
import type { Wire } from './wire.ts';

/** Other than in earnest, so that a minute of a test is a year of an office. */
export interface SnapshotLimits {
  /** Segments after which a log is long. */
  readonly long: number;
  /** Milliseconds for which segments stay. */
  readonly keep: number;
}

export interface TendDeps {
  readonly limits?: SnapshotLimits | undefined;
  readonly context: OfficeContext;
  readonly wire: Wire;
  /** Everything that is there is here, and everything that was written here is there. */
  isQuiet(): boolean;
  /** The room is this device's alone for a minute; nothing where it is not all here, or another device's. */
  lease(room: string): Promise<LeasedRoom | undefined>;
  giveBack(room: string): void;
  /** Asks the tabs for the parts. */
  append(begun: SnapshotBegun): void;
  /** Fetches the snapshot that stands for what is old here. */
  replace(room: string): void;
}

export interface Tending {
  /** `relayNow`: the relay's clock, as far as it said. */
  tend(relayNow: number | undefined): Promise<void>;
  /** Something of the room was appended or acknowledged. */
  moved(room: string): Promise<void>;
  /** A snapshot was taken into use. */
  replaced(room: string): Promise<void>;
  /** The line is a new one. */
  begin(): void;
}

/** Another device may have the lease, or write at that very moment. */
const TRY_AGAIN = 10 * 60_000;
/** After that, nobody has the room open. */
const GIVE_UP = 60_000;
const LOOK_FOR_OLD = 3600_000;

export function createTending(deps: TendDeps): Tending {
  const { context, wire } = deps;
  const { clock, store } = context.deps;
  const { long, keep } = deps.limits ?? { long: LONG, keep: KEEP };
  const tried = new Map<string, number>();
  let making: SnapshotBegun | undefined;
  let begunAt = 0;
  let finishing = false;
  let looked = -Infinity;
  /** Both clocks must have seen the days pass: either may be wrong. */
  let ahead = 0;
  let busy = false;

  const now = () => clock.now() - Math.max(0, ahead);

  async function make(): Promise<void> {
    if (making) return;
    for (const room of await roomsDue(context, long)) {
      if (clock.now() < (tried.get(room) ?? -Infinity) + Math.min(TRY_AGAIN, keep)) continue;
      tried.set(room, clock.now());
      const leased = await deps.lease(room);
      if (!leased) continue;
      const begun = await beginSnapshot(room, leased, context);
      if (!begun) {
        deps.giveBack(room);
        continue;
      }
      making = begun;
      begunAt = clock.now();
      return deps.append(begun);
    }
  }

  /** Parts that are there are waited for, however slow the line: what they stand for does not change. */
  async function finish(): Promise<void> {
    if (!making || finishing) return;
    finishing = true;
    try {
      const offered = await finishSnapshot(making, context, wire);
      const late = clock.now() > begunAt + GIVE_UP;
      if (offered || (late && (await partsOf(making, context)).length === 0)) end();
    } finally {
      finishing = false;
    }
  }

  function end(): void {
    if (making) deps.giveBack(making.room);
    making = undefined;
  }

  async function letGo(): Promise<void> {
    if (now() < looked + Math.min(LOOK_FOR_OLD, keep)) return;
    looked = now();
    for (const [, , room] of await store.keys({ prefix: keysOf(context.officeId).rooms })) {
      const old = await markAge(String(room), now(), context, keep);
      if (old === 0) continue;
      if (await wantsBase(String(room), old, context)) deps.replace(String(room));
      else await trimRoom(String(room), old, context);
    }
  }

  return {
    tend: async (relayNow) => {
      if (relayNow !== undefined) ahead = clock.now() - relayNow;
      if (busy || !deps.isQuiet()) return;
      busy = true;
      try {
        await letGo();
        await finish();
        await make();
      } finally {
        busy = false;
      }
    },
    moved: async (room) => {
      if (making?.room === room) await finish();
    },
    replaced: async (room) => {
      await trimRoom(room, await markAge(room, now(), context, keep), context);
    },
    begin: () => tried.clear()
  };
}
