import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toCanonicalJson, type Json } from './canonical-json.ts';

test('the example of RFC 8785, 3.2', () => {
  const input = JSON.parse(
    String.raw`{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],` +
      String.raw`"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`
  ) as Json;
  expect(toCanonicalJson(input)).toBe(
    String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],` +
      String.raw`"string":"€$\u000f\nA'B\"\\\\\"/"}`
  );
});

test('members are sorted by UTF-16 code units (RFC 8785, 3.2.3)', () => {
  const input = { '€': 1, '\r': 2, '\ufb33': 3, '1': 4, '😀': 5, '\u0080': 6, ö: 7 };
  expect([...toCanonicalJson(input).matchAll(/:(\d)/g)].map(([, value]) => value).join('')).toBe('2467153');
});

test('has one text for one value, whatever the order of its members', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      if (!JSON.stringify(value).isWellFormed() || /\\ud[89a-f]/.test(JSON.stringify(value))) return;
      const json = JSON.parse(JSON.stringify(value)) as Json;
      const reversed = JSON.parse(JSON.stringify(json), (_key, member: unknown) =>
        member && typeof member === 'object' && !Array.isArray(member)
          ? Object.fromEntries(Object.entries(member).reverse())
          : member
      ) as Json;
      expect(toCanonicalJson(reversed)).toBe(toCanonicalJson(json));
      expect(JSON.parse(toCanonicalJson(json))).toEqual(json);
    }),
    { seed: 4 }
  );
});

test('refuses what JSON has no word for', () => {
  for (const value of [NaN, Infinity, '\ud800', undefined, { a: undefined }])
    expect(() => toCanonicalJson(value as Json)).toThrow(TypeError);
});
