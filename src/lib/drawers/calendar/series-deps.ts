/** What series edits need to know about zones and recurrences, from the formats. */
import type { Zone } from '../../base/values.ts';
import { expand } from '../../formats/recurrence.ts';
import { wallToMs } from '../../formats/zone.ts';
import type { SeriesDeps } from './series-edits.ts';

export const createSeriesDeps = (viewer: Zone): SeriesDeps => ({
  instantOf: (at, when) => wallToMs(at, when.startZone ?? viewer),
  countBefore: (when, { rules }, at) => {
    const from = wallToMs(when.start, when.startZone ?? viewer);
    const to = wallToMs(at, when.startZone ?? viewer);
    return expand({ when, repeat: { rules } }, { from, to }, viewer, 10_000).filter(
      ({ startMs }) => startMs < to
    ).length;
  }
});
