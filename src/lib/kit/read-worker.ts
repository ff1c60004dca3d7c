/** Reads one file away from the page, so that fifty megabytes do not freeze it. One worker, one file. */
import { readFileInSteps } from '../formats/read.ts';
import type { Reading } from '../formats/reading.ts';
import { namesAsRead } from './import-baseline.ts';

export interface ReadRequest {
  readonly name: string;
  readonly file: Blob;
  readonly zone: string;
}
export type ReadAnswer =
  { readonly progress: number } | { readonly reading: Reading } | { readonly problem: string };

/** Done here, away from the page: of a large file these are a million small sums. */
const withNames = (reading: Reading): Reading => ({
  ...reading,
  records: reading.records.map((read) => ({
    ...read,
    fields: { ...read.fields, source: { ...read.fields.source, asRead: namesAsRead(read.fields) } }
  }))
});

const answer = (said: ReadAnswer): void => postMessage(said);

addEventListener('message', (event: MessageEvent<ReadRequest>) => {
  const { name, file, zone } = event.data;
  void (async () => {
    try {
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
