/** What a verified chain of statements says: who is in the office, on which devices, with which rights. */
import type { Bytes } from '../base/bytes.ts';
import type { Failure } from '../base/result.ts';
import type { FoundStatement, Level, Role, StatementOf } from './roster-statements.ts';

export interface ChainEndAtRemoval {
  readonly sequence: number;
  readonly hash: string;
}

export interface RosterDevice {
  readonly id: string;
  readonly member: string;
  readonly signing: Bytes;
  readonly agreement: Bytes;
  readonly clientIds: readonly number[];
  readonly kind: 'device' | 'kit';
  /** Sealed; the founding device has none until it is renamed. */
  readonly name?: string | undefined;
  /** Milliseconds since 1970, by the clock of who let it in. */
  readonly since: number;
  /** Set when it was removed. Its last segments that count, by `room clientId`; of other chains none does. */
  readonly removed?:
    { readonly at: number; readonly heads: ReadonlyMap<string, ChainEndAtRemoval> } | undefined;
}

export interface RosterMember {
  readonly id: string;
  /** Sealed. */
  readonly name: string;
  readonly role: Role;
  /** By compartment; what is not in it is `none`. */
  readonly levels: ReadonlyMap<string, Level>;
  /** Compartments in which writing was taken away, with the last epoch in which this member may have written. */
  readonly wrote: ReadonlyMap<string, number>;
}

export interface RosterCompartment {
  readonly id: string;
  readonly kind: FoundStatement['compartments'][number]['kind'] | 'custom' | 'only-me';
  /** Sealed under the first epoch's key. */
  readonly name: string;
  /** Of the current key; counts from 1. */
  readonly epoch: number;
  /** The key before each epoch from 2 on, sealed under that epoch's. */
  readonly past: ReadonlyMap<number, string>;
  /** Somebody who could read it no longer may, and still knows the current key. */
  readonly due: boolean;
}

export interface RosterInvitation extends Readonly<StatementOf<'invite'>['invitation']> {
  /** Sealed. */
  readonly secret: string;
  readonly by: string;
  readonly at: number;
  /** `closed`: who invited was removed before it was used. */
  readonly state: 'open' | 'used' | 'closed';
}

/** A device that asks to come in. */
export interface RosterRequest extends Readonly<StatementOf<'join'>['device']> {
  readonly invitation: string;
  /** Sealed. */
  readonly about: string;
  readonly at: number;
  /** Hash of the `join` statement, from which both sides' code is made. */
  readonly statement: string;
  readonly state: 'open' | 'admitted' | 'declined';
}

export interface Roster {
  readonly officeId: string;
  readonly foundedAt: number;
  readonly about: string;
  /** Hash of the last statement, which the next one names. */
  readonly head: string;
  /** How many statements. */
  readonly length: number;
  readonly root: string;
  readonly members: ReadonlyMap<string, RosterMember>;
  /** Removed ones too: what they wrote before stays theirs. */
  readonly devices: ReadonlyMap<string, RosterDevice>;
  /** The first is the one that everybody in the office can read; names are sealed under its key. */
  readonly compartments: readonly RosterCompartment[];
  readonly invitations: ReadonlyMap<string, RosterInvitation>;
  /** By device. */
  readonly requests: ReadonlyMap<string, RosterRequest>;
  /** A statement that this build does not know stands in it: the office can be read, not written. */
  readonly newer?: Failure | undefined;
}
