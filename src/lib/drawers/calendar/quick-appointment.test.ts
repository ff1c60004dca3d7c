import { describe, expect, it } from 'vitest';
import { readQuickAppointment } from './quick-appointment.ts';

const now = Date.UTC(2026, 10, 23, 9); // Monday
const read = (line: string) => readQuickAppointment(line, { now, zone: 'UTC', dayFirst: true });

describe('a line of plain words', () => {
  it('becomes an appointment of an hour', () => {
    expect(read('lunch with Ana Fri 1pm').values).toMatchObject({
      title: 'lunch with Ana',
      when: { start: '2026-11-27T13:00:00', end: '2026-11-27T14:00:00', startZone: 'UTC', allDay: false }
    });
  });

  it('lasts as long as it says', () => {
    expect(read('call Nadia tomorrow 15:30 45 min').values.when).toMatchObject({
      start: '2026-11-24T15:30:00',
      end: '2026-11-24T16:15:00'
    });
  });

  it('without a time takes the day and leaves it free', () => {
    expect(read('Book fair tomorrow').values).toMatchObject({
      when: { start: '2026-11-24', end: '2026-11-25', allDay: true },
      shows: 'free'
    });
  });

  it('that could mean two days waits for an answer', () => {
    const line = read('dentist Tuesday 12 March 9am');
    expect(line.entry.ambiguity).toBeDefined();
    expect(line.values.when).toBeUndefined();
    const chosen = line.entry.ambiguity!.options[0]!.when;
    const answered = readQuickAppointment(
      'dentist Tuesday 12 March 9am',
      { now, zone: 'UTC', dayFirst: true },
      chosen
    );
    expect(answered.values.when!.start.slice(11)).toBe('09:00:00');
  });
});
