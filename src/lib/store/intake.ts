/**
 * The way into a document. Each update is judged, waits while something before it is missing, and is applied
 * whole or not at all. Nothing with a gap ever reaches Yjs, which would try all that waits again each time
 * something comes in: 8,000 updates behind one missing took it 54 seconds.
 */
import type { Failure } from '../base/result.ts';
import type { RoomUpdate } from '../sync/log.ts';
import type { Judge } from './judge.ts';

export interface IntakeDeps {
  readonly judge: Judge;
  /** How many structs of that client are here. */
  stateOf(client: number): number;
  /** Throws only where `judge` overlooked something; the document is then not to be trusted any more. */
  apply(update: RoomUpdate): void;
  rejected(update: RoomUpdate, reason: Failure): void;
}

export interface Intake {
  take(update: RoomUpdate): void;
  /** How many updates wait for something that is missing. */
  readonly waiting: number;
  /** Client ids of which nothing more is taken. */
  readonly retired: ReadonlySet<number>;
}

interface Waiting {
  readonly update: RoomUpdate;
  readonly clock: number;
}

export function createIntake(deps: IntakeDeps, retired: Set<number> = new Set()): Intake {
  /** By the client whose structs are missing, those that need the least first. */
  const waiting = new Map<number, Waiting[]>();

  /** A queue, since one that came may free ten thousand that waited, each behind the one before. */
  const ready: RoomUpdate[] = [];
  let busy = false;

  function take(update: RoomUpdate): void {
    ready.push(update);
    if (busy) return;
    busy = true;
    try {
      for (let at = 0; at < ready.length; at++) takeOne(ready[at]!);
    } finally {
      busy = false;
      ready.length = 0;
    }
  }

  function takeOne(update: RoomUpdate): void {
    const { from } = update;
    if (from && retired.has(from.clientId)) return;
    if (!from) {
      // A checkpoint's part: judged when it was made, and it may bring what anything waits for.
      deps.apply(update);
      wake(waiting.keys());
      return;
    }
    const judgement = deps.judge(update);
    if (!judgement.ok) {
      retire(from.clientId);
      deps.rejected(update, judgement.error);
      return;
    }
    for (const [client, clock] of judgement.needs) {
      if (deps.stateOf(client) >= clock) continue;
      wait(client, { update, clock });
      return;
    }
    deps.apply(update);
    wake(judgement.clients);
  }

  function wait(client: number, one: Waiting): void {
    if (!waiting.has(client)) waiting.set(client, []);
    const queue = waiting.get(client)!;
    let at = queue.length;
    while (at > 0 && queue[at - 1]!.clock > one.clock) at--;
    queue.splice(at, 0, one);
  }

  function wake(clients: Iterable<number>): void {
    for (const client of [...clients]) {
      const queue = waiting.get(client);
      if (!queue) continue;
      const state = deps.stateOf(client);
      const still = queue.findIndex(({ clock }) => clock > state);
      const freed = queue.splice(0, still < 0 ? queue.length : still);
      if (queue.length === 0) waiting.delete(client);
      for (const { update } of freed) ready.push(update);
    }
  }

  function retire(clientId: number): void {
    retired.add(clientId);
    for (const [client, queue] of waiting) {
      const left = queue.filter(({ update }) => update.from?.clientId !== clientId);
      if (left.length > 0) waiting.set(client, left);
      else waiting.delete(client);
    }
  }

  return {
    take,
    get waiting() {
      let count = 0;
      for (const queue of waiting.values()) count += queue.length;
      return count;
    },
    retired
  };
}
