/** The shards of an office: opened in order of use, made when first written to, rewritten when long. */
import { bytesToUtf8 } from '../base/bytes.ts';
import type { Failure } from '../base/result.ts';
import type { DeviceLog, RoomAddress } from '../sync/log.ts';
import { archiveToEdits } from './history.ts';
import type { Ledger } from './ledger.ts';
import type { Edit } from './lines.ts';
import { isNotesRoom } from './note-payload.ts';
import { planShardRewrite, wantsRewrite, type RewriteLimits } from './rewrite.ts';
import { createShard, type Lines, type Shard } from './shard.ts';
import type { Status } from './status.ts';

export interface ShardsDeps {
  readonly log: DeviceLog;
  readonly ledger: Ledger;
  readonly status: Status;
  readonly year: number;
  idle(work: () => void): void;
  lease?(work: () => Promise<void>, room: RoomAddress): Promise<unknown>;
  readonly rewriteAfter?: RewriteLimits | undefined;
  /** Only full members rewrite (rule 4): anybody else's rewrite would be kept aside by all others. */
  mayRewrite(compartment: string): boolean;
  /** Lines came in; `foreign` says that they were written elsewhere just now. */
  read(shard: Shard, lines: Lines, foreign: boolean): void;
}

export interface Shards {
  at(address: RoomAddress): Shard;
  /** Opens what a working day needs: standing, this year, the next and the last. */
  openNeeded(): Promise<void>;
  /** The others, newest first, whenever nobody waits for anything. */
  openRest(): void;
  openAll(): Promise<void>;
  rewriteWhenLong(shard: Shard): void;
  /** Edits that rewrites took out, where they have been fetched. */
  archived(shard: Shard): readonly Edit[];
  fetchArchived(shard: Shard): Promise<void>;
  /** Opens rooms that lie here and could not be read before. */
  openNew(): Promise<void>;
  /** Leaves what lies in compartments that this device may no longer read. Returns these compartments. */
  leaveClosed(): string[];
  settled(): Promise<void>;
  close(): void;
}

/** Shards opened side by side in idle time: while one is read and opened, another is decoded. */
const LANES = 3;

const addressToKey = ({ compartment, shard }: RoomAddress): string => `${compartment}/${shard}`;

export function createShards(deps: ShardsDeps): Shards {
  const { log, ledger, status, year } = deps;
  const all = new Map<string, { shard: Shard; opening: Promise<void> }>();
  const archives = new Map<Shard, readonly Edit[]>();
  const needed = ['standing', `${year}`, `${year + 1}`, `${year - 1}`];
  let waiting: RoomAddress[] = [];
  let rewriting = false;
  let closed = false;

  const rank = ({ shard }: RoomAddress): number =>
    needed.includes(shard) ? needed.indexOf(shard) : 10_000 - Number(shard);

  function setWaiting(rooms: RoomAddress[]): void {
    waiting = rooms;
    status.setOpening([...new Set(rooms.map(({ shard }) => shard))]);
  }

  /** `isNew`: others made the room just now, so what is in it has just come in. */
  function at(address: RoomAddress, isNew = false): Shard {
    const key = addressToKey(address);
    const known = all.get(key);
    if (known) return known.shard;
    const saver = status.createSaver();
    const shard = createShard(address, log.deviceId, {
      ...saver,
      read: (from, lines, foreign) => {
        deps.read(from, lines, foreign || isNew);
        isNew = false;
      }
    });
    const opening = log
      .open(address)
      .then((room) => shard.open(room))
      .catch((error: Failure) => {
        saver.quarantined(error);
        saver.failing(error);
      })
      .finally(() => {
        setWaiting(waiting.filter((other) => addressToKey(other) !== key));
        rewriteWhenLong(shard);
        deps.idle(() => void (closed || shard.keepShort()));
      });
    all.set(key, { shard, opening });
    return shard;
  }

  const open = (address: RoomAddress, isNew = false): Promise<void> => {
    at(address, isNew);
    return all.get(addressToKey(address))!.opening;
  };

  function rewriteWhenLong(shard: Shard): void {
    const { lease, rewriteAfter } = deps;
    if (!lease || rewriting || closed || !shard.opened) return;
    if (!deps.mayRewrite(shard.address.compartment) || !wantsRewrite(shard, ledger, rewriteAfter)) return;
    rewriting = true;
    deps.idle(() => void lease(() => rewrite(shard), shard.address).finally(() => (rewriting = false)));
  }

  async function rewrite(shard: Shard): Promise<void> {
    const plan = planShardRewrite(shard, ledger);
    await shard.rewrite(plan.batches, plan.archive);
    archives.delete(shard);
  }

  function openRest(): void {
    const next = waiting.find((address) => !all.has(addressToKey(address)));
    if (closed || !next) return;
    void open(next).then(() => {
      status.tell();
      deps.idle(openRest);
    });
  }

  const isReadable = ({ compartment }: RoomAddress): boolean =>
    log.compartments.some(({ id }) => id === compartment);
  const stopHearing = log.onRoom((address) => {
    if (!isNotesRoom(address) && isReadable(address)) void open(address, true);
  });

  return {
    at,
    openNeeded: async () => {
      const rooms = (await log.rooms()).filter((room) => !isNotesRoom(room) && isReadable(room));
      setWaiting(rooms.sort((a, b) => rank(a) - rank(b)));
      await Promise.all(
        waiting.filter(({ shard }) => needed.includes(shard)).map((address) => open(address))
      );
    },
    openRest: () => {
      for (let lane = 0; lane < LANES; lane++) deps.idle(openRest);
    },
    openAll: async () => {
      while (waiting.length > 0) await open(waiting[0]!);
    },
    rewriteWhenLong,
    archived: (shard) => archives.get(shard) ?? [],
    fetchArchived: async (shard) => {
      if (archives.has(shard)) return;
      const parts = await shard.archives();
      archives.set(
        shard,
        parts.flatMap((bytes) => archiveToEdits(bytesToUtf8(bytes)))
      );
    },
    openNew: async () => {
      const queued = new Set(waiting.map(addressToKey));
      for (const room of await log.rooms())
        if (!closed && !isNotesRoom(room) && isReadable(room) && !queued.has(addressToKey(room)))
          void open(room);
    },
    leaveClosed: () => {
      const left = [...all].filter(([, { shard }]) => !isReadable(shard.address));
      for (const [key, { shard }] of left) {
        shard.close();
        all.delete(key);
      }
      return [...new Set(left.map(([, { shard }]) => shard.address.compartment))];
    },
    settled: async () => {
      await Promise.all(
        [...all.values()].map(async ({ shard, opening }) => {
          await opening;
          await shard.settled();
        })
      );
    },
    close: () => {
      closed = true;
      stopHearing();
      for (const { shard } of all.values()) shard.close();
    }
  };
}
