/** The colour of the company that a record names, as a value for CSS; undefined for none. */
import type { Desk } from '$lib/kit/desk-context.ts';
import type { StoredRecord } from '$lib/store/office.ts';

export function companyColour({ office }: Desk, { values }: StoredRecord): string | undefined {
  const colour = values.company ? office.get(values.company as string)?.values.colour : undefined;
  return typeof colour === 'string' && /^[a-z]+$/.test(colour) ? `var(--colour-${colour})` : undefined;
}
