/**
 * Where the others' carets stand in a note, as y-prosemirror's cursor plugin asks for it. Whose a caret is,
 * the sealed transport says, never the message.
 */
import type * as Y from 'yjs';
import { bytesToUtf8, utf8ToBytes } from '../base/bytes.ts';
import type { PresencePort } from '../sync/log.ts';

export interface Caret {
  /** Relative positions of Yjs; absent when the note is left. */
  readonly cursor?: { readonly anchor: unknown; readonly head: unknown } | null;
  readonly user: CaretOwner;
}

export interface CaretOwner {
  readonly name: string;
}

/** The part of y-protocols' Awareness that carets need. Keys are client ids. */
export interface Carets {
  readonly doc: Y.Doc;
  getStates(): ReadonlyMap<number, Caret>;
  getLocalState(): Caret | null;
  setLocalStateField(field: string, value: unknown): void;
  on(event: 'change', hear: () => void): void;
  off(event: 'change', hear: () => void): void;
}

const TOPIC = 'caret';
/** Typing moves the caret at every key; the others see it ten times a second. */
const GATHER_MS = 100;

interface Message {
  readonly note: string;
  readonly client: number;
  readonly cursor: Caret['cursor'];
  /** Somebody came in: everybody says where they are. */
  readonly asks?: true;
}

const isId = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  (typeof value === 'object' &&
    Number.isSafeInteger((value as Y.ID).client) &&
    Number.isSafeInteger((value as Y.ID).clock));

function isPosition(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { type, tname, item, assoc } = value as Record<string, unknown>;
  return (
    isId(type) &&
    isId(item) &&
    (tname === null || tname === undefined || tname === 'note') &&
    (assoc === undefined || Number.isSafeInteger(assoc))
  );
}

function parseMessage(bytes: Uint8Array): Message | undefined {
  try {
    const message = JSON.parse(bytesToUtf8(bytes)) as Message;
    const { note, client, cursor } = message;
    const sound =
      typeof note === 'string' &&
      Number.isSafeInteger(client) &&
      (!cursor || (isPosition(cursor.anchor) && isPosition(cursor.head)));
    return sound ? message : undefined;
  } catch {
    return undefined;
  }
}

export interface CaretsDeps {
  readonly port: PresencePort;
  readonly compartment: string;
  readonly note: string;
  readonly doc: Y.Doc;
  /** Nothing for a device that is in no one's hands any more. */
  whoIs(device: string): CaretOwner | undefined;
}

export function createCarets({
  port,
  compartment,
  note,
  doc,
  whoIs
}: CaretsDeps): Carets & { close(): void } {
  const states = new Map<number, Caret>();
  const deviceOf = new Map<number, string>();
  const listeners = new Set<() => void>();
  let local: Caret = { user: { name: '' }, cursor: null };
  let timer: ReturnType<typeof setTimeout> | undefined;

  const tell = () => [...listeners].forEach((hear) => hear());

  function send(asks?: true): void {
    clearTimeout(timer);
    timer = undefined;
    const message: Message = {
      note,
      client: doc.clientID,
      cursor: local.cursor ?? null,
      ...(asks && { asks })
    };
    port.send(compartment, TOPIC, utf8ToBytes(JSON.stringify(message)));
  }

  const stop = port.listen(TOPIC, (heard) => {
    if (heard.compartment !== compartment) return;
    const { bytes, device } = heard;
    if (!bytes) {
      for (const [client, owner] of deviceOf) if (owner === device) leave(client);
      return tell();
    }
    const message = parseMessage(bytes);
    if (!message || message.note !== note || message.client === doc.clientID) return;
    const { client, cursor, asks } = message;
    const user = whoIs(device);
    // One client id is one device's: nobody moves another's caret.
    if (!user || (deviceOf.has(client) && deviceOf.get(client) !== device)) return;
    if (asks && local.cursor) send();
    if (cursor) {
      deviceOf.set(client, device);
      states.set(client, { cursor, user });
    } else leave(client);
    tell();
  });

  function leave(client: number): void {
    states.delete(client);
    deviceOf.delete(client);
  }

  send(true);
  return {
    doc,
    getStates: () => states,
    getLocalState: () => local,
    setLocalStateField: (field, value) => {
      if (field !== 'cursor') return;
      local = { ...local, cursor: value as Caret['cursor'] };
      if (value === null) send();
      else timer ??= setTimeout(send, GATHER_MS);
    },
    on: (_event, hear) => void listeners.add(hear),
    off: (_event, hear) => void listeners.delete(hear),
    close: () => {
      local = { ...local, cursor: null };
      send();
      stop();
    }
  };
}
