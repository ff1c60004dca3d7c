/**
 * Presence for all tabs of one browser, as the leader carries it to the relay and back. It tells who has gone,
 * and compares how far each device has read the relay's log: rule 8. Each compartment's presence is its own;
 * none says anything of another.
 */
import { bytesToBase64url, bytesToUtf8, utf8ToBytes, type Bytes } from '../base/bytes.ts';
import { mayRead, presentDevice } from '../protocol/roster-rights.ts';
import type { Channel, Timers } from './deps.ts';
import { keysOf, type Cursor } from './layout.ts';
import type { OfficeContext } from './office-context.ts';
import { openSaid, sealSaid } from './presence-message.ts';
import type { Passed } from './presence-port.ts';
import type { Wire } from './wire.ts';

/** How far a device has read a room: room, the relay's number, hash. */
type Reached = readonly [string, number, string];

export interface PresenceDeps {
  readonly context: OfficeContext;
  readonly channel: Channel;
  readonly timers: Timers;
  readonly wire: Wire;
  isOnline(): boolean;
  /** A device has read more of the room than this one, and what was there did not come by itself. */
  behind(room: string): void;
  heldBack(): void;
  forked(): void;
  changed(): void;
}

export interface Presence {
  /** Devices heard of lately. */
  readonly present: readonly string[];
  /** Devices that have everything that was sent from here. */
  readonly seenBy: readonly string[];
  hear(compartment: string, from: string, sealed: Bytes): Promise<void>;
  /** The relay says that its line ended. */
  gone(device: string): void;
  /** Something was acknowledged under that number, or came in. */
  reached(room: string): void;
  sent(room: string, number: number): void;
  ready(): void;
  close(): void;
}

const HEADS = 'heads';
const BEAT = 20_000;
const GONE_AFTER = 50_000;
const SOON = 1_000;
/** After which what another device has should have come. */
const PATIENCE = 20_000;
/** Rooms that fit one message. */
const ROOMS = 80;

export function createPresence(deps: PresenceDeps): Presence {
  const { context, channel, timers, wire } = deps;
  const { store, clock } = context.deps;
  const keys = keysOf(context.officeId);
  const heard = new Map<string, number>();
  const compartmentsOf = new Map<string, Set<string>>();
  const last = new Map<string, number>();
  const reachedBy = new Map<string, Map<string, number>>();
  const sent = new Map<string, number>();
  const recent = new Map<string, number>();
  const watched = new Map<string, number>();
  const calls = new Set<() => void>();
  let closed = false;
  let said = 0;

  function later(milliseconds: number, work: () => void): void {
    const call = timers.after(milliseconds, () => {
      calls.delete(call);
      if (!closed) work();
    });
    calls.add(call);
  }

  async function say(compartment: string, topic: string, bytes: Bytes): Promise<void> {
    if (!deps.isOnline()) return;
    said = Math.max(said + 1, clock.now());
    const message = await sealSaid(compartment, { at: said, topic, bytes }, context);
    if (message && deps.isOnline()) wire.send('presence', { compartment }, [message]);
  }

  channel.listen((received) => {
    const { compartment, topic, bytes, ours } = received as Passed;
    if (ours && bytes) void say(compartment, topic, bytes as Bytes);
  });

  // ── how far ─────────────────────────────────────────────────────────────────────────────────────────

  async function tellHeads(of?: ReadonlySet<string>): Promise<void> {
    if (!deps.isOnline()) return;
    const cursors = await store.entries<Cursor>({ prefix: keys.cursors });
    const byCompartment = new Map<string, Reached[]>();
    const order = (room: string) => recent.get(room) ?? 0;
    const known = cursors.map(([key, cursor]): Reached => [
      String(key[2]),
      cursor.number,
      bytesToBase64url(cursor.hash)
    ]);
    for (const reached of known.sort(([a], [b]) => order(b) - order(a))) {
      const compartment = reached[0].split('/')[0]!;
      const some = byCompartment.get(compartment) ?? [];
      if (some.length < ROOMS) byCompartment.set(compartment, [...some, reached]);
    }
    for (const { id } of context.roster.compartments)
      if ((!of || of.has(id)) && mayRead(context.roster, context.deviceId, id))
        await say(id, HEADS, utf8ToBytes(JSON.stringify(byCompartment.get(id) ?? [])));
  }

  /** Only where something happened: who cannot read a compartment learns nothing of when it is worked in. */
  const due = new Set<string>();
  function tellSoon(compartment: string): void {
    if (due.size === 0)
      later(SOON, () => {
        const now = new Set(due);
        due.clear();
        void tellHeads(now);
      });
    due.add(compartment);
  }

  function beat(): void {
    later(BEAT, () => {
      for (const [device, at] of heard) if (clock.now() - at > GONE_AFTER) gone(device);
      void tellHeads();
      beat();
    });
  }
  beat();

  function gone(device: string): void {
    heard.delete(device);
    for (const compartment of compartmentsOf.get(device) ?? [])
      channel.post({ compartment, topic: '', device, ours: false } satisfies Passed);
    compartmentsOf.delete(device);
    deps.changed();
  }

  async function compare(device: string, compartment: string, text: string): Promise<void> {
    let rooms = reachedBy.get(device);
    if (!rooms) reachedBy.set(device, (rooms = new Map()));
    for (const [room, number, hash] of JSON.parse(text) as Reached[]) {
      if (room.split('/')[0] !== compartment) continue;
      rooms.set(room, number);
      const cursor = await store.get<Cursor>(keys.cursor(room));
      if (cursor?.number === number && bytesToBase64url(cursor.hash) !== hash) deps.forked();
      if (number > (cursor?.number ?? 0)) watch(room, number);
    }
    deps.changed();
  }

  /** Asks for what another device has, and says so when it does not come then either. */
  function watch(room: string, number: number): void {
    if ((watched.get(room) ?? 0) >= number) return;
    const before = watched.has(room);
    watched.set(room, number);
    if (before) return;
    const look = async (asked: boolean): Promise<void> => {
      const cursor = await store.get<Cursor>(keys.cursor(room));
      if ((cursor?.number ?? 0) >= watched.get(room)! || !deps.isOnline()) return void watched.delete(room);
      if (asked) {
        watched.delete(room);
        return deps.heldBack();
      }
      deps.behind(room);
      later(PATIENCE, () => void look(true));
    };
    later(PATIENCE, () => void look(false));
  }

  const hasAll = (device: string): boolean =>
    [...sent].every(
      ([room, number]) =>
        !mayRead(context.roster, device, room.split('/')[0]!) ||
        (reachedBy.get(device)?.get(room) ?? 0) >= number
    );

  return {
    get present() {
      return [...heard.keys()];
    },
    get seenBy() {
      return [...reachedBy.keys()].filter(
        (id) => id !== context.deviceId && presentDevice(context.roster, id) && hasAll(id)
      );
    },
    hear: async (compartment, from, sealed) => {
      const message = await openSaid(compartment, from, sealed, context);
      // Said again by the relay, or held back until it means something else.
      const place = `${from} ${compartment}`;
      if (!message || from === context.deviceId || message.at <= (last.get(place) ?? 0)) return;
      last.set(place, message.at);
      const fresh = !compartmentsOf.get(from)?.has(compartment);
      heard.set(from, clock.now());
      const compartments = compartmentsOf.get(from) ?? new Set();
      compartmentsOf.set(from, compartments.add(compartment));
      if (message.topic === HEADS)
        await compare(from, compartment, bytesToUtf8(message.bytes)).catch(() => {});
      else {
        const { topic, bytes } = message;
        channel.post({ compartment, topic, device: from, bytes, ours: false } satisfies Passed);
      }
      // Who comes has not heard how far we are.
      if (fresh) tellSoon(compartment);
      if (fresh) deps.changed();
    },
    reached: (room) => {
      recent.delete(room);
      recent.set(room, clock.now());
      tellSoon(room.split('/')[0]!);
    },
    sent: (room, number) => {
      sent.set(room, Math.max(number, sent.get(room) ?? 0));
      recent.set(room, clock.now());
      tellSoon(room.split('/')[0]!);
    },
    gone,
    ready: () => void tellHeads(),
    close: () => {
      closed = true;
      for (const call of calls) call();
    }
  };
}
