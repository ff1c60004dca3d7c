/**
 * Group commit: what is handed in within some milliseconds reaches the disk together. Everybody is told in the
 * order in which they came. After a failure everything that waits fails too, since it was judged on heads that
 * never came to be.
 */
import { failed, type Result } from '../src/lib/base/result.ts';
import { COMMIT_SIZE, COMMIT_WAIT } from './limits.ts';
import type { Change, LogStore } from './log-store.ts';

export interface Timers {
  /** Returns how to call it off. */
  after(milliseconds: number, run: () => void): () => void;
}

export interface Writer {
  /** `settled` hears once whether all of these are on the disk; it must not throw. */
  add(changes: readonly Change[], settled: (result: Result<void>) => void): void;
  /** When everything handed in so far is settled. */
  flush(): Promise<void>;
}

interface Entry {
  readonly changes: readonly Change[];
  readonly settled: (result: Result<void>) => void;
}

export function createWriter(deps: {
  readonly store: Pick<LogStore, 'commit'>;
  readonly timers: Timers;
}): Writer {
  let waiting: Entry[] = [];
  let size = 0;
  let callOff: (() => void) | undefined;
  let committing: Promise<void> | undefined;

  async function commit(): Promise<void> {
    while (waiting.length > 0) {
      const entries = waiting;
      waiting = [];
      size = 0;
      const changes = entries.flatMap((entry) => entry.changes);
      let result: Result<void>;
      try {
        result = changes.length === 0 ? { ok: true, value: undefined } : await deps.store.commit(changes);
      } catch (problem) {
        result = failed('store-failed', (problem as Error).message);
      }
      // Told at once and without a pause, so that nothing is judged between a failure and those who wait on it.
      for (const entry of entries) entry.settled(result);
      if (!result.ok) {
        const doomed = waiting;
        waiting = [];
        size = 0;
        for (const entry of doomed) entry.settled(result);
      }
    }
  }

  function start(): Promise<void> {
    callOff?.();
    callOff = undefined;
    committing ??= commit().finally(() => {
      committing = undefined;
      if (waiting.length > 0) void start();
    });
    return committing;
  }

  return {
    add: (changes, settled) => {
      waiting.push({ changes, settled });
      size += changes.length;
      if (size >= COMMIT_SIZE) void start();
      else if (!committing) callOff ??= deps.timers.after(COMMIT_WAIT, () => void start());
    },
    flush: async () => {
      while (waiting.length > 0 || committing) await start();
    }
  };
}
