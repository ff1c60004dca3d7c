import { describe, expect, it } from 'vitest';
import { addDays, wallTime } from './days.ts';
import { createSampleOffice, type SampleRecord } from './sample-office.ts';
import { isSampleRef } from './record.ts';

const today = '2026-11-23';
const make = (records: number, day = today, seed = 1) => [
  ...createSampleOffice({ records, today: day, seed })
];
const when = (record: SampleRecord) =>
  record.values.when as { start: string; end: string; startZone?: string; endZone?: string; allDay: boolean };
const appointments = (records: SampleRecord[]) => records.filter(({ type }) => type === 'appointment');

function refsIn(value: unknown): string[] {
  if (isSampleRef(value)) return [value.$ref];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(refsIn);
}

describe('the sample office', () => {
  it('is the same again for the same day, size and seed, and another for another seed', () => {
    expect(make(400)).toEqual(make(400));
    expect(make(400)).not.toEqual(make(400, today, 2));
  });

  it.each([250, 400, 3000])('has exactly as many records as asked for: %i', (size) => {
    expect(make(size)).toHaveLength(size);
  });

  it('names only records that came before, so that it can be loaded in order', () => {
    const seen = new Set<string>();
    for (const { ref, values } of make(3000)) {
      for (const named of refsIn(values)) expect(seen, `${ref} names ${named}`).toContain(named);
      expect(seen).not.toContain(ref);
      seen.add(ref);
    }
  });

  it.each(['2026-11-23', '2027-01-02', '2028-02-29'])('fills today whatever day it is: %s', (day) => {
    const records = make(400, day);
    const timed = appointments(records).filter(
      (record) => !when(record).allDay && !record.values.repeat && when(record).start.slice(0, 10) === day
    );
    expect(timed.length).toBeGreaterThanOrEqual(8);
    expect(timed.some(({ values }) => values.status === 'tentative')).toBe(true);
    expect(timed.some((record) => when(record).startZone !== 'Europe/London')).toBe(true);
    const tasks = records.filter(({ type }) => type === 'task');
    const open = (record: SampleRecord) => record.values.state !== 'done';
    expect(tasks.filter((task) => open(task) && String(task.values.due) < day).length).toBeGreaterThan(2);
    expect(tasks.filter((task) => open(task) && task.values.due === day).length).toBeGreaterThan(3);
    const soon = Array.from({ length: 7 }, (_, ahead) => addDays(day, ahead).slice(5));
    const birthdays = records.filter(({ values }) => soon.includes(String(values.birthday ?? '').slice(-5)));
    expect(birthdays.length).toBeGreaterThanOrEqual(4);
    const groups = records.filter(({ type }) => type === 'holdGroup');
    expect(groups.every(({ values }) => (values.expires as { at: string }).at > wallTime(day, 0))).toBe(true);
  });

  it('has times that end after they begin, on clocks of one zone', () => {
    for (const record of appointments(make(3000))) {
      const { start, end, startZone, endZone } = when(record);
      if (startZone === endZone) expect(end > start, String(record.values.title)).toBe(true);
    }
  });

  it('knows three David Cohens at three firms', () => {
    const records = make(400);
    const cohens = records.filter(({ values }) => (values.name as { full?: string })?.full === 'David Cohen');
    expect(new Set(cohens.flatMap(({ values }) => refsIn(values.organisation))).size).toBe(3);
  });

  it('never has the same title twice in the week, other than series', () => {
    const week = appointments(make(400)).filter(
      (record) =>
        !record.values.repeat &&
        !record.values.series &&
        when(record).start >= today &&
        when(record).start < addDays(today, 7)
    );
    const titles = week.map(({ values }) => values.title);
    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
  });

  it('leaves no placeholder in any text', () => {
    for (const { values } of make(3000)) expect(JSON.stringify(values)).not.toMatch(/\{\w\}|undefined/);
  });
});
