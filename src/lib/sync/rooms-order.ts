/** In which order rooms are fetched: what a working day needs first; notes last. */
import { bytesToBase64url } from '../base/bytes.ts';
import type { RoomRecord } from './layout.ts';
import { keysOf } from './layout.ts';
import type { OfficeContext } from './office-context.ts';

const OTHERS = 10;

/** A rank for each room; the lowest goes first. Rooms that are new here can be told only by their names' keys. */
export async function createRoomOrder(context: OfficeContext): Promise<(room: string) => number> {
  const year = new Date(context.deps.clock.now()).getUTCFullYear();
  const needed = ['standing', `${year}`, `${year + 1}`, `${year - 1}`];
  const ranks = new Map<string, number>();
  const records = await context.deps.store.entries<RoomRecord>({ prefix: keysOf(context.officeId).rooms });
  for (const [key, { shard }] of records)
    ranks.set(String(key[2]), needed.includes(shard) ? needed.indexOf(shard) : rankOf(shard, year));
  for (const { id } of context.roster.compartments) {
    if (context.keyring.currentEpoch(id) === undefined) continue;
    const names = [...needed, `notes-${year}`];
    for (const [index, shard] of names.entries())
      ranks.set(
        `${id}/${bytesToBase64url(await context.keyring.roomName(id, shard))}`,
        index < 4 ? index : rankOf(shard, year)
      );
  }
  return (room) => ranks.get(room) ?? OTHERS + 50;
}

function rankOf(shard: string, year: number): number {
  if (!/^\d+$/.test(shard)) return OTHERS + 1000;
  return OTHERS + Math.abs(year - Number(shard));
}
