/** Files to readings and records to files, one after the other, each in a worker of its own that can be stopped. */
import { failed, ok, type Result } from '../base/result.ts';
import type { WriteOptions, WriteRecord } from '../formats/ical-write.ts';
import type { Reading } from '../formats/reading.ts';
import { viewerZone } from '../ui/settings.svelte.ts';
import type { ReadAnswer, ReadRequest, WriteRequest } from './read-worker.ts';
import { t } from './import-text.ts';

const createWorker = (): Worker =>
  new Worker(new URL('./read-worker.ts', import.meta.url), { type: 'module' });

/** The records as a calendar file. */
export function writeInWorker(write: readonly WriteRecord[], options: WriteOptions): Promise<Result<string>> {
  return new Promise((resolve) => {
    const worker = createWorker();
    const end = (result: Result<string>) => {
      worker.terminate();
      resolve(result);
    };
    worker.onerror = () => end(failed('unwritten', t('notWritten')));
    worker.onmessage = ({ data }: MessageEvent<ReadAnswer>) =>
      end('written' in data ? ok(data.written) : failed('unwritten', t('notWritten')));
    worker.postMessage({ write, options } satisfies WriteRequest);
  });
}

/** `onProgress` gets 0 to 1. Resolves to a failure when stopped, or when the file cannot be reached any more. */
export function readInWorker(
  file: File,
  onProgress: (part: number) => void,
  signal: AbortSignal
): Promise<Result<Reading>> {
  return new Promise((resolve) => {
    const worker = createWorker();
    const end = (result: Result<Reading>) => {
      worker.terminate();
      resolve(result);
    };
    signal.addEventListener('abort', () => end(failed('stopped', t('readStopped'))));
    worker.onerror = () => end(failed('unreadable', t('readFailed', { name: file.name })));
    worker.onmessage = ({ data }: MessageEvent<ReadAnswer>) => {
      if ('progress' in data) onProgress(data.progress);
      else if ('reading' in data) end(ok(data.reading));
      else end(failed('unreadable', t('readFailed', { name: file.name })));
    };
    worker.postMessage({ name: file.name, file, zone: viewerZone() } satisfies ReadRequest);
  });
}
