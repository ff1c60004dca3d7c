/**
 * A line to the office server for a device that has no office yet: one that was invited, or a kit's. It carries
 * the roster and statements, nothing else; nothing that comes over it is believed before it was verified.
 */
import { base64urlToBytes, bytesToBase64url, concatBytes, equalBytes, type Bytes } from '../base/bytes.ts';
import { failed, ok, type Result } from '../base/result.ts';
import { sha256, signHash } from '../identity/primitives.ts';
import { ANY_OFFICE, PROTOCOL_VERSION, type Frame } from '../protocol/frames.ts';
import type { Timers } from './deps.ts';
import type { RosterLine } from './membership-port.ts';
import { t } from './text.ts';
import type { LineState, Transport } from './transport.ts';
import { createWire } from './wire.ts';

export interface Outsider {
  /** Office id; nothing for a kit, whose office the server finds by its device. */
  readonly office?: string | undefined;
  readonly kind: 'invitation' | 'device';
  readonly id: string;
  readonly signing: CryptoKey;
}

export interface OutsideLine extends RosterLine {
  /** The statements that the server showed, in their order. */
  chain(): readonly Bytes[];
  /** Returns how to stop. */
  onGrown(hear: () => void): () => void;
  /** Called when the line will not come back by itself. */
  onStopped(hear: (code: number | undefined) => void): () => void;
  close(): void;
}

const PATIENCE = 20_000;

/**
 * Failures: `server-unreachable`, `unknown-office`, `not-known` (the server knows no such invitation or device),
 * `removed` (it does, and shuts the door).
 */
export function openOutsideLine(
  transport: Transport,
  as: Outsider,
  timers: Timers
): Promise<Result<OutsideLine>> {
  const office = as.office ?? ANY_OFFICE;
  const grown = new Set<() => void>();
  const stopped = new Set<(code: number | undefined) => void>();
  let chain: Bytes[] = [];

  return new Promise((resolve) => {
    let begun = false;
    const unreachable = (): Result<never> => failed('server-unreachable', t('serverUnreachable'));
    const callOff = timers.after(PATIENCE, () => begin(unreachable()));
    function begin(result: Result<OutsideLine>): void {
      if (begun) return;
      begun = true;
      callOff();
      if (!result.ok) transport.close();
      resolve(result);
    }

    async function hear(frame: Frame): Promise<void> {
      if (frame.kind === 'challenge') {
        const hash = await sha256(concatBytes(base64urlToBytes(frame.body.nonce), base64urlToBytes(office)));
        const signature = bytesToBase64url(await signHash(as.signing, 'anteroom/challenge/1', hash));
        const common = { version: PROTOCOL_VERSION, office, signature, statements: chain.length };
        if (as.kind === 'device') wire.send('auth', { ...common, device: as.id });
        else wire.send('knock', { ...common, invitation: as.id });
      } else if (frame.kind === 'refused') {
        if (frame.body.tag === 'unknown-office') begin(failed('unknown-office', t('notLetIn')));
      } else if (frame.kind === 'roster') {
        if (frame.body.from > chain.length) return;
        chain = [...chain.slice(0, frame.body.from), ...frame.blobs];
        for (const tell of grown) tell();
      } else if (frame.kind === 'ready') {
        transport.settled();
        begin(ok(line));
      }
    }

    function state(now: LineState): void {
      if (now.is !== 'closed') return;
      const refused = now.code === 4401 || now.code === 4404 ? 'not-known' : 'removed';
      begin(now.final && now.code !== undefined ? failed(refused, t('notLetIn')) : unreachable());
      if (now.final) for (const tell of stopped) tell(now.code);
    }

    const wire = createWire(transport, {
      hear,
      state,
      malformed: () => {},
      broken: (error) => {
        throw error;
      }
    });
    const line: OutsideLine = {
      chain: () => chain,
      append: async (statement) => {
        const reply = await wire.ask('state', {}, [statement]);
        if (!reply) return unreachable();
        const { answer } = reply;
        if (answer.kind === 'refused') return failed(answer.body.tag, t('statementRefused'));
        // The server says so to everybody a moment later, to this line too.
        if (!chain.some((bytes) => equalBytes(bytes, statement))) chain = [...chain, statement];
        return ok(true);
      },
      hold: async (devices) => {
        const reply = await wire.ask('hold', { devices: [...devices] });
        return reply?.answer.kind === 'end' ? ok(reply.heads) : unreachable();
      },
      onGrown: (hear) => {
        const own = () => hear();
        grown.add(own);
        return () => grown.delete(own);
      },
      onStopped: (hear) => {
        const own = (code: number | undefined) => hear(code);
        stopped.add(own);
        return () => stopped.delete(own);
      },
      close: () => transport.close()
    };
    transport.open();
  });
}
