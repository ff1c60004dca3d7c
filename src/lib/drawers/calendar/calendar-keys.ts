/** What the keyboard does in the calendar, and what the palette offers there. */
import { mayMake } from '../../kit/making.ts';
import type { Command } from '../../ui/commands.svelte.ts';
import type { CalendarActions } from './calendar-actions.svelte.ts';
import type { CalendarState } from './calendar-state.svelte.ts';
import type { View } from './address.ts';
import type { Occurrence } from './occurrences.ts';
import { t } from './text.ts';

export interface CalendarDoings {
  /** The appointment that has the focus. */
  focused(): Occurrence | undefined;
  read(): void;
  write(): void;
  print(): void;
}

export const VIEW_KEYS: Readonly<Record<View, string>> = {
  day: 'd',
  week: 'w',
  month: 'm',
  year: 'y',
  agenda: 'a'
};

export function keysToCommands(
  view: CalendarState,
  actions: CalendarActions,
  { focused, read, write, print }: CalendarDoings
): Command[] {
  const group = t('calendar');
  const onFocused = (id: string, label: string, keys: string, run: (one: Occurrence) => void): Command => ({
    id: `calendar:${id}`,
    label,
    group,
    keys,
    when: () => focused() !== undefined && actions.canChange(focused()!),
    run: () => {
      const one = focused();
      if (one) run(one);
    }
  });
  return [
    // In the calendar *new* means an appointment, without asking what.
    {
      id: 'calendar:new',
      label: t('newAppointment'),
      group,
      icon: 'calendar-plus',
      keys: 'c',
      creates: true,
      run: () => actions.begin()
    },
    ...(Object.keys(VIEW_KEYS) as View[]).map((name): Command => ({
      id: `calendar:view:${name}`,
      label: t(name),
      group,
      keys: VIEW_KEYS[name],
      run: () => view.go(name)
    })),
    { id: 'calendar:today', label: t('today'), group, keys: 't', run: view.goToday },
    { id: 'calendar:next', label: t('next'), group, keys: 'j', run: () => view.turn(1) },
    { id: 'calendar:previous', label: t('previous'), group, keys: 'k', run: () => view.turn(-1) },
    onFocused('move', t('moveTo'), 'shift+m', (one) => (actions.moving = one)),
    onFocused('later', t('later'), 'alt+arrowdown', (one) => actions.moveBy(one, { minutes: 15 })),
    onFocused('earlier', t('earlier'), 'alt+arrowup', (one) => actions.moveBy(one, { minutes: -15 })),
    onFocused('dayLater', t('dayLater'), 'alt+arrowright', (one) => actions.moveBy(one, { days: 1 })),
    onFocused('dayEarlier', t('dayEarlier'), 'alt+arrowleft', (one) => actions.moveBy(one, { days: -1 })),
    onFocused('longer', t('longer'), 'alt+shift+arrowdown', (one) =>
      actions.stretchBy(one, one.when.allDay ? { days: 1 } : { minutes: 15 })
    ),
    onFocused('shorter', t('shorter'), 'alt+shift+arrowup', (one) =>
      actions.stretchBy(one, one.when.allDay ? { days: -1 } : { minutes: -15 })
    ),
    onFocused('remove', t('remove'), 'delete', (one) => actions.remove(one)),
    {
      id: 'calendar:close',
      label: t('close'),
      keys: 'escape',
      hidden: true,
      when: () => view.opened !== undefined,
      run: view.close
    },
    {
      id: 'calendar:read',
      label: t('readCalendar'),
      group,
      icon: 'calendar-sync',
      when: () => mayMake(view.office),
      run: read
    },
    { id: 'calendar:write', label: t('writeCalendar'), group, icon: 'download', run: write },
    { id: 'calendar:print', label: t('print'), group, icon: 'printer', run: print }
  ];
}
