/**
 * Clashes: times that collide, door to door. Rules:
 *
 * 1. Cancelled appointments and those shown as free collide with nothing.
 * 2. Travel before and after counts; a day-long entry has no travel.
 * 3. Options of one meeting never collide with each other, and with others only until they expire.
 * 4. A day-long entry that is shown as busy collides with everything on its days.
 * 5. Touching is not colliding.
 */
import type { RecordId } from '../../base/ids.ts';
import type { Occurrence } from './occurrences.ts';

export interface Busy {
  readonly key: string;
  readonly title: string;
  /** Instants, without travel. */
  readonly from: number;
  readonly to: number;
  readonly allDay: boolean;
  /** Minutes. */
  readonly travelBefore: number;
  readonly travelAfter: number;
  readonly tentative: boolean;
  /** The options that this is one of. */
  readonly group?: RecordId;
}

export interface Clash {
  readonly with: Busy;
  /** Minutes that both want, travel included. */
  readonly minutes: number;
  /** Travel is what makes them collide, or makes it worse. */
  readonly travel: boolean;
  /** One of them, or both, takes the whole day. */
  readonly allDay: boolean;
}

/** Nobody reads further; a day with a thousand entries stays quick. */
const MOST = 20;
const MINUTE = 60_000;

/** What takes up time; undefined for what does not (rules 1 and 3). */
export function occurrenceToBusy(
  { key, title, from, to, when, agenda, record }: Occurrence,
  expired: ReadonlySet<RecordId> = new Set()
): Busy | undefined {
  const group = record.values.holdGroup as RecordId | undefined;
  const option = !!group && !!agenda.tentative;
  if (agenda.cancelled || agenda.free || (option && expired.has(group))) return undefined;
  return {
    key,
    title,
    from,
    to,
    allDay: when.allDay,
    travelBefore: when.allDay ? 0 : (agenda.travelBefore ?? 0),
    travelAfter: when.allDay ? 0 : (agenda.travelAfter ?? 0),
    tentative: !!agenda.tentative,
    group: option ? group : undefined
  };
}

const leaves = (busy: Busy) => busy.from - busy.travelBefore * MINUTE;
const returns = (busy: Busy) => busy.to + busy.travelAfter * MINUTE;

function clashBetween(one: Busy, other: Busy): Clash | undefined {
  if (one.key === other.key || (one.group && one.group === other.group)) return undefined;
  const together = Math.min(returns(one), returns(other)) - Math.max(leaves(one), leaves(other));
  if (together <= 0) return undefined;
  const withoutTravel = Math.max(0, Math.min(one.to, other.to) - Math.max(one.from, other.from));
  return {
    with: other,
    minutes: Math.round(together / MINUTE),
    travel: together > withoutTravel,
    allDay: one.allDay || other.allDay
  };
}

/** The clashes of one time with all others, in order of time. */
export const clashesOf = (one: Busy, others: readonly Busy[]): Clash[] =>
  others
    .flatMap((other) => clashBetween(one, other) ?? [])
    .sort((a, b) => a.with.from - b.with.from)
    .slice(0, MOST);

/** Every clash, by key, from both sides. One sweep in order of time, whatever the number of entries. */
export function findClashes(all: readonly Busy[]): Map<string, Clash[]> {
  const found = new Map<string, Clash[]>();
  const keep = (key: string, clash: Clash) => {
    const list = found.get(key);
    if (!list) found.set(key, [clash]);
    else if (list.length < MOST) list.push(clash);
  };
  let open: Busy[] = [];
  for (const next of [...all].sort((a, b) => leaves(a) - leaves(b))) {
    open = open.filter((busy) => returns(busy) > leaves(next));
    for (const earlier of open) {
      const clash = clashBetween(next, earlier);
      if (!clash) continue;
      keep(next.key, clash);
      keep(earlier.key, { ...clash, with: next });
    }
    open.push(next);
  }
  return found;
}
