/** A line to a relay's core in this process, cut and mended by hand, for tests. */
import type { Relay } from '../../../sync-server/relay.ts';
import type { Bytes } from '../base/bytes.ts';
import { isFinalCode, type LineState, type Transport } from './transport.ts';

interface AtRelay {
  receive(bytes: Bytes): void;
  gone(): void;
}

export interface TestLine extends Transport {
  /** Breaks it; it stays broken until `mend`. What was under way is lost. */
  cut(): void;
  mend(): void;
  /** Every frame that went over it, to the relay and from it. */
  readonly sent: Bytes[];
  readonly heard: Bytes[];
  /** Called with each frame; what it returns goes on instead, nothing is lost. */
  change?: ((frame: Bytes, way: 'to' | 'from') => Bytes | undefined) | undefined;
}

export function createTestLine(relay: () => Relay, loopback = true): TestLine {
  let hearFrame: (frame: Bytes) => void = () => {};
  let hearState: (state: LineState) => void = () => {};
  let connection: AtRelay | undefined;
  let wanted = false;
  let isCut = false;

  function connect(): void {
    hearState({ is: 'connecting' });
    queueMicrotask(() => {
      if (!wanted || isCut || connection) return;
      let mine: AtRelay | undefined;
      const early: Bytes[] = [];
      const pass = (bytes: Bytes) =>
        queueMicrotask(() => {
          if (connection !== mine || !mine) return;
          const changed = line.change ? line.change(bytes, 'from') : bytes;
          if (!changed) return;
          line.heard.push(changed);
          hearFrame(changed);
        });
      const atRelay = relay().connect({
        send: (bytes) => (mine ? pass(bytes.slice() as Bytes) : early.push(bytes.slice() as Bytes)),
        close: (code) =>
          queueMicrotask(() => {
            if (connection !== mine) return;
            connection = undefined;
            atRelay.gone();
            const final = isFinalCode(code);
            if (final) wanted = false;
            hearState({ is: 'closed', code, final });
          }),
        buffered: () => 0,
        peer: { loopback, address: 'test' }
      });
      connection = mine = { receive: (bytes) => void atRelay.receive(bytes), gone: () => atRelay.gone() };
      hearState({ is: 'open' });
      for (const bytes of early) pass(bytes);
    });
  }

  function disconnect(final: boolean): void {
    const before = connection;
    connection = undefined;
    before?.gone();
    if (before || final) hearState({ is: 'closed', final });
  }

  const line: TestLine = {
    sent: [],
    heard: [],
    open: () => {
      wanted = true;
      disconnect(false);
      if (!isCut) connect();
      else hearState({ is: 'closed', final: false });
    },
    close: () => {
      wanted = false;
      disconnect(true);
    },
    send: (bytes) => {
      const to = connection;
      if (!to) return;
      queueMicrotask(() => {
        if (connection !== to) return;
        const changed = line.change ? line.change(bytes, 'to') : bytes;
        if (!changed) return;
        line.sent.push(changed);
        to.receive(changed.slice());
      });
    },
    onFrame: (hear) => void (hearFrame = hear),
    onState: (hear) => void (hearState = hear),
    settled: () => {},
    cut: () => {
      isCut = true;
      disconnect(false);
    },
    mend: () => {
      isCut = false;
      if (wanted) connect();
    }
  };
  return line;
}
