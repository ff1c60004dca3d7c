/** A bad line to a server on this machine: so many bytes a second towards the device, and cut again and again. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface SlowLink {
  readonly address: string;
  /** Bytes that came through towards the device, whole messages or not. */
  readonly carried: number;
  readonly cuts: number;
  close(): Promise<void>;
}

const STEP = 20;

/**
 * `rate`: bytes a second. `cutAfter`: bytes that a connection carries, so that a busy machine is cut at the same
 * place; what is on its way then still arrives, as it would on a real line.
 */
export async function openSlowLink(server: string, rate: number, cutAfter: number): Promise<SlowLink> {
  const target = new URL(server);
  const open = new Set<Socket>();
  let carried = 0;
  let cuts = 0;
  const proxy = createServer((device) => {
    const relay = connect(Number(target.port), target.hostname);
    const waiting: Buffer[] = [];
    let here = 0;
    const end = () => {
      clearInterval(stepping);
      for (const socket of [device, relay]) open.delete(socket);
      relay.destroy();
      device.end();
    };
    const stepping = setInterval(() => {
      let left = (rate * STEP) / 1000;
      while (left > 0 && waiting.length > 0) {
        const chunk = waiting.shift()!;
        const part = chunk.subarray(0, left);
        if (part.length < chunk.length) waiting.unshift(chunk.subarray(part.length));
        left -= part.length;
        carried += part.length;
        here += part.length;
        device.write(part);
      }
      if (here >= cutAfter) {
        cuts++;
        return end();
      }
      if (waiting.length === 0) relay.resume();
    }, STEP);
    for (const socket of [device, relay]) {
      open.add(socket);
      socket.on('error', end);
      socket.on('close', end);
    }
    device.pipe(relay);
    relay.on('data', (chunk) => {
      waiting.push(chunk);
      relay.pause();
    });
  });
  await new Promise<void>((listening) => proxy.listen(0, '127.0.0.1', listening));
  return {
    address: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    get carried() {
      return carried;
    },
    get cuts() {
      return cuts;
    },
    close: () =>
      new Promise((closed) => {
        for (const socket of open) socket.destroy();
        proxy.close(() => closed());
      })
  };
}
