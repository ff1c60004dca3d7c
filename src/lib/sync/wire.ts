/**
 * One line to the relay, as requests and their answers. Frames are heard one after the other: the next one is
 * only looked at when what the last one caused is done, so that everything happens in the order in which the
 * relay said it. A request that the line broke under is answered with nothing.
 */
import type { Bytes } from '../base/bytes.ts';
import { BLOB_EXTRA, decodeFrame, encodeFrame, FRAME_EXTRA } from '../protocol/frames.ts';
import type { Frame, FrameBody, FrameKind } from '../protocol/frames.ts';
import { FRAME_LIMIT } from '../protocol/limits.ts';
import type { LineState, Transport } from './transport.ts';

/** A chain's last segment: room, client id, sequence, hash. */
export type ChainHead = FrameBody<'heads'>['heads'][number];
/** A room's last segment: room, the relay's number for it, its hash. */
export type RoomHead = FrameBody<'rooms'>['rooms'][number];

type FrameOf<K extends FrameKind> = Extract<Frame, { kind: K }>;
/** What ends a request. */
export type Answer = FrameOf<'ack' | 'refused' | 'end' | 'granted'>;

export interface Reply {
  readonly answer: Answer;
  readonly heads: readonly ChainHead[];
}

type Asks = 'push' | 'pull' | 'chains' | 'state' | 'snapshot' | 'lease' | 'hold';

export interface Wire {
  send<K extends FrameKind>(kind: K, body: FrameBody<K>, blobs?: readonly Uint8Array[]): void;
  /** Resolves after everything that the relay said before the answer was dealt with. */
  ask<K extends Asks>(
    kind: K,
    body: Omit<FrameBody<K>, 'id'>,
    blobs?: readonly Uint8Array[]
  ): Promise<Reply | undefined>;
}

export interface WireEnds {
  /** Everything but the answers to requests. */
  hear(frame: Frame): Promise<void>;
  state(state: LineState): void;
  /** The relay said something that is no frame. */
  malformed(): void;
  /** What a frame caused has failed in a way that nobody foresaw. */
  broken(error: unknown): void;
}

export function createWire(transport: Transport, ends: WireEnds): Wire {
  interface Open {
    readonly kind: Asks;
    readonly heads: ChainHead[];
    resolve(reply: Reply | undefined): void;
  }
  const requests = new Map<number, Open>();
  let last = 0;
  let line = 0;
  let waiting: Bytes[] = [];
  let working = false;

  transport.onState((state) => {
    if (state.is !== 'open') {
      line++;
      // What arrived whole arrived; answers to a line that is gone mean nothing.
      waiting = waiting.filter(isNews);
      const broken = [...requests.values()];
      requests.clear();
      for (const { resolve } of broken) resolve(undefined);
    }
    ends.state(state);
  });
  transport.onFrame((bytes) => {
    waiting.push(bytes);
    if (!working) void work();
  });

  async function work(): Promise<void> {
    working = true;
    for (let bytes = waiting.shift(); bytes; bytes = waiting.shift()) {
      const mine = line;
      const decoded = decodeFrame(bytes);
      if (!decoded.ok) {
        ends.malformed();
        continue;
      }
      try {
        await deal(decoded.value);
      } catch (error) {
        if (mine === line) ends.broken(error);
      }
    }
    working = false;
  }

  async function deal(frame: Frame): Promise<void> {
    const { body } = frame;
    const open = 'id' in body && body.id !== undefined ? requests.get(body.id) : undefined;
    if (open && frame.kind === 'heads') return void open.heads.push(...frame.body.heads);
    const { kind } = frame;
    if (open && (kind === 'ack' || kind === 'refused' || kind === 'end' || kind === 'granted')) {
      // Behind a hold's grant its heads follow.
      if (kind === 'granted' && open.kind === 'hold') return;
      requests.delete((body as { id: number }).id);
      return open.resolve({ answer: frame as Answer, heads: open.heads });
    }
    await ends.hear(frame);
  }

  const send: Wire['send'] = (kind, body, blobs = []) => transport.send(encodeFrame(kind, body, blobs));

  return {
    send,
    ask: (kind, body, blobs) =>
      new Promise((resolve) => {
        const id = ++last;
        requests.set(id, { kind, heads: [], resolve });
        send(kind, { ...body, id } as never, blobs);
      })
  };
}

function isNews(bytes: Bytes): boolean {
  const frame = decodeFrame(bytes);
  return frame.ok && (frame.value.kind === 'segments' || frame.value.kind === 'roster');
}

/** As many of the first blobs as one frame takes, at least one. */
export function fillFrame(sizes: readonly number[]): number {
  let left = FRAME_LIMIT - FRAME_EXTRA;
  let count = 0;
  for (const size of sizes) {
    left -= size + BLOB_EXTRA;
    if (left < 0 && count > 0) break;
    count++;
  }
  return count;
}
