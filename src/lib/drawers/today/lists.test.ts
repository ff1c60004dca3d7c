import { describe, expect, it } from 'vitest';
import { field } from '../../store/fields.ts';
import type { StoredRecord } from '../../store/office.ts';
import { defineRecord, type RecordType } from '../../store/record.ts';
import {
  anniversariesIn,
  daysOfYear,
  dueLists,
  expiriesIn,
  mayBeDue,
  mayBeKept,
  typesWith
} from './lists.ts';

const thing = defineRecord({
  type: 'thing',
  label: () => 'Thing',
  plural: () => 'Things',
  icon: 'flag',
  fields: { title: field.text({ label: () => 'Title' }) },
  title: (values) => values.title ?? '',
  facets: {
    due: (values) => (values as never)['due'],
    anniversaries: (values) => (values as never)['days'] ?? [],
    expiry: (values) => (values as never)['expires'],
    agenda: (values) => (values as never)['agenda']
  },
  samples: []
}) as unknown as RecordType;
const plain = { ...thing, type: 'plain', facets: {} } as RecordType;
const types = new Map([thing, plain].map((type) => [type.type, type]));
const day = '2026-11-23';

const record = (title: string, values: Record<string, unknown>): StoredRecord => ({
  id: `standing.${title}`,
  type: 'thing',
  compartment: 'o',
  values: { title, ...values },
  trashed: false,
  conflicts: [],
  known: true,
  createdAt: 0,
  createdBy: 'd',
  changedAt: 0,
  changedBy: 'd'
});
const due = (title: string, date: string, more = {}) =>
  record(title, { due: { date, done: false, ...more } });
const titles = (items: readonly { title: string }[]) => items.map(({ title }) => title);

describe('what is due', () => {
  const all = [
    due('late', '2026-11-20'),
    due('evening', day, { time: '18:00' }),
    due('morning', day, { time: '09:00' }),
    due('any time', day),
    due('tomorrow', '2026-11-24'),
    due('finished', day, { done: true }),
    due('theirs', '2026-11-28', { waitingOn: 'standing.x' })
  ];

  it('is in order of the hour, the late apart, what others owe apart', () => {
    const lists = dueLists(all, types, day, day);
    expect(titles(lists.due)).toEqual(['morning', 'evening', 'any time']);
    expect(titles(lists.overdue)).toEqual(['late']);
    expect(lists.overdue[0]!.late).toBe(3);
    expect(titles(lists.waiting)).toEqual(['theirs']);
    expect(dueLists(all, types, '2026-11-20', day).waiting).toEqual([]);
  });

  it('is, for another day than today, only what falls on it', () => {
    const lists = dueLists(all, types, '2026-11-24', day);
    expect(titles(lists.due)).toEqual(['tomorrow']);
    expect(lists.overdue).toEqual([]);
  });

  it('is not asked of what is done or far ahead', () => {
    expect(
      all.filter((one) => mayBeDue(one, types, day, '2026-11-30')).map(({ values }) => values.title)
    ).toEqual(['late', 'evening', 'morning', 'any time', 'theirs']);
  });
});

describe('birthdays', () => {
  it('come in the next days, also across the new year, with the age where it is known', () => {
    const label = () => 'Birthday';
    const people = [
      record('Ana', { days: [{ month: 1, day: 2, year: 1980, label }] }),
      record('Ben', { days: [{ month: 12, day: 30, label }] }),
      record('Cy', { days: [{ month: 1, day: 6, label }] })
    ];
    const found = anniversariesIn(people, types, '2026-12-30', 7);
    expect(found.map(({ title, date, years }) => [title, date, years])).toEqual([
      ['Ben', '2026-12-30', undefined],
      ['Ana', '2027-01-02', 47]
    ]);
  });

  it('of 29 February are kept on 1 March in other years', () => {
    const leap = [record('Leap', { days: [{ month: 2, day: 29, year: 2000, label: () => '' }] })];
    expect(anniversariesIn(leap, types, '2027-03-01', 1)).toHaveLength(1);
    expect(anniversariesIn(leap, types, '2028-02-29', 1)).toHaveLength(1);
    expect(anniversariesIn(leap, types, '2028-03-01', 1)).toHaveLength(0);
    expect(mayBeKept(leap[0]!, types, daysOfYear('2027-03-01', 1))).toBe(true);
    expect(mayBeKept(leap[0]!, types, daysOfYear('2027-03-02', 7))).toBe(false);
  });
});

describe('what runs out', () => {
  const agenda = { when: { start: day, end: day, allDay: true } };
  const open = record('first', { agenda: { ...agenda, tentative: true } });
  const chosen = record('second', { agenda });
  const group = record('Dinner', { expires: '2026-11-25' });
  const ask = (links: StoredRecord[], first = day) =>
    expiriesIn([group], types, { first, days: 7, linksTo: () => links });

  it('counts the times still pencilled', () => {
    expect(ask([open, chosen])[0]!.options).toEqual([open]);
  });
  it('is settled once none is pencilled any more', () => {
    expect(ask([chosen])).toEqual([]);
  });
  it('is shown without any times, and not after its day', () => {
    expect(ask([])).toHaveLength(1);
    expect(ask([], '2026-11-26')).toEqual([]);
  });
});

it('only types that say something are asked', () => {
  expect(typesWith(types, 'due')).toEqual(['thing']);
});
