/**
 * Real files made by others, kept outside the repository: in the folder that ANTEROOM_SAMPLES names, else in
 * `../shared/samples` beside it. Where it is absent, tests that need it are skipped and say so:
 *
 *   describe.skipIf(!haveSamples)(samplesTitle('every calendar is read'), () => …)
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

export const samplesFolder = process.env.ANTEROOM_SAMPLES ?? resolve(root, '../shared/samples');
export const haveSamples = existsSync(samplesFolder);

export const samplesTitle = (title: string): string =>
  haveSamples ? title : `${title} (skipped: no samples; set ANTEROOM_SAMPLES to their folder)`;

export interface SampleFile {
  /** Path below the samples' folder. */
  readonly name: string;
  readonly path: string;
  readonly bytes: () => Uint8Array;
}

/** The files of a folder of samples, by name; `ends` keeps those with one of these endings. */
export function sampleFiles(folder: string, ...ends: readonly string[]): SampleFile[] {
  const top = join(samplesFolder, folder);
  if (!existsSync(top)) return [];
  return readdirSync(top, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && (ends.length === 0 || ends.some((end) => entry.name.endsWith(end))))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({
      name: relative(samplesFolder, path),
      path,
      bytes: () => new Uint8Array(readFileSync(path))
    }));
}
