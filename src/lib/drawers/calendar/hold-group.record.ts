/**
 * Options: several pencilled times for one meeting. The times are appointments that name this record and
 * are tentative; confirming one frees the others.
 */
import { defineRecord, type ValuesOf } from '../../store/record.ts';
import { field } from '../../store/fields.ts';
import { t } from './record-text.ts';

export const holdGroup = defineRecord({
  type: 'holdGroup',
  label: () => t('holdGroup'),
  plural: () => t('holdGroups'),
  icon: 'calendar-clock',
  fields: {
    title: field.text({ label: () => t('title'), required: true, primary: true }),
    expires: field.moment({ label: () => t('expires'), primary: true }),
    reason: field.text({ label: () => t('reason'), primary: true })
  },
  title: (values) => values.title || t('untitledGroup'),
  subtitle: (values) => values.reason ?? '',
  shard: () => 'standing',
  facets: { expiry: (values) => values.expires?.at.slice(0, 10) },
  samples: [
    {
      title: 'Dinner with the Hamburg office',
      expires: { at: '2026-11-27T12:00:00', zone: 'Europe/Lisbon' },
      reason: 'Merger talks'
    },
    { title: 'Interview, second round' }
  ]
});

export type HoldGroup = ValuesOf<typeof holdGroup>;
