/** A company that the principal or the secretary works for. Every record may name one. */
import { field } from '../../store/fields.ts';
import { defineRecord, type ValuesOf } from '../../store/record.ts';
import { t } from './text.ts';

export const company = defineRecord({
  type: 'company',
  label: () => t('company'),
  plural: () => t('companies'),
  icon: 'briefcase',
  fields: {
    name: field.text({ label: () => t('companyName'), required: true, primary: true }),
    short: field.text({ label: () => t('companyShort'), help: () => t('companyShortHelp'), primary: true }),
    colour: field.colour({ label: () => t('companyColour'), primary: true }),
    zone: field.zone({ label: () => t('companyZone'), unsearched: true, primary: true }),
    address: field.address({ label: () => t('companyAddress') }),
    standing: field.longText({ label: () => t('companyStanding'), help: () => t('companyStandingHelp') })
  },
  title: (values) => values.name || t('companyUnnamed'),
  subtitle: (values) => [values.short, values.address?.city].filter(Boolean).join(' · '),
  shard: () => 'standing',
  samples: [
    {
      name: 'Duarte & Reis Arquitetos',
      short: 'D&R',
      colour: 'plum',
      zone: 'Europe/Lisbon',
      address: { street: 'Rua das Flores 12', city: 'Lisbon', postcode: '1200-195', country: 'Portugal' },
      standing: 'Nothing before half past nine. Invoices to the Porto address.'
    },
    { name: 'North Pier Trust', colour: 'moss' }
  ]
});

export type Company = ValuesOf<typeof company>;
