/** The Tasks drawer: tasks and errands, as a list and as a board. */
import type { Desk } from '../../kit/desk-context.ts';
import type { Drawer } from '../../kit/drawer.ts';
import type { RecordType } from '../../store/record.ts';
import { task } from './task.record.ts';
import { t } from './record-text.ts';

/** The record that the page shows, by its address: whatever drawer it is in. */
function shownRecord({ office }: Desk): string | undefined {
  const last = decodeURIComponent(location.pathname.split('/').at(-1) ?? '');
  const record = last.includes('.') ? office.get(last) : undefined;
  return record && !record.trashed ? record.id : undefined;
}

export const drawer: Drawer = {
  name: 'tasks',
  label: () => t('drawer'),
  icon: 'square-check',
  key: 't',
  order: 30,
  types: [task as unknown as RecordType],
  view: () => import('./TasksView.svelte'),
  commands: (desk) => [
    {
      id: 'tasks:new',
      label: t('newTask'),
      icon: 'square-check',
      group: t('drawer'),
      creates: true,
      words: 'errand todo reminder',
      run: () => desk.go('/tasks/new')
    },
    {
      id: 'tasks:about',
      label: t('newAbout'),
      icon: 'square-check',
      group: t('drawer'),
      creates: true,
      words: 'task link',
      keys: 'shift+t',
      when: () => shownRecord(desk) !== undefined,
      run: () => desk.go(`/tasks/new/about/${shownRecord(desk)}`)
    }
  ]
};
