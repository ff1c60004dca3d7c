import type { Drawer } from '../../kit/drawer.ts';
import { t } from './text.ts';

export const drawer: Drawer = {
  name: 'today',
  label: () => t('today'),
  icon: 'house',
  key: 'h',
  order: 0,
  types: [],
  view: () => import('./Today.svelte')
};
