import { expect, test } from 'vitest';
import { keep, readKept } from './coming-in.ts';

function store() {
  const texts = new Map<string, string>();
  return {
    getItem: (key: string) => texts.get(key) ?? null,
    setItem: (key: string, text: string) => void texts.set(key, text),
    removeItem: (key: string) => void texts.delete(key)
  };
}

test('an invitation is still there after a reload, with what was typed, until one is in', () => {
  const tab = store();
  keep({ link: 'https://office.example/join#abc', personName: 'Ben', asked: true }, tab);
  expect(readKept(tab)).toEqual({ link: 'https://office.example/join#abc', personName: 'Ben', asked: true });
  keep(undefined, tab);
  expect(readKept(tab)).toBeUndefined();
});

test('a browser that keeps nothing, or something else, takes nobody’s way in', () => {
  const closed = () => {
    throw new DOMException('no', 'SecurityError');
  };
  const none = { getItem: closed, setItem: closed, removeItem: closed };
  expect(readKept(none)).toBeUndefined();
  expect(() => keep({ link: 'x' }, none)).not.toThrow();
  expect(readKept({ ...store(), getItem: () => '{"link":7}' })).toBeUndefined();
});
