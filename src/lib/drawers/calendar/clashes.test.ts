import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../../base/random.ts';
import { clashInWords } from './clash-words.ts';
import { clashesOf, findClashes, occurrenceToBusy, type Busy } from './clashes.ts';
import type { Occurrence } from './occurrences.ts';
import { wallToMs } from '../../formats/zone.ts';

const at = (time: string, day = '2026-11-24') => wallToMs(`${day}T${time}:00`, 'Europe/Lisbon');

const busy = (title: string, from: string, to: string, more: Partial<Busy> = {}): Busy => ({
  key: title,
  title,
  from: at(from),
  to: at(to),
  allDay: false,
  travelBefore: 0,
  travelAfter: 0,
  tentative: false,
  ...more
});
const day = (title: string): Busy =>
  busy(title, '00:00', '00:00', { to: at('00:00', '2026-11-25'), allDay: true });

const words = (one: Busy, ...others: Busy[]) => clashesOf(one, others).map(clashInWords);

describe('clashes', () => {
  it('two meetings at one time are a clash, said with how long', () => {
    expect(words(busy('Call', '14:00', '15:00'), busy('Board prep', '14:40', '16:00'))).toEqual([
      'Overlaps Board prep by 20 minutes'
    ]);
  });

  it('travel to the next meeting counts', () => {
    const lunch = busy('Lunch', '13:00', '14:00', { travelAfter: 30 });
    expect(words(busy('Board prep', '14:10', '15:00'), lunch)).toEqual([
      'Overlaps Lunch by 20 minutes, travel included'
    ]);
  });

  it('travel that only touches is no clash, nor are meetings back to back', () => {
    const next = busy('Board prep', '14:30', '15:00');
    expect(words(next, busy('Lunch', '13:00', '14:00', { travelAfter: 30 }))).toEqual([]);
    expect(words(next, busy('Call', '15:00', '15:30'))).toEqual([]);
  });

  it('a busy day collides with what is on it, without its travel', () => {
    expect(words(busy('Call', '14:00', '15:00'), day('Retreat'))).toEqual([
      'The same day as Retreat, which takes all day'
    ]);
    expect(words(day('Retreat'), busy('Call', '14:00', '15:00'))).toEqual([
      'Call is on a day that this takes whole'
    ]);
    expect(
      words(busy('Late', '23:00', '23:59', { to: at('01:00', '2026-11-25') }), day('Retreat'))
    ).toHaveLength(1);
    const next = { ...day('Retreat'), from: at('00:00', '2026-11-25'), to: at('00:00', '2026-11-26') };
    expect(words(busy('Call', '14:00', '15:00'), next)).toEqual([]);
  });

  it('options of one meeting do not collide with each other, but with another meeting’s', () => {
    const first = busy('Dinner 1', '19:00', '21:00', { group: 'a', tentative: true });
    const second = busy('Dinner 2', '20:00', '22:00', { group: 'a', tentative: true });
    const other = busy('Interview', '20:30', '21:30', { group: 'b', tentative: true });
    expect(words(first, second)).toEqual([]);
    expect(words(first, other)).toEqual(['Overlaps an option for Interview by 30 minutes']);
  });

  const occurrence = (values: object, agenda: object) =>
    ({
      key: 'k',
      title: 'T',
      from: at('09:00'),
      to: at('10:00'),
      when: { start: '2026-11-24T09:00:00', end: '2026-11-24T10:00:00', allDay: false },
      agenda,
      record: { values }
    }) as unknown as Occurrence;

  it('cancelled and free appointments, and expired options, take no time', () => {
    expect(occurrenceToBusy(occurrence({}, { cancelled: true }))).toBeUndefined();
    expect(occurrenceToBusy(occurrence({}, { free: true }))).toBeUndefined();
    const option = occurrence({ holdGroup: 'g' }, { tentative: true });
    expect(occurrenceToBusy(option)?.group).toBe('g');
    expect(occurrenceToBusy(option, new Set(['g']))).toBeUndefined();
    // Once confirmed it is a meeting like any other.
    expect(occurrenceToBusy(occurrence({ holdGroup: 'g' }, {}), new Set(['g']))?.group).toBeUndefined();
  });

  it('finds in one sweep what comparing everything with everything finds', () => {
    const random = createSeededRandom(7);
    const some = (most: number) => Math.floor(random.fraction() * most);
    for (let round = 0; round < 50; round++) {
      const all = Array.from({ length: 30 }, (_, index) => {
        const from = at('08:00') + some(2000) * 60_000;
        const group = some(4) === 0 ? `g${some(2)}` : undefined;
        const to = from + some(120) * 60_000;
        return busy(`e${index}`, '08:00', '08:00', {
          from,
          to,
          travelBefore: some(40),
          travelAfter: some(40),
          group
        });
      });
      const swept = findClashes(all);
      for (const one of all) {
        const expected = clashesOf(one, all).map(
          (clash) => `${clash.with.key} ${clash.minutes} ${clash.travel}`
        );
        const found = (swept.get(one.key) ?? []).map(
          (clash) => `${clash.with.key} ${clash.minutes} ${clash.travel}`
        );
        expect(found.sort()).toEqual(expected.sort());
      }
    }
  });
});
