/** Everything one can go to: Today, the drawers in their order, search and trash. */
import type { Desk } from '../kit/desk-context.ts';
import { t } from './text.ts';

export interface Place {
  readonly path: string;
  readonly label: string;
  readonly icon: string;
  /** The letter after G. */
  readonly key?: string;
  /** Stands at the rail's foot. */
  readonly foot?: boolean;
}

export const places = (desk: Desk): Place[] => [
  { path: '/', label: t('today'), icon: 'house', key: 'h' },
  ...desk.drawers
    .filter((drawer) => drawer.name !== 'today')
    .sort((a, b) => a.order - b.order)
    .map((drawer) => ({
      path: `/${drawer.name}`,
      label: drawer.label(),
      icon: drawer.icon,
      key: drawer.key,
      foot: drawer.name === 'settings'
    })),
  { path: '/search', label: t('search'), icon: 'search', foot: true },
  { path: '/trash', label: t('trash'), icon: 'trash', foot: true }
];

export const isHere = (path: string, pathname: string): boolean =>
  path === '/' ? pathname === '/' : pathname === path || pathname.startsWith(`${path}/`);
