/** A line of plain words as the values of a task: what, by when, how often, how urgent. Pure. */
import type { Zone } from '../../base/values.ts';
import {
  readQuickEntry,
  type QuickEntry,
  type QuickEntryOptions,
  type QuickWhen
} from '../../formats/quick-entry.ts';
import { changeZone } from '../../formats/zone.ts';
import type { NewTask, Priority } from './task.record.ts';

/** A lone `!` is high, `!!` urgent; a sentence's own mark stands behind a word. */
function takePriority(line: string): { text: string; priority: Priority } {
  const found = /(?:^|\s)(!{1,2})(?=\s|$)/.exec(line);
  if (!found) return { text: line, priority: 'normal' };
  // Blanks of the same length: what is marked in the rest keeps its place.
  return {
    text:
      line.slice(0, found.index) + ' '.repeat(found[0].length) + line.slice(found.index + found[0].length),
    priority: found[1] === '!!' ? 'urgent' : 'high'
  };
}

export interface QuickTask {
  readonly entry: QuickEntry;
  /** Ready to be made, unless the title is empty. */
  readonly values: NewTask;
}

/** `chosen` answers the entry's question, where a day had two meanings. */
export function readQuickTask(line: string, options: QuickEntryOptions, chosen?: QuickWhen): QuickTask {
  const { text, priority } = takePriority(line);
  const entry = readQuickEntry(text, options);
  // A task has no place and no length: these words stay in what has to be done.
  const kept = entry.spans
    .filter(({ kind }) => kind === 'place' || kind === 'duration')
    .map(({ start, end }) => text.slice(start, end).trim());
  const when = chosen ?? entry.when;
  return {
    entry,
    values: {
      title: [entry.title, ...kept].filter(Boolean).join(' '),
      state: 'open',
      priority,
      ...(when && dueOf(when, options.zone)),
      ...(entry.repeat && { repeat: entry.repeat })
    }
  };
}

/** Tasks are due on one's own clock: "5pm London time" is turned into it. */
function dueOf({ date, time, zone }: QuickWhen, here: Zone): { due: string; dueTime?: string } {
  if (!time) return { due: date };
  const at = zone ? changeZone(`${date}T${time}:00`, zone, here) : `${date}T${time}:00`;
  return { due: at.slice(0, 10), dueTime: at.slice(11, 16) };
}
