/** The real device: this browser's database, Web Locks and BroadcastChannel. */
import { systemClock } from '../base/clock.ts';
import { systemRandom } from '../base/random.ts';
import type { Channel, DeviceDeps, Locks, Timers } from './deps.ts';
import { createDeviceStore } from './device-store.ts';

export const DATABASE = 'anteroom';

export const createBrowserDeps = (): DeviceDeps => ({
  store: createDeviceStore(indexedDB, DATABASE),
  random: systemRandom,
  clock: systemClock,
  locks: createWebLocks(navigator.locks),
  connect: connectBroadcast
});

export const createWebLocks = (manager: LockManager): Locks => ({
  tryHold: (name) =>
    new Promise((resolve, reject) => {
      manager
        .request(name, { ifAvailable: true }, (lock) => {
          if (!lock) return resolve(undefined);
          // Held until this promise resolves.
          return new Promise<void>((release) => resolve(release));
        })
        .catch(reject);
    }),
  hold: (name, signal) =>
    new Promise((resolve, reject) => {
      manager
        .request(name, { signal }, () => new Promise<void>((release) => resolve(release)))
        .catch((error: unknown) => (signal.aborted ? resolve(undefined) : reject(error as Error)));
    })
});

export const browserTimers: Timers = {
  after: (milliseconds, work) => {
    const timer = setTimeout(work, milliseconds);
    return () => clearTimeout(timer);
  }
};

export function connectBroadcast(name: string): Channel {
  const channel = new BroadcastChannel(name);
  let closed = false;
  return {
    // What was on its way when the page let go of the office has nobody to be told to.
    post: (message) => {
      if (!closed) channel.postMessage(message);
    },
    listen: (hear) => {
      channel.onmessage = (event: MessageEvent<unknown>) => hear(event.data);
    },
    close: () => {
      closed = true;
      channel.close();
    }
  };
}
