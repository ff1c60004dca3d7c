import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { When } from '../../base/values.ts';
import type { Office } from '../../store/office.ts';
import { tend } from './busy-blocks.ts';
import { occurrenceToBusy } from './clashes.ts';
import { calendarOf, clock, HERE, occurrencesOf, openSharedOffice } from './test-office.ts';

const at = (start: string, end: string): When => ({
  start: `${start}:00`,
  end: `${end}:00`,
  startZone: HERE,
  endZone: HERE,
  allDay: false
});
const lunch = at('2026-11-25T13:00', '2026-11-25T14:00');
const FIRST = '2026-11-23';
const AFTER = '2026-12-23';

/** Everything said and done has come to everybody. */
async function settled(...offices: Office[]) {
  for (let round = 0; round < 3; round++) {
    await new Promise((done) => setTimeout(done));
    for (const office of offices) {
      await office.opened();
      await office.saved();
    }
  }
}

async function open() {
  const { hub, laptop, phone, assistant } = await openSharedOffice();
  const stops = [laptop, phone, assistant].map((office) => tend(office, clock));
  await settled(laptop, phone, assistant);
  const make = (values: Record<string, unknown>, compartment = 'private') =>
    laptop.create('appointment', { title: 'The doctor', ...values }, { compartment });
  return {
    hub,
    laptop,
    phone,
    assistant,
    make,
    all: () => settled(laptop, phone, assistant),
    close: () => stops.forEach((stop) => stop())
  };
}

describe('a private appointment', () => {
  test('is a busy time to who cannot see it, and nothing more', async () => {
    const { assistant, make, all } = await open();
    make({
      when: lunch,
      place: 'Harley Street 9',
      description: 'canary',
      travelBefore: 20,
      tags: ['canary']
    });
    await all();
    const [block] = assistant.query({ types: ['busyBlock'] }).rows;
    expect(block!.values).toEqual({ when: lunch });
    expect(calendarOf(assistant, FIRST, AFTER)).toEqual(['11-25 13:00 Busy']);
    expect(JSON.stringify(assistant.query({ trash: 'with' }).rows)).not.toMatch(/doctor|canary|Harley/);
    expect(assistant.query({ types: ['appointment'] }).rows).toEqual([]);
  });

  test('stands in the calendar once for who can see it', async () => {
    const { laptop, phone, make, all } = await open();
    make({ when: lunch });
    await all();
    for (const office of [laptop, phone]) {
      expect(calendarOf(office, FIRST, AFTER)).toEqual(['11-25 13:00 The doctor']);
      expect(office.search('busy')).toEqual([]);
    }
  });

  test('says where and how long the way is only if it is told to', async () => {
    const { laptop, assistant, make, all } = await open();
    const id = make({ when: lunch, place: 'Harley Street 9', travelBefore: 20, logistics: true });
    await all();
    const block = () => assistant.query({ types: ['busyBlock'] }).rows[0]!.values;
    expect(block()).toEqual({ when: lunch, place: 'Harley Street 9', travelBefore: 20 });
    laptop.edit(id, { logistics: undefined });
    await all();
    expect(block()).toEqual({ when: lunch });
  });

  test('takes its busy time along when it is moved, trashed, restored, made public, deleted or undone', async () => {
    const { laptop, phone, assistant, make, all } = await open();
    const shown = () => calendarOf(assistant, FIRST, AFTER);
    const id = make({ when: lunch });
    await all();
    laptop.edit(id, { when: at('2026-11-26T13:00', '2026-11-26T15:00') });
    await all();
    expect(shown()).toEqual(['11-26 13:00 Busy']);
    laptop.undo();
    await all();
    expect(shown()).toEqual(['11-25 13:00 Busy']);
    expect(laptop.undoLabel).toBe('Appointment');
    phone.trash([id]);
    await all();
    expect(shown()).toEqual([]);
    laptop.restore([id]);
    await all();
    expect(shown()).toEqual(['11-25 13:00 Busy']);
    laptop.edit(id, { shows: 'free' });
    await all();
    expect(shown()).toEqual([]);
    phone.edit(id, { shows: 'busy' });
    await all();
    const finance = await laptop.move(id, 'finance');
    await all();
    expect(shown()).toEqual(['11-25 13:00 Busy']);
    const known = await laptop.move(finance, 'office');
    await all();
    expect(shown()).toEqual(['11-25 13:00 The doctor']);
    const hidden = await laptop.move(known, 'private');
    await all();
    expect(shown()).toEqual(['11-25 13:00 Busy']);
    phone.purge([hidden]);
    await all();
    expect(shown()).toEqual([]);
  });

  test('of a series leaves no trace but time, moved and left out occurrences included', async () => {
    const { laptop, assistant, make, all } = await open();
    const repeat = { rules: ['FREQ=WEEKLY;COUNT=4'] };
    const id = make({ when: lunch, repeat, except: ['2026-12-02T13:00:00'] });
    make({ when: at('2026-12-10T09:00', '2026-12-10T10:00'), series: id, occurrence: '2026-12-09T13:00:00' });
    const cancelled = make({
      when: at('2026-12-16T13:00', '2026-12-16T14:00'),
      status: 'cancelled',
      series: id,
      occurrence: '2026-12-16T13:00:00'
    });
    await all();
    expect(calendarOf(assistant, FIRST, AFTER)).toEqual(['11-25 13:00 Busy', '12-10 09:00 Busy']);
    laptop.purge([cancelled]);
    await all();
    expect(calendarOf(assistant, FIRST, AFTER)).toEqual([
      '11-25 13:00 Busy',
      '12-10 09:00 Busy',
      '12-16 13:00 Busy'
    ]);
  });

  test('that is one occurrence of a series everybody sees takes that occurrence’s place', async () => {
    const { make, assistant, all } = await open();
    const id = make(
      { title: 'Jour fixe', when: lunch, repeat: { rules: ['FREQ=WEEKLY;COUNT=2'] } },
      'office'
    );
    make({ when: at('2026-12-03T09:00', '2026-12-03T10:00'), series: id, occurrence: '2026-12-02T13:00:00' });
    await all();
    expect(calendarOf(assistant, FIRST, AFTER)).toEqual(['11-25 13:00 Jour fixe', '12-03 09:00 Busy']);
  });

  test('changed on two devices apart has a busy time that says what the appointment shows, without two versions', async () => {
    const { hub, laptop, phone, assistant, make, all } = await open();
    const id = make({ when: lunch });
    await all();
    hub.apart();
    laptop.edit(id, { when: at('2026-11-26T13:00', '2026-11-26T14:00') });
    phone.edit(id, { when: at('2026-11-27T13:00', '2026-11-27T14:00') });
    await all();
    hub.together();
    await all();
    const shown = (laptop.get(id)!.values as { when: When }).when.start;
    expect(laptop.get(id)!.conflicts).toEqual(['when']);
    const [block] = assistant.query({ types: ['busyBlock'] }).rows;
    expect((block!.values as { when: When }).when.start).toBe(shown);
    expect(block!.conflicts).toEqual([]);
  });

  test('that ended long ago is no news to anybody', async () => {
    const { assistant, make, all } = await open();
    make({ when: at('2019-05-01T13:00', '2019-05-01T14:00') });
    await all();
    expect(assistant.query({ trash: 'with' }).rows).toEqual([]);
  });

  test('whose writer closed too early gets its busy time at another start', async () => {
    const { hub, phone, assistant, make, all, close } = await open();
    close();
    make({ when: lunch });
    await all();
    expect(calendarOf(assistant, FIRST, AFTER)).toEqual([]);
    const stop = tend(phone, clock);
    await all();
    expect(calendarOf(assistant, FIRST, AFTER)).toEqual(['11-25 13:00 Busy']);
    stop();
    expect(hub.rejected).toEqual([]);
  });
});

interface Step {
  readonly act:
    'make' | 'series' | 'instance' | 'when' | 'state' | 'trash' | 'restore' | 'purge' | 'move' | 'undo';
  readonly which: number;
  readonly day: number;
  readonly who: boolean;
}

const step: fc.Arbitrary<Step> = fc.record({
  act: fc.constantFrom(
    'make',
    'make',
    'series',
    'instance',
    'instance',
    'when',
    'when',
    'state',
    'trash',
    'restore',
    'purge',
    'move',
    'undo'
  ) as fc.Arbitrary<Step['act']>,
  which: fc.nat(20),
  day: fc.nat(13),
  who: fc.boolean()
});

const dayAt = (day: number, hour: number): When =>
  at(
    `2026-${day < 7 ? `11-${24 + day}` : `12-${String(day - 6).padStart(2, '0')}`}T${hour}:00`,
    `2026-${day < 7 ? `11-${24 + day}` : `12-${String(day - 6).padStart(2, '0')}`}T${hour + 1}:00`
  );

test(
  'whatever is done to them, busy times are exactly when the private appointments are',
  { timeout: 120_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
        const { laptop, phone, assistant, all, close } = await open();
        const ids: string[] = [];
        let hour = 10;
        for (const { act, which, day, who } of steps) {
          const office = who ? laptop : phone;
          const id = ids[which % Math.max(1, ids.length)];
          const record = id === undefined ? undefined : office.get(id);
          const create = (values: Record<string, unknown>, compartment: string) =>
            ids.push(office.create('appointment', values, { compartment }));
          if (act === 'make') create({ when: dayAt(day, hour) }, which % 3 ? 'private' : 'finance');
          else if (act === 'series')
            create(
              { when: dayAt(day % 7, hour), repeat: { rules: [`FREQ=DAILY;COUNT=${2 + (which % 4)}`] } },
              which % 4 ? 'private' : 'office'
            );
          else if (!record) continue;
          else if (act === 'instance') {
            const { when, repeat } = record.values as { when: When; repeat?: unknown };
            if (!repeat) continue;
            const occurrence = `${dayAt(Number(when.start.slice(8, 10)) - 24 + (which % 3), 0).start.slice(0, 10)}${when.start.slice(10)}`;
            create({ when: dayAt(day, hour), series: record.id, occurrence }, record.compartment);
          } else if (act === 'when') office.edit(record.id, { when: dayAt(day, hour) });
          else if (act === 'state')
            office.edit(
              record.id,
              which % 2
                ? { shows: which % 4 > 1 ? 'free' : 'busy' }
                : { status: day % 2 ? 'cancelled' : 'confirmed' }
            );
          else if (act === 'trash') office.trash([record.id]);
          else if (act === 'restore') office.restore([record.id]);
          else if (act === 'purge') office.purge([record.id]);
          else if (act === 'undo') office.undo();
          else if (act === 'move' && !record.trashed)
            await office.move(record.id, ['private', 'finance', 'office'][day % 3]!);
          hour = 10 + ((hour - 9) % 8);
          await all();
        }
        const times = (office: Office, guarded: boolean) =>
          occurrencesOf(office, '2026-11-01', '2027-02-01')
            .filter(({ record }) => (guarded ? record.compartment !== 'office' : record.type === 'busyBlock'))
            .flatMap((one) => occurrenceToBusy(one) ?? [])
            .map(({ from, to }) => `${from} ${to}`)
            .sort();
        expect(times(assistant, false)).toEqual(times(laptop, true));
        expect(times(phone, true)).toEqual(times(laptop, true));
        expect(
          assistant.query({ types: ['busyBlock'], where: ({ conflicts }) => conflicts.length > 0 }).rows
        ).toEqual([]);
        close();
      }),
      { numRuns: 60, seed: 20261124 }
    );
  }
);
