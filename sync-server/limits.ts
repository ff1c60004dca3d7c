/** What the relay allows before it refuses. Each can be set from outside (settings.ts). */
import { FRAME_LIMIT } from '../src/lib/protocol/limits.ts';

export interface RelayLimits {
  /** Bytes of one message. */
  readonly frame: number;
  /** Messages a second and connection, on average; ten times as many at once. */
  readonly messages: number;
  /** Bytes a second and connection that are taken in, on average; ten seconds' worth at once. */
  readonly upload: number;
  readonly connections: number;
  readonly connectionsOfOffice: number;
  /** Bytes an office may take on the disk. */
  readonly quota: number;
  /** Bytes waiting for one reader from which on it gets nothing live until they are gone. */
  readonly slow: number;
  /** Statements of one roster, and bytes of them all. */
  readonly statements: number;
  readonly roster: number;
  /** Messages that make no sense, until the connection is closed. */
  readonly malformed: number;
  /**
   * Signatures a second that are verified of segments which a device pushes of its own, on a line on which it proved
   * its key; beyond that the line vouches for them. All others are always verified (docs/decisions/011).
   */
  readonly signatures: number;
  /** Milliseconds for saying who one is. */
  readonly introduction: number;
}

export const defaultLimits: RelayLimits = {
  frame: FRAME_LIMIT,
  messages: 400,
  upload: 16 * 1024 * 1024,
  connections: 5000,
  connectionsOfOffice: 500,
  quota: 4 * 1024 * 1024 * 1024,
  slow: 1024 * 1024,
  statements: 10_000,
  roster: 16 * 1024 * 1024,
  malformed: 8,
  signatures: 100,
  introduction: 30_000
};

/** Fixed by the design, told to whom it concerns in docs/relay-protocol.md. */
export const BEAT = 10_000;
export const HOLD = 30_000;
export const LEASE = 60_000;
export const KEEP = 90 * 24 * 3600_000;
export const PRESENCE_LIMIT = 8 * 1024;
/** Group commit: so long is waited for company, and so many segments share one at most. */
export const COMMIT_WAIT = 8;
export const COMMIT_SIZE = 256;
