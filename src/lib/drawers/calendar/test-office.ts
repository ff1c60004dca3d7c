/** An office in memory for this drawer's tests, and what its calendar shows in words. */
import { createSeededRandom } from '../../base/random.ts';
import type { Zone } from '../../base/values.ts';
import { expand } from '../../formats/recurrence.ts';
import { openOffice } from '../../store/open-office.ts';
import type { Office, StoredRecord } from '../../store/office.ts';
import type { RecordType } from '../../store/record.ts';
import { createMemoryLog } from '../../sync/memory-log.ts';
import { appointment } from './appointment.record.ts';
import { holdGroup } from './hold-group.record.ts';
import { occurrencesIn, type Occurrence } from './occurrences.ts';
import { daysToSpan } from './span.ts';

export const HERE: Zone = 'Europe/Lisbon';

export const openTestOffice = (): Promise<Office> =>
  openOffice(createMemoryLog(), [appointment, holdGroup] as unknown as RecordType[], {
    clock: { now: () => Date.UTC(2026, 10, 23, 9) },
    random: createSeededRandom(1),
    idle: (work) => void setTimeout(work)
  });

export const allAppointments = (office: Office): readonly StoredRecord[] =>
  office.query({ types: ['appointment'] }).rows;

export const occurrencesOf = (office: Office, first: string, afterLast: string): Occurrence[] =>
  occurrencesIn(allAppointments(office), daysToSpan(first, afterLast, HERE), {
    types: office.types,
    zone: HERE,
    expand
  });

/** `03-17 08:30 Breakfast`, one for each occurrence, on their own clocks. */
export const calendarOf = (office: Office, first: string, afterLast: string): string[] =>
  occurrencesOf(office, first, afterLast).map(
    ({ when, title }) => `${when.start.slice(5, 16).replace('T', ' ')} ${title}`
  );
