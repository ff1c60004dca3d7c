/** Reads one file away from the page, so that fifty megabytes do not freeze it. One worker, one file. */
import { readFileInSteps } from '../formats/read.ts';
import type { Reading } from '../formats/reading.ts';

export interface ReadRequest {
  readonly name: string;
  readonly file: Blob;
  readonly zone: string;
}
export type ReadAnswer =
  { readonly progress: number } | { readonly reading: Reading } | { readonly problem: string };

const answer = (said: ReadAnswer): void => postMessage(said);

addEventListener('message', (event: MessageEvent<ReadRequest>) => {
  const { name, file, zone } = event.data;
  void (async () => {
    try {
      const steps = await readFileInSteps(name, new Uint8Array(await file.arrayBuffer()), { zone });
      for (let told = 0; ;) {
        const step = steps.next();
        if (step.done) return answer({ reading: step.value });
        if (step.value - told > 0.01) answer({ progress: (told = step.value) });
      }
    } catch (problem) {
      answer({ problem: problem instanceof Error ? problem.message : String(problem) });
    }
  })();
});
