/**
 * What this person likes on this device: looks, language, clocks. Kept in this browser only, under one key, which
 * the start script reads too so that the theme stands before anything is painted.
 */
import type { Zone } from '../base/values.ts';
import { deviceZone } from './zones.ts';

export interface Settings {
  theme: 'system' | 'light' | 'dark';
  /** BCP 47; none means the browser's. */
  locale: string | undefined;
  zone: Zone | undefined;
  /** Shown beside the hours in the calendar. */
  secondZone: Zone | undefined;
  /** 1 Monday to 7 Sunday; none means the language's custom. */
  weekStart: number | undefined;
  hour12: boolean | undefined;
  /** Single-letter shortcuts; undefined means never asked. */
  singleKeys: boolean | undefined;
  /** Id of the one company shown; none means all. */
  company: string | undefined;
}

export const SETTINGS_KEY = 'anteroom.settings';

const usual: Settings = {
  theme: 'system',
  locale: undefined,
  zone: undefined,
  secondZone: undefined,
  weekStart: undefined,
  hour12: undefined,
  singleKeys: undefined,
  company: undefined
};

const kept = typeof localStorage === 'undefined' ? undefined : localStorage;

function read(): Settings {
  try {
    return { ...usual, ...(JSON.parse(kept?.getItem(SETTINGS_KEY) ?? '{}') as Partial<Settings>) };
  } catch {
    return { ...usual };
  }
}

export const settings: Settings = $state(read());

/** The page's own paper is told too (static/theme.js did so before the first paint), and the window's frame. */
function showTheme(theme: Settings['theme']): void {
  document.documentElement.dataset.theme = theme;
  const scheme = document.querySelector<HTMLMetaElement>('meta[name=color-scheme]');
  if (scheme) scheme.content = theme === 'system' ? 'light dark' : theme;
}

if (kept && typeof window !== 'undefined') {
  $effect.root(() => {
    $effect(() => {
      showTheme(settings.theme);
      const text = JSON.stringify(settings);
      // Full or forbidden storage costs the preference, nothing else.
      try {
        if (kept.getItem(SETTINGS_KEY) !== text) kept.setItem(SETTINGS_KEY, text);
      } catch {
        return;
      }
    });
  });
  window.addEventListener('storage', (event) => {
    if (event.key === SETTINGS_KEY) Object.assign(settings, read());
  });
}

/** The zone that times are shown in: the chosen one, else this device's. */
export const viewerZone = (): Zone => settings.zone ?? deviceZone();

export const locale = (): string | undefined => settings.locale;

/** 1 Monday to 7 Sunday. */
export function weekStart(): number {
  if (settings.weekStart) return settings.weekStart;
  const tag = locale() ?? (typeof navigator === 'undefined' ? 'en-GB' : navigator.language);
  try {
    const known = new Intl.Locale(tag) as Intl.Locale & {
      getWeekInfo?(): { firstDay: number };
      weekInfo?: { firstDay: number };
    };
    return (known.getWeekInfo?.() ?? known.weekInfo)?.firstDay ?? 1;
  } catch {
    return 1;
  }
}
