/** Whether the open office is the made-up one, and what was chosen before it was opened. */
import type { Desk } from '$lib/kit/desk-context.ts';
import { settings } from '$lib/ui/settings.svelte.ts';

interface Before {
  readonly zone: string | null;
  readonly secondZone: string | null;
}

export const isSample = ({ preferences }: Desk): boolean => preferences.get('sample') !== undefined;

/** Gives back this person's own clocks, unless they were changed since. */
export function forgetSample({ preferences }: Desk): void {
  const before = preferences.get<Before>('sample');
  settings.zone = before?.zone ?? undefined;
  settings.secondZone = before?.secondZone ?? undefined;
  settings.company = undefined;
}
