/** Keeps the expansions of one window: while one appointment is dragged about, no other series is worked out again. */
import type { ExpandSeries } from './occurrences.ts';

/** Beyond this something is wrong with the keys rather than with the office. */
const MOST_SERIES = 5000;

export function cacheExpansions(expand: ExpandSeries): ExpandSeries {
  const kept = new Map<string, ReturnType<ExpandSeries>>();
  let keptFor = '';
  return (series, window, zone, limit) => {
    const frame = `${window.from} ${window.to} ${zone} ${limit}`;
    if (frame !== keptFor || kept.size > MOST_SERIES) kept.clear();
    keptFor = frame;
    const key = JSON.stringify([series.when, series.repeat, series.except]);
    let found = kept.get(key);
    if (!found) kept.set(key, (found = expand(series, window, zone, limit)));
    return found;
  };
}
