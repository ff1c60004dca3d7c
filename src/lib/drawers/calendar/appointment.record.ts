/**
 * An appointment: one time in the calendar, or a series of them. A changed occurrence of a series is a
 * record of its own that names the series and the start it replaces.
 */
import { defineRecord, type NewValuesOf, type ValuesOf } from '../../store/record.ts';
import { field } from '../../store/fields.ts';
import { t } from './record-text.ts';

export const appointment = defineRecord({
  type: 'appointment',
  label: () => t('appointment'),
  plural: () => t('appointments'),
  icon: 'calendar',
  fields: {
    title: field.text({ label: () => t('title'), required: true, primary: true }),
    when: field.when({ label: () => t('when'), required: true, primary: true }),
    status: field.choice({
      label: () => t('status'),
      default: 'confirmed',
      choices: [
        { value: 'tentative', label: () => t('tentative'), tone: 'warn' },
        { value: 'confirmed', label: () => t('confirmed'), tone: 'good' },
        { value: 'cancelled', label: () => t('cancelled'), tone: 'bad' }
      ]
    }),
    shows: field.choice({
      label: () => t('shows'),
      default: 'busy',
      choices: [
        { value: 'busy', label: () => t('busy') },
        { value: 'free', label: () => t('free') }
      ]
    }),
    place: field.text({ label: () => t('place'), primary: true }),
    link: field.url({ label: () => t('link'), help: () => t('linkHelp') }),
    description: field.longText({ label: () => t('description') }),
    attendees: field.list(field.attendee({ label: () => t('attendee') }), {
      label: () => t('attendees'),
      primary: true
    }),
    repeat: field.recurrence({ label: () => t('repeat') }),
    /** Starts of occurrences that are left out, or that stand as records of their own. */
    except: field.list(field.text({ label: () => t('occurrence') }), {
      label: () => t('except'),
      hidden: true,
      unsearched: true
    }),
    series: field.link({ label: () => t('series'), to: ['appointment'], hidden: true }),
    /** The start that this record replaces in its series, in the form of the series' own start. */
    occurrence: field.text({ label: () => t('replaces'), hidden: true, unsearched: true }),
    travelBefore: field.number({ label: () => t('travelBefore'), unit: 'min', min: 0, max: 2880 }),
    travelAfter: field.number({ label: () => t('travelAfter'), unit: 'min', min: 0, max: 2880 }),
    /** Only of use where not everybody sees the appointment: what their busy block tells besides the time. */
    logistics: field.checkbox({ label: () => t('logistics'), help: () => t('logisticsHelp') }),
    reminders: field.list(field.duration({ label: () => t('reminder') }), { label: () => t('reminders') }),
    holdGroup: field.link({ label: () => t('options'), to: ['holdGroup'], hidden: true })
  },
  title: (values) => values.title || t('untitled'),
  subtitle: (values) => values.place ?? '',
  shard: (values) => (values.repeat ? 'standing' : (values.when?.start.slice(0, 4) ?? 'standing')),
  facets: {
    agenda: (values) =>
      values.when && {
        when: values.when,
        repeat: values.repeat,
        except: values.except?.map((element) => element.value),
        instanceOf:
          values.series && values.occurrence ? { series: values.series, at: values.occurrence } : undefined,
        tentative: values.status === 'tentative',
        cancelled: values.status === 'cancelled',
        free: values.shows === 'free',
        travelBefore: values.travelBefore,
        travelAfter: values.travelAfter,
        place: values.place
      },
    people: (values) => values.attendees?.flatMap(({ value }) => (value.person ? [value.person] : [])) ?? []
  },
  samples: [
    {
      title: 'Board preparation',
      when: {
        start: '2026-11-24T14:00:00',
        end: '2026-11-24T15:30:00',
        startZone: 'Europe/Lisbon',
        endZone: 'Europe/Lisbon',
        allDay: false
      },
      status: 'confirmed',
      shows: 'busy',
      place: 'Rua do Alecrim 21, 3rd floor',
      description: 'Walk through the pack; numbers from Finance by Monday evening.',
      attendees: [
        { name: 'Ana Duarte', email: 'ana@duarte.example', role: 'required', response: 'accepted' },
        { name: 'Tomás Reis', role: 'optional', response: 'needed' }
      ],
      travelBefore: 20,
      travelAfter: 15,
      reminders: ['PT15M', 'P1D'],
      tags: ['board']
    },
    {
      title: 'Partners’ breakfast',
      when: {
        start: '2026-01-06T08:30:00',
        end: '2026-01-06T09:15:00',
        startZone: 'Europe/London',
        endZone: 'Europe/London',
        allDay: false
      },
      status: 'confirmed',
      shows: 'busy',
      repeat: { rules: ['FREQ=WEEKLY;BYDAY=TU'], dates: ['2026-01-08T08:30:00'] },
      except: ['2026-12-29T08:30:00']
    },
    {
      title: 'Flight to New York',
      when: {
        start: '2026-12-01T09:55:00',
        end: '2026-12-01T13:10:00',
        startZone: 'Europe/Lisbon',
        endZone: 'America/New_York',
        allDay: false
      },
      status: 'tentative',
      shows: 'busy',
      link: 'https://airline.example/booking'
    },
    {
      title: 'Office closed',
      when: { start: '2026-12-24', end: '2026-12-27', allDay: true },
      status: 'confirmed',
      shows: 'free',
      notes: 'Telephone forwarded to the duty secretary.'
    },
    { title: 'Lunch', when: { start: '2026-11-25T13:00:00', end: '2026-11-25T14:00:00', allDay: false } }
  ]
});

export type Appointment = ValuesOf<typeof appointment>;
export type NewAppointment = NewValuesOf<typeof appointment>;
