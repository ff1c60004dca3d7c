/** Recovery words while they are typed: completed as soon as only one can be meant, split where many are pasted. */
export const WORDS = 24;

/** The word that is meant: typed in full, or the only one that begins like this. */
export function completeWord(typed: string, known: readonly string[]): string | undefined {
  const start = typed.trim().toLowerCase();
  if (start.length < 2) return undefined;
  if (known.includes(start)) return start;
  const fitting = known.filter((word) => word.startsWith(start));
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** Words out of a pasted text: numbers, dots and line ends between them are left out. */
export const splitWords = (text: string): string[] => text.toLowerCase().match(/[a-z]+/g) ?? [];
