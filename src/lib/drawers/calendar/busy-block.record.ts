/**
 * A busy block: what everybody may know of an appointment that not everybody may see. When it is, and where and
 * how long the way is only if the appointment says so; nothing else. busy-blocks.ts keeps it.
 */
import { defineRecord, type NewValuesOf, type ValuesOf } from '../../store/record.ts';
import { field } from '../../store/fields.ts';
import { t } from './record-text.ts';

export const busyBlock = defineRecord({
  type: 'busyBlock',
  standIn: true,
  label: () => t('busyBlock'),
  plural: () => t('busyBlocks'),
  icon: 'lock',
  fields: {
    when: field.when({ label: () => t('when'), required: true, primary: true }),
    repeat: field.recurrence({ label: () => t('repeat') }),
    /** Starts of occurrences that are left out, with commas: written as a whole, by one writer. */
    except: field.text({ label: () => t('except'), hidden: true, unsearched: true }),
    /** For a changed occurrence of a series that everybody sees: the series, and the start it replaces. */
    series: field.link({ label: () => t('series'), to: ['appointment'], hidden: true }),
    occurrence: field.text({ label: () => t('replaces'), hidden: true, unsearched: true }),
    place: field.text({ label: () => t('place') }),
    travelBefore: field.number({ label: () => t('travelBefore'), unit: 'min', min: 0, max: 2880 }),
    travelAfter: field.number({ label: () => t('travelAfter'), unit: 'min', min: 0, max: 2880 })
  },
  title: () => t('busy'),
  subtitle: (values) => values.place ?? '',
  shard: (values) => (values.repeat ? 'standing' : (values.when?.start.slice(0, 4) ?? 'standing')),
  facets: {
    agenda: (values) =>
      values.when && {
        when: values.when,
        repeat: values.repeat,
        except: values.except?.split(','),
        instanceOf:
          values.series && values.occurrence ? { series: values.series, at: values.occurrence } : undefined,
        travelBefore: values.travelBefore,
        travelAfter: values.travelAfter,
        place: values.place
      }
  },
  samples: [
    {
      when: {
        start: '2026-11-25T14:10:00',
        end: '2026-11-25T15:00:00',
        startZone: 'Europe/Lisbon',
        endZone: 'Europe/Lisbon',
        allDay: false
      },
      repeat: { rules: ['FREQ=WEEKLY'] },
      except: '2026-12-02T14:10:00,2026-12-09T14:10:00',
      place: 'Rua do Alecrim 21',
      travelBefore: 20
    }
  ]
});

export type BusyBlock = ValuesOf<typeof busyBlock>;
export type NewBusyBlock = NewValuesOf<typeof busyBlock>;
