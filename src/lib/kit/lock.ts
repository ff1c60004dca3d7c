/**
 * The app's lock on this device. It hides what is on screen from whoever passes by; what lies on the device is
 * sealed no more and no less than without it.
 */
import type { Result } from '../base/result.ts';
import type { Subscribable } from '../store/office.ts';

/** Hides everything at once, from any page and any field. */
export const LOCK_KEYS = 'mod+shift+l';

export interface AppLock extends Subscribable {
  readonly locked: boolean;
  /** Neither: no lock is set up. */
  readonly ways: { readonly pin: boolean; readonly device: boolean };
  /** Minutes without a touch of key or screen until it locks by itself; 0: never. */
  readonly idleMinutes: number;
  /** Wrong PINs so far make the next try wait: until when, milliseconds. */
  readonly nextTry: number;
  /** Whether this device can be asked for its own fingerprint, face or PIN. */
  canAskDevice(): Promise<boolean>;
  /** Sets the PIN, four digits or more; or takes the lock away altogether. */
  setPin(pin: string): Promise<Result<true>>;
  /** Asks the device once, so that it can unlock from then on. Needs a PIN, for when it does not answer. */
  addDevice(): Promise<Result<true>>;
  removeDevice(): void;
  remove(): void;
  setIdleMinutes(minutes: number): void;
  /** Hides this and every other tab at once; false where no lock is set up. */
  lock(): boolean;
  unlockWithPin(pin: string): Promise<Result<true>>;
  unlockWithDevice(): Promise<Result<true>>;
}
