/**
 * How a statement reaches the roster: made on its last one, signed, judged here first, and made again when
 * somebody else was faster, for as long as the rules allow it. Where it goes is a line: the office server's, or,
 * for an office without one, this device's own store.
 */
import { bytesToBase64url, bytesToUtf8, type Bytes } from '../base/bytes.ts';
import type { Clock } from '../base/clock.ts';
import { failed, ok, type Result } from '../base/result.ts';
import { rosterCrypto, signStatement } from '../identity/statements.ts';
import {
  extendRoster,
  ROSTER_VERSION,
  type ChainHead,
  type Draft,
  type Roster,
  type Statement
} from '../protocol/roster.ts';
import { keysOf, type Head } from './layout.ts';
import { t } from './membership-text.ts';
import type { OfficeContext } from './office-context.ts';

/** A replica's `roster` is one. After `append` resolves, what it changed or was behind of is in the device's store. */
export interface RosterLine {
  /**
   * Appends one statement, made on the roster's last. Failures: `roster-behind`, `roster-refused`, `heads-moved`,
   * `invitation-expired`, `server-unreachable`.
   */
  append(statement: Bytes): Promise<Result<true>>;
  /** For 30 s nothing is taken from these devices; where their chains end. */
  hold(devices: readonly string[]): Promise<Result<readonly ChainHead[]>>;
}

export interface Signer {
  readonly id: string;
  readonly signing: CryptoKey;
}

export interface RosterPort {
  /** As it is now. */
  roster(): Promise<Result<Roster>>;
  /** Resolves with the roster behind the statement. `make` is asked again for each roster that it must be made on. */
  append(
    make: (roster: Roster) => Promise<Result<Draft>> | Result<Draft>,
    signer?: Signer
  ): Promise<Result<Roster>>;
  hold(devices: readonly string[]): Promise<Result<readonly ChainHead[]>>;
}

const ATTEMPTS = 8;

export function createRosterPort(
  line: RosterLine,
  own: Signer,
  read: () => Promise<Result<Roster>>,
  clock: Clock
): RosterPort {
  return {
    roster: read,
    hold: (devices) => line.hold(devices),
    append: async (make, signer = own) => {
      for (let attempt = 1; ; attempt++) {
        const current = await read();
        if (!current.ok) return current;
        const roster = current.value;
        if (roster.newer) return { ok: false, error: roster.newer };
        const draft = await make(roster);
        if (!draft.ok) return draft;
        const at = clock.now();
        const statement = {
          ...draft.value,
          version: ROSTER_VERSION,
          sequence: roster.length,
          previous: roster.head,
          at,
          by: signer.id
        } as Statement;
        const { bytes } = await signStatement(statement, signer.signing);
        const judged = await extendRoster(roster, bytes, rosterCrypto, { now: at });
        if (!judged.ok) return judged;
        const appended = await line.append(bytes);
        if (appended.ok) return judged;
        const moved = appended.error.tag === 'roster-behind' || appended.error.tag === 'heads-moved';
        if (!moved || attempt === ATTEMPTS) return appended;
      }
    }
  };
}

/** Of an office that lives on this device only. */
export function createLocalLine(context: OfficeContext): RosterLine {
  const { store } = context.deps;
  const place = keysOf(context.officeId);
  return {
    append: async (bytes) => {
      const { statement } = JSON.parse(bytesToUtf8(bytes)) as { statement: Statement };
      const current = await context.refreshRoster();
      if (!current.ok) return current;
      const judged = await extendRoster(current.value, bytes, rosterCrypto);
      if (!judged.ok) return judged;
      const at = place.statement(statement.sequence);
      const first = await store.commit([place.meta, at], ([meta, standing]) => ({
        put: meta && !standing ? [[at, bytes]] : [],
        result: meta !== undefined && standing === undefined
      }));
      await context.refreshRoster();
      return first ? ok(true) : failed('roster-behind', t('behind'));
    },
    hold: async (devices) => {
      const clientIds = new Set(
        devices.flatMap((device) => context.roster.devices.get(device)?.clientIds ?? [])
      );
      const heads = await store.entries<Head>({ prefix: place.allHeads });
      return ok(
        heads
          .filter(([key]) => clientIds.has(Number(key[3])))
          .map(([key, { sequence, hash }]): ChainHead => [
            String(key[2]),
            Number(key[3]),
            sequence,
            bytesToBase64url(hash)
          ])
      );
    }
  };
}
