/**
 * Reads or writes one file away from the page, so that fifty megabytes do not freeze it, and so that what
 * calendars are made of is on the device once. One worker, one file.
 */
import type { WriteOptions, WriteRecord } from '../formats/ical-write.ts';
import { writeCalendar } from '../formats/ical-write.ts';
import { readFileInSteps } from '../formats/read.ts';
import type { Reading } from '../formats/reading.ts';
import { namesAsRead } from './import-baseline.ts';

export interface ReadRequest {
  readonly name: string;
  readonly file: Blob;
  readonly zone: string;
}
export interface WriteRequest {
  readonly write: readonly WriteRecord[];
  readonly options: WriteOptions;
}
export type ReadAnswer =
  | { readonly progress: number }
  | { readonly reading: Reading }
  | { readonly written: string }
  | { readonly problem: string };

/** Done here, away from the page: of a large file these are a million small sums. */
const withNames = (reading: Reading): Reading => ({
  ...reading,
  records: reading.records.map((read) => ({
    ...read,
    fields: { ...read.fields, source: { ...read.fields.source, asRead: namesAsRead(read.fields) } }
  }))
});

const answer = (said: ReadAnswer): void => postMessage(said);

addEventListener('message', ({ data }: MessageEvent<ReadRequest | WriteRequest>) => {
  void (async () => {
    try {
      if ('write' in data) return answer({ written: writeCalendar(data.write, data.options) });
      const { name, file, zone } = data;
      const steps = await readFileInSteps(name, new Uint8Array(await file.arrayBuffer()), { zone });
      for (let told = 0; ;) {
        const step = steps.next();
        if (step.done) return answer({ reading: withNames(step.value) });
        if (step.value - told > 0.01) answer({ progress: (told = step.value) });
      }
    } catch (problem) {
      answer({ problem: problem instanceof Error ? problem.message : String(problem) });
    }
  })();
});
