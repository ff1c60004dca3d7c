/** An office in memory for the kit's tests, with record types like the drawers' own: the kit imports no drawer. */
import { createSeededRandom } from '../base/random.ts';
import { field } from '../store/fields.ts';
import { openOffice } from '../store/open-office.ts';
import type { Office } from '../store/office.ts';
import { defineRecord, type RecordType } from '../store/record.ts';
import { createMemoryLog } from '../sync/memory-log.ts';

const label = (text: string) => ({ label: () => text });

export const appointment = defineRecord({
  type: 'appointment',
  label: () => 'Appointment',
  plural: () => 'Appointments',
  icon: 'calendar',
  fields: {
    title: field.text({ ...label('Title'), required: true, primary: true }),
    when: field.when({ ...label('When'), required: true }),
    status: field.choice({
      ...label('Status'),
      default: 'confirmed',
      choices: [
        { value: 'tentative', label: () => 'Pencilled' },
        { value: 'confirmed', label: () => 'Confirmed' },
        { value: 'cancelled', label: () => 'Cancelled' }
      ]
    }),
    shows: field.text(label('Shows')),
    place: field.text(label('Place')),
    description: field.longText(label('Description')),
    attendees: field.list(field.attendee(label('Attendee')), label('Attendees')),
    repeat: field.recurrence(label('Repeats')),
    except: field.list(field.text(label('Start')), { ...label('Left out'), hidden: true }),
    series: field.link({ ...label('Series'), to: ['appointment'], hidden: true }),
    occurrence: field.text({ ...label('Replaces'), hidden: true }),
    travelBefore: field.number({ ...label('Travel before'), unit: 'min', min: 0 })
  },
  title: (values) => values.title ?? '',
  subtitle: (values) => values.place ?? '',
  shard: (values) => (values.repeat ? 'standing' : (values.when?.start.slice(0, 4) ?? 'standing')),
  facets: { agenda: (values) => (values.when ? { when: values.when } : undefined) },
  samples: []
});

export const person = defineRecord({
  type: 'person',
  label: () => 'Person',
  plural: () => 'People',
  icon: 'user',
  fields: {
    name: field.personName({ ...label('Name'), required: true }),
    organisation: field.link({ ...label('Organisation'), to: ['organisation'] }),
    jobTitle: field.text(label('Job title')),
    emails: field.list(field.email(label('E-mail')), label('E-mails')),
    phones: field.list(field.phone(label('Phone')), label('Phones')),
    zone: field.zone(label('Time zone'))
  },
  title: (values) => values.name?.full ?? '',
  samples: []
});

export const organisation = defineRecord({
  type: 'organisation',
  label: () => 'Organisation',
  plural: () => 'Organisations',
  icon: 'building',
  fields: { name: field.text({ ...label('Name'), required: true }) },
  title: (values) => values.name ?? '',
  samples: []
});

export const reading = defineRecord({
  type: 'reading',
  label: () => 'Reading',
  plural: () => 'Readings',
  icon: 'file-up',
  fields: {
    name: field.text(label('File')),
    format: field.text(label('Format')),
    readAt: field.moment(label('Read')),
    made: field.number(label('Added')),
    changed: field.number(label('Changed')),
    unread: field.number(label('Not read')),
    calendar: field.text(label('Calendar'))
  },
  title: (values) => values.name ?? '',
  samples: []
});

export const openTestOffice = (): Promise<Office> =>
  openOffice(createMemoryLog(), [appointment, person, organisation, reading] as unknown as RecordType[], {
    clock: { now: () => Date.UTC(2026, 10, 23, 9) },
    random: createSeededRandom(7),
    idle: (work) => void setTimeout(work)
  });

/** The office as of its first compartment of a kind. */
export const compartmentOf = (office: Office, kind: string): string =>
  office.compartments.find((one) => one.kind === kind)!.id;
