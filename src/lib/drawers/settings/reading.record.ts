/** One reading of one file: what came of it and when, so that a second reading is a refresh. */
import { field } from '../../store/fields.ts';
import { defineRecord, type ValuesOf } from '../../store/record.ts';
import { t } from './text.ts';

export const reading = defineRecord({
  type: 'reading',
  label: () => t('reading'),
  plural: () => t('readings'),
  icon: 'file-up',
  fields: {
    name: field.text({ label: () => t('readingFile'), required: true, primary: true }),
    format: field.choice({
      label: () => t('readingFormat'),
      choices: [
        { value: 'ical', label: () => t('formatIcal') },
        { value: 'vcard', label: () => t('formatVcard') },
        { value: 'csv', label: () => t('formatCsv') }
      ]
    }),
    readAt: field.moment({ label: () => t('readingAt') }),
    made: field.number({ label: () => t('readingMade'), min: 0 }),
    changed: field.number({ label: () => t('readingChanged'), min: 0 }),
    unread: field.number({ label: () => t('readingUnread'), min: 0 }),
    /** Identifies the same calendar for a refresh: X-WR-CALNAME, else the file's name. */
    calendar: field.text({ label: () => t('readingCalendar'), hidden: true })
  },
  title: (values) => values.calendar || values.name || t('reading'),
  shard: () => 'standing',
  samples: [
    {
      name: 'board-2026.ics',
      format: 'ical',
      readAt: { at: '2026-11-02T08:15:00', zone: 'Europe/Lisbon' },
      made: 42,
      changed: 3,
      unread: 0,
      calendar: 'Board 2026'
    },
    { name: 'address book.vcf', format: 'vcard', made: 310, changed: 0, unread: 2 }
  ]
});

export type Reading = ValuesOf<typeof reading>;
