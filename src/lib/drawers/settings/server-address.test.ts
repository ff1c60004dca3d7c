import { expect, test } from 'vitest';
import { readAddress } from './server-address.ts';

const read = (typed: string) => {
  const result = readAddress(typed);
  return result.ok ? result.value : result.error.tag;
};

test('an address is understood as people write it', () => {
  expect(read('https://office.example.com')).toBe('https://office.example.com');
  expect(read(' office.example.com/ ')).toBe('https://office.example.com');
  expect(read('wss://office.example.com/sync/desk')).toBe('https://office.example.com');
  expect(read('localhost:4280')).toBe('http://localhost:4280');
  expect(read('http://127.0.0.1:4280')).toBe('http://127.0.0.1:4280');
});

test('what is no address, or not a secure one, is refused in words', () => {
  expect(read('')).toBe('missing');
  expect(read('our office server')).toBe('unreadable');
  expect(read('ftp://office.example.com')).toBe('unreadable');
  expect(read('http://office.example.com')).toBe('insecure');
});
