/** Which office server this device sends to. Sealed: an address can name the people it belongs to. */
import { bytesToUtf8, utf8ToBytes, type Bytes } from '../base/bytes.ts';
import { keysOf, type RelayRecord } from './layout.ts';
import type { OfficeContext } from './office-context.ts';

export interface ServerAddress {
  /** With http or https, without a path: `https://desk.example`. */
  readonly address: string;
  /** What the server wants before it takes a new office. */
  readonly token?: string;
}

const purpose = (officeId: string): string => `server/${officeId}`;

export async function readServer(
  context: Pick<OfficeContext, 'officeId' | 'keyring' | 'deps'>
): Promise<ServerAddress | undefined> {
  const record = await context.deps.store.get<RelayRecord>(keysOf(context.officeId).relay);
  const plain =
    record?.address && (await context.keyring.openLocal(record.address, purpose(context.officeId)));
  return plain && (JSON.parse(bytesToUtf8(plain)) as ServerAddress);
}

/** Keeps it; without one, the office lives on this device only. */
export async function writeServer(
  context: Pick<OfficeContext, 'officeId' | 'keyring' | 'deps'>,
  server: ServerAddress | undefined
): Promise<void> {
  const { keyring, deps, officeId } = context;
  const keys = keysOf(officeId);
  const address = server && (await sealServer(keyring, officeId, server));
  await deps.store.commit([keys.relay], ([before]) => {
    const { address: _old, ...rest } = (before as RelayRecord | undefined) ?? { statements: 0 };
    return { put: [[keys.relay, { ...rest, ...(address && { address }) }]], result: undefined };
  });
}

/** As a RelayRecord holds it. */
export const sealServer = (
  keyring: OfficeContext['keyring'],
  officeId: string,
  server: ServerAddress
): Promise<Bytes> => keyring.sealLocal(utf8ToBytes(JSON.stringify(server)), purpose(officeId));
