import { expect, test } from 'vitest';
import { parseAmount } from './money-text.ts';

test('amounts are read exactly, as they are written here and there', () => {
  const read: [string, string][] = [
    ['1234.5', '1234.5'],
    ['1,234.50', '1234.50'],
    ['1.234,50', '1234.50'],
    ['1 234,5', '1234.5'],
    ['12’000', '12000'],
    ['1,234,567', '1234567'],
    ['0,05', '0.05'],
    ['-3.10', '-3.10'],
    ['007', '7'],
    ['123456789012345678.99', '123456789012345678.99']
  ];
  for (const [text, amount] of read) expect(parseAmount(text)).toBe(amount);
});

test('one mark before three digits means what it means in the language', () => {
  expect(parseAmount('1.234', '.')).toBe('1.234');
  expect(parseAmount('1.234', ',')).toBe('1234');
  expect(parseAmount('1,234', '.')).toBe('1234');
});

test('what is no amount is refused', () => {
  for (const text of ['', 'ten', '1.2.3,4,5', '12€', '--1']) expect(parseAmount(text)).toBeUndefined();
});
