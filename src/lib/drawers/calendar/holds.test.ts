import { beforeEach, describe, expect, it } from 'vitest';
import type { When } from '../../base/values.ts';
import type { Office } from '../../store/office.ts';
import {
  chosenOf,
  confirmOption,
  createOptions,
  isExpired,
  isFreed,
  isOpen,
  optionsOf,
  releaseAll,
  whoToTell,
  type Group
} from './holds.ts';
import { HERE, openTestOffice } from './test-office.ts';

const at = (start: string, end: string): When => ({
  start: `2026-11-${start}:00`,
  end: `2026-11-${end}:00`,
  startZone: HERE,
  endZone: HERE,
  allDay: false
});
const attendees = [
  { name: 'Ana Duarte', email: 'ana@duarte.example', role: 'required', response: 'needed' },
  { name: 'Tomás Reis', role: 'optional', response: 'needed' }
];

let office: Office;
let group: string;
beforeEach(async () => {
  office = await openTestOffice();
  group = createOptions(
    office,
    {
      title: 'Dinner',
      expires: { at: '2026-11-25T12:00:00', zone: HERE },
      shared: { attendees, place: 'Solar dos Presuntos' },
      whens: [at('26T19:00', '26T21:00'), at('24T19:00', '24T21:00'), at('27T20:00', '27T22:00')]
    },
    'Options made'
  );
});
const states = () =>
  optionsOf(office, group).map(({ values }) => `${values.when!.start.slice(8, 10)} ${values.status}`);

describe('options for one meeting', () => {
  it('are pencilled, each with the people and the place, in order of time', () => {
    expect(states()).toEqual(['24 tentative', '26 tentative', '27 tentative']);
    const first = optionsOf(office, group)[0]!.values;
    expect(first.attendees).toHaveLength(2);
    expect(first).toMatchObject({ title: 'Dinner', place: 'Solar dos Presuntos' });
  });

  it('confirming one frees the others in one action', () => {
    const options = optionsOf(office, group);
    const freed = confirmOption(office, options[1]!.id, 'cancel', 'Confirmed');
    expect(states()).toEqual(['24 cancelled', '26 confirmed', '27 cancelled']);
    expect(freed.map(({ id }) => id)).toEqual([options[0]!.id, options[2]!.id]);
    expect(chosenOf(optionsOf(office, group))!.id).toBe(options[1]!.id);
    expect(isFreed(optionsOf(office, group)[0]!.values)).toBe(true);
    office.undo();
    expect(states()).toEqual(['24 tentative', '26 tentative', '27 tentative']);
  });

  it('freed options can go to the trash instead', () => {
    confirmOption(office, optionsOf(office, group)[0]!.id, 'trash', 'Confirmed');
    expect(states()).toEqual(['24 confirmed']);
  });

  it('all can be let go', () => {
    expect(releaseAll(office, group, 'Released')).toHaveLength(3);
    expect(optionsOf(office, group).some(isOpen)).toBe(false);
  });

  it('expire at the hour of their own zone', () => {
    const record = office.get(group) as Group;
    expect(isExpired(record, Date.UTC(2026, 10, 25, 11, 59), 'Asia/Tokyo')).toBe(false);
    expect(isExpired(record, Date.UTC(2026, 10, 25, 12, 0), 'Asia/Tokyo')).toBe(true);
  });

  it('each person is told once, of all the times they kept', () => {
    const freed = confirmOption(office, optionsOf(office, group)[1]!.id, 'cancel', 'Confirmed');
    const notes = whoToTell(freed);
    expect(notes.map(({ name, freed }) => [name, freed.length])).toEqual([
      ['Ana Duarte', 2],
      ['Tomás Reis', 2]
    ]);
  });
});
