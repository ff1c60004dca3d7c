/** The log store without a disk, for tests and simulations. `copy` is what a backup would hold at that moment. */
import { equalBytes, type Bytes } from '../src/lib/base/bytes.ts';
import { failed, ok } from '../src/lib/base/result.ts';
import type { Change, LogStore, SegmentChange } from './log-store.ts';

interface Room {
  readonly segments: SegmentChange[];
  floor: number;
  floorHash: Bytes | undefined;
  snapshot: { covers: number; manifest: Bytes } | undefined;
  /** Heads outlive what was trimmed: the last trimmed segment of each chain. */
  readonly trimmed: Map<number, SegmentChange>;
}
interface Office {
  readonly statements: Bytes[];
  readonly rooms: Map<string, Room>;
  readonly seen: Map<string, number>;
}

export interface MemoryLogStore extends LogStore {
  copy(): MemoryLogStore;
}

export function createMemoryLogStore(offices = new Map<string, Office>()): MemoryLogStore {
  const roomOf = (office: string, room: string) => offices.get(office)?.rooms.get(room);
  const lastNumber = (room: Room | undefined) => (room?.floor ?? 0) + (room ? room.segments.length : 0);

  function refusal(changes: readonly Change[]): string | undefined {
    const numbers = new Map<string, number>();
    const known = new Set(offices.keys());
    for (const change of changes) {
      if (change.kind === 'office') {
        if (known.has(change.office)) return 'This office is here already.';
        known.add(change.office);
      } else if (!known.has(change.office)) return 'This office is not here.';
      const place = change.kind === 'segment' ? `${change.office}/${change.room}` : `${change.office}`;
      if (change.kind === 'segment') {
        const last = numbers.get(place) ?? lastNumber(roomOf(change.office, change.room));
        if (change.number !== last + 1) return `Segment ${change.number} does not follow ${last}.`;
        numbers.set(place, change.number);
      } else if (change.kind === 'statement') {
        const next = numbers.get(place) ?? offices.get(change.office)?.statements.length ?? 0;
        if (change.sequence !== next) return `Statement ${change.sequence} is not number ${next}.`;
        numbers.set(place, next + 1);
      }
    }
    return undefined;
  }

  function apply(change: Change): void {
    if (change.kind === 'office') {
      offices.set(change.office, { statements: [], rooms: new Map(), seen: new Map() });
      return;
    }
    const office = offices.get(change.office)!;
    if (change.kind === 'statement') return void office.statements.push(change.bytes);
    if (change.kind === 'seen') return void office.seen.set(change.device, change.at);
    let room = office.rooms.get(change.room);
    if (!room) {
      room = { segments: [], floor: 0, floorHash: undefined, snapshot: undefined, trimmed: new Map() };
      office.rooms.set(change.room, room);
    }
    if (change.kind === 'segment') room.segments.push(change);
    else room.snapshot = { covers: change.covers, manifest: change.manifest };
  }

  function chainsOf(room: Room, upTo = Infinity): Map<number, SegmentChange> {
    const last = new Map<number, SegmentChange>();
    for (const segment of room.segments) if (segment.number <= upTo) last.set(segment.clientId, segment);
    return last;
  }

  const store: MemoryLogStore = {
    officesOf: async (device) =>
      [...offices].filter(([, { seen }]) => seen.has(device)).map(([office]) => office),
    readOffice: async (id) => {
      const office = offices.get(id);
      if (!office) return undefined;
      let size = 0;
      for (const { segments, snapshot } of office.rooms.values()) {
        for (const { bytes } of segments) size += bytes.length;
        size += snapshot?.manifest.length ?? 0;
      }
      return {
        statements: [...office.statements],
        rooms: [...office.rooms].map(([room, { segments, floor, floorHash, snapshot }]) => ({
          room,
          number: floor + segments.length,
          hash: (segments.at(-1)?.hash ?? floorHash)!,
          floor,
          floorHash,
          snapshot
        })),
        chains: [...office.rooms].flatMap(([name, room]) =>
          [...new Map([...room.trimmed, ...chainsOf(room)]).values()].map(
            ({ clientId, device, sequence, hash }) => ({ room: name, clientId, device, sequence, hash })
          )
        ),
        size,
        seen: new Map(office.seen)
      };
    },
    readSegments: async (office, name, after, bytes) => {
      const room = roomOf(office, name);
      const found = [];
      let size = 0;
      for (const segment of room?.segments.slice(Math.max(0, after - room.floor)) ?? []) {
        size += segment.bytes.length;
        if (found.length > 0 && size > bytes) break;
        found.push({ number: segment.number, hash: segment.hash, bytes: segment.bytes });
      }
      return found;
    },
    findSegment: async (office, room, clientId, sequence) =>
      roomOf(office, room)?.segments.find((one) => one.clientId === clientId && one.sequence === sequence),
    findParts: async (office, room, hashes) =>
      roomOf(office, room)?.segments.filter(
        (one) => one.part && hashes.some((hash) => equalBytes(hash, one.hash))
      ) ?? [],
    chainsUpTo: async (office, name, covers) => {
      const room = roomOf(office, name);
      return room ? [...chainsOf(room, covers).values()] : [];
    },
    commit: async (changes) => {
      const refused = refusal(changes);
      if (refused) return failed('store-failed', refused);
      changes.forEach(apply);
      return ok(undefined);
    },
    trim: async (before) => {
      let gone = 0;
      for (const office of offices.values())
        for (const room of office.rooms.values()) {
          const covers = room.snapshot?.covers ?? 0;
          const kept = room.segments.findIndex(({ number, at }) => number > covers || at >= before);
          const removed = room.segments.splice(0, kept === -1 ? room.segments.length : kept);
          if (removed.length === 0) continue;
          for (const segment of removed) room.trimmed.set(segment.clientId, segment);
          gone += removed.length;
          room.floor = removed.at(-1)!.number;
          room.floorHash = removed.at(-1)!.hash;
        }
      return gone;
    },
    measure: async () => ({ offices: offices.size, bytes: 0 }),
    close: async () => {},
    copy: () =>
      createMemoryLogStore(
        new Map(
          [...offices].map(([id, { statements, rooms, seen }]) => [
            id,
            {
              statements: [...statements],
              rooms: new Map(
                [...rooms].map(([name, room]) => [
                  name,
                  { ...room, segments: [...room.segments], trimmed: new Map(room.trimmed) }
                ])
              ),
              seen: new Map(seen)
            }
          ])
        )
      )
  };
  return store;
}
