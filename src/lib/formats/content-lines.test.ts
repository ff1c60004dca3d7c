import fc from 'fast-check';
import ICAL from 'ical.js';
import { expect, test, vi } from 'vitest';
import { utf8ToBytes } from '../base/bytes.ts';
import {
  escapeText,
  foldLine,
  parseProperty,
  splitEscaped,
  unescapeText,
  unfoldedLines
} from './content-lines.ts';
import { writeCalendar } from './ical-write.ts';
import { readFile } from './read.ts';
import { writeCards } from './vcard-write.ts';

// A busy machine is slow; nothing here is about speed.
vi.setConfig({ testTimeout: 60_000 });

const seeded = { numRuns: 300, seed: 20261123 };
/** Text as people write it, with everything that means something in these formats. */
const text = fc
  .string({
    unit: fc.oneof(
      fc.constantFrom(...'\\;,:"^\n =#é\u2028\u{1f600}'),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 })
    ),
    maxLength: 120
  })
  .map((written) => written.replace(/[^\P{Cc}\n]|\ufeff/gu, ' ').toWellFormed());
const unfold = (folded: string): string[] =>
  [...unfoldedLines(folded.replaceAll('\r\n', '\n'))].map((line) => line.text);

test('a folded line comes back whole, and no line is longer than 75 octets', () => {
  fc.assert(
    fc.property(text, (value) => {
      const line = `X:${value.replaceAll('\n', '')}`;
      const folded = foldLine(line);
      for (const part of folded.split('\r\n')) expect(utf8ToBytes(part).length).toBeLessThanOrEqual(75);
      expect(unfold(folded)).toEqual([line]);
    }),
    seeded
  );
});

test('escaped text comes back as it was, here and in ical.js', () => {
  fc.assert(
    fc.property(text, (value) => {
      expect(unescapeText(escapeText(value))).toBe(value);
      const parsed = ICAL.parse.property(`SUMMARY:${escapeText(value)}`) as unknown[];
      expect(parsed[3]).toBe(value);
    }),
    seeded
  );
});

test('parts keep what separates others', () => {
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), (parts) => {
      const joined = parts.map(escapeText).join(';');
      expect(splitEscaped(joined, ';').map(unescapeText)).toEqual(parts);
    }),
    seeded
  );
});

test('whatever stands in an appointment or on a card survives being written and read', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        text.filter((value) => value.trim() === value && value !== ''),
        { minLength: 3, maxLength: 3 }
      ),
      async ([a, b, c]) => {
        const when = { start: '2026-06-10', end: '2026-06-11', allDay: true };
        const fields = { title: a!, when, status: 'confirmed', shows: 'busy', place: b!, description: c! };
        const calendar = await readFile(
          'x',
          utf8ToBytes(writeCalendar([{ id: 'x', type: 'appointment', fields }], { stamp: 0 }))
        );
        expect(calendar.problems).toEqual([]);
        expect(calendar.records[0]!.fields).toMatchObject({ title: a, place: b });
        const card = { id: 'x', type: 'organisation', fields: { name: a!, notes: b! } };
        const book = await readFile('x', utf8ToBytes(writeCards([card])));
        expect(book.problems).toEqual([]);
        expect(book.records[0]!.fields.notes).toBe(b);
      }
    ),
    { ...seeded, numRuns: 150 }
  );
});

test('bare parameters, quotes, carets and groups are taken apart', () => {
  const property = parseProperty('item1.TEL;CELL;PREF;X-A="a;b:c",d;BASE64;Y=^n^^^\':+1;2')!;
  expect(property).toMatchObject({ group: 'item1', name: 'TEL', value: '+1;2' });
  expect(Object.fromEntries(property.params)).toEqual({
    TYPE: ['CELL', 'PREF'],
    'X-A': ['a;b:c', 'd'],
    ENCODING: ['BASE64'],
    Y: ['\n^"']
  });
});

test.each(['no colon here', ':value', ';x=1:v', 'NAME;A="never closed', `X${';a'.repeat(20_000)}:1`])(
  '%.20s is no property',
  (line) => {
    expect(parseProperty(line)).toBeUndefined();
  }
);

test('a quote that is never closed does not swallow the value', () => {
  expect(parseProperty('ORG;X="a:Firm')).toMatchObject({ name: 'ORG', value: 'Firm' });
});
