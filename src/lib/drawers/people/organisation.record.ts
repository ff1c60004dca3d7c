/** An organisation: a firm, a paper, a ministry, a school. Its people link to it. */
import { field } from '../../store/fields.ts';
import { defineRecord, type ValuesOf } from '../../store/record.ts';
import { rolesField } from './roles.ts';
import { t } from './record-text.ts';

export const organisation = defineRecord({
  type: 'organisation',
  label: () => t('organisation'),
  plural: () => t('organisations'),
  icon: 'building',
  fields: {
    name: field.text({ label: () => t('name'), required: true, primary: true }),
    roles: rolesField,
    emails: field.list(field.email({ label: () => t('email') }), {
      label: () => t('emails'),
      primary: true
    }),
    phones: field.list(field.phone({ label: () => t('phone') }), {
      label: () => t('phones'),
      primary: true
    }),
    addresses: field.list(field.address({ label: () => t('address') }), { label: () => t('addresses') }),
    urls: field.list(field.url({ label: () => t('url') }), { label: () => t('urls') }),
    about: field.longText({ label: () => t('about') })
  },
  title: (values) => values.name || t('unnamed'),
  subtitle: (values) => {
    const address = values.addresses?.[0]?.value;
    return [address?.city, address?.country].filter(Boolean).join(', ');
  },
  shard: () => 'standing',
  samples: [
    {
      name: 'Kestrel Harbour plc',
      roles: ['client'],
      emails: [{ address: 'reception@kestrelharbour.example', use: 'work' }],
      phones: [{ number: '+353 1 555 0100', use: 'work' }],
      addresses: [
        { street: '14 Sir John Rogerson’s Quay', city: 'Dublin', postcode: 'D02 X576', country: 'Ireland' }
      ],
      urls: ['https://kestrelharbour.example'],
      about: 'Port operator. Reception closes at half past five; the side door on Lime Street is open later.'
    },
    {
      name: 'Northgate Cars',
      roles: ['vendor'],
      phones: [{ number: '+44 20 7946 0000', use: 'work' }],
      about: 'Ask for a driver who has been to the house before.'
    }
  ]
});

export type Organisation = ValuesOf<typeof organisation>;
