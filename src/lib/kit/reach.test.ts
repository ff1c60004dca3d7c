import { expect, test } from 'vitest';
import { isThisMachine, originForOthers } from './reach.ts';

test.each([
  ['http://localhost:4280/join#abc', true],
  ['http://127.0.0.1:4280', true],
  ['http://127.3.2.1', true],
  ['http://[::1]:4280/join', true],
  ['https://anteroom.localhost', true],
  ['https://office.example.com', false],
  ['https://localhost.example.com', false],
  ['https://192.168.1.20', false],
  ['', false]
])('only what means the machine itself is taken for it: %s', (address, itself) => {
  expect(isThisMachine(address)).toBe(itself);
});

test('whoever is invited from the server’s own machine is sent to the address that others use', () => {
  expect(originForOthers('http://localhost:4280', 'https://office.example.com')).toBe(
    'https://office.example.com'
  );
  expect(originForOthers('https://app.example.com', 'https://office.example.com')).toBe(
    'https://app.example.com'
  );
  expect(originForOthers('http://localhost:4280', 'http://localhost:4280')).toBe('http://localhost:4280');
  expect(originForOthers('http://localhost:4280', undefined)).toBe('http://localhost:4280');
});
