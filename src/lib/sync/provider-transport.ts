/**
 * The transport of the app: y-websocket's provider as it comes, for its connection, back-off and close codes.
 * Its document stays empty and its awareness says nothing; the log travels as messages of type 64. This is the
 * only file outside the store that knows `yjs`, because the provider wants a document.
 */
import { WebsocketProvider } from 'y-websocket';
import { Doc } from 'yjs';
import type { Bytes } from '../base/bytes.ts';
import type { Random } from '../base/random.ts';
import { MESSAGE_TYPE } from '../protocol/frames.ts';
import { isFinalCode, type LineState, type Transport } from './transport.ts';

/** Where the relay listens, below the address that people know. */
const PATH = '/sync';
const ROOM = 'desk';
const LONGEST_WAIT = 60_000;
const SHORTEST_WAIT = 400;

/** `address`: what people type, with http or https. `WebSocketPolyfill`: for Node, which tests run in. */
export function createProviderTransport(
  address: string,
  random: Random,
  WebSocketPolyfill?: typeof WebSocket
): Transport {
  const frames = new Set<(frame: Bytes) => void>();
  const states = new Set<(state: LineState) => void>();
  const tell = (state: LineState) => states.forEach((hear) => hear(state));

  const provider = new WebsocketProvider(toSocketAddress(address), ROOM, new Doc(), {
    connect: false,
    disableBc: true,
    maxBackoffTime: LONGEST_WAIT,
    shouldReconnect: ({ code }) => !isFinalCode(code),
    ...(WebSocketPolyfill && { WebSocketPolyfill })
  });
  provider.awareness.setLocalState(null);
  provider.messageHandlers[MESSAGE_TYPE] = (_encoder, decoder) => {
    const frame = decoder.arr as Bytes;
    decoder.pos = frame.length;
    for (const hear of frames) hear(frame);
  };
  provider.on('status', ({ status }) => {
    if (status === 'connected') tell({ is: 'open' });
    else if (status === 'connecting') tell({ is: 'connecting' });
  });
  provider.on('connection-close', (event) => {
    // The provider's own wait doubles without chance in it, and a relay that comes back would meet all at once.
    const doubled = 2 ** Math.min(provider.wsUnsuccessfulReconnects + 1, 12) * SHORTEST_WAIT;
    const [chance] = random.bytes(1);
    provider.maxBackoffTime = Math.min(LONGEST_WAIT, doubled) * (0.5 + chance! / 512);
    const code = event?.code;
    tell({
      is: 'closed',
      ...(code !== undefined && { code }),
      final: !provider.shouldConnect || isFinalCode(code)
    });
  });

  return {
    open: () => {
      provider.wsUnsuccessfulReconnects = 0;
      if (!provider.wsconnected) provider.disconnect();
      provider.connect();
    },
    close: () => provider.destroy(),
    send: (frame) => {
      const { ws } = provider;
      if (provider.wsconnected && ws?.readyState === ws?.OPEN) ws?.send(frame);
    },
    onFrame: (hear) => void frames.add(hear),
    onState: (hear) => void states.add(hear),
    settled: () => {
      provider.synced = true;
    }
  };
}

const toSocketAddress = (address: string): string =>
  `${address.replace(/^http/, 'ws').replace(/\/+$/, '')}${PATH}`;
