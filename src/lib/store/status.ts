/** What an office knows about itself: whether everything is saved, what is still opening, what was kept aside. */
import type { Failure } from '../base/result.ts';
import type { OfficeState, SaveState } from './office.ts';

/** One part of the office that saves on its own: a shard, the notes. */
export interface Saver {
  saving(): void;
  saved(): void;
  /** The commit failed; what was written is kept in memory and tried again. */
  failing(problem: Failure): void;
  /** Something was kept aside because it could not be trusted or read. */
  quarantined(problem: Failure): void;
  /** So many changes that came in wait for something before them that is missing. */
  waiting(count: number): void;
}

export interface Status {
  readonly state: OfficeState;
  createSaver(): Saver;
  setOpening(shards: readonly string[]): void;
  /** Calls the listeners; the next reader gets a fresh state. */
  tell(): void;
  subscribe(listener: () => void): () => void;
}

/** `isQuiet` holds back the listeners while an action runs: it tells them once when it ends. */
export function createStatus(isQuiet: () => boolean): Status {
  const listeners = new Set<() => void>();
  const unsaved = new Set<Saver>();
  let opening: readonly string[] = [];
  let problems: readonly Failure[] = [];
  const waiting = new Map<Saver, number>();
  let save: SaveState = { state: 'saved' };
  let state: OfficeState | undefined;

  function setSave(next: SaveState): void {
    if (next.state === save.state && next.state !== 'failing') return;
    save = next;
    if (isQuiet()) state = undefined;
    else status.tell();
  }

  const status: Status = {
    get state() {
      const all = [...waiting.values()].reduce((sum, count) => sum + count, 0);
      return (state ??= { save, opening, problems, waiting: all });
    },
    createSaver: () => {
      const saver: Saver = {
        saving: () => {
          unsaved.add(saver);
          setSave({ state: 'saving' });
        },
        saved: () => {
          unsaved.delete(saver);
          if (unsaved.size === 0) setSave({ state: 'saved' });
        },
        failing: (problem) => setSave({ state: 'failing', problem }),
        quarantined: (problem) => {
          // One bad chain is one problem, however many parts of it were kept aside.
          if (problems.some(({ tag, message }) => tag === problem.tag && message === problem.message)) return;
          problems = [...problems, problem];
          state = undefined;
          if (!isQuiet()) status.tell();
        },
        waiting: (count) => {
          if ((waiting.get(saver) ?? 0) === count) return;
          waiting.set(saver, count);
          state = undefined;
          if (!isQuiet()) status.tell();
        }
      };
      return saver;
    },
    setOpening: (shards) => {
      opening = shards;
      state = undefined;
    },
    tell: () => {
      state = undefined;
      for (const listener of [...listeners]) listener();
    },
    subscribe: (listener) => {
      const own = () => listener();
      listeners.add(own);
      return () => listeners.delete(own);
    }
  };
  return status;
}
