/** Offices in memory for this drawer's tests, and what their calendar shows in words. */
import { createSeededRandom } from '../../base/random.ts';
import type { Zone } from '../../base/values.ts';
import { expand } from '../../formats/recurrence.ts';
import { openOffice } from '../../store/open-office.ts';
import type { Office, StoredRecord } from '../../store/office.ts';
import type { RecordType } from '../../store/record.ts';
import type { DeviceLog } from '../../sync/log.ts';
import { createMemoryHub, createMemoryLog } from '../../sync/memory-log.ts';
import { appointment } from './appointment.record.ts';
import { busyBlock } from './busy-block.record.ts';
import { holdGroup } from './hold-group.record.ts';
import { occurrencesIn, type Occurrence } from './occurrences.ts';
import { daysToSpan } from './span.ts';

export const HERE: Zone = 'Europe/Lisbon';
export const clock = { now: () => Date.UTC(2026, 10, 23, 9) };

export const openTestOffice = (log: DeviceLog = createMemoryLog(), seed = 1): Promise<Office> =>
  openOffice(log, [appointment, holdGroup, busyBlock] as unknown as RecordType[], {
    clock,
    random: createSeededRandom(seed),
    idle: (work) => void setTimeout(work)
  });

/** The secretary's two devices, and an assistant who sees what everybody sees. */
export async function openSharedOffice() {
  const hub = createMemoryHub('laptop');
  hub.setMembers([
    { id: 'anna', name: 'Anna Reed', devices: ['laptop', 'phone'], role: 'secretary' },
    { id: 'ben', name: 'Ben Okafor', devices: ['bens'], role: 'assistant' }
  ]);
  hub.setLevels('ben', { office: 'write' });
  const laptop = await openTestOffice(hub.connect(1, 'laptop'), 1);
  const phone = await openTestOffice(hub.connect(2, 'phone'), 2);
  const assistant = await openTestOffice(hub.connect(3, 'bens'), 3);
  return { hub, laptop, phone, assistant };
}

export const allAppointments = (office: Office): readonly StoredRecord[] =>
  office.query({ types: ['appointment', 'busyBlock'] }).rows;

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
