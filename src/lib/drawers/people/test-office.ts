/** An office in memory for this drawer's tests, and people in few words. */
import { createSeededRandom } from '../../base/random.ts';
import type { RecordId } from '../../base/ids.ts';
import { defineRecord, type RecordType } from '../../store/record.ts';
import { field } from '../../store/fields.ts';
import { openOffice } from '../../store/open-office.ts';
import type { Office } from '../../store/office.ts';
import { createMemoryLog } from '../../sync/memory-log.ts';
import { organisation } from './organisation.record.ts';
import type { ContactRecord } from './people-list.ts';
import { person } from './person.record.ts';

/** A record of another drawer that names people in all three ways. */
const dinner = defineRecord({
  type: 'dinner',
  label: () => 'Dinner',
  plural: () => 'Dinners',
  icon: 'utensils',
  fields: {
    host: field.link({ label: () => 'Host' }),
    guests: field.list(field.attendee({ label: () => 'Guest' }), { label: () => 'Guests' }),
    cooks: field.list(field.link({ label: () => 'Cook' }), { label: () => 'Cooks' })
  },
  title: () => 'Dinner',
  samples: []
});

export const openTestOffice = (): Promise<Office> =>
  openOffice(createMemoryLog(), [person, organisation, dinner] as unknown as RecordType[], {
    clock: { now: () => Date.UTC(2026, 10, 23, 9) },
    random: createSeededRandom(1),
    idle: (work) => void setTimeout(work)
  });

interface Brief {
  name: string;
  mail?: string;
  phone?: string;
  firm?: RecordId;
  birthday?: string;
  [field: string]: unknown;
}

export const addPerson = (office: Office, { name, mail, phone, firm, ...more }: Brief): RecordId =>
  office.create('person', {
    name: { full: name },
    ...(mail && { emails: [{ address: mail }] }),
    ...(phone && { phones: [{ number: phone }] }),
    ...(firm && { organisation: firm }),
    ...more
  });

export const contactsOf = (office: Office): readonly ContactRecord[] =>
  office.query({ types: ['person', 'organisation'] }).rows as readonly ContactRecord[];
