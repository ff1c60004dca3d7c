/**
 * A line to the relay that carries whole frames in order, and comes back by itself when it breaks. What was
 * under way when it broke may have arrived or not.
 */
import type { Bytes } from '../base/bytes.ts';

export type LineState =
  | { readonly is: 'connecting' }
  | { readonly is: 'open' }
  /** `code`: the relay's close code, where it gave one. `final`: it is not tried again until `open` is called. */
  | { readonly is: 'closed'; readonly code?: number; readonly final: boolean };

export interface Transport {
  /** Connects, or tries again at once. */
  open(): void;
  close(): void;
  /** Does nothing while the line is not open. */
  send(frame: Bytes): void;
  onFrame(hear: (frame: Bytes) => void): void;
  onState(hear: (state: LineState) => void): void;
  /** The relay has let this device in: the next break is answered at once again, not after a long wait. */
  settled(): void;
}

/** The relay's own codes; the provider does not come back after one of them. */
export const isFinalCode = (code: number | undefined): boolean =>
  code !== undefined && code >= 4400 && code <= 4499 && code !== 4429;
