import { afterEach, describe, expect, test } from 'vitest';
import {
  availableCommands,
  offerCreatingWhen,
  matchStep,
  registerCommands,
  runCommand,
  type Command
} from './commands.svelte.ts';
import { eventToStep, shortcutToAria, shortcutToKeys } from './keys.ts';
import { settings } from './settings.svelte.ts';

const command = (id: string, keys?: string, more: Partial<Command> = {}): Command => ({
  id,
  label: id,
  run: () => undefined,
  ...(keys ? { keys } : {}),
  ...more
});
const stops: (() => void)[] = [];
const offer = (...commands: Command[]) => stops.push(registerCommands(() => commands));
const meant = (commands: Command[], step: string, before?: string) => {
  const match = matchStep(commands, step, before);
  return match && ('wait' in match ? 'wait' : match.run.id);
};
const press = (key: string, held: Partial<KeyboardEvent> = {}) =>
  ({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held }) as KeyboardEvent;

afterEach(() => {
  stops.splice(0).forEach((stop) => stop());
  settings.singleKeys = undefined;
});

describe('what can be done', () => {
  test('holds nothing that makes something new while nothing can be made', () => {
    let may = false;
    stops.push(offerCreatingWhen(() => may));
    offer(command('task', 'c', { creates: true }), command('undo'));
    expect(availableCommands().map(({ id }) => id)).toEqual(['undo']);
    may = true;
    expect(availableCommands().map(({ id }) => id)).toEqual(['task', 'undo']);
  });
  test('is gathered from all that are on screen, and goes with them', () => {
    const stop = registerCommands(() => [command('print')]);
    offer(command('undo'));
    expect(availableCommands().map(({ id }) => id)).toEqual(['print', 'undo']);
    stop();
    expect(availableCommands().map(({ id }) => id)).toEqual(['undo']);
  });

  test('of two with the same name the one added last counts', () => {
    let done = '';
    offer(command('new', 'c', { run: () => (done = 'first') }));
    offer(command('new', 'c', { run: () => (done = 'second') }));
    expect(availableCommands()).toHaveLength(1);
    expect(runCommand('new')).toBe(true);
    expect(done).toBe('second');
  });

  test('leaves out what cannot be done now', () => {
    offer(command('settle', undefined, { when: () => false }));
    expect(availableCommands()).toEqual([]);
    expect(runCommand('settle')).toBe(false);
  });
});

describe('keys', () => {
  const all = [
    command('create', 'c'),
    command('calendar', 'g c'),
    command('palette', 'mod+k'),
    command('help', '?')
  ];

  test('single letters do nothing until they are switched on', () => {
    expect(meant(all, 'c')).toBeUndefined();
    expect(meant(all, 'g')).toBeUndefined();
    expect(meant(all, 'mod+k')).toBe('palette');
    settings.singleKeys = true;
    expect(meant(all, 'c')).toBe('create');
  });

  test('the question mark shows the keys, until single keys are switched off for good', () => {
    expect(meant(all, '?')).toBe('help');
    settings.singleKeys = false;
    expect(meant(all, '?')).toBeUndefined();
  });

  test('a sequence waits for its second key; another second key means what it means alone', () => {
    settings.singleKeys = true;
    expect(meant(all, 'g')).toBe('wait');
    expect(meant(all, 'c', 'g')).toBe('calendar');
    expect(meant(all, '?', 'g')).toBe('help');
    expect(meant(all, 'x', 'g')).toBeUndefined();
  });

  test('named keys work by themselves', () => {
    expect(meant([command('delete', 'Delete')], 'delete')).toBe('delete');
    expect(meant([command('later', 'alt+ArrowDown')], 'alt+arrowdown')).toBe('later');
  });

  test('a press is read with what is held, shift only where it changes nothing else', () => {
    expect(eventToStep(press('k', { ctrlKey: true }))).toBe('mod+k');
    expect(eventToStep(press('Z', { ctrlKey: true, shiftKey: true }))).toBe('mod+shift+z');
    expect(eventToStep(press('?', { shiftKey: true }))).toBe('?');
    expect(eventToStep(press(' '))).toBe('space');
    expect(eventToStep(press('ArrowUp', { altKey: true }))).toBe('alt+arrowup');
  });

  test('are shown as they stand on the keyboard', () => {
    expect(shortcutToKeys('mod+shift+z')).toEqual(['Ctrl', 'Shift', 'Z']);
    expect(shortcutToKeys('g c')).toEqual(['G', 'C']);
    expect(shortcutToAria('mod+k')).toBe('Control+k');
    expect(shortcutToAria('g c')).toBeUndefined();
  });
});
