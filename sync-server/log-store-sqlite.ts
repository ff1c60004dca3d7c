/**
 * The log store in one SQLite file: write-ahead log, every commit on the disk before it is answered. A segment's
 * row is found by `room * 2^32 + number`, so that taking one writes at the table's end of its room.
 */
import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import type { Bytes } from '../src/lib/base/bytes.ts';
import { failed, ok, type Result } from '../src/lib/base/result.ts';
import type { Change, LogStore, RoomHead, StoredSegment } from './log-store.ts';

const SCHEMA_VERSION = 1;
const schema = `
  CREATE TABLE office (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, size INTEGER NOT NULL DEFAULT 0);
  CREATE TABLE statement (office INTEGER NOT NULL, sequence INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (office, sequence));
  CREATE TABLE room (id INTEGER PRIMARY KEY, office INTEGER NOT NULL, name TEXT NOT NULL, number INTEGER NOT NULL, hash BLOB NOT NULL,
    floor INTEGER NOT NULL DEFAULT 0, floor_hash BLOB, covers INTEGER, manifest BLOB, UNIQUE (office, name));
  CREATE TABLE chain (room INTEGER NOT NULL, client INTEGER NOT NULL, device TEXT NOT NULL, sequence INTEGER NOT NULL, hash BLOB NOT NULL,
    PRIMARY KEY (room, client)) WITHOUT ROWID;
  CREATE TABLE segment (id INTEGER PRIMARY KEY, room INTEGER NOT NULL, client INTEGER NOT NULL, sequence INTEGER NOT NULL, device TEXT NOT NULL,
    part INTEGER NOT NULL, at INTEGER NOT NULL, hash BLOB NOT NULL, bytes BLOB NOT NULL);
  CREATE UNIQUE INDEX segment_chain ON segment (room, client, sequence);
  CREATE INDEX segment_part ON segment (room, hash) WHERE part = 1;
  CREATE TABLE seen (office INTEGER NOT NULL, device TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (office, device)) WITHOUT ROWID;
  CREATE INDEX seen_device ON seen (device);
`;
const ROOM = 2 ** 32;

export interface SqliteOptions {
  /** Pages of 4096 bytes the file may have; absent: as many as the disk takes. For tests of a full disk. */
  readonly maxPages?: number;
}

/** Failures: `store-newer`, `store-failed`: the file cannot be used. */
export function openSqliteLogStore(file: string, options: SqliteOptions = {}): Result<LogStore> {
  try {
    mkdirSync(dirname(file), { recursive: true });
    const db = new DatabaseSync(file, { timeout: 5000 });
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF;');
    db.exec('PRAGMA cache_size = -16384; PRAGMA journal_size_limit = 67108864;');
    const { user_version: version } = db.prepare('PRAGMA user_version').get() as { user_version: number };
    if (version > SCHEMA_VERSION) {
      db.close();
      return failed(
        'store-newer',
        `${file} was written by a newer version of Anteroom. Start that version, or give this one another ANTEROOM_DATA.`
      );
    }
    if (version === 0) db.exec(`BEGIN; ${schema} PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT;`);
    if (options.maxPages) db.exec(`PRAGMA max_page_count = ${options.maxPages}`);
    return ok(createStore(db, file));
  } catch (problem) {
    return failed('store-failed', `${file} cannot be opened: ${(problem as Error).message}`);
  }
}

function createStore(db: DatabaseSync, file: string): LogStore {
  const one = <T>(sql: string) => {
    const statement = db.prepare(sql);
    return (...values: SQLInputValue[]) => statement.get(...values) as T | undefined;
  };
  const all = <T>(sql: string) => {
    const statement = db.prepare(sql);
    return (...values: SQLInputValue[]) => statement.all(...values) as T[];
  };
  const run = (sql: string) => {
    const statement = db.prepare(sql);
    return (...values: SQLInputValue[]) => statement.run(...values);
  };

  const officeByName = one<{ id: number; size: number }>('SELECT id, size FROM office WHERE name = ?');
  const statementsOf = all<{ bytes: Bytes }>(
    'SELECT bytes FROM statement WHERE office = ? ORDER BY sequence'
  );
  const roomsOf = all<{
    id: number;
    name: string;
    number: number;
    hash: Bytes;
    floor: number;
    floor_hash: Bytes | null;
    covers: number | null;
    manifest: Bytes | null;
  }>('SELECT * FROM room WHERE office = ?');
  const chainsOf = all<{ client: number; device: string; sequence: number; hash: Bytes }>(
    'SELECT client, device, sequence, hash FROM chain WHERE room = ?'
  );
  const seenOf = all<{ device: string; at: number }>('SELECT device, at FROM seen WHERE office = ?');
  const officesByDevice = all<{ name: string }>(
    'SELECT office.name FROM seen JOIN office ON office.id = seen.office WHERE seen.device = ?'
  );
  const roomByName = one<{ id: number; number: number }>(
    'SELECT room.id, room.number FROM room JOIN office ON office.id = room.office WHERE office.name = ? AND room.name = ?'
  );
  const after = db.prepare('SELECT id, hash, bytes FROM segment WHERE id > ? AND id < ? ORDER BY id');
  const byPlace = one<{ id: number; hash: Bytes }>(
    'SELECT id, hash FROM segment WHERE room = ? AND client = ? AND sequence = ?'
  );
  const byHash = one<{ id: number; hash: Bytes; bytes: Bytes }>(
    'SELECT id, hash, bytes FROM segment WHERE part = 1 AND room = ? AND hash = ?'
  );
  const lastUpTo = all<{ client: number; device: string; sequence: number; hash: Bytes }>(
    'SELECT client, device, max(sequence) AS sequence, hash FROM segment WHERE id > ? AND id <= ? GROUP BY client'
  );

  const addOffice = run('INSERT INTO office (name, at) VALUES (?, ?)');
  const addStatement = run('INSERT INTO statement (office, sequence, bytes) VALUES (?, ?, ?)');
  const countStatements = one<{ n: number }>('SELECT count(*) AS n FROM statement WHERE office = ?');
  const addRoom = run('INSERT INTO room (office, name, number, hash) VALUES (?, ?, 0, zeroblob(32))');
  const setRoom = run('UPDATE room SET number = ?, hash = ? WHERE id = ?');
  const addSegment = run(
    'INSERT INTO segment (id, room, client, sequence, device, part, at, hash, bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)'
  );
  const setChain = run(
    'INSERT INTO chain (room, client, device, sequence, hash) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET device = excluded.device, sequence = excluded.sequence, hash = excluded.hash'
  );
  const grow = run('UPDATE office SET size = size + ? WHERE id = ?');
  const setSnapshot = run('UPDATE room SET covers = ?, manifest = ? WHERE id = ?');
  const setSeen = run(
    'INSERT INTO seen (office, device, at) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET at = excluded.at'
  );

  // Rows of offices and rooms are asked for with every segment; their ids never change.
  const officeIds = new Map<string, number>();
  const roomIds = new Map<string, number>();
  /** Of the last commits' rooms; nobody else writes to this file. */
  const lastNumbers = new Map<number, number>();
  function officeId(name: string): number {
    let id = officeIds.get(name);
    if (id === undefined) {
      id = officeByName(name)?.id;
      if (id === undefined) throw new Error('This office is not here.');
      if (officeIds.size >= 10_000) officeIds.clear();
      officeIds.set(name, id);
    }
    return id;
  }
  function roomId(office: string, name: string, make = false): number | undefined {
    const place = `${office}/${name}`;
    let id = roomIds.get(place);
    if (id === undefined) {
      id = roomByName(office, name)?.id;
      if (id === undefined && make) id = Number(addRoom(officeId(office), name).lastInsertRowid);
      if (id === undefined) return undefined;
      if (roomIds.size >= 100_000) roomIds.clear();
      roomIds.set(place, id);
    }
    return id;
  }

  function apply(changes: readonly Change[]): ReadonlyMap<number, { readonly number: number }> {
    // A room's head, a chain's and the office's size are written once a commit, however many segments it has.
    const rooms = new Map<number, { number: number; hash: Bytes }>();
    const chains = new Map<string, [number, number, string, number, Bytes]>();
    const sizes = new Map<number, number>();
    const add = (office: number, bytes: number) => sizes.set(office, (sizes.get(office) ?? 0) + bytes);
    for (const change of changes) {
      if (change.kind === 'office') {
        addOffice(change.office, change.at);
        continue;
      }
      const office = officeId(change.office);
      if (change.kind === 'statement') {
        if (countStatements(office)!.n !== change.sequence)
          throw new Error(`Statement ${change.sequence} is not the next.`);
        addStatement(office, change.sequence, change.bytes);
      } else if (change.kind === 'seen') {
        setSeen(office, change.device, change.at);
      } else {
        const room = roomId(change.office, change.room, true)!;
        if (change.kind === 'snapshot') {
          setSnapshot(change.covers, change.manifest, room);
          add(office, change.manifest.length);
          continue;
        }
        const last =
          rooms.get(room)?.number ?? lastNumbers.get(room) ?? roomByName(change.office, change.room)!.number;
        if (change.number !== last + 1) throw new Error(`Segment ${change.number} does not follow ${last}.`);
        const { clientId, sequence, device, hash, bytes } = change;
        addSegment(
          room * ROOM + change.number,
          room,
          clientId,
          sequence,
          device,
          change.part ? 1 : 0,
          change.at,
          hash,
          bytes
        );
        rooms.set(room, { number: change.number, hash });
        chains.set(`${room}/${clientId}`, [room, clientId, device, sequence, hash]);
        add(office, bytes.length);
      }
    }
    for (const [room, { number, hash }] of rooms) setRoom(number, hash, room);
    for (const chain of chains.values()) setChain(...chain);
    for (const [office, bytes] of sizes) grow(bytes, office);
    return rooms;
  }

  return {
    officesOf: async (device) => officesByDevice(device).map(({ name }) => name),
    readOffice: async (name) => {
      const office = officeByName(name);
      if (!office) return undefined;
      const rooms = roomsOf(office.id);
      return {
        statements: statementsOf(office.id).map(({ bytes }) => bytes),
        rooms: rooms.map((room): RoomHead => ({
          room: room.name,
          number: room.number,
          hash: room.hash,
          floor: room.floor,
          floorHash: room.floor_hash ?? undefined,
          snapshot: room.manifest ? { covers: room.covers!, manifest: room.manifest } : undefined
        })),
        chains: rooms.flatMap((room) =>
          chainsOf(room.id).map(({ client, device, sequence, hash }) => ({
            room: room.name,
            clientId: client,
            device,
            sequence,
            hash
          }))
        ),
        size: office.size,
        seen: new Map(seenOf(office.id).map(({ device, at }) => [device, at]))
      };
    },
    readSegments: async (office, name, number, limit) => {
      const room = roomId(office, name);
      const found: StoredSegment[] = [];
      if (room === undefined) return found;
      let size = 0;
      for (const row of after.iterate(room * ROOM + number, (room + 1) * ROOM)) {
        const { id, hash, bytes } = row as unknown as { id: number; hash: Bytes; bytes: Bytes };
        size += bytes.length;
        if (found.length > 0 && size > limit) break;
        found.push({ number: id - room * ROOM, hash, bytes });
      }
      return found;
    },
    findSegment: async (office, name, clientId, sequence) => {
      const room = roomId(office, name);
      const row = room === undefined ? undefined : byPlace(room, clientId, sequence);
      return row && { number: row.id - room! * ROOM, hash: row.hash };
    },
    findParts: async (office, name, hashes) => {
      const room = roomId(office, name);
      if (room === undefined) return [];
      return hashes.flatMap((hash) => {
        const row = byHash(room, hash);
        return row ? [{ number: row.id - room * ROOM, hash: row.hash, bytes: row.bytes }] : [];
      });
    },
    chainsUpTo: async (office, name, covers) => {
      const room = roomId(office, name);
      if (room === undefined) return [];
      return lastUpTo(room * ROOM, room * ROOM + covers).map(({ client, device, sequence, hash }) => ({
        clientId: client,
        device,
        sequence,
        hash
      }));
    },
    commit: async (changes) => {
      try {
        db.exec('BEGIN IMMEDIATE');
        const rooms = apply(changes);
        db.exec('COMMIT');
        if (lastNumbers.size > 10_000) lastNumbers.clear();
        for (const [room, { number }] of rooms) lastNumbers.set(room, number);
        return ok(undefined);
      } catch (problem) {
        if (db.isTransaction) db.exec('ROLLBACK');
        // Rows made in the failed transaction are gone with it.
        roomIds.clear();
        lastNumbers.clear();
        officeIds.clear();
        return failed(isFull(problem) ? 'disk-full' : 'store-failed', (problem as Error).message);
      }
    },
    trim: async (before) => trim(db, before),
    measure: async () => {
      const { n } = db.prepare('SELECT count(*) AS n FROM office').get() as { n: number };
      return { offices: n, bytes: sizeOf(file) + sizeOf(`${file}-wal`) };
    },
    close: async () => {
      if (db.isOpen) db.close();
    }
  };
}

function trim(db: DatabaseSync, before: number): number {
  const rooms = db.prepare('SELECT id, office, covers, floor FROM room WHERE covers > floor').all() as {
    id: number;
    office: number;
    covers: number;
    floor: number;
  }[];
  const firstKept = db.prepare(
    'SELECT id FROM segment WHERE id > ? AND id < ? AND (id > ? OR at >= ?) ORDER BY id LIMIT 1'
  );
  let gone = 0;
  for (const { id: room, office, covers, floor } of rooms) {
    const start = room * ROOM + floor;
    const covered = room * ROOM + covers;
    const kept = firstKept.get(start, (room + 1) * ROOM, covered, before) as { id: number } | undefined;
    const last = Math.min(covered, (kept?.id ?? covered + 1) - 1);
    if (last <= start) continue;
    db.exec('BEGIN IMMEDIATE');
    try {
      const { hash } = db.prepare('SELECT hash FROM segment WHERE id = ?').get(last) as { hash: Bytes };
      const { size } = db
        .prepare('SELECT sum(length(bytes)) AS size FROM segment WHERE id > ? AND id <= ?')
        .get(start, last) as { size: number };
      db.prepare('UPDATE room SET floor = ?, floor_hash = ? WHERE id = ?').run(
        last - room * ROOM,
        hash,
        room
      );
      db.prepare('UPDATE office SET size = size - ? WHERE id = ?').run(size, office);
      gone += Number(db.prepare('DELETE FROM segment WHERE id > ? AND id <= ?').run(start, last).changes);
      db.exec('COMMIT');
    } catch (problem) {
      if (db.isTransaction) db.exec('ROLLBACK');
      throw problem;
    }
  }
  return gone;
}

const SQLITE_FULL = 13;
const isFull = (problem: unknown): boolean =>
  ((problem as { errcode?: number }).errcode ?? 0) % 256 === SQLITE_FULL;

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
