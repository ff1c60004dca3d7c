/**
 * A device log in memory, for tests and for what need not outlive the page. Logs made from one hub behave
 * like tabs of one browser, or, where a device is named, like devices that are always online: each has a
 * client id of its own and hears what the others append.
 */
import type { Failure } from '../base/result.ts';
import type {
  DeviceLog,
  LogCompartment,
  Member,
  PresenceMessage,
  RetiredChain,
  RoomAddress,
  RoomLog,
  RoomUpdate,
  SegmentKind
} from './log.ts';

interface Segment {
  readonly clientId: number;
  readonly device: string;
  readonly kind: SegmentKind;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Counts the room's segments. */
  readonly place: number;
}

interface Reader {
  readonly clientId: number;
  hear(segment: Segment): void;
}

interface Room {
  readonly address: RoomAddress;
  readonly segments: Segment[];
  readonly readers: Set<Reader>;
}

export interface MemoryHub {
  /** A further tab; of another device where one is named. Its member is the one who lists that device. */
  connect(clientId: number, device?: string): DeviceLog;
  /** Who is in the office from now on; everybody hears of it. */
  setMembers(members: readonly Member[]): void;
  /** What a member may do; what is not named, nothing. Without it everybody may write everywhere. */
  setLevels(member: string, levels: Readonly<Record<string, 'read' | 'write'>>): void;
  addCompartment(compartment: { readonly id: string; readonly kind: string; readonly name: string }): void;
  /** Puts a segment into a room as somebody with a modified app could: signed, in order, with any content. */
  inject(
    address: RoomAddress,
    segment: { clientId: number; device: string; kind?: SegmentKind; bytes: Uint8Array }
  ): void;
  /** Tells the tab with this client id that its chain in that room was retired. */
  retire(address: RoomAddress, clientId: number, fresh: number): void;
  /** What was rejected, by whom it was written and why. */
  readonly rejected: readonly { readonly from: RoomUpdate['from']; readonly reason: Failure }[];
  /** Holds back what tabs append from the others, until `together`. */
  apart(): void;
  together(): void;
}

export function createMemoryHub(firstDevice = 'device-1'): MemoryHub {
  const rooms = new Map<string, Room>();
  let held: (() => void)[] | undefined;
  const deliver = (act: () => void): void => void (held ? held.push(act) : act());
  const roomListeners = new Set<{ clientId: number; hear: (address: RoomAddress) => void }>();
  const rosterListeners = new Set<() => void>();
  const retiredListeners = new Set<{ key: string; clientId(): number; hear(retired: RetiredChain): void }>();
  const presences = new Set<{ clientId: number; topic: string; hear(message: PresenceMessage): void }>();
  const rejected: { from: RoomUpdate['from']; reason: Failure }[] = [];
  const outOfUse = new Map<string, Map<number, { readonly from: number; readonly reason: Failure }>>();
  const levels = new Map<string, Readonly<Record<string, 'read' | 'write'>>>();
  let compartments: readonly { id: string; kind: string; name: string }[] = (
    ['office', 'private', 'finance'] as const
  ).map((kind) => ({ id: kind, kind, name: kind }));
  let members: readonly Member[] = [
    { id: 'member-1', name: 'Anna Reed', devices: [firstDevice], role: 'secretary' }
  ];

  const memberOf = (device: string) => members.find(({ devices }) => devices.includes(device));
  const addressToKey = ({ compartment, shard }: RoomAddress) => `${compartment}/${shard}`;
  const tellRoster = () => [...rosterListeners].forEach((hear) => hear());

  function roomAt(address: RoomAddress, by?: number): Room {
    const key = addressToKey(address);
    let room = rooms.get(key);
    if (!room) {
      room = { address, segments: [], readers: new Set() };
      rooms.set(key, room);
      for (const other of roomListeners) if (other.clientId !== by) deliver(() => other.hear(address));
    }
    return room;
  }

  function take(room: Room, given: Omit<Segment, 'place'>): void {
    const segment = { ...given, place: room.segments.length };
    room.segments.push(segment);
    for (const reader of room.readers)
      if (reader.clientId !== segment.clientId) deliver(() => reader.hear(segment));
  }

  const connect = (clientId: number, deviceId = firstDevice): DeviceLog => {
    const segmentToUpdate = ({ bytes, clientId: writer, device, kind }: Segment): RoomUpdate => {
      const fullMember = members.length === 1 || (memberOf(device)?.role ?? 'assistant') !== 'assistant';
      return { bytes, from: { clientId: writer, device, kind, fullMember } };
    };
    const levelsHere = () => levels.get(memberOf(deviceId)?.id ?? '');
    const mayRead = (compartment: string) => !levelsHere() || levelsHere()![compartment] !== undefined;
    let compartmentsHere: readonly LogCompartment[] = [];
    const placeLevels = () => {
      compartmentsHere = compartments
        .filter(({ id }) => mayRead(id))
        .map((one) => ({ ...one, level: levelsHere()?.[one.id] ?? 'write' }));
    };
    placeLevels();

    const openRoom = (room: Room): RoomLog => {
      const key = addressToKey(room.address);
      let writing = clientId;
      const unused =
        outOfUse.get(`${deviceId}/${key}`) ??
        new Map<number, { readonly from: number; readonly reason: Failure }>();
      outOfUse.set(`${deviceId}/${key}`, unused);
      const placeOf = new WeakMap<RoomUpdate, number>();
      const isInUse = (segment: Segment) => segment.place < (unused.get(segment.clientId)?.from ?? Infinity);
      const handOut = (segment: Segment): RoomUpdate => {
        const update = segmentToUpdate(segment);
        placeOf.set(update, segment.place);
        return update;
      };
      return {
        read: async () => ({
          updates: room.segments
            .filter((segment) => segment.kind !== 'archive' && isInUse(segment))
            .map((segment) => handOut(segment)),
          problems: [...unused.values()].map(({ reason }) => reason),
          clientId: writing
        }),
        archives: async () =>
          room.segments.filter(({ kind }) => kind === 'archive').map(({ bytes }) => bytes),
        append: async (bytes, kind = 'edits') =>
          take(room, { clientId: writing, device: deviceId, kind, bytes: new Uint8Array(bytes) }),
        onUpdate: (hear) => {
          const reader: Reader = {
            clientId,
            hear: (segment) => {
              if (segment.kind !== 'archive' && isInUse(segment)) hear(handOut(segment));
            }
          };
          room.readers.add(reader);
          return () => room.readers.delete(reader);
        },
        reject: async (update, reason) => {
          const { from } = update;
          rejected.push({ from, reason });
          if (from) unused.set(from.clientId, { from: placeOf.get(update)!, reason });
        },
        onRetired: (hear) => {
          const listener = {
            key,
            clientId: () => writing,
            hear: (retired: RetiredChain) => {
              writing = retired.clientId;
              hear(retired);
            }
          };
          retiredListeners.add(listener);
          return () => retiredListeners.delete(listener);
        },
        wantsCheckpoint: () => false,
        checkpoint: async () => {},
        onSnapshot: () => () => {}
      };
    };

    return {
      officeId: 'memory',
      name: 'Helena Marsh',
      deviceId,
      clientId,
      get members() {
        return members;
      },
      get compartments() {
        return compartmentsHere;
      },
      onRoster: (hear) => {
        const own = () => {
          placeLevels();
          hear();
        };
        rosterListeners.add(own);
        return () => rosterListeners.delete(own);
      },
      presence: {
        send: (compartment, topic, bytes) => {
          if (held) return; // nobody is online
          for (const other of presences)
            if (other.topic === topic && other.clientId !== clientId)
              other.hear({ compartment, device: deviceId, bytes: new Uint8Array(bytes) });
        },
        listen: (topic, hear) => {
          const listener = {
            clientId,
            topic,
            hear: (message: PresenceMessage) => {
              if (mayRead(message.compartment)) hear(message);
            }
          };
          presences.add(listener);
          return () => presences.delete(listener);
        }
      },
      rooms: async () =>
        [...rooms.values()].map(({ address }) => address).filter(({ compartment }) => mayRead(compartment)),
      open: async (address) => openRoom(roomAt(address, clientId)),
      onRoom: (hear) => {
        const listener = {
          clientId,
          hear: (address: RoomAddress) => {
            if (mayRead(address.compartment)) hear(address);
          }
        };
        roomListeners.add(listener);
        return () => roomListeners.delete(listener);
      },
      close: async () => {}
    };
  };

  return {
    connect,
    setMembers: (next) => {
      members = next;
      tellRoster();
    },
    setLevels: (member, granted) => {
      levels.set(member, granted);
      tellRoster();
    },
    addCompartment: (compartment) => {
      compartments = [...compartments, compartment];
      tellRoster();
    },
    inject: (address, { clientId, device, kind = 'edits', bytes }) =>
      take(roomAt(address), { clientId, device, kind, bytes: new Uint8Array(bytes) }),
    retire: (address, clientId, fresh) => {
      const key = addressToKey(address);
      const room = rooms.get(key)!;
      const lost = room.segments.filter((segment) => segment.clientId === clientId);
      room.segments.splice(0, Infinity, ...room.segments.filter((segment) => !lost.includes(segment)));
      for (const listener of retiredListeners)
        if (listener.key === key && listener.clientId() === clientId)
          listener.hear({
            clientId: fresh,
            lost: lost.map(({ bytes, device, kind }) => ({
              bytes,
              from: { clientId, device, kind, fullMember: true }
            })),
            done: async () => {}
          });
    },
    rejected,
    apart: () => void (held ??= []),
    together: () => {
      const waiting = held ?? [];
      held = undefined;
      for (const act of waiting) act();
    }
  };
}

export const createMemoryLog = (clientId = 1): DeviceLog => createMemoryHub().connect(clientId);
