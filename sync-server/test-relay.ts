/** A relay for tests: in memory, with a clock that stands until it is moved and timers that run when asked. */
import { systemRandom } from '../src/lib/base/random.ts';
import { createRelayCrypto } from './crypto.ts';
import { COMMIT_WAIT } from './limits.ts';
import { createMemoryLogStore } from './log-store-memory.ts';
import { createRelay, type Relay, type RelayDeps } from './relay.ts';

export const time = { now: Date.UTC(2026, 10, 23, 9) };

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** Group commit happens at once; everything else when the clock is moved. */
export function createTestRelay(
  deps: Partial<RelayDeps> = {}
): Relay & { /** Lets time pass. */ pass(milliseconds: number): Promise<void> } {
  const timers = new Set<Timer>();
  const relay = createRelay({
    store: createMemoryLogStore(),
    clock: { now: () => time.now },
    timers: {
      after: (milliseconds, run) => {
        if (milliseconds <= COMMIT_WAIT) {
          queueMicrotask(run);
          return () => {};
        }
        const timer = { at: time.now + milliseconds, run };
        timers.add(timer);
        return () => void timers.delete(timer);
      }
    },
    random: systemRandom,
    crypto: createRelayCrypto(),
    ...deps
  });
  const pass = async (milliseconds: number) => {
    const until = time.now + milliseconds;
    for (;;) {
      const [next] = [...timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
      if (!next) break;
      timers.delete(next);
      time.now = Math.max(time.now, next.at);
      next.run();
      await settled();
    }
    time.now = until;
  };
  return Object.assign(relay, { pass });
}

/** Everything that needs no time has happened. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
