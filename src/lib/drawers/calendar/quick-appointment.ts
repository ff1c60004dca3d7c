/** What a line of plain words makes of an appointment. */
import type { When } from '../../base/values.ts';
import {
  quickWhen,
  readQuickEntry,
  type QuickEntry,
  type QuickEntryOptions,
  type QuickWhen
} from '../../formats/quick-entry.ts';
import type { Values } from '../../store/office.ts';

export interface QuickAppointment {
  readonly entry: QuickEntry;
  readonly values: Values & { readonly title: string; readonly when?: When };
}

/** `chosen` answers the line's question, where it had one. */
export function readQuickAppointment(
  line: string,
  options: QuickEntryOptions,
  chosen?: QuickWhen
): QuickAppointment {
  const entry = readQuickEntry(line, options);
  const pieces = chosen ?? entry.when;
  const when = pieces && quickWhen(pieces, options.zone, entry.minutes);
  return {
    entry,
    values: {
      title: entry.title,
      ...(when && { when }),
      // A day without a time is a note on that day, not an engagement that fills it.
      ...(when?.allDay && { shows: 'free' }),
      ...(entry.place && { place: entry.place }),
      ...(entry.repeat && { repeat: entry.repeat })
    }
  };
}
