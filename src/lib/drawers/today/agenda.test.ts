import { describe, expect, it } from 'vitest';
import type { When } from '../../base/values.ts';
import { expand } from '../../formats/recurrence.ts';
import { field } from '../../store/fields.ts';
import type { StoredRecord } from '../../store/office.ts';
import { defineRecord, type AgendaFacet, type RecordType } from '../../store/record.ts';
import { agendaIn, aroundDays, dayToSpan, gapsBetween, mayMatter } from './agenda.ts';

const visit = defineRecord({
  type: 'visit',
  label: () => 'Visit',
  plural: () => 'Visits',
  icon: 'user',
  fields: { title: field.text({ label: () => 'Title' }), agenda: field.text({ label: () => 'Agenda' }) },
  title: (values) => values.title ?? '',
  facets: { agenda: (values) => values.agenda as unknown as AgendaFacet },
  samples: []
}) as unknown as RecordType;
const types = new Map([['visit', visit]]);
const zone = 'Europe/London';
const day = '2026-11-23';

const record = (title: string, agenda: AgendaFacet): StoredRecord => ({
  id: `standing.${title}`,
  type: 'visit',
  compartment: 'o',
  values: { title, agenda },
  trashed: false,
  conflicts: [],
  known: true,
  createdAt: 0,
  createdBy: 'd',
  changedAt: 0,
  changedBy: 'd'
});
const at = (start: string, end: string, startZone = zone, on = day): When => ({
  start: `${on}T${start}:00`,
  end: `${on}T${end}:00`,
  startZone,
  endZone: startZone,
  allDay: false
});
const on = (records: StoredRecord[], date = day) =>
  agendaIn(records, dayToSpan(date, zone), { types, zone, expand });
const titles = (items: readonly { title: string }[]) => items.map(({ title }) => title);

describe('the agenda of a day', () => {
  it('puts a call abroad at the hour it has here', () => {
    const items = on([
      record('Lunch', { when: at('12:00', '13:00') }),
      record('Singapore', { when: at('15:30', '16:00', 'Asia/Singapore') })
    ]);
    expect(titles(items)).toEqual(['Singapore', 'Lunch']);
    expect(new Date(items[0]!.from).toISOString()).toBe('2026-11-23T07:30:00.000Z');
  });

  it('has whole days first, on each of their days and on none after', () => {
    const week = record('Half-term', { when: { start: day, end: '2026-11-25', allDay: true } });
    const early = record('Early', { when: at('06:00', '07:00') });
    expect(titles(on([early, week]))).toEqual(['Half-term', 'Early']);
    expect(titles(on([week], '2026-11-24'))).toEqual(['Half-term']);
    expect(on([week], '2026-11-25')).toEqual([]);
  });

  it('shows neither what is cancelled nor what another zone puts on another day', () => {
    const cancelled = record('Off', { when: at('09:00', '10:00'), cancelled: true });
    const late = record('Tokyo', { when: at('08:00', '08:30', 'Asia/Tokyo') });
    expect(on([cancelled, late])).toEqual([]);
    expect(titles(on([late], '2026-11-22'))).toEqual(['Tokyo']);
  });

  it('shows a series only where it occurs, without what was left out or moved', () => {
    const weekly = record('Partners', {
      when: at('09:00', '10:00', zone, '2026-11-02'),
      repeat: { rules: ['FREQ=WEEKLY'] },
      except: ['2026-11-30T09:00:00']
    });
    const moved = record('Partners, moved', {
      when: at('11:00', '12:00', zone, '2026-12-08'),
      instanceOf: { series: weekly.id, at: '2026-12-07T09:00:00' }
    });
    const all = [weekly, moved];
    expect(titles(on(all))).toEqual(['Partners']);
    expect(on(all, '2026-11-30')).toEqual([]);
    expect(on(all, '2026-12-07')).toEqual([]);
    expect(titles(on(all, '2026-12-08'))).toEqual(['Partners, moved']);
    expect(mayMatter(moved, types, aroundDays('2026-12-07', '2026-12-07'))).toBe(true);
  });

  it('keeps the clock time of a series across a clock change', () => {
    const daily = record('D', {
      when: at('09:00', '09:30', zone, '2026-10-20'),
      repeat: { rules: ['FREQ=DAILY'] }
    });
    const [item] = on([daily], '2026-10-26');
    expect(item!.when).toMatchObject({ start: '2026-10-26T09:00:00', end: '2026-10-26T09:30:00' });
    expect(new Date(item!.from).toISOString()).toBe('2026-10-26T09:00:00.000Z');
  });

  it('names a clash from both sides, and counts the way there', () => {
    const hearing = record('Hearing', { when: at('10:00', '11:00') });
    const talk = record('Talk', { when: at('11:10', '12:00'), travelBefore: 20 });
    const tea = record('Tea', { when: at('11:00', '11:05') });
    const drinks = record('Drinks', { when: at('10:30', '11:30'), free: true });
    const clashes = Object.fromEntries(
      on([hearing, talk, tea, drinks]).map((item) => [item.title, item.clashes])
    );
    expect(clashes).toEqual({ Hearing: ['Talk'], Talk: ['Hearing', 'Tea'], Tea: ['Talk'], Drinks: [] });
  });

  it('finds the gaps, from coming back to setting out', () => {
    const items = on([
      record('A', { when: at('09:00', '10:00'), travelAfter: 15 }),
      record('Inside A', { when: at('09:10', '09:20') }),
      record('B', { when: at('12:00', '13:00'), travelBefore: 30 }),
      record('C', { when: at('13:30', '14:00') })
    ]);
    const minutes = gapsBetween(items).map(({ from, to }) => (to - from) / 60_000);
    expect(minutes).toEqual([75]);
  });
});
