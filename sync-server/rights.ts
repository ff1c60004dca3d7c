/**
 * What the relay asks of a roster: who is this device, what may it read and write, where did its removal cut its
 * chains off, who may knock. The roster's own verifier decides (src/lib/protocol/roster*.ts); this looks things up
 * quickly, since it is asked for every segment and every reader.
 */
import { base64urlToBytes, bytesToUtf8, type Bytes } from '../src/lib/base/bytes.ts';
import { isFullMember, levelOf, mayHaveWritten } from '../src/lib/protocol/roster-rights.ts';
import type { Roster, RosterDevice } from '../src/lib/protocol/roster.ts';

export interface DeviceRights {
  readonly id: string;
  /** Ed25519 public key. */
  readonly signing: Bytes;
  readonly clientIds: ReadonlySet<number>;
  /** Its member is principal or secretary; false for a removed device. */
  readonly full: boolean;
  reads(compartment: string): boolean;
  writes(compartment: string): boolean;
  /** Whether what lies in a log under that epoch's key may be its own. */
  wrote(compartment: string, epoch: number): boolean;
  /** Of a removed device: its chains' last segments that count, by `room clientId`. */
  readonly frontier: NonNullable<RosterDevice['removed']>['heads'] | undefined;
}

export interface Rights {
  device(id: string): DeviceRights | undefined;
  /** The compartment's current epoch; 0 where there is no such compartment. */
  epoch(compartment: string): number;
}

export const frontierKey = (room: string, clientId: number) => `${room} ${clientId}`;

export function rosterToRights(roster: Roster): Rights {
  const epochs = new Map(roster.compartments.map(({ id, epoch }) => [id, epoch]));
  const devices = new Map<string, DeviceRights>();
  for (const device of roster.devices.values()) {
    const levels = new Map(roster.compartments.map(({ id }) => [id, levelOf(roster, device.id, id)]));
    const level = (compartment: string) => levels.get(compartment) ?? 'none';
    devices.set(device.id, {
      id: device.id,
      signing: device.signing,
      clientIds: new Set(device.clientIds),
      full: isFullMember(roster, device.id),
      reads: (compartment) => level(compartment) !== 'none',
      writes: (compartment) => level(compartment) === 'write',
      wrote: (compartment, epoch) => mayHaveWritten(roster, device.id, compartment, epoch),
      frontier: device.removed?.heads
    });
  }
  return {
    device: (id) => devices.get(id),
    epoch: (compartment) => epochs.get(compartment) ?? 0
  };
}

const DAY = 24 * 3600_000;

/**
 * The key of an invitation that may knock: open and in time; or used, as long as its request waits, and for a day
 * more, so that the device that asked hears how it ended.
 */
export function knockingKey(roster: Roster, id: string, now: number): Bytes | undefined {
  const invitation = roster.invitations.get(id);
  if (!invitation || invitation.state === 'closed') return undefined;
  const waits = [...roster.requests.values()].some((one) => one.invitation === id && one.state === 'open');
  const until = invitation.state === 'open' ? invitation.until : invitation.until + DAY;
  return waits || now <= until ? base64urlToBytes(invitation.key) : undefined;
}

type Head = readonly [room: string, clientId: number, sequence: number, hash: string];

/** What a statement says it is, before it is believed: for deciding whether it may be handed in. */
export interface StatementFacts {
  readonly kind: string;
  /** Of a `join`: the invitation it uses. */
  readonly invitation: unknown;
  /** Of a `revoke`. */
  readonly devices: readonly string[];
  readonly heads: readonly Head[];
}

export function readStatement(bytes: Bytes): StatementFacts | undefined {
  try {
    const { statement } = JSON.parse(bytesToUtf8(bytes)) as { statement: Record<string, unknown> };
    const { kind, invitation, devices, heads } = statement;
    return {
      kind: String(kind),
      invitation,
      devices: Array.isArray(devices) ? devices : [],
      heads: Array.isArray(heads) ? heads : []
    };
  } catch {
    return undefined;
  }
}

/** Whether two lists name the same ends, in any order. */
export const areSameHeads = (a: readonly Head[], b: readonly Head[]): boolean => {
  const text = (heads: readonly Head[]) => heads.map((head) => JSON.stringify(head)).sort();
  return JSON.stringify(text(a)) === JSON.stringify(text(b));
};

/** Whether every chain stands at or before the head that is named for it. */
export const isWithinHeads = (heads: readonly Head[], named: readonly Head[]): boolean =>
  heads.every(([room, clientId, sequence]) =>
    named.some((one) => one[0] === room && one[1] === clientId && one[2] >= sequence)
  );
