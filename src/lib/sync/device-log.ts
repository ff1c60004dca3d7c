/**
 * An office's log on this device, opened by one tab: the DeviceLog that the store is given. Wires roster and
 * keys (office-context.ts), the leased client id (lease.ts) and rooms (room-log.ts) to the other tabs.
 */
import { base64urlToBytes } from '../base/bytes.ts';
import { ok, type Result } from '../base/result.ts';
import type { DeviceDeps } from './deps.ts';
import { isFailure, StoreError } from './device-store.ts';
import { placeToRoomKey } from './judge.ts';
import { keysOf, type RoomRecord } from './layout.ts';
import { leaseClientId, type Lease } from './lease.ts';
import type { DeviceLog, RoomAddress } from './log.ts';
import { openContext, readNames, reasonNotToWrite } from './office-context.ts';
import type { Covered } from './make-snapshot.ts';
import { createPresencePort } from './presence-port.ts';
import { createRoomLog, type OpenRoomLog } from './room-log.ts';

interface Announcement extends RoomAddress {
  readonly room: string;
}

const isAnnouncement = (message: unknown): message is Announcement =>
  typeof message === 'object' &&
  message !== null &&
  ['room', 'compartment', 'shard'].every(
    (name) => typeof (message as Record<string, unknown>)[name] === 'string'
  );

/** What the leading tab says when that room's log has grown long: whoever has it open appends a snapshot's parts. */
export interface SnapshotWanted {
  readonly snapshot: string;
  readonly covered: Covered;
}

const isSnapshotWanted = (message: unknown): message is SnapshotWanted =>
  typeof message === 'object' && message !== null && 'snapshot' in message && 'covered' in message;

/** What a tab says to the others after it has added to the roster. */
export const ROSTER_CHANGED = 'roster';

/** What the leading tab says when this device's client ids were taken out of use: rule 5. */
export const IDS_RETIRED = 'retired';

/**
 * Failures: `no-office`, `keys-lost`, `office-lost`, `roster-damaged`, `roster-newer`, `storage-full`,
 * `storage-failed`. A roster that only goes on in a way this build does not know opens read-only.
 */
export async function openDeviceLog(officeId: string, deps: DeviceDeps): Promise<Result<DeviceLog>> {
  try {
    return await open(officeId, deps);
  } catch (error) {
    if (isFailure(error)) return { ok: false, error: { tag: error.tag, message: error.message } };
    throw error;
  }
}

async function open(officeId: string, deps: DeviceDeps): Promise<Result<DeviceLog>> {
  const opened = await openContext(officeId, deps);
  if (!opened.ok) return opened;
  const context = opened.value;
  const { keyring, deviceId } = context;
  let names = await readNames(context);

  const channel = deps.connect(`anteroom/${officeId}`);
  const leases: Lease[] = [];
  let retired = new Set<number>();
  const lease = async (without: ReadonlySet<number>): Promise<Result<number>> => {
    const held = leases.find(({ clientId }) => !without.has(clientId) && !retired.has(clientId));
    if (held) return ok(held.clientId);
    const own = context.roster.devices.get(deviceId)!.clientIds;
    // Nothing is ever written, so any id will do; and the roster cannot be extended.
    if (reasonNotToWrite(context)) return ok(own[0]!);
    const before = context.roster.length;
    const leased = await leaseClientId(context, without);
    if (!leased.ok) return leased;
    // The office server must know an id before it takes anything under it.
    if (context.roster.length > before) channel.post(ROSTER_CHANGED);
    leases.push(leased.value);
    return ok(leased.value.clientId);
  };
  const first = await lease(new Set());
  if (!first.ok) return first;

  const presenceChannel = deps.connect(`anteroom/${officeId}/presence`);
  const roomListeners = new Set<(address: RoomAddress) => void>();
  const rosterListeners = new Set<() => void>();
  const openRooms = new Map<string, OpenRoomLog>();
  const known = new Set<string>();
  const rooms = async (): Promise<RoomAddress[]> => {
    const records = await deps.store.entries<RoomRecord>({ prefix: keysOf(officeId).rooms });
    for (const [key] of records) known.add(String(key[2]));
    return records.map(([, { compartment, shard }]) => ({ compartment, shard }));
  };
  await rooms();
  /** Reads who is in the office and what they may do again. */
  const rosterChanged = async (): Promise<void> => {
    await context.refreshRoster();
    names = await readNames(context);
    for (const hear of rosterListeners) hear();
  };
  const idsRetired = async (): Promise<void> => {
    retired = new Set((await deps.store.get<number[]>(keysOf(officeId).retired)) ?? []);
    for (const room of openRooms.values()) await room.idsRetired(retired);
  };
  /** One tab at a time: the next one finds a log that has gone on. */
  const appendSnapshot = async ({ snapshot, covered }: SnapshotWanted): Promise<void> => {
    const room = openRooms.get(snapshot);
    const release = room && (await deps.locks.tryHold(`anteroom/${officeId}/snapshot`));
    if (!release) return;
    try {
      await room.appendSnapshot(covered);
    } finally {
      release();
    }
  };
  channel.listen((message) => {
    if (isSnapshotWanted(message)) return void appendSnapshot(message).catch(() => {});
    if (message === ROSTER_CHANGED) return void rosterChanged().catch(() => {});
    if (message === IDS_RETIRED) return void idsRetired().catch(() => {});
    if (!isAnnouncement(message)) return;
    const { room, compartment, shard } = message;
    void openRooms.get(room)?.catchUp();
    if (known.has(room)) return;
    known.add(room);
    for (const hear of roomListeners) hear({ compartment, shard });
  });

  return ok({
    officeId,
    name: names.principal,
    deviceId,
    clientId: first.value,
    get members() {
      return names.members;
    },
    get compartments() {
      return names.compartments;
    },
    onRoster: (hear) => {
      const own = () => hear();
      rosterListeners.add(own);
      return () => rosterListeners.delete(own);
    },
    presence: createPresencePort(presenceChannel, deviceId),
    get readOnly() {
      return reasonNotToWrite(context);
    },
    rooms,
    open: async (address) => {
      const { compartment, shard } = address;
      const place = {
        compartment: base64urlToBytes(compartment),
        room: await keyring.roomName(compartment, shard)
      };
      const room = placeToRoomKey(place);
      const before = openRooms.get(room);
      if (before) return before;
      known.add(room);
      const log = createRoomLog({
        context,
        address: { compartment, shard },
        place,
        leaseFor: async (damaged) => {
          const leased = await lease(damaged);
          if (!leased.ok) throw new StoreError(leased.error);
          return leased.value;
        },
        announce: () => channel.post({ room, compartment, shard } satisfies Announcement)
      });
      openRooms.set(room, log);
      return log;
    },
    onRoom: (hear) => {
      const own = (address: RoomAddress) => hear(address);
      roomListeners.add(own);
      return () => roomListeners.delete(own);
    },
    close: async () => {
      await Promise.all([...openRooms.values()].map((room) => room.settled()));
      channel.close();
      presenceChannel.close();
      for (const { release } of leases) release();
    }
  });
}
