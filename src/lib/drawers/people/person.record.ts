/** A person: who they are, how to reach them, and how to treat them. */
import { field } from '../../store/fields.ts';
import { defineRecord, type NewValuesOf, type ValuesOf } from '../../store/record.ts';
import { parseBirthday } from './birthday.ts';
import { rolesField } from './roles.ts';
import { t } from './record-text.ts';

export const person = defineRecord({
  type: 'person',
  label: () => t('person'),
  plural: () => t('people'),
  icon: 'user',
  fields: {
    name: field.personName({ label: () => t('name'), required: true, primary: true }),
    honorific: field.text({ label: () => t('honorific'), help: () => t('honorificHelp') }),
    pronunciation: field.text({ label: () => t('pronunciation'), help: () => t('pronunciationHelp') }),
    addressAs: field.text({ label: () => t('addressAs'), help: () => t('addressAsHelp') }),
    roles: rolesField,
    organisation: field.link({ label: () => t('organisation'), to: ['organisation'], primary: true }),
    jobTitle: field.text({ label: () => t('jobTitle'), primary: true }),
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
    languages: field.list(field.text({ label: () => t('language') }), { label: () => t('languages') }),
    zone: field.zone({ label: () => t('zone'), unsearched: true }),
    birthday: field.date({ label: () => t('birthday'), unsearched: true }),
    diet: field.text({ label: () => t('diet') }),
    assistant: field.link({ label: () => t('assistant'), to: ['person'] }),
    /** Ids of people that somebody said are not this one, so that nobody is asked twice. */
    notSame: field.list(field.text({ label: () => t('person') }), {
      label: () => t('notSame'),
      hidden: true,
      unsearched: true
    })
  },
  title: (values) => values.name?.full || values.emails?.[0]?.value.address || t('unnamed'),
  subtitle: (values, titleOf) =>
    [values.jobTitle, values.organisation && titleOf?.(values.organisation)].filter(Boolean).join(' · '),
  shard: () => 'standing',
  facets: {
    anniversaries(values) {
      const birthday = parseBirthday(values.birthday);
      return birthday ? [{ ...birthday, label: () => t('birthday') }] : [];
    },
    people: (values) => (values.assistant ? [values.assistant] : [])
  },
  samples: [
    {
      name: { full: 'Siobhán O’Rourke', given: 'Siobhán', family: 'O’Rourke' },
      honorific: 'Dr',
      pronunciation: 'shiv-AWN oh-RORK',
      addressAs: 'Dr O’Rourke; Siobhán after the first meeting',
      roles: ['client', 'vip'],
      organisation: 'standing.kestrel0harbour',
      jobTitle: 'Chief Executive',
      emails: [
        { address: 'siobhan.orourke@kestrelharbour.example', use: 'work', preferred: true },
        { address: 'siobhan@orourke.example', use: 'home' }
      ],
      phones: [
        { number: '+353 1 555 0142', use: 'work' },
        { number: '+353 87 555 0199', use: 'mobile', preferred: true }
      ],
      addresses: [
        {
          street: '14 Sir John Rogerson’s Quay',
          city: 'Dublin',
          postcode: 'D02 X576',
          country: 'Ireland',
          use: 'work'
        }
      ],
      urls: ['https://kestrelharbour.example'],
      languages: ['English', 'Irish'],
      zone: 'Europe/Dublin',
      birthday: '1971-04-09',
      diet: 'No shellfish',
      assistant: 'standing.peadar0walsh00',
      notes: 'Prefers a call before nine. Never on Fridays.',
      tags: ['board']
    },
    {
      name: { full: 'Nguyễn Thị Minh Khai', family: 'Nguyễn', given: 'Khai', middle: 'Thị Minh' },
      pronunciation: 'KAI',
      roles: ['press'],
      jobTitle: 'Legal correspondent',
      emails: [{ address: 'mkhai@saigonledger.example', use: 'work' }],
      phones: [{ number: '+84 28 5550 0117', use: 'mobile' }],
      languages: ['Vietnamese', 'French', 'English'],
      zone: 'Asia/Ho_Chi_Minh',
      birthday: '--02-29'
    },
    {
      name: { full: 'David Cohen', given: 'David', family: 'Cohen' },
      roles: ['vendor'],
      emails: [{ address: 'd.cohen@northgatecars.example', use: 'work' }],
      phones: [{ number: '+44 20 7946 0018', use: 'work' }]
    }
  ]
});

export type Person = ValuesOf<typeof person>;
export type NewPerson = NewValuesOf<typeof person>;
