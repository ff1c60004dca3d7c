import { expect, test } from 'vitest';
import type { When } from '../base/values.ts';
import * as edit from './when-edit.ts';

const lisbon = 'Europe/Lisbon';
const newYork = 'America/New_York';
const meeting: When = {
  start: '2026-11-24T10:00:00',
  end: '2026-11-24T11:30:00',
  startZone: lisbon,
  endZone: lisbon,
  allDay: false
};

test('the end follows the start', () => {
  const moved = edit.setStart(meeting, '2026-11-25', '23:00', lisbon);
  expect(moved).toMatchObject({ start: '2026-11-25T23:00:00', end: '2026-11-26T00:30:00' });
});

test('a start moved across a clock change keeps the time it takes', () => {
  const night = edit.setStart(meeting, '2027-03-28', '00:30', lisbon);
  // One o'clock becomes two that night: ninety minutes later the clock shows three.
  expect(night.end).toBe('2027-03-28T03:00:00');
  expect(edit.whenToMinutes(night, lisbon)).toBe(90);
});

test('an end typed earlier than the start means the next day', () => {
  expect(edit.setEnd(meeting, '2026-11-24', '01:00', lisbon).end).toBe('2026-11-25T01:00:00');
});

test('a flight keeps its two zones when it is moved', () => {
  const flight = { ...meeting, end: '2026-11-24T13:10:00', endZone: newYork };
  const moved = edit.setStart(flight, '2026-11-24', '12:00', lisbon);
  expect(moved).toMatchObject({ end: '2026-11-24T15:10:00', endZone: newYork });
  expect(edit.whenToMinutes(moved, lisbon)).toBe(edit.whenToMinutes(flight, lisbon));
});

test('a whole day ends after its last day, and becomes hours again', () => {
  const days = edit.setAllDay(meeting, true, lisbon);
  expect(days).toEqual({ start: '2026-11-24', end: '2026-11-25', allDay: true });
  expect(edit.setEnd(days, '2026-11-26', undefined, lisbon).end).toBe('2026-11-27');
  expect(edit.setAllDay(days, false, lisbon)).toMatchObject({ allDay: false, startZone: lisbon });
});

test('an end in the same zone goes along when the zone is changed', () => {
  expect(edit.setStartZone(meeting, newYork, lisbon)).toMatchObject({ startZone: newYork, endZone: newYork });
});

test('a clock elsewhere is said in words, with the day where it differs', () => {
  const early = { ...meeting, start: '2026-11-24T10:40:00' };
  expect(edit.thatIsElsewhere(early, newYork, lisbon)).toMatch(
    /^That is 0?5:40.* in the morning in New York\.$/
  );
  expect(edit.thatIsElsewhere(early, newYork, lisbon, 'Ana')).toMatch(/for Ana\.$/);
  expect(edit.thatIsElsewhere(early, lisbon, lisbon)).toBeUndefined();
  const late = { ...meeting, start: '2026-11-24T22:00:00' };
  expect(edit.thatIsElsewhere(late, 'Asia/Tokyo', lisbon)).toMatch(/in Tokyo, on Wednesday/);
});
