/**
 * Where everybody is now, over the office's presence port. Each place is told only to those who may read the
 * compartment of the record that is looked at; everyone in the office hears no more than that somebody is here.
 */
import { bytesToUtf8, utf8ToBytes } from './base/bytes.ts';
import type { Clock } from './base/clock.ts';
import type { Presence } from './kit/sharing.ts';
import type { Office } from './store/office.ts';
import type { Timers } from './sync/deps.ts';
import type { PresencePort } from './sync/log.ts';

const TOPIC = 'place';
/** Said again this often, for those who have just come; who has not said it for three beats is nowhere. */
const BEAT = 20_000;
const LONGEST = 200;

interface Place {
  readonly record?: string;
  readonly field?: string;
  readonly following?: string;
  readonly paused?: true;
}

interface Heard extends Place {
  readonly at: number;
}

export interface PlacesDeps {
  readonly port: PresencePort | undefined;
  readonly office: Pick<Office, 'device' | 'members' | 'compartments' | 'get'>;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Out of the office server's reach nobody's place is known, whatever was heard before. */
  reached(): boolean;
  /** Devices that are connected, whether they say where they are or not. */
  online(): readonly string[];
  changed(): void;
}

export interface Places {
  readonly presence: readonly Presence[];
  readonly followingPaused: boolean;
  here(record?: string, field?: string): void;
  follow(device?: string): void;
  pauseFollowing(paused: boolean): void;
  /** Nobody looks at this window: it is nowhere. */
  setHidden(hidden: boolean): void;
  /** Somebody has come who has not heard it yet, or who is online changed. */
  refresh(): void;
  close(): void;
}

export function createPlaces({ port, office, clock, timers, reached, online, changed }: PlacesDeps): Places {
  const heard = new Map<string, Map<string, Heard>>();
  /** What was last said in each compartment. */
  const said = new Map<string, string>();
  let mine: Place = {};
  let hidden = false;
  let paused = false;
  let due: (() => void) | undefined;
  let list: readonly Presence[] = [];

  const common = () => office.compartments.find(({ kind }) => kind === 'office')?.id;

  /** What each compartment is to hear now. A record that is not here yet, or no more, is nowhere. */
  function toSay(): Map<string, Place> {
    const { record, field, following } = hidden ? {} : mine;
    const about: Place = { ...(following && { following }), ...(paused && { paused: true as const }) };
    const everywhere = common();
    const where = record === undefined ? undefined : office.get(record)?.compartment;
    const words = new Map<string, Place>();
    if (everywhere !== undefined) words.set(everywhere, about);
    if (where !== undefined && record !== undefined)
      words.set(where, { ...about, record, ...(field !== undefined && { field }) });
    return words;
  }
  /** Only what is new there: to go from one private thing to another is silent for everyone else. */
  function say(again: boolean): void {
    const words = toSay();
    for (const compartment of said.keys()) if (!words.has(compartment)) words.set(compartment, {});
    for (const [compartment, place] of words) {
      const text = JSON.stringify(place);
      if (!again && said.get(compartment) === text) continue;
      port?.send(compartment, TOPIC, utf8ToBytes(text));
      if (text === '{}' && compartment !== common()) said.delete(compartment);
      else said.set(compartment, text);
    }
  }
  function soon(): void {
    due ??= timers.after(0, () => {
      due = undefined;
      say(false);
    });
  }

  function rebuild(): void {
    const fresh = clock.now() - 3 * BEAT;
    const memberOf = new Map(office.members.flatMap(({ id, devices }) => devices.map((one) => [one, id])));
    const next: Presence[] = [];
    for (const device of reached() ? new Set([...online(), ...heard.keys()]) : []) {
      const member = memberOf.get(device);
      if (device === office.device || member === undefined) continue;
      const places = [...(heard.get(device)?.values() ?? [])]
        .filter(({ at }) => at > fresh)
        .sort((a, b) => b.at - a.at);
      if (places.length === 0 && !online().includes(device)) continue;
      const there = places.find(({ record }) => record !== undefined);
      const following = places.find((place) => place.following !== undefined)?.following;
      next.push({
        device,
        member,
        ...(there?.record !== undefined && { record: there.record }),
        ...(there?.field !== undefined && { field: there.field }),
        ...(following !== undefined && { following }),
        ...(places[0]?.paused && { mayFollow: false })
      });
    }
    if (JSON.stringify(next) === JSON.stringify(list)) return;
    list = next;
    changed();
  }

  const stop = port?.listen(TOPIC, ({ compartment, device, bytes }) => {
    if (device === office.device) return;
    if (!bytes) heard.delete(device);
    else {
      const place = readPlace(bytes);
      if (!place) return;
      // A record is believed only where it lies: whoever says it can read it, and so can we.
      const lies = place.record !== undefined && office.get(place.record)?.compartment === compartment;
      const { following, paused: pausing } = place;
      const about = { ...(following && { following }), ...(pausing && { paused: pausing }) };
      const known = lies ? place : about;
      let places = heard.get(device);
      if (!places) {
        heard.set(device, (places = new Map()));
        // Somebody new: they have not heard where this device is.
        timers.after(300, () => say(true));
      }
      places.set(compartment, { ...known, at: clock.now() });
    }
    rebuild();
  });

  let beating: () => void;
  const beat = () => {
    beating = timers.after(BEAT, () => {
      say(true);
      rebuild();
      beat();
    });
  };
  beat();

  return {
    get presence() {
      return list;
    },
    get followingPaused() {
      return paused;
    },
    here(record, field) {
      const { following } = mine;
      mine = {
        ...(following && { following }),
        ...(record && { record }),
        ...(record && field && { field })
      };
      soon();
    },
    follow(device) {
      const { record, field } = mine;
      mine = { ...(record && { record }), ...(field && { field }), ...(device && { following: device }) };
      soon();
    },
    pauseFollowing(on) {
      paused = on;
      soon();
      changed();
    },
    setHidden(on) {
      hidden = on;
      soon();
    },
    refresh() {
      const before = list.length;
      rebuild();
      if (list.length > before) timers.after(300, () => say(true));
    },
    close() {
      stop?.();
      beating();
      due?.();
    }
  };
}

/** What another device says is not believed to have any form. */
function readPlace(bytes: Uint8Array): Place | undefined {
  try {
    const { record, field, following, paused } = JSON.parse(bytesToUtf8(bytes)) as Record<string, unknown>;
    const text = (value: unknown): value is string =>
      typeof value === 'string' && value !== '' && value.length <= LONGEST;
    return {
      ...(text(record) && { record }),
      ...(text(field) && { field }),
      ...(text(following) && { following }),
      ...(paused === true && { paused: true as const })
    };
  } catch {
    return undefined;
  }
}
