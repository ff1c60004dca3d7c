import type { Random } from './random.ts';

/**
 * A record's id is `shard.random`: the shard it was put in when it was made ("standing" or a year), and
 * 72 random bits. The first half only says where the record is stored; no query may read meaning from it.
 */
export type RecordId = string;

const ALPHABET = '0123456789abcdefghijkmnpqrstvwxy'; // 32 signs, without those that are read as others

export function createRandomName(random: Random, length: number): string {
  let name = '';
  for (const byte of random.bytes(length)) name += ALPHABET[byte & 31];
  return name;
}

export const createRecordId = (shard: string, random: Random): RecordId =>
  `${shard}.${createRandomName(random, 14)}`;

/**
 * The id of the record that follows this one in a row (the next turn of a repeating task). Two devices that
 * make it apart make one record.
 */
export function idToNext(id: RecordId): RecordId {
  const [first, turn] = id.split('~') as [string, string?];
  return `${first}~${Number(turn ?? 0) + 1}`;
}

const STAND_IN = '-in';

/** The id of the record that stands for this one where it cannot be seen; the same on every device. */
export const idToStandIn = (id: RecordId): RecordId => id + STAND_IN;
export const standInToId = (id: RecordId): RecordId => id.slice(0, -STAND_IN.length);

export const recordIdToShard = (id: RecordId): string => id.slice(0, id.indexOf('.'));
