/** The People drawer: people and organisations, and the merging of those that are here twice. */
import type { Drawer } from '../../kit/drawer.ts';
import type { RecordType } from '../../store/record.ts';
import { organisation } from './organisation.record.ts';
import { person } from './person.record.ts';
import { t } from './record-text.ts';

export const drawer: Drawer = {
  name: 'people',
  label: () => t('drawer'),
  icon: 'users',
  key: 'p',
  order: 20,
  types: [person, organisation] as unknown as RecordType[],
  view: () => import('./PeopleView.svelte'),
  commands: (desk) => [
    {
      id: 'people:new',
      label: t('newPerson'),
      icon: 'user-plus',
      group: t('drawer'),
      creates: true,
      words: 'contact client vendor visitor',
      run: () => desk.go('/people/new/person')
    },
    {
      id: 'people:new-organisation',
      label: t('newOrganisation'),
      icon: 'building',
      group: t('drawer'),
      creates: true,
      words: 'company firm',
      run: () => desk.go('/people/new/organisation')
    },
    {
      id: 'people:signature',
      label: t('fromSignature'),
      icon: 'text',
      group: t('drawer'),
      creates: true,
      words: 'paste contact mail',
      run: () => desk.go('/people/new/signature')
    },
    {
      id: 'people:duplicates',
      label: t('duplicates'),
      icon: 'merge',
      group: t('drawer'),
      words: 'merge same twice',
      run: () => desk.go('/people/duplicates')
    }
  ]
};
