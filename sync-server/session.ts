/** One connection: who it is, what is being sent to it, and what it has used up. */
import { encodeFrame, type FrameBody, type FrameKind } from '../src/lib/protocol/frames.ts';
import type { Metrics } from './metrics.ts';
import type { Office } from './office.ts';

/** What the relay needs of a connection; a web socket in the world, a function call in tests. */
export interface Line {
  send(bytes: Uint8Array): void;
  /** 1001, 1011, 1013 or 4400 to 4499. */
  close(code: number): void;
  /** Bytes handed to `send` that have not left yet. */
  buffered(): number;
  readonly peer: Peer;
  /** Asks the other end to wait, and lets it go on; absent where that is not needed. */
  pause?(): void;
  resume?(): void;
}

export interface Peer {
  /** The same machine, and no proxy in between. */
  readonly loopback: boolean;
  /** For the log. */
  readonly address: string;
}

/** Not yet said; a device of the roster; an invited one that may only read and extend it. */
export type Role = 'nobody' | 'device' | 'knocking';

export class Session {
  readonly number: number;
  readonly line: Line;
  readonly nonce: string;
  readonly since: number;
  role: Role = 'nobody';
  office: Office | undefined;
  /** The device's id, or the invitation's. */
  name = '';
  /** What is being registered over several frames. */
  registering: Uint8Array<ArrayBuffer>[] | undefined;
  /** The office it asked for and that is not here. */
  asked: string | undefined;
  closed = false;
  /** While somebody introduces themselves, or a frame waits for that. */
  opening: Promise<void> | undefined;
  /** One room after the other. */
  pulls: Promise<void> = Promise.resolve();
  waitingPulls = 0;
  /** Rooms that are on their way to it: what is new there comes with them. */
  readonly streaming = new Set<string>();
  /** Rooms of which something new was left out, since it reads too slowly. */
  readonly missed = new Set<string>();
  malformed = 0;
  /** What may still be sent now, in messages and bytes, and when that was worked out. */
  messages: number;
  upload: number;
  measured: number;
  readonly #metrics: Metrics;

  constructor(
    line: Line,
    facts: { number: number; nonce: string; now: number; messages: number; upload: number; metrics: Metrics }
  ) {
    this.line = line;
    this.number = facts.number;
    this.nonce = facts.nonce;
    this.since = this.measured = facts.now;
    this.messages = facts.messages;
    this.upload = facts.upload;
    this.#metrics = facts.metrics;
  }

  send<K extends FrameKind>(kind: K, body: FrameBody<K>, blobs: readonly Uint8Array[] = []): void {
    if (!this.closed) this.sendBytes(encodeFrame(kind, body, blobs));
  }

  sendBytes(bytes: Uint8Array): void {
    if (this.closed) return;
    this.#metrics.framesOut++;
    this.#metrics.bytesOut += bytes.length;
    this.line.send(bytes);
  }

  close(code: number, tag?: string): void {
    if (this.closed) return;
    if (tag) this.send('refused', { tag });
    this.closed = true;
    this.#metrics.closed[code] = (this.#metrics.closed[code] ?? 0) + 1;
    this.line.close(code);
  }
}
