/** Splits what is longer than one message. */
import { BLOB_EXTRA, FRAME_EXTRA } from '../src/lib/protocol/frames.ts';
import { FRAME_LIMIT } from '../src/lib/protocol/limits.ts';

/** What blobs may take in one message. */
export const BLOBS = FRAME_LIMIT - FRAME_EXTRA;

/** Runs of at most `count`, and where sizes are given, of at most what one message takes. */
export function inFrames<T>(items: readonly T[], count: number, size: (item: T) => number = () => 0): T[][] {
  const runs: T[][] = [];
  let run: T[] = [];
  let bytes = 0;
  for (const item of items) {
    const more = size(item) + BLOB_EXTRA;
    if (run.length > 0 && (run.length >= count || bytes + more > BLOBS)) {
      runs.push(run);
      run = [];
      bytes = 0;
    }
    run.push(item);
    bytes += more;
  }
  if (run.length > 0) runs.push(run);
  return runs;
}
