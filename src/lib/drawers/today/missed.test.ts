import { expect, test } from 'vitest';
import { expand } from '../../formats/recurrence.ts';
import type { Desk } from '../../kit/desk-context.ts';
import type { AwayChange } from '../../kit/sharing.ts';
import { field } from '../../store/fields.ts';
import { openOffice } from '../../store/open-office.ts';
import { defineRecord, type RecordType } from '../../store/record.ts';
import { createSeededRandom } from '../../base/random.ts';
import { createMemoryLog } from '../../sync/memory-log.ts';
import { clashesOf, missedIn } from './missed.ts';

const label = (text: string) => ({ label: () => text });
/** Like the calendar's own, which no other drawer may name. */
const event = defineRecord({
  type: 'event',
  label: () => 'Event',
  plural: () => 'Events',
  icon: 'calendar',
  fields: {
    title: field.text(label('Title')),
    when: field.when(label('When')),
    place: field.text(label('Place')),
    room: field.text(label('Room')),
    repeat: field.recurrence(label('Repeats'))
  },
  title: (values) => values.title ?? '',
  facets: { agenda: (values) => values.when && { when: values.when, repeat: values.repeat } },
  samples: []
}) as unknown as RecordType;

const at = (from: string, to: string, day = '2026-11-25') => ({
  start: `${day}T${from}:00`,
  end: `${day}T${to}:00`,
  startZone: 'Europe/Lisbon',
  endZone: 'Europe/Lisbon',
  allDay: false
});
const now = Date.UTC(2026, 10, 23, 9);

async function open() {
  const office = await openOffice(createMemoryLog(), [event], {
    clock: { now: () => now },
    random: createSeededRandom(1),
    idle: (work) => work()
  });
  const names: Record<string, string> = { a: 'Anna Reed', b: 'Helena Marsh', c: 'Helena Marsh' };
  const desk = {
    office,
    types: office.types,
    memberName: (author: string) => names[author]!
  } as unknown as Desk;
  return { office, desk };
}
const change = (id: string, more: Partial<AwayChange>): AwayChange => ({
  id,
  by: ['b'],
  what: 'changed',
  fields: [],
  conflicts: [],
  at: now,
  ...more
});

test('what happened is said by name and field, once for a person with two devices', async () => {
  const { office, desk } = await open();
  const id = office.create('event', { title: 'Board' });
  const said = (more: Partial<AwayChange>) => missedIn([change(id, more)], desk, new Map())[0]!;
  expect(said({ by: ['b', 'c'], fields: ['title', 'place'] }).happened).toBe(
    'Helena Marsh changed Title and Place'
  );
  expect(said({ by: ['a', 'b'], what: 'made' }).happened).toBe('Anna Reed and Helena Marsh made it');
  expect(said({ what: 'trashed' }).happened).toBe('Helena Marsh moved it to the trash');
  expect(said({}).happened).toBe('Helena Marsh took it out of the trash');
  expect(said({ fields: ['title', 'when', 'place', 'room'] }).happened).toMatch(
    /Title, When, Place,? and more/
  );
  expect(said({ fields: ['title'], conflicts: ['title'] }).conflicts).toBe('Title');
  expect(said({}).title).toBe('Board');
});

test('appointments still to come say what they collide with since; past ones, series and deleted ones do not', async () => {
  const { office } = await open();
  const id = office.create('event', { title: 'Board', when: at('10:00', '11:00') });
  const past = office.create('event', { title: 'Past', when: at('10:00', '11:00', '2026-11-02') });
  office.create('event', { title: 'Also past', when: at('10:00', '11:00', '2026-11-02') });
  office.create('event', { title: 'Dentist', when: at('10:30', '11:30') });
  office.create('event', {
    title: 'Jour fixe',
    when: at('10:45', '11:00', '2026-11-18'),
    repeat: { rules: ['FREQ=WEEKLY'] }
  });
  const gone = office.create('event', { title: 'Gone' });
  office.purge([gone]);
  const clashes = clashesOf(
    [id, past, gone].map((one) => change(one, {})),
    office,
    {
      zone: 'Europe/Lisbon',
      now,
      expand
    }
  );
  expect(Object.fromEntries(clashes)).toEqual({ [id]: ['Dentist', 'Jour fixe'] });
});
