/** Undo and redo of one's own actions: what each action wrote, and how to write the opposite. */
import type { RecordId } from '../base/ids.ts';
import type { UndoReport } from './office.ts';
import type { Stamp } from './stamp.ts';

/** One register that an action wrote. A creation is a step too: before it, the record was in the trash. */
export interface Step {
  readonly id: RecordId;
  readonly register: string;
  /** JSON of what was shown before, and its stamp. */
  readonly before: string;
  readonly beforeStamp: Stamp;
  /** What the action wrote; when its opposite is undone in turn, the stamp that says the same again. */
  stamp: Stamp;
}

export interface Action {
  readonly label: string;
  readonly steps: Step[];
}

/** Actions kept; a day's work of a busy desk. */
const LIMIT = 500;

export function createUndo(deps: {
  /** The stamps of the register's leaves now; nothing where the record is gone. */
  leaves(step: Step): readonly Stamp[] | undefined;
  /** Writes JSON over a register. Writing what is shown already writes nothing. */
  write(step: Step, json: string): void;
  /** Runs `act` as one action and returns what it wrote. */
  perform(label: string, act: () => void): Action;
}) {
  const done: Action[] = [];
  const undone: Action[] = [];

  /** What was shown before is shown again under a new stamp: earlier steps must know it as theirs. */
  function adopt(step: Step, pending: readonly Step[]): void {
    if (step.beforeStamp === '') return; // a creation: nothing was written before it
    const stamp = deps.leaves(step)![0]!;
    for (const earlier of [...[...done, ...undone].flatMap(({ steps }) => steps), ...pending])
      if (earlier.id === step.id && earlier.register === step.register && earlier.stamp === step.beforeStamp)
        earlier.stamp = stamp;
  }

  /** Writes what stood before; what was changed since is left as it is. */
  function takeBack(steps: readonly Step[]): Omit<UndoReport, 'label'> {
    const changed = new Set<RecordId>();
    const left: { id: RecordId; field: string }[] = [];
    for (const step of [...steps].reverse()) {
      const leaves = deps.leaves(step);
      if (leaves?.length === 1 && leaves[0] === step.stamp) {
        deps.write(step, step.before);
        adopt(step, steps);
        changed.add(step.id);
      } else left.push({ id: step.id, field: step.register });
    }
    return { changed: [...changed], left };
  }

  function reverse(from: Action[], to: Action[]): UndoReport | undefined {
    const action = from.pop();
    if (!action) return undefined;
    let report: Omit<UndoReport, 'label'> = { changed: [], left: [] };
    const opposite = deps.perform(action.label, () => (report = takeBack(action.steps)));
    if (opposite.steps.length > 0) to.push(opposite);
    return { label: action.label, ...report };
  }

  return {
    add: (action: Action): void => {
      done.push(action);
      if (done.length > LIMIT) done.shift();
      undone.length = 0;
    },
    takeBack,
    undo: () => reverse(done, undone),
    redo: () => reverse(undone, done),
    get undoLabel() {
      return done.at(-1)?.label;
    },
    get redoLabel() {
      return undone.at(-1)?.label;
    }
  };
}
