import { expect, test } from 'vitest';
import { field } from '../store/fields.ts';
import { checkValue, checkValues, hasErrors } from './validate.ts';

const label = (text: string) => ({ label: () => text });

test('what is needed and missing is named in a sentence', () => {
  const finding = checkValue(field.text({ ...label('Title'), required: true }), '  ');
  expect(finding).toEqual({ level: 'error', text: 'Please fill in Title.' });
});

test('an odd mail address, number or web address is a hint, never a wall', () => {
  const mail = field.email(label('E-mail'));
  expect(checkValue(mail, { address: 'ana at home' })?.level).toBe('hint');
  expect(checkValue(mail, { address: 'ana@x.example' })).toBeUndefined();
  const phone = field.phone(label('Phone'));
  expect(checkValue(phone, { number: 'ask Maria' })?.level).toBe('hint');
  expect(checkValue(phone, { number: '+351 (21) 555-0101 ext 4' })).toBeUndefined();
  const url = field.url(label('Page'));
  expect(checkValue(url, 'somewhere')?.level).toBe('hint');
  for (const good of ['https://a.example/b', 'a.example', 'tel:+3512155', 'mailto:a@b.example'])
    expect(checkValue(url, good)).toBeUndefined();
});

test('a number outside its range is refused with the limit', () => {
  const minutes = field.number({ ...label('Travel'), min: 0, max: 600 });
  expect(checkValue(minutes, -1)).toEqual({ level: 'error', text: 'Travel cannot be less than 0.' });
  expect(checkValue(minutes, 601)?.text).toContain('600');
  expect(checkValue(minutes, 0)).toBeUndefined();
});

test('an end before the start is refused, except between two zones', () => {
  const when = field.when(label('When'));
  const times = { start: '2026-12-01T10:00:00', end: '2026-12-01T09:00:00', allDay: false };
  expect(checkValue(when, { ...times, startZone: 'Europe/Lisbon' })?.level).toBe('error');
  expect(
    checkValue(when, { ...times, startZone: 'Europe/Lisbon', endZone: 'America/New_York' })
  ).toBeUndefined();
});

test('an amount that is none is refused, in a list too', () => {
  const lines = field.list(field.money(label('Line')), label('Lines'));
  const findings = checkValues({ lines }, { lines: [{ amount: 'ten', currency: 'EUR' }] });
  expect(hasErrors(findings)).toBe(true);
  expect(hasErrors(checkValues({ lines }, { lines: [{ amount: '10.00', currency: 'EUR' }] }))).toBe(false);
});
