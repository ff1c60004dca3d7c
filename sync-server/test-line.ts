/** A device's end of a line to the relay: what it says, what it heard, and waiting for an answer. Core or real socket alike. */
import { WebSocket } from 'ws';
import type { Bytes } from '../src/lib/base/bytes.ts';
import {
  decodeFrame,
  encodeFrame,
  type Frame,
  type FrameBody,
  type FrameKind
} from '../src/lib/protocol/frames.ts';
import type { Relay } from './relay.ts';
import type { Peer } from './session.ts';
import { bytesToBase64url } from '../src/lib/base/bytes.ts';
import type { TestDevice, TestOffice } from './test-office.ts';

type Of<K extends FrameKind> = Extract<Frame, { kind: K }>;

export class TestLine {
  readonly heard: Frame[] = [];
  closed: number | undefined;
  #waiting: (() => void)[] = [];
  #id = 0;
  #read = 0;
  readonly #send: (bytes: Bytes) => void;
  readonly cut: () => void;

  constructor(send: (bytes: Bytes) => void, cut: () => void) {
    this.#send = send;
    this.cut = cut;
  }

  hear(bytes: Bytes): void {
    const frame = decodeFrame(bytes);
    if (!frame.ok) throw new Error('The relay said something that is no frame.');
    this.heard.push(frame.value);
    this.#wake();
  }

  ended(code: number): void {
    this.closed ??= code;
    this.#wake();
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }

  sendBytes(bytes: Bytes): void {
    this.#send(bytes);
  }

  say<K extends FrameKind>(kind: K, body: FrameBody<K>, blobs: readonly Uint8Array[] = []): void {
    this.#send(encodeFrame(kind, body, blobs));
  }

  /** The next frame not yet read that fits, leaving out others before it. Throws where the line ends instead. */
  async next<K extends FrameKind>(kind: K, fits: (frame: Of<K>) => boolean = () => true): Promise<Of<K>> {
    for (;;) {
      for (; this.#read < this.heard.length; this.#read++) {
        const frame = this.heard[this.#read]!;
        if (frame.kind === kind && fits(frame as Of<K>)) {
          this.#read++;
          return frame as Of<K>;
        }
      }
      if (this.closed !== undefined)
        throw new Error(`The line was closed with ${this.closed}, no ${kind} came.`);
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  async untilClosed(): Promise<number> {
    while (this.closed === undefined) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return this.closed;
  }

  /** The next frame that answers a request: `ack`, `refused`, `end` or `granted`. */
  async #answer(id: number): Promise<Frame> {
    for (let at = 0; ;) {
      for (; at < this.heard.length; at++) {
        const frame = this.heard[at]!;
        const { id: of } = frame.body as { id?: number };
        if (of === id && ['ack', 'refused', 'end', 'granted'].includes(frame.kind)) return frame;
      }
      if (this.closed !== undefined)
        throw new Error(`The line was closed with ${this.closed}, no answer came.`);
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  async ask<K extends 'push' | 'pull' | 'chains' | 'state' | 'snapshot' | 'lease' | 'hold'>(
    kind: K,
    body: Omit<FrameBody<K>, 'id'>,
    blobs: readonly Uint8Array[] = []
  ): Promise<Frame> {
    const id = ++this.#id;
    this.say(kind, { ...body, id } as FrameBody<K>, blobs);
    return this.#answer(id);
  }

  async push(...segments: { readonly bytes: Bytes }[]): Promise<FrameBody<'ack'>> {
    return (
      await this.ask(
        'push',
        {},
        segments.map(({ bytes }) => bytes)
      )
    ).body as FrameBody<'ack'>;
  }

  async pushAgain(...segments: { readonly bytes: Bytes }[]): Promise<FrameBody<'ack'>> {
    const answer = await this.ask(
      'push',
      { again: true },
      segments.map(({ bytes }) => bytes)
    );
    return answer.body as FrameBody<'ack'>;
  }

  /** All segments of a room after a cursor, and how the answer ended. */
  async pull(room: string, after = 0, hash?: string, have?: string[]) {
    const end = await this.ask('pull', { room, after, ...(hash && { hash }), ...(have && { have }) });
    const { id } = end.body as { id: number };
    const frames = this.heard.filter(
      (frame): frame is Of<'segments'> => frame.kind === 'segments' && frame.body.id === id
    );
    return {
      end,
      frames,
      segments: frames.filter(({ body }) => body.snapshot === undefined).flatMap(({ blobs }) => blobs)
    };
  }

  /** Answers the challenge and waits for what begins the session. */
  async introduce(device: TestDevice, office: TestOffice, statements = 0): Promise<FrameBody<'ready'>> {
    const { body } = await this.next('challenge');
    this.say('auth', device.auth(office, body.nonce, { statements }));
    return (await this.next('ready')).body;
  }

  /** What the founder's device does where the relay does not know the office. */
  async register(device: TestDevice, office: TestOffice, token?: string): Promise<void> {
    const { body } = await this.next('challenge');
    this.say('auth', device.auth(office, body.nonce));
    await this.next('refused', (frame) => frame.body.tag === 'unknown-office');
    this.say(
      'register',
      {
        version: 1,
        device: device.id,
        signature: device.answer(office, body.nonce),
        more: false,
        ...(token ? { token } : {})
      },
      office.statements
    );
    await this.next('ready');
  }

  async knock(invitation: { id: string; keys: TestDevice['keys'] }, device: TestDevice, office: TestOffice) {
    const { body } = await this.next('challenge');
    this.say('knock', {
      version: 1,
      office: office.id,
      invitation: invitation.id,
      signature: device.answer(office, body.nonce, invitation.keys),
      statements: 0
    });
    await this.next('ready');
  }
}

export const local: Peer = { loopback: true, address: '127.0.0.1' };
export const remote: Peer = { loopback: false, address: '203.0.113.7' };

/** A line to the relay's core. `buffered` plays a reader that does not read. */
export function lineTo(
  relay: Relay,
  options: { peer?: Peer; buffered?: () => number } = {}
): TestLine & { received(bytes: Bytes): Promise<void> } {
  const line: TestLine = new TestLine(
    (bytes) => void connection.receive(bytes),
    () => connection.gone()
  );
  const connection = relay.connect({
    send: (bytes) => line.hear(bytes as Bytes),
    close: (code) => line.ended(code),
    buffered: options.buffered ?? (() => 0),
    peer: options.peer ?? local
  });
  return Object.assign(line, { received: (bytes: Bytes) => connection.receive(bytes) });
}

/** A line over a real web socket. `address`: as the server says it, `http://…`. */
export async function dial(address: string): Promise<TestLine & { socket: WebSocket }> {
  const socket = new WebSocket(`${address.replace(/^http/, 'ws')}/sync/desk`, { perMessageDeflate: false });
  socket.binaryType = 'nodebuffer';
  const line = new TestLine(
    (bytes) => void (socket.readyState === WebSocket.OPEN && socket.send(bytes)),
    () => socket.terminate()
  );
  socket.on('message', (data: Buffer) => line.hear(new Uint8Array(data)));
  socket.on('close', (code) => line.ended(code));
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
    socket.once('open', () => socket.on('error', () => {}));
  });
  return Object.assign(line, { socket });
}

export const toText = bytesToBase64url;
