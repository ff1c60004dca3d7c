/**
 * A device log in memory, for tests and for what need not outlive the page. Logs made from one hub behave
 * like tabs of one browser: each has a client id of its own and hears what the others append.
 */
import type { DeviceLog, RoomAddress, RoomLog, SegmentKind } from './log.ts';

interface Room {
  readonly address: RoomAddress;
  readonly segments: {
    readonly clientId: number;
    readonly kind: SegmentKind;
    readonly bytes: Uint8Array<ArrayBuffer>;
  }[];
  readonly listeners: Set<{ readonly clientId: number; readonly hear: (update: Uint8Array) => void }>;
}

export interface MemoryHub {
  /** A further tab. */
  connect(clientId: number): DeviceLog;
  /** Holds back what tabs append from the others, until `together`. */
  apart(): void;
  together(): void;
}

export function createMemoryHub(deviceId = 'device-1'): MemoryHub {
  const rooms = new Map<string, Room>();
  let held: (() => void)[] | undefined;
  const deliver = (act: () => void): void => void (held ? held.push(act) : act());
  const roomListeners = new Set<{ clientId: number; hear: (address: RoomAddress) => void }>();
  const compartments = (['office', 'private', 'finance'] as const).map((kind) => ({
    id: kind,
    kind,
    name: kind
  }));

  const connect = (clientId: number): DeviceLog => {
    const openRoom = (room: Room): RoomLog => ({
      read: async () => ({
        updates: room.segments.filter(({ kind }) => kind !== 'archive').map(({ bytes }) => bytes),
        problems: [],
        clientId
      }),
      archives: async () => room.segments.filter(({ kind }) => kind === 'archive').map(({ bytes }) => bytes),
      append: async (bytes, kind = 'edits') => {
        room.segments.push({ clientId, kind, bytes: new Uint8Array(bytes) });
        if (kind === 'archive') return;
        for (const listener of room.listeners)
          if (listener.clientId !== clientId) deliver(() => listener.hear(bytes));
      },
      onUpdate: (hear) => {
        const listener = { clientId, hear };
        room.listeners.add(listener);
        return () => room.listeners.delete(listener);
      },
      wantsCheckpoint: () => false,
      checkpoint: async () => {}
    });
    return {
      officeId: 'memory',
      name: 'Helena Marsh',
      deviceId,
      members: [{ id: 'member-1', name: 'Anna Reed', devices: [deviceId] }],
      clientId,
      compartments,
      rooms: async () => [...rooms.values()].map(({ address }) => address),
      open: async (address) => {
        const key = `${address.compartment}/${address.shard}`;
        let room = rooms.get(key);
        if (!room) {
          room = { address, segments: [], listeners: new Set() };
          rooms.set(key, room);
          for (const other of roomListeners)
            if (other.clientId !== clientId) deliver(() => other.hear(address));
        }
        return openRoom(room);
      },
      onRoom: (hear) => {
        const listener = { clientId, hear };
        roomListeners.add(listener);
        return () => roomListeners.delete(listener);
      },
      close: async () => {}
    };
  };
  return {
    connect,
    apart: () => void (held ??= []),
    together: () => {
      const waiting = held ?? [];
      held = undefined;
      for (const act of waiting) act();
    }
  };
}

export const createMemoryLog = (clientId = 1): DeviceLog => createMemoryHub().connect(clientId);
