import { describe, expect, it } from 'vitest';
import type { When } from '../../base/values.ts';
import { expand } from '../../formats/recurrence.ts';
import type { StoredRecord } from '../../store/office.ts';
import type { RecordType } from '../../store/record.ts';
import { appointment, type NewAppointment } from './appointment.record.ts';
import { occurrencesIn } from './occurrences.ts';
import { daysToSpan } from './span.ts';

const types = new Map([[appointment.type, appointment as unknown as RecordType]]);
const zone = 'Europe/Lisbon';

const record = (id: string, { except, ...values }: NewAppointment): StoredRecord => ({
  id,
  type: 'appointment',
  compartment: 'c',
  values: { ...values, except: except?.map((value, key) => ({ key: String(key), value })) },
  trashed: false,
  conflicts: [],
  known: true,
  createdAt: 0,
  createdBy: '',
  changedAt: 0,
  changedBy: ''
});
const timed = (start: string, end: string, startZone?: string): When => ({
  start,
  end,
  startZone,
  endZone: startZone,
  allDay: false
});
const show = (records: StoredRecord[], first: string, afterLast: string) =>
  occurrencesIn(records, daysToSpan(first, afterLast, zone), { types, zone, expand }).map(
    ({ title, from }) => `${title} ${new Date(from).toISOString().slice(0, 16)}`
  );

const weekly = record('s', {
  title: 'Breakfast',
  when: timed('2026-03-17T08:30:00', '2026-03-17T09:00:00', 'Europe/London'),
  repeat: { rules: ['FREQ=WEEKLY'] },
  except: ['2026-04-07T08:30:00']
});

describe('what stands in the calendar', () => {
  it('a series keeps its hour on its own clock when the clocks change', () => {
    expect(show([weekly], '2026-03-16', '2026-04-01')).toEqual([
      'Breakfast 2026-03-17T08:30',
      'Breakfast 2026-03-24T08:30',
      'Breakfast 2026-03-31T07:30'
    ]);
  });

  it('a start that is left out is left out', () => {
    expect(show([weekly], '2026-04-06', '2026-04-12')).toEqual([]);
  });

  it('a changed instance stands in the place of its occurrence, wherever it moved', () => {
    const moved = record('i', {
      title: 'Late breakfast',
      when: timed('2026-03-26T10:00:00', '2026-03-26T11:00:00', 'Europe/London'),
      series: 's',
      occurrence: '2026-03-24T08:30:00'
    });
    expect(show([weekly, moved], '2026-03-23', '2026-03-30')).toEqual(['Late breakfast 2026-03-26T10:00']);
  });

  it('what begins before the window and ends in it is shown', () => {
    const night = record('n', {
      title: 'Flight',
      when: timed('2026-11-23T22:00:00', '2026-11-24T06:00:00', zone)
    });
    expect(show([night], '2026-11-24', '2026-11-25')).toHaveLength(1);
    expect(show([night], '2026-11-25', '2026-11-26')).toHaveLength(0);
  });

  it('an all-day entry stands on its days in the viewer’s zone, and not on the day after', () => {
    const days = record('d', {
      title: 'Closed',
      when: { start: '2026-12-24', end: '2026-12-26', allDay: true }
    });
    expect(show([days], '2026-12-25', '2026-12-26')).toHaveLength(1);
    expect(show([days], '2026-12-26', '2026-12-27')).toHaveLength(0);
  });

  it('times from the other side of the world fall on the viewer’s day', () => {
    const tokyo = record('t', {
      title: 'Call',
      when: timed('2026-11-25T01:00:00', '2026-11-25T02:00:00', 'Asia/Tokyo')
    });
    expect(show([tokyo], '2026-11-24', '2026-11-25')).toEqual(['Call 2026-11-24T16:00']);
  });
});
