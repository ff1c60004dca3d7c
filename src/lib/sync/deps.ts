/** The device as the log sees it, handed in so that tests can hold it in their hands. */
import type { Clock } from '../base/clock.ts';
import type { Random } from '../base/random.ts';
import type { DeviceStore } from './device-store.ts';

/** Held by one tab at a time; a tab that dies gives back what it held. */
export interface Locks {
  /** Nothing where another tab holds it; else how to give it back. */
  tryHold(name: string): Promise<(() => void) | undefined>;
  /** Waits until no other tab holds it. Nothing where `signal` was aborted while waiting. */
  hold(name: string, signal: AbortSignal): Promise<(() => void) | undefined>;
}

/** Time that passes, handed in so that tests can let it pass. */
export interface Timers {
  /** Calls `work` once, that many milliseconds from now. Returns how to call it off. */
  after(milliseconds: number, work: () => void): () => void;
}

/** Reaches the other tabs of this browser, not this one. */
export interface Channel {
  post(message: unknown): void;
  listen(hear: (message: unknown) => void): void;
  close(): void;
}

export interface DeviceDeps {
  readonly store: DeviceStore;
  readonly random: Random;
  readonly clock: Clock;
  readonly locks: Locks;
  connect(name: string): Channel;
}
