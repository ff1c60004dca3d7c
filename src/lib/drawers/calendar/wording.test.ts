import { beforeAll, describe, expect, it } from 'vitest';
import type { When } from '../../base/values.ts';
import { unkindHour } from './clash-words.ts';
import { wallToMs } from '../../formats/zone.ts';
import { settings } from '../../ui/settings.svelte.ts';
import { optionsInWords, releaseNote, whenInWords } from './wording.ts';

beforeAll(() => Object.assign(settings, { locale: 'en-GB', zone: 'Europe/Lisbon', hour12: false }));

const when = (start: string, end: string, zone = 'Europe/Lisbon'): When => ({
  start,
  end,
  startZone: zone,
  endZone: zone,
  allDay: false
});
const prep = when('2026-11-24T14:00:00', '2026-11-24T15:00:00');

describe('times in words', () => {
  it('the weekday comes first, then both parties’ times', () => {
    expect(whenInWords(prep)).toBe('Tuesday 24 November 2026, 14:00–15:00');
    expect(whenInWords(prep, 'Europe/Madrid')).toBe(
      'Tuesday 24 November 2026, 14:00–15:00 in Lisbon (15:00–16:00 in Madrid)'
    );
  });

  it('another day over there is said', () => {
    expect(whenInWords(when('2026-11-24T18:00:00', '2026-11-24T19:00:00'), 'Asia/Tokyo')).toBe(
      'Tuesday 24 November 2026, 18:00–19:00 in Lisbon (Wednesday 25 November 2026, 03:00–04:00 in Tokyo)'
    );
  });

  it('an all-day time names its last day, not the day after', () => {
    const days = { start: '2026-12-24', end: '2026-12-27', allDay: true };
    expect(whenInWords(days)).toBe('Thursday 24 December 2026 to Saturday 26 December 2026');
    expect(whenInWords({ ...days, end: '2026-12-25' })).toBe('Thursday 24 December 2026');
  });

  it('options make a list to paste', () => {
    const later = when('2026-11-26T09:30:00', '2026-11-26T10:30:00');
    expect(optionsInWords([prep, later])).toBe(
      '• Tuesday 24 November 2026, 14:00–15:00\n• Thursday 26 November 2026, 09:30–10:30'
    );
  });

  it('a release note says what is free and what was chosen, in the reader’s zone', () => {
    const later = when('2026-11-26T09:30:00', '2026-11-26T10:30:00');
    const note = releaseNote({
      name: 'Ana Duarte',
      title: 'Dinner',
      freed: [prep],
      chosen: later,
      theirs: 'Europe/Madrid'
    });
    expect(note).toContain('Dear Ana,');
    expect(note).toContain('keeping this time for “Dinner”');
    expect(note).toContain('• Tuesday 24 November 2026, 14:00–15:00 in Lisbon (15:00–16:00 in Madrid)');
    expect(note).toContain(
      'We meet on Thursday 26 November 2026, 09:30–10:30 in Lisbon (10:30–11:30 in Madrid).'
    );
  });

  it('an hour that is unkind to somebody is said', () => {
    const ms = wallToMs('2026-11-24T13:40:00', 'Europe/Lisbon');
    expect(unkindHour(ms, 'Ana Duarte', 'America/Los_Angeles')).toBe(
      'That is 05:40 in the morning for Ana (Los Angeles)'
    );
    expect(unkindHour(ms, 'Ken', 'Asia/Tokyo')).toBe('That is 22:40 in the evening for Ken (Tokyo)');
    expect(unkindHour(ms, 'Luis', 'Europe/Madrid')).toBeUndefined();
    expect(unkindHour(ms, 'Rui', 'Europe/Lisbon')).toBeUndefined();
  });
});
