import { beforeEach, describe, expect, it } from 'vitest';
import type { When } from '../../base/values.ts';
import type { Office } from '../../store/office.ts';
import type { Occurrence } from './occurrences.ts';
import { createSeriesDeps } from './series-deps.ts';
import { changeOccurrence, removeOccurrence, type Scope } from './series-edits.ts';
import { calendarOf, HERE, occurrencesOf, openTestOffice } from './test-office.ts';

const deps = createSeriesDeps(HERE);
const at = (start: string, end: string): When => ({
  start: `2026-${start}:00`,
  end: `2026-${end}:00`,
  startZone: 'Europe/London',
  endZone: 'Europe/London',
  allDay: false
});

let office: Office;
let series: string;
beforeEach(async () => {
  office = await openTestOffice();
  series = office.create(
    'appointment',
    {
      title: 'Breakfast',
      when: at('03-03T08:30', '03-03T09:00'),
      repeat: { rules: ['FREQ=WEEKLY;BYDAY=TU;COUNT=6'] },
      attendees: [{ name: 'Ana', role: 'required', response: 'accepted' }],
      except: ['2026-03-17T08:30:00']
    },
    { compartment: office.compartments.find(({ kind }) => kind === 'private')!.id }
  );
});

const march = () => calendarOf(office, '2026-03-01', '2026-04-30');
const find = (start: string): Occurrence =>
  occurrencesOf(office, '2026-03-01', '2026-04-30').find(({ when }) => when.start === `2026-${start}:00`)!;
const change = (start: string, changes: object, scope: Scope) =>
  changeOccurrence(office, find(start), changes as never, scope, 'Moved', deps);

describe('changing one occurrence of a series', () => {
  it('starts from six Tuesdays without the third', () => {
    expect(march()).toEqual([
      '03-03 08:30 Breakfast',
      '03-10 08:30 Breakfast',
      '03-24 08:30 Breakfast',
      '03-31 08:30 Breakfast',
      '04-07 08:30 Breakfast'
    ]);
  });

  it('this one alone moves, with its people, and stays as private as its series', () => {
    const id = change('03-10T08:30', { when: at('03-11T10:00', '03-11T10:30') }, 'this');
    expect(march()).toEqual([
      '03-03 08:30 Breakfast',
      '03-11 10:00 Breakfast',
      '03-24 08:30 Breakfast',
      '03-31 08:30 Breakfast',
      '04-07 08:30 Breakfast'
    ]);
    const made = office.get(id)!;
    expect(made.compartment).toBe(office.get(series)!.compartment);
    expect(made.values).toMatchObject({ series, occurrence: '2026-03-10T08:30:00' });
    expect(made.values.repeat).toBeUndefined();
    expect(made.values.attendees).toMatchObject([{ value: { name: 'Ana' } }]);
  });

  it('changed once more, it stays one record', () => {
    const id = change('03-10T08:30', { when: at('03-11T10:00', '03-11T10:30') }, 'this');
    expect(change('03-11T10:00', { title: 'Brunch' }, 'this')).toBe(id);
    expect(march()[1]).toBe('03-11 10:00 Brunch');
  });

  it('one undo takes it all back', () => {
    const before = march();
    change('03-10T08:30', { when: at('03-11T10:00', '03-11T10:30') }, 'this');
    office.undo();
    expect(march()).toEqual(before);
  });
});

describe('changing an occurrence and those that follow', () => {
  it('the old series ends before it, the new one counts on', () => {
    const id = change(
      '03-10T08:30',
      { when: at('03-11T09:00', '03-11T09:30'), title: 'Coffee' },
      'following'
    );
    expect(march()).toEqual([
      '03-03 08:30 Breakfast',
      '03-11 09:00 Coffee',
      '03-25 09:00 Coffee',
      '04-01 09:00 Coffee',
      '04-08 09:00 Coffee'
    ]);
    expect(office.get(id)!.values.repeat).toEqual({ rules: ['FREQ=WEEKLY;BYDAY=WE;COUNT=5'] });
  });

  it('later changed instances go over to the new series', () => {
    const moved = change('03-31T08:30', { when: at('04-02T12:00', '04-02T13:00') }, 'this');
    const id = change('03-24T08:30', { when: at('03-24T09:30', '03-24T10:00') }, 'following');
    expect(office.get(moved)!.values).toMatchObject({ series: id, occurrence: '2026-03-31T09:30:00' });
    expect(march()).toEqual([
      '03-03 08:30 Breakfast',
      '03-10 08:30 Breakfast',
      '03-24 09:30 Breakfast',
      '04-02 12:00 Breakfast',
      '04-07 09:30 Breakfast'
    ]);
  });

  it('from the first occurrence on, it is the whole series', () => {
    expect(change('03-03T08:30', { title: 'Tea' }, 'following')).toBe(series);
    expect(march().every((line) => line.endsWith('Tea'))).toBe(true);
  });
});

describe('changing the whole series', () => {
  it('all move by as much as one was moved; what is left out stays left out', () => {
    change('03-24T08:30', { when: at('03-23T08:00', '03-23T09:00') }, 'all');
    expect(march()).toEqual([
      '03-02 08:00 Breakfast',
      '03-09 08:00 Breakfast',
      '03-23 08:00 Breakfast',
      '03-30 08:00 Breakfast',
      '04-06 08:00 Breakfast'
    ]);
    expect(office.get(series)!.values.when).toMatchObject({ end: '2026-03-02T09:00:00' });
  });

  it('a changed instance keeps its own time and its place in the series', () => {
    change('03-31T08:30', { when: at('04-02T12:00', '04-02T13:00') }, 'this');
    change('03-24T08:30', { when: at('03-24T09:00', '03-24T09:30') }, 'all');
    expect(march().slice(2)).toEqual([
      '03-24 09:00 Breakfast',
      '04-02 12:00 Breakfast',
      '04-07 09:00 Breakfast'
    ]);
  });

  it('a changed instance that speaks for all is taken up into the series', () => {
    change('03-24T08:30', { when: at('03-25T10:00', '03-25T10:30') }, 'this');
    change('03-25T10:00', { when: at('03-25T10:00', '03-25T10:30') }, 'all');
    expect(march()).toEqual([
      '03-04 10:00 Breakfast',
      '03-11 10:00 Breakfast',
      '03-25 10:00 Breakfast',
      '04-01 10:00 Breakfast',
      '04-08 10:00 Breakfast'
    ]);
  });
});

describe('deleting', () => {
  const remove = (start: string, scope: Scope) =>
    removeOccurrence(office, find(start), scope, 'Deleted', deps);

  it('one occurrence leaves the others', () => {
    remove('03-10T08:30', 'this');
    expect(march()).toHaveLength(4);
    expect(march()[1]).toBe('03-24 08:30 Breakfast');
  });

  it('a changed instance does not bring back the occurrence it replaced', () => {
    change('03-10T08:30', { when: at('03-11T10:00', '03-11T10:30') }, 'this');
    remove('03-11T10:00', 'this');
    expect(march()).toHaveLength(4);
  });

  it('it and those that follow, changed ones too', () => {
    change('03-31T08:30', { when: at('04-02T12:00', '04-02T13:00') }, 'this');
    remove('03-24T08:30', 'following');
    expect(march()).toEqual(['03-03 08:30 Breakfast', '03-10 08:30 Breakfast']);
  });

  it('all, and undo brings all back', () => {
    const before = march();
    remove('03-24T08:30', 'all');
    expect(march()).toEqual([]);
    office.undo();
    expect(march()).toEqual(before);
  });
});
