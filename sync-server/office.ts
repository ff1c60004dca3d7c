/**
 * One office that somebody is connected to: its roster's rights and the ends of its rooms and chains, as they are on
 * the disk and as they will be once everything that waits is. No document, and no segment stays in memory.
 */
import type { Bytes } from '../src/lib/base/bytes.ts';
import type { Result } from '../src/lib/base/result.ts';
import { extendRoster, verifyRoster, type Roster } from '../src/lib/protocol/roster.ts';
import { toRosterCrypto, type RelayCrypto } from './crypto.ts';
import type { LogStore } from './log-store.ts';
import { compartmentOf, toBytes, toText } from './names.ts';
import { rosterToRights, type Rights } from './rights.ts';
import type { Session } from './session.ts';

export interface Chain {
  readonly clientId: number;
  device: string;
  sequence: number;
  hash: Bytes;
}

export interface Room {
  readonly name: string;
  readonly compartment: string;
  /** Of the last segment taken, on the disk or on its way. */
  number: number;
  /** Of the last segment on the disk. */
  committed: number;
  committedHash: Bytes;
  floor: number;
  floorHash: Bytes | undefined;
  snapshot: { readonly covers: number; readonly manifest: Bytes } | undefined;
  readonly chains: Map<number, Chain>;
}

export interface OfficeDeps {
  readonly store: LogStore;
  readonly crypto: RelayCrypto;
  /** When everything handed to the disk so far is there, or refused. */
  flush(): Promise<void>;
}

export class Office {
  readonly id: string;
  readonly idBytes: Bytes;
  readonly sessions = new Set<Session>();
  /** Until when nothing is taken from a device. */
  readonly held = new Map<string, number>();
  readonly leases = new Map<string, { readonly device: string; readonly until: number }>();
  statements: Bytes[] = [];
  roster!: Roster;
  rights!: Rights;
  rooms = new Map<string, Room>();
  size = 0;
  seen = new Map<string, number>();
  /** How much is on its way to the disk. */
  pending = 0;
  /** A commit failed: what is here may be further than the disk. */
  stale = false;
  #tail: Promise<void> = Promise.resolve();
  #tasks = 0;
  readonly #deps: OfficeDeps;

  constructor(id: string, deps: OfficeDeps) {
    this.id = id;
    this.idBytes = toBytes(id);
    this.#deps = deps;
  }

  get idle(): boolean {
    return this.sessions.size === 0 && this.#tasks === 0 && this.pending === 0;
  }

  /** One after the other, each on what the one before left. */
  run(task: () => Promise<void> | void): Promise<void> {
    this.#tasks++;
    const done = this.#tail
      .then(async () => {
        if (this.stale) {
          // What is on its way would be missing from what the disk says.
          await this.#deps.flush();
          await this.load();
        }
        await task();
      })
      .finally(() => void this.#tasks--);
    this.#tail = done.catch(() => {});
    return done;
  }

  /** From the disk. Nothing where the office is not there. Throws where its roster cannot be read: it was when it came. */
  async load(): Promise<boolean> {
    const stored = await this.#deps.store.readOffice(this.id);
    if (!stored) return false;
    if (!this.rights || this.statements.length !== stored.statements.length) {
      const roster = await verifyRoster(stored.statements, toRosterCrypto(this.#deps.crypto));
      if (!roster.ok) throw new Error(`The roster of an office cannot be read: ${roster.error.tag}`);
      this.statements = [...stored.statements];
      this.setRoster(roster.value);
    }
    this.rooms = new Map(
      stored.rooms.map((room) => [
        room.room,
        {
          name: room.room,
          compartment: compartmentOf(room.room),
          number: room.number,
          committed: room.number,
          committedHash: room.hash,
          floor: room.floor,
          floorHash: room.floorHash,
          snapshot: room.snapshot,
          chains: new Map()
        }
      ])
    );
    for (const { room, clientId, device, sequence, hash } of stored.chains)
      this.rooms.get(room)?.chains.set(clientId, { clientId, device, sequence, hash });
    this.size = stored.size;
    this.seen = new Map(stored.seen);
    this.stale = false;
    return true;
  }

  room(name: string): Room {
    let room = this.rooms.get(name);
    if (!room) {
      room = {
        name,
        compartment: compartmentOf(name),
        number: 0,
        committed: 0,
        committedHash: new Uint8Array(32),
        floor: 0,
        floorHash: undefined,
        snapshot: undefined,
        chains: new Map()
      };
      this.rooms.set(name, room);
    }
    return room;
  }

  setRoster(roster: Roster): void {
    this.roster = roster;
    this.rights = rosterToRights(roster);
  }

  /** The roster with this statement behind what is here. Without a time: it was here before, when it was in time. */
  extend(statement: Bytes, now: number | undefined): Promise<Result<Roster>> {
    const gate = now === undefined ? undefined : { now };
    return extendRoster(this.roster, statement, toRosterCrypto(this.#deps.crypto), gate);
  }

  /** As it is on the disk, for the wire. */
  headOf(room: Room): [string, number, string] {
    return [room.name, room.committed, toText(room.committedHash)];
  }

  headsOf(room: Room, which: (chain: Chain) => boolean = () => true): [string, number, number, string][] {
    return [...room.chains.values()]
      .filter(which)
      .map(({ clientId, sequence, hash }) => [room.name, clientId, sequence, toText(hash)]);
  }

  isHeld(device: string, now: number): boolean {
    const until = this.held.get(device);
    if (until === undefined) return false;
    if (until > now) return true;
    this.held.delete(device);
    return false;
  }

  mayRead(device: string | undefined, compartment: string): boolean {
    const rights = device === undefined ? undefined : this.rights.device(device);
    return rights !== undefined && rights.frontier === undefined && rights.reads(compartment);
  }
}
