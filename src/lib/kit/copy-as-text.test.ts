import { beforeEach, expect, test } from 'vitest';
import { settings } from '../ui/settings.svelte.ts';
import { recordsToText, recordToText, whenToText } from './copy-as-text.ts';
import { openTestOffice } from './test-office.ts';

const when = {
  start: '2026-11-24T22:00:00',
  end: '2026-11-24T23:00:00',
  startZone: 'Europe/Lisbon',
  endZone: 'Europe/Lisbon',
  allDay: false
};

beforeEach(() => {
  settings.zone = 'Europe/Lisbon';
  settings.locale = 'en-GB';
});

test('the weekday comes first and the year is always said', () => {
  expect(whenToText(when)).toBe('Tuesday 24 November 2026, 22:00–23:00 in Lisbon');
  expect(whenToText({ start: '2026-12-24', end: '2026-12-27', allDay: true })).toBe(
    'Thursday 24 December 2026 to Saturday 26 December 2026'
  );
});

test('the other party reads it on their own clock, with their own day', () => {
  expect(whenToText(when, ['Europe/Lisbon', 'Asia/Tokyo'])).toBe(
    'Tuesday 24 November 2026, 22:00–23:00 in Lisbon; Wednesday 25 November 2026, 07:00–08:00 in Tokyo'
  );
  expect(whenToText(when, ['Europe/Lisbon', 'America/New_York'])).toBe(
    'Tuesday 24 November 2026, 22:00–23:00 in Lisbon; 17:00–18:00 in New York'
  );
});

test('a record is copied field by field, in the zones of those who take part', async () => {
  const office = await openTestOffice();
  const ana = office.create('person', { name: { full: 'Ana Duarte' }, zone: 'America/New_York' });
  const id = office.create('appointment', {
    title: 'Board',
    when,
    place: 'Room 1',
    attendees: [{ person: ana, name: 'Ana', role: 'required', response: 'accepted' }]
  });
  expect(recordToText(office.get(id)!, office).split('\n')).toEqual([
    'Board',
    'Tuesday 24 November 2026, 22:00–23:00 in Lisbon; 17:00–18:00 in New York',
    'Status: Confirmed',
    'Place: Room 1',
    'Attendees:',
    '• Ana Duarte'
  ]);
  expect(recordsToText([office.get(id)!], office)).toBe(
    '• Tuesday 24 November 2026, 22:00–23:00 in Lisbon – Board – Room 1'
  );
});
