/** Where the others are now, as components ask it: who is online, who looks at a record, who is in a field. */
import type { RecordId } from '../base/ids.ts';
import type { Desk } from './desk-context.ts';
import { watch } from './live.svelte.ts';
import type { Presence, Sharing } from './sharing.ts';
import { t } from './sharing-text.ts';

export interface SomebodyHere extends Presence {
  readonly name: string;
}

/** Other people, one entry each: the device on which they look at something comes first. */
export function othersHere({ people, presence }: Pick<Sharing, 'people' | 'presence'>): SomebodyHere[] {
  const seen = new Map<string, SomebodyHere>();
  for (const one of presence) {
    const person = people.find(({ member }) => member === one.member);
    if (person?.isMe) continue;
    const known = seen.get(one.member);
    if (known && (known.record !== undefined || one.record === undefined)) continue;
    seen.set(one.member, { ...one, name: person?.name ?? t('somebody') });
  }
  return [...seen.values()].sort((a, b) => a.name.localeCompare(b.name));
}

/** Who looks at this record; reactive. */
export function whoIsAt(desk: Desk, record: RecordId): readonly SomebodyHere[] {
  const { presence, people } = watch(desk.sharing);
  const there = presence.filter((one) => one.record === record);
  return there.length === 0 ? [] : othersHere({ people, presence: there });
}

/** Who is in this field; reactive. */
export const whoIsIn = (desk: Desk, record: RecordId, field: string): SomebodyHere | undefined =>
  whoIsAt(desk, record).find((one) => one.field === field);
