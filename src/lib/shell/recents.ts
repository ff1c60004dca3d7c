/** What was last chosen in the palette, newest first; kept on this device. */
import type { Preferences } from '../kit/desk-context.ts';

const KEY = 'palette.recent';
const KEPT = 6;

/** `command:ID` or `record:ID`. */
export const recents = (preferences: Preferences): readonly string[] => preferences.get<string[]>(KEY) ?? [];

export function addRecent(preferences: Preferences, entry: string): void {
  preferences.set(KEY, [entry, ...recents(preferences).filter((one) => one !== entry)].slice(0, KEPT));
}
