/**
 * Leases of client ids: rule 5. A tab writes with an id of its own, held by a Web Lock for as long as the tab
 * lives, so two tabs never go on the same chain. Where all are taken the device gives itself eight more. The
 * locks' names, `anteroom/OFFICE/client/ID`, also tell who is alone with an office.
 */
import type { Result } from '../base/result.ts';
import { ok } from '../base/result.ts';
import { ROSTER_VERSION, type IdsStatement } from '../protocol/roster.ts';
import { signStatement } from '../identity/statements.ts';
import { createClientIds } from './found-office.ts';
import { keysOf } from './layout.ts';
import type { OfficeContext } from './office-context.ts';

export interface Lease {
  readonly clientId: number;
  release(): void;
}

export async function leaseClientId(
  context: OfficeContext,
  without: ReadonlySet<number> = new Set()
): Promise<Result<Lease>> {
  const retired = new Set((await context.deps.store.get<number[]>(keysOf(context.officeId).retired)) ?? []);
  for (;;) {
    const ids = context.roster.devices.get(context.deviceId)!.clientIds;
    for (const clientId of ids) {
      if (without.has(clientId) || retired.has(clientId)) continue;
      const release = await context.deps.locks.tryHold(`anteroom/${context.officeId}/client/${clientId}`);
      if (release) return ok({ clientId, release });
    }
    await addClientIds(context);
    const again = await context.refreshRoster();
    if (!again.ok) return again;
  }
}

/** Appended only where nobody else appended in between; who loses the race finds the winner's ids. */
async function addClientIds({ roster, deviceId, keyring, officeId, deps }: OfficeContext): Promise<void> {
  const place = keysOf(officeId);
  const taken = [...roster.devices.values()].flatMap(({ clientIds }) => clientIds);
  const statement: IdsStatement = {
    version: ROSTER_VERSION,
    kind: 'ids',
    sequence: roster.length,
    previous: roster.head,
    at: deps.clock.now(),
    by: deviceId,
    clientIds: createClientIds(deps.random, taken)
  };
  const { bytes } = await signStatement(statement, keyring.signing);
  await deps.store.commit([place.statement(roster.length)], ([standing]) => ({
    put: standing ? [] : [[place.statement(roster.length), bytes]],
    result: undefined
  }));
}
