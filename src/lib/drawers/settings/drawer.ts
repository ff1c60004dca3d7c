import type { Drawer } from '../../kit/drawer.ts';
import type { RecordType } from '../../store/record.ts';
import { company } from './company.record.ts';
import { reading } from './reading.record.ts';
import { t } from './text.ts';

export const drawer: Drawer = {
  name: 'settings',
  label: () => t('settings'),
  icon: 'settings',
  key: 's',
  order: 90,
  types: [company, reading] as unknown as readonly RecordType[],
  view: () => import('./Settings.svelte')
};
