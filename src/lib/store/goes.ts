/**
 * One action done in several goes: the page is painted between them, and whoever began it can stop it. Stopped
 * or failing, all of it is taken back: what was edited as undo does it, what was made is deleted for good, or
 * lies in the trash where this member may not delete.
 */
import { TRASH, type Entry } from './entry.ts';
import type { UndoReport } from './office.ts';
import type { Rights } from './rights.ts';
import type { Action, Step } from './undo.ts';

/** Steps taken back at once. */
const SLICE = 1000;

export interface GoesDeps {
  /** Runs `act`; what it wrote is added to `into`. */
  perform<T>(act: () => T, into?: Step[]): T;
  readonly undo: { add(action: Action): void; takeBack(steps: readonly Step[]): Omit<UndoReport, 'label'> };
  readonly rights: Rights;
  entryOf(id: string): Entry;
  purge(entry: Entry): void;
}

export function createGoes({ perform, undo, rights, entryOf, purge }: GoesDeps) {
  const mayDelete = ({ id }: Step): boolean =>
    rights.fullMember && rights.mayWrite(entryOf(id).shard.address.compartment);
  const isCreation = (step: Step): boolean => step.register === TRASH && step.beforeStamp === '';

  async function takeBack(steps: Step[], pause: () => Promise<unknown>): Promise<void> {
    while (steps.length > 0) {
      const slice = steps.splice(-SLICE);
      const made = new Set(slice.filter((step) => isCreation(step) && mayDelete(step)));
      perform(() => {
        undo.takeBack(slice.filter((step) => !made.has(step)));
        for (const { id } of made) purge(entryOf(id));
      });
      await pause();
    }
  }

  /** Each turn of `goes` does a part and tells how far it is, 0 to 1; `pause` resolves to false to stop. */
  return async function inGoes(
    label: string,
    goes: Iterable<number>,
    pause: (part: number) => Promise<boolean>
  ): Promise<boolean> {
    const made: Action = { label, steps: [] };
    const turns = goes[Symbol.iterator]();
    let done = 0;
    try {
      for (;;) {
        const turn = perform(() => turns.next(), made.steps);
        if (turn.done) break;
        done = turn.value;
        if (await pause(done)) continue;
        await takeBack(made.steps, () => pause(done));
        return false;
      }
    } catch (problem) {
      await takeBack(made.steps, () => pause(done));
      throw problem;
    }
    if (made.steps.length > 0) undo.add(made);
    return true;
  };
}
