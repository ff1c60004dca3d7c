/**
 * Shortcuts as written in commands: `c` (one key), `g c` (one after the other), `mod+k` (mod is Ctrl, or Cmd
 * on a Mac), `mod+shift+z`, `alt+ArrowUp`. Letters are lower case; other keys carry their DOM names.
 */
const isMac = typeof navigator !== 'undefined' && /Mac|iP(hone|ad|od)/.test(navigator.userAgent);

const shown: Readonly<Record<string, string>> = {
  mod: isMac ? '⌘' : 'Ctrl',
  ctrl: 'Ctrl',
  alt: isMac ? '⌥' : 'Alt',
  shift: isMac ? '⇧' : 'Shift',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  enter: 'Enter',
  escape: 'Esc',
  space: 'Space',
  delete: 'Del'
};

const showKey = (key: string): string =>
  shown[key.toLowerCase()] ?? (key.length === 1 ? key.toUpperCase() : key);

/** The keys one by one: `['G', 'C']`, `['Ctrl', 'K']`. */
export const shortcutToKeys = (shortcut: string): string[] =>
  shortcut.split(/[ +]/).filter(Boolean).map(showKey);

export const shortcutToText = (shortcut: string): string =>
  shortcut
    .split(' ')
    .map((step) =>
      step
        .split('+')
        .map(showKey)
        .join(isMac ? '' : '+')
    )
    .join(' ');

/** For `aria-keyshortcuts`, which knows no sequences: they are left out. */
export const shortcutToAria = (shortcut: string): string | undefined =>
  shortcut.includes(' ')
    ? undefined
    : shortcut
        .split('+')
        .map((key) => ({ mod: isMac ? 'Meta' : 'Control', alt: 'Alt', shift: 'Shift' })[key] ?? key)
        .join('+');

/** A press as the step it makes: `c`, `?`, `mod+shift+z`. Shift is named only with letters and named keys. */
export function eventToStep(event: KeyboardEvent): string {
  const key = event.key === ' ' ? 'space' : event.key.toLowerCase();
  const command = isMac ? event.metaKey : event.ctrlKey;
  const named = key.length > 1 || /\p{L}/u.test(key);
  return [
    command && 'mod',
    isMac && event.ctrlKey && 'ctrl',
    event.altKey && 'alt',
    event.shiftKey && named && 'shift',
    key
  ]
    .filter(Boolean)
    .join('+');
}
