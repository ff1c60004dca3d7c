/**
 * What others did while this device was not in touch, kept on it until somebody looked. What comes in within a
 * minute of being done is not missed but seen; and a device that was never in touch before missed nothing.
 */
import type { Clock } from '../base/clock.ts';
import type { RecordId } from '../base/ids.ts';
import type { ForeignChange, Office, Subscribable } from '../store/office.ts';
import type { TextStore } from './device-store.ts';
import type { AwayChange, ServerState, WhileAway } from './sharing.ts';

const SEEN_MS = 60_000;
/** How often the time of being in touch is kept. */
const TOUCH_MS = 60_000;
/** Records; nobody looks through more. */
const MOST = 500;
const KEY = 'away';

interface Missed {
  readonly id: RecordId;
  by: string[];
  made: boolean;
  fields: string[];
  at: number;
}

interface Kept {
  readonly missed: readonly Missed[];
  readonly touched?: number;
}

export interface AwayDeps {
  readonly office: Pick<Office, 'onForeign' | 'get' | 'types' | 'subscribe'>;
  readonly sharing: Subscribable & { readonly server: ServerState };
  readonly store: TextStore;
  readonly clock: Clock;
}

function parse(text: string | undefined): Kept {
  try {
    return text ? (JSON.parse(text) as Kept) : { missed: [] };
  } catch {
    return { missed: [] };
  }
}

export async function openAway({ office, sharing, store, clock }: AwayDeps): Promise<WhileAway> {
  const kept = parse(await store.read(KEY));
  const missed = new Map(kept.missed.map((one) => [one.id, one]));
  const listeners = new Set<() => void>();
  let touched = kept.touched;
  let since = kept.touched;
  let online = false;
  let changes: readonly AwayChange[] | undefined;

  const keep = () =>
    void store.write(KEY, JSON.stringify({ missed: [...missed.values()], ...(touched && { touched }) }));
  const tell = () => {
    changes = undefined;
    for (const listener of listeners) listener();
  };

  sharing.subscribe(() => {
    const before = online;
    online = sharing.server.state === 'online';
    const now = clock.now();
    if (before && !online) since = touched = now;
    else if (online && now - (touched ?? 0) > TOUCH_MS) touched = now;
    else return;
    keep();
    if (before !== online) tell();
  });

  function take({ id, field, by, at }: ForeignChange): void {
    const one = missed.get(id) ?? { id, by: [], made: false, fields: [], at: 0 };
    one.by = [...new Set([...one.by, by])];
    one.made ||= field === undefined;
    if (field !== undefined) one.fields = [...new Set([...one.fields, field])];
    one.at = Math.max(one.at, at);
    missed.set(id, one);
  }

  office.onForeign((came) => {
    if (since === undefined) return;
    const now = clock.now();
    const late = came.filter(
      ({ id, at }) => now - at > SEEN_MS && !office.types.get(office.get(id)?.type ?? '')?.standIn
    );
    if (late.length === 0) return;
    late.forEach(take);
    if (missed.size > MOST)
      for (const { id } of [...missed.values()].sort((a, b) => a.at - b.at).slice(0, missed.size - MOST))
        missed.delete(id);
    keep();
    tell();
  });

  function toChange({ id, by, made, fields, at }: Missed): AwayChange[] {
    const record = office.get(id);
    if (!record) return [];
    const own = fields.filter((field) => !field.startsWith('$'));
    const what = record.trashed && fields.includes('$trash') ? 'trashed' : made ? 'made' : 'changed';
    return [{ id, by, what, fields: own, conflicts: record.conflicts, at }];
  }

  return {
    get changes() {
      if (listeners.size === 0) changes = undefined; // nobody listens: nothing keeps it fresh
      return (changes ??= [...missed.values()].flatMap(toChange).sort((a, b) => b.at - a.at));
    },
    get since() {
      return since;
    },
    looked: (ids) => {
      for (const id of ids) missed.delete(id);
      keep();
      tell();
    },
    subscribe: (changed) => {
      const own = () => changed();
      listeners.add(own);
      // A record that was settled or deleted since reads differently here too.
      const stop = office.subscribe(() => {
        if (missed.size === 0) return;
        changes = undefined;
        own();
      });
      return () => {
        listeners.delete(own);
        stop();
      };
    }
  };
}
