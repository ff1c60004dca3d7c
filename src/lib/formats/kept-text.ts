/** The original of a record, kept with it: all of its lines, without files and pictures too long to carry along. */
import type { Line } from './content-lines.ts';
import { t } from './text.ts';

/** A record travels in sealed parts of at most 192 KiB; its original may take half of one. */
const LONGEST_KEPT = 96 * 1024;
const LONGEST_KEPT_LINE = 48 * 1024;

export function keptText(lines: readonly Line[], say: (line: number, sentence: string) => void): string {
  const total = lines.reduce((sum, line) => sum + line.text.length + 1, 0);
  if (total <= LONGEST_KEPT && lines.every(({ text }) => text.length <= LONGEST_KEPT_LINE))
    return join(lines);
  let length = 0;
  const kept = lines.filter((line) => {
    const isFrame = /^\s*(BEGIN|END)\s*:/i.test(line.text);
    const fits = line.text.length <= LONGEST_KEPT_LINE && length + line.text.length < LONGEST_KEPT;
    if (isFrame || fits) length += line.text.length + 1;
    else say(line.number, t('longLine', { name: /^[A-Za-z0-9.-]{1,40}/.exec(line.text.trim())?.[0] ?? '' }));
    return isFrame || fits;
  });
  return join(kept);
}

const join = (lines: readonly Line[]): string => lines.map(({ text }) => text).join('\n');

/** A short name for a text (FNV-1a, 53 bits by two passes): the same text has the same name on every device. */
export function fingerprint(text: string): string {
  let [low, high] = [0x811c9dc5, 0x01000193];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    low = Math.imul(low ^ code, 0x01000193) >>> 0;
    high = Math.imul(high ^ (code + 17), 0x85ebca6b) >>> 0;
  }
  return low.toString(36) + high.toString(36);
}
