/** What can be done from everywhere: go somewhere, make something, undo, find, narrow to a company, change the light. */
import type { Desk } from '../kit/desk-context.ts';
import { LOCK_KEYS } from '../kit/lock.ts';
import { t as lockText } from '../kit/lock-start-text.ts';
import { mayMake } from '../kit/making.ts';
import type { StoredRecord } from '../store/office.ts';
import type { Command } from '../ui/commands.svelte.ts';
import { settings } from '../ui/settings.svelte.ts';
import { toast } from '../ui/toasts.svelte.ts';
import { frame } from './frame.svelte.ts';
import { places } from './places.ts';
import { t } from './text.ts';
import { redo, undo } from './undo.ts';

export interface ShellDeps {
  readonly desk: Desk;
  readonly companies: readonly StoredRecord[];
  /** A company's name as people say it. */
  companyName(company: StoredRecord): string;
  pickFiles(): void;
}

export function shellCommands({ desk, companies, companyName, pickFiles }: ShellDeps): Command[] {
  const { office } = desk;
  const go = places(desk).map(({ path, label, icon, key }): Command => ({
    id: `go:${path}`,
    label: t('goTo', { place: label }),
    icon,
    group: t('go'),
    ...(key ? { keys: `g ${key}` } : {}),
    run: () => desk.go(path)
  }));
  const narrow = companies.map((company, at): Command => ({
    id: `company:${company.id}`,
    label: t('showCompany', { company: companyName(company) }),
    icon: 'building',
    group: t('company'),
    ...(at < 8 ? { keys: `alt+${at + 2}` } : {}),
    when: () => desk.company !== company.id,
    run: () => (desk.company = company.id)
  }));
  return [
    {
      id: 'palette',
      label: t('palette'),
      group: t('general'),
      keys: 'mod+k',
      hidden: true,
      run: () => (frame.palette = 'all')
    },
    {
      id: 'create',
      label: t('create'),
      icon: 'plus',
      group: t('general'),
      keys: 'c',
      when: () => mayMake(office),
      run: () => (frame.palette = 'create')
    },
    {
      id: 'search',
      label: t('search'),
      icon: 'search',
      group: t('general'),
      keys: '/',
      run: () => desk.go('/search')
    },
    {
      id: 'undo',
      label: office.undoLabel === undefined ? t('undo') : t('undoThis', { label: office.undoLabel }),
      icon: 'undo-2',
      group: t('general'),
      keys: 'mod+z',
      run: () => undo(office)
    },
    {
      id: 'redo',
      label: office.redoLabel === undefined ? t('redo') : t('redoThis', { label: office.redoLabel }),
      icon: 'redo-2',
      group: t('general'),
      keys: 'mod+shift+z',
      run: () => redo(office)
    },
    {
      id: 'keys',
      label: t('keysTitle'),
      icon: 'keyboard',
      group: t('general'),
      keys: '?',
      // Of no use on a screen that is touched; a keyboard there has the other key.
      hidden: globalThis.matchMedia?.('(pointer: coarse)').matches ?? false,
      run: () => (frame.keys = true)
    },
    {
      id: 'keys:always',
      label: t('keysTitle'),
      group: t('general'),
      keys: 'mod+/',
      hidden: true,
      run: () => (frame.keys = true)
    },
    {
      id: 'import',
      label: t('import'),
      icon: 'file-up',
      group: t('general'),
      words: 'import ics vcf csv',
      when: () => mayMake(office),
      run: pickFiles
    },
    {
      id: 'print',
      label: t('print'),
      icon: 'printer',
      group: t('general'),
      keys: 'mod+p',
      run: () => print()
    },
    {
      id: 'lock',
      label: lockText('hide'),
      icon: 'lock',
      group: t('general'),
      keys: LOCK_KEYS,
      run: () => {
        if (desk.lock?.lock()) return;
        toast({
          text: lockText('noLock'),
          action: { label: lockText('setPin'), run: () => desk.go('/settings/lock') }
        });
      }
    },
    {
      id: 'theme:light',
      label: t('toLight'),
      icon: 'sun',
      when: () => settings.theme !== 'light',
      run: () => (settings.theme = 'light')
    },
    {
      id: 'theme:dark',
      label: t('toDark'),
      icon: 'moon',
      when: () => settings.theme !== 'dark',
      run: () => (settings.theme = 'dark')
    },
    {
      id: 'theme:system',
      label: t('likeSystem'),
      icon: 'monitor',
      when: () => settings.theme !== 'system',
      run: () => (settings.theme = 'system')
    },
    ...go,
    ...(companies.length > 0
      ? [
          {
            id: 'company:',
            label: t('showAll'),
            icon: 'building',
            group: t('company'),
            keys: 'alt+1',
            when: () => desk.company !== undefined,
            run: () => void (desk.company = undefined)
          }
        ]
      : []),
    ...narrow
  ];
}
