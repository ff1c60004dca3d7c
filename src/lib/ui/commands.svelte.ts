/**
 * The one list of what can be done now. Shell, drawers and open views add their commands while they are on screen;
 * the palette, the shortcuts and the list of keys all read it.
 */
import { onDestroy } from 'svelte';
import { eventToStep } from './keys.ts';
import { settings } from './settings.svelte.ts';

export interface Command {
  /** Unique; the one added last wins. */
  readonly id: string;
  readonly label: string;
  readonly icon?: string;
  /** The heading it stands under in the list of keys. */
  readonly group?: string;
  /** As in keys.ts: `c`, `mod+k`, `g c`. Letters by themselves work only where the person switched them on. */
  readonly keys?: string;
  /** Further words by which the palette finds it. */
  readonly words?: string;
  /** Makes something new: offered by C and by the phone's plus. */
  readonly creates?: boolean;
  /** Works by its keys, and is listed with them, but does not stand in the palette. */
  readonly hidden?: boolean;
  readonly run: () => void;
  /** Absent means always. */
  readonly when?: () => boolean;
}

type Source = () => readonly Command[];

const registry = $state<{ sources: readonly Source[] }>({ sources: [] });

/** Adds commands until the returned function is called. */
export function registerCommands(source: Source): () => void {
  registry.sources = [...registry.sources, source];
  return () => {
    registry.sources = registry.sources.filter((one) => one !== source);
  };
}

/** Adds commands for as long as the calling component lives; the source may read runes. */
export const useCommands = (source: Source): void => onDestroy(registerCommands(source));

/** Asked before anything that makes something new is offered. */
let mayCreate = $state.raw<() => boolean>(() => true);

/** Until the returned function is called, what `creates` is offered only while this says so. */
export function offerCreatingWhen(may: () => boolean): () => void {
  mayCreate = may;
  return () => void (mayCreate = () => true);
}

/** All commands that can be run now. */
export function availableCommands(): Command[] {
  const byId = new Map<string, Command>();
  for (const source of registry.sources) {
    for (const command of source()) {
      byId.delete(command.id);
      byId.set(command.id, command);
    }
  }
  return [...byId.values()].filter(
    (command) => (!command.creates || mayCreate()) && (command.when?.() ?? true)
  );
}

/** Runs a command by its id; false where nobody offers it now. */
export function runCommand(id: string): boolean {
  const command = availableCommands().find((one) => one.id === id);
  command?.run();
  return command !== undefined;
}

const hasModifier = (step: string): boolean => /^(mod|ctrl|alt)\+/.test(step);
const named = (step: string): boolean => !hasModifier(step) && step.replace(/^shift\+/, '').length > 1;

/** `?` shows the keys even before letters are switched on, since it is how one learns of them. */
export const areKeysOn = (keys: string): boolean =>
  keys.split(' ').every((step) => hasModifier(step) || named(step)) ||
  settings.singleKeys === true ||
  (keys === '?' && settings.singleKeys !== false);

export const canUseKeys = (command: Command): boolean =>
  command.keys !== undefined && areKeysOn(command.keys);

function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const input = target.closest('input, textarea, select, [contenteditable]:not([contenteditable="false"])');
  return (
    input !== null && !(input instanceof HTMLInputElement && /^(checkbox|radio|button)$/.test(input.type))
  );
}

const SEQUENCE_TIME = 1500;
let pending: { step: string; at: number } | undefined;

/** Finds what a press means among commands; `pending` is the first key of a sequence. Pure, for tests. */
export function matchStep(
  commands: readonly Command[],
  step: string,
  before: string | undefined
): { run: Command } | { wait: true } | undefined {
  const usable = commands.filter(canUseKeys);
  const whole = before === undefined ? step : `${before} ${step}`;
  const found = usable.findLast((command) => command.keys!.toLowerCase() === whole);
  if (found) return { run: found };
  if (before !== undefined) return matchStep(commands, step, undefined);
  return usable.some((command) => command.keys!.toLowerCase().startsWith(`${step} `))
    ? { wait: true }
    : undefined;
}

/** The window's keydown: runs the command that the press, or the sequence it ends, belongs to. */
export function handleKeydown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  if (['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return;
  const step = eventToStep(event);
  const writing = isWriting(event.target);
  // In a field only commands with Ctrl or Cmd work, and undo there is the field's own.
  if (writing && (!step.startsWith('mod+') || /^mod\+(shift\+)?[zy]$/.test(step))) return;
  // An open dialog holds the keyboard: only its own commands and the palette's key get through.
  const modal = document.querySelector('dialog:modal') !== null;
  if (modal && !step.startsWith('mod+')) return;
  // A focused button, link or option answers to Enter and Space itself.
  if ((step === 'enter' || step === 'space') && event.target !== document.body) {
    if (event.target instanceof HTMLElement && event.target.closest('button, a, summary, [role="option"]'))
      return;
  }
  const before = pending && event.timeStamp - pending.at < SEQUENCE_TIME ? pending.step : undefined;
  pending = undefined;
  const match = matchStep(availableCommands(), step, before);
  if (!match) return;
  if ('wait' in match) {
    pending = { step, at: event.timeStamp };
    return;
  }
  event.preventDefault();
  match.run.run();
}
