/** The Calendar drawer: appointments and the options for them. */
import type { Drawer } from '../../kit/drawer.ts';
import type { RecordType } from '../../store/record.ts';
import { appointment } from './appointment.record.ts';
import { busyBlock } from './busy-block.record.ts';
import { holdGroup } from './hold-group.record.ts';
import { t } from './record-text.ts';

export const drawer: Drawer = {
  name: 'calendar',
  label: () => t('calendar'),
  icon: 'calendar',
  key: 'c',
  order: 20,
  types: [appointment, holdGroup, busyBlock].map((type) => type as unknown as RecordType),
  view: () => import('./CalendarView.svelte'),
  tend: () => import('./busy-blocks.ts'),
  commands: (desk) => [
    {
      id: 'calendar:new',
      label: t('newAppointment'),
      icon: 'calendar-plus',
      group: t('calendar'),
      creates: true,
      words: 'meeting event',
      run: () => desk.go('/calendar/new')
    },
    {
      id: 'calendar:quick',
      label: t('quick'),
      icon: 'zap',
      group: t('calendar'),
      keys: 'q',
      words: 'lunch fri 1pm',
      run: () => desk.go('/calendar/quick')
    },
    {
      id: 'calendar:options',
      label: t('newOptions'),
      icon: 'calendar-range',
      group: t('calendar'),
      creates: true,
      words: 'hold pencil offer times',
      run: () => desk.go('/calendar/options')
    }
  ]
};
