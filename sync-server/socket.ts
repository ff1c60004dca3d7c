/** The relay's connections as web sockets at `/sync/…`, on the server that serves the app. */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import type { Bytes } from '../src/lib/base/bytes.ts';
import type { Peer, Relay } from './relay.ts';

const TOO_LARGE = 1009;
/** Bytes of one connection that are being dealt with, from which on it is not read from. */
const UNDER_WAY = 2 * 1024 * 1024;
/** A line that answered none of these is dead. */
const PROBE = 30_000;

/** Says 4413 where `ws` says 1009, after which the devices' provider would try again and again. */
class RelaySocket extends WebSocket {
  override close(code?: number, data?: string | Buffer): void {
    super.close(code === TOO_LARGE ? 4413 : code, data);
  }
}

export interface Sockets {
  /** No new ones; those that are open end by the relay's word, or are cut off. */
  stop(): void;
}

export function attachSockets(server: Server, relay: Relay, options: { readonly frame: number }): Sockets {
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    // A little more than allowed, so that the relay itself sees and counts what is slightly too large.
    maxPayload: options.frame + 1024,
    WebSocket: RelaySocket
  });
  let stopping = false;

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const path = (request.url ?? '').split('?', 1)[0]!;
    if (!path.startsWith('/sync/')) return refuse(socket, '404 Not Found');
    if (stopping) return refuse(socket, '503 Service Unavailable');
    sockets.handleUpgrade(request, socket, head, (opened) => open(opened, request));
  });

  function open(socket: WebSocket, request: IncomingMessage): void {
    socket.binaryType = 'nodebuffer';
    let underWay = 0;
    const connection = relay.connect({
      send: (bytes) => void (socket.readyState === WebSocket.OPEN && socket.send(bytes)),
      close: (code) => {
        socket.close(code);
        setTimeout(() => socket.terminate(), 5000).unref();
      },
      buffered: () => socket.bufferedAmount,
      peer: peerOf(request)
    });
    socket.on('message', (data: Buffer, isBinary) => {
      if (!isBinary) return socket.close(4400);
      underWay += data.length;
      if (underWay > UNDER_WAY) socket.pause();
      void connection.receive(data as unknown as Bytes).finally(() => {
        underWay -= data.length;
        if (socket.isPaused && underWay <= UNDER_WAY) socket.resume();
      });
    });
    // A broken frame, a cut line: `close` follows.
    socket.on('error', () => {});
    socket.on('close', () => connection.gone());
    answered.add(socket);
    socket.on('pong', () => answered.add(socket));
  }

  const answered = new WeakSet<WebSocket>();
  const probing = setInterval(() => {
    for (const socket of sockets.clients) {
      if (!answered.delete(socket)) socket.terminate();
      else socket.ping();
    }
  }, PROBE);
  probing.unref();

  return {
    stop: () => {
      stopping = true;
      clearInterval(probing);
    }
  };
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

export function peerOf(request: IncomingMessage): Peer {
  const address = request.socket.remoteAddress ?? '';
  const own = address === '::1' || /^(::ffff:)?127\./.test(address);
  const forwarded = ['x-forwarded-for', 'forwarded', 'x-real-ip'].some((name) => name in request.headers);
  return { loopback: own && !forwarded, address };
}
