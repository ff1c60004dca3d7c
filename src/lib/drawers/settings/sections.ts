/** The pages of the settings, each with an address of its own: `/settings/NAME`. */
import type { Component } from 'svelte';
import type { Text } from '$lib/base/text.ts';
import About from './sections/About.svelte';
import Appearance from './sections/Appearance.svelte';
import Companies from './sections/Companies.svelte';
import Language from './sections/Language.svelte';
import Lock from './sections/Lock.svelte';
import Offices from './sections/Offices.svelte';
import People from './sections/People.svelte';
import Recovery from './sections/Recovery.svelte';
import Server from './sections/Server.svelte';
import Readings from './sections/Readings.svelte';
import Storage from './sections/Storage.svelte';
import Times from './sections/Times.svelte';
import { t } from './page-text.ts';
import { t as sharing } from './sharing-page-text.ts';

export interface Section {
  readonly name: string;
  readonly label: Text;
  /** What can be found there, in a line. */
  readonly hint: Text;
  readonly icon: string;
  readonly view: Component;
}

export const sections: readonly Section[] = [
  {
    name: 'companies',
    label: () => t('companies'),
    hint: () => t('companiesHint'),
    icon: 'briefcase',
    view: Companies
  },
  {
    name: 'people',
    label: () => sharing('people'),
    hint: () => sharing('peopleHint'),
    icon: 'users',
    view: People
  },
  {
    name: 'server',
    label: () => sharing('server'),
    hint: () => sharing('serverHint'),
    icon: 'plug',
    view: Server
  },
  {
    name: 'recovery',
    label: () => sharing('recovery'),
    hint: () => sharing('recoveryHint'),
    icon: 'file-text',
    view: Recovery
  },
  { name: 'lock', label: () => sharing('lock'), hint: () => sharing('lockHint'), icon: 'lock', view: Lock },
  { name: 'times', label: () => t('times'), hint: () => t('timesHint'), icon: 'clock', view: Times },
  {
    name: 'language',
    label: () => t('language'),
    hint: () => t('languageHint'),
    icon: 'languages',
    view: Language
  },
  {
    name: 'appearance',
    label: () => t('appearance'),
    hint: () => t('appearanceHint'),
    icon: 'moon',
    view: Appearance
  },
  {
    name: 'readings',
    label: () => t('readings'),
    hint: () => t('readingsHint'),
    icon: 'file-up',
    view: Readings
  },
  {
    name: 'storage',
    label: () => t('storage'),
    hint: () => t('storageHint'),
    icon: 'hard-drive',
    view: Storage
  },
  {
    name: 'offices',
    label: () => t('offices'),
    hint: () => t('officesHint'),
    icon: 'door-open',
    view: Offices
  },
  { name: 'about', label: () => t('about'), hint: () => t('aboutHint'), icon: 'info', view: About }
];
