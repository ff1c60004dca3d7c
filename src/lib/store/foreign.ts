/** What others did, read from the lines that came in. */
import { isListRegister } from './entry.ts';
import { lineToCreation, lineToEdit } from './lines.ts';
import type { ForeignChange } from './office.ts';
import type { Lines } from './line-doc.ts';
import { stampToTime } from './stamp.ts';

/** `device` is this one: what its other windows did is nothing foreign. */
export function linesToForeign({ records, edits }: Lines, device: string): ForeignChange[] {
  const changes: ForeignChange[] = [];
  for (const pack of records)
    for (const line of pack.split('\n')) {
      const { id, author, stamp } = lineToCreation(line);
      if (author !== device) changes.push({ id, by: author, at: stampToTime(stamp) });
    }
  for (const line of edits) {
    const { id, register, author, stamp } = lineToEdit(line);
    if (author === device) continue;
    const field = isListRegister(register) ? register.slice(0, register.indexOf('/')) : register;
    changes.push({ id, field, by: author, at: stampToTime(stamp) });
  }
  return changes;
}
