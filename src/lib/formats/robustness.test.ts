/**
 * Files that are broken, huge or meant to harm: reading ends, with whole records and a sentence. Seeded, so
 * that a failure comes back; a seed that failed becomes a named test below.
 */
import { describe, expect, test } from 'vitest';
import { haveSamples, sampleFiles, samplesTitle } from '../../../tests/support/samples.ts';
import { concatBytes, utf8ToBytes } from '../base/bytes.ts';
import { writeCalendar } from './ical-write.ts';
import { readFile, readFileInSteps, type Reading } from './read.ts';
import { expand } from './recurrence.ts';
import { writeCards } from './vcard-write.ts';

/** Small and fast (mulberry32): the same numbers on every machine. */
function randomFrom(seed: number): (below: number) => number {
  return (below) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const NASTY = [
  '\r\n',
  '\n ',
  ':',
  ';',
  '"',
  '\\',
  '=',
  '=\r\n',
  ',',
  '\0',
  '\ufeff',
  'BEGIN:VEVENT\r\n',
  'END:VEVENT\r\n',
  'BEGIN:VCARD\r\n',
  'END:VCALENDAR\r\n',
  'RRULE:FREQ=SECONDLY\r\n',
  'RRULE:FREQ=YEARLY;BYSETPOS=1;BYSECOND=1,2,3;BYHOUR=1,2\r\n',
  'DTSTART:16010101T000000\r\n',
  'DTSTART:99991231T235959Z\r\n',
  'DURATION:P99999W\r\n',
  'TZID:',
  ';TZID=Nowhere',
  'RECURRENCE-ID:20260101\r\n',
  'EXDATE:x\r\n',
  'BEGIN:VTIMEZONE\r\nTZID:x\r\n',
  'TZOFFSETTO:+9999\r\n',
  ';ENCODING=QUOTED-PRINTABLE',
  ';CHARSET=utf-99',
  '=C3',
  'AGENT:\r\n',
  'X'.repeat(3000)
].map(utf8ToBytes);

function mutate(bytes: Uint8Array, random: (below: number) => number): Uint8Array {
  let changed = bytes;
  for (let times = 1 + random(4); times > 0; times--) {
    const at = random(changed.length + 1);
    const length = random(40);
    const [before, after] = [changed.subarray(0, at), changed.subarray(at)];
    const kind = random(6);
    if (kind === 0) changed = before.length > 0 ? before : changed;
    else if (kind === 1) changed = concatBytes(before, after.subarray(length));
    else if (kind === 2) changed = concatBytes(before, after.subarray(0, length * 20), after);
    else if (kind === 3) changed = concatBytes(before, Uint8Array.of(random(256)), after.subarray(1));
    else changed = concatBytes(before, NASTY[random(NASTY.length)]!, after);
  }
  return changed;
}

/** Reads, expands, writes and reads again: none of it may throw, and no record may be half a record. */
async function survive(bytes: Uint8Array): Promise<Reading> {
  const reading = await readFile('fuzz', bytes);
  if (reading.records.length === 0) expect(reading.problems.length).toBeGreaterThan(0);
  const window = { from: Date.UTC(2010, 0, 1), to: Date.UTC(2012, 0, 1) };
  for (const { type, fields } of reading.records) {
    if (type !== 'appointment') continue;
    const { when, repeat, except } = fields as never as Parameters<typeof expand>[0];
    expect(when.start.length).toBe(when.allDay ? 10 : 19);
    expect(expand({ when, repeat, except }, window, 'Europe/Paris', 20).length).toBeLessThanOrEqual(20);
  }
  const text =
    reading.format === 'vcard' ? writeCards(reading.records) : writeCalendar(reading.records, { stamp: 0 });
  const again = await readFile('fuzz', utf8ToBytes(text));
  expect(again.records.length).toBe(reading.records.length);
  return reading;
}

describe.skipIf(!haveSamples)(samplesTitle('broken copies of real files'), () => {
  const small = (file: { bytes: () => Uint8Array }): boolean => file.bytes().length < 8000;
  const kinds = [
    ['calendar', sampleFiles('calendar', '.ics').filter(small)],
    ['contacts', sampleFiles('contacts', '.vcf').filter(small)]
  ] as const;
  test.each(kinds)(
    '%s',
    async (_, files) => {
      for (let seed = 1; seed <= 300; seed++) {
        const random = randomFrom(seed);
        const file = files[seed % files.length]!;
        const bytes = mutate(file.bytes(), random);
        await survive(bytes).catch((error: unknown) => {
          throw new Error(`seed ${seed} of ${file.name}`, { cause: error });
        });
      }
    },
    120_000
  );

  test('cut off anywhere, only whole entries are read', async () => {
    const [file] = sampleFiles('calendar/ical.js', 'recur_instances.ics');
    const bytes = file!.bytes();
    for (let length = 1; length < bytes.length; length += 61) {
      const reading = await survive(bytes.subarray(0, length));
      for (const { fields } of reading.records) expect(fields.source.text).toMatch(/END:VEVENT$/);
    }
  }, 60_000);
});

describe('files meant to harm', () => {
  const MEGABYTES = 50 * 1024 * 1024;
  const filled = (head: string, body: string, tail = ''): Uint8Array => {
    const bytes = new Uint8Array(MEGABYTES);
    const [start, unit, end] = [head, body, tail].map(utf8ToBytes);
    bytes.set(start!, 0);
    let at = start!.length;
    for (; at + unit!.length + end!.length <= MEGABYTES; at += unit!.length) bytes.set(unit!, at);
    bytes.set(end!, at);
    return bytes.subarray(0, at + end!.length);
  };
  const open = 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20260301\r\n';
  const close = '\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n';
  test.each<[string, () => Uint8Array, number]>([
    ['50 MB in one line', () => filled(`${open}SUMMARY:`, 'x', close), 1],
    ['50 MB of folds', () => filled(`${open}SUMMARY:x`, '\r\n y', close), 1],
    ['50 MB of parameters', () => filled(`${open}SUMMARY`, ';a=b', close), 1],
    ['50 MB of lines in one entry', () => filled(open, 'X-A:b\r\n', close), 0],
    ['50 MB of entries that never end', () => filled('BEGIN:VCALENDAR\r\n', 'BEGIN:VEVENT\r\n'), 0],
    ['50 MB of zones that never end', () => filled('BEGIN:VCALENDAR\r\n', 'BEGIN:VTIMEZONE\r\n'), 0],
    [
      '50 MB of soft line breaks',
      () => filled('BEGIN:VCARD\r\nFN:a\r\nNOTE;ENCODING=QUOTED-PRINTABLE:', '=41=\r\n', '\r\nEND:VCARD\r\n'),
      1
    ],
    ['50 MB of zeros', () => new Uint8Array(MEGABYTES), 0]
  ])(
    '%s',
    async (_, make, records) => {
      const reading = await readFile('big.ics', make());
      expect(reading.records).toHaveLength(records);
      expect(reading.problems.length).toBeGreaterThan(0);
    },
    120_000
  );

  test('50 MB of appointments: as many as can be kept, and a sentence for the rest', async () => {
    const bytes = filled(
      'BEGIN:VCALENDAR\r\n',
      `BEGIN:VEVENT\r\nDTSTART:20260301\r\nSUMMARY:${'x'.repeat(100)}\r\nEND:VEVENT\r\n`
    );
    const steps = await readFileInSteps('big.ics', bytes);
    const shares: number[] = [];
    let step = steps.next();
    for (; !step.done; step = steps.next()) shares.push(step.value);
    expect(shares.length).toBeGreaterThan(100);
    expect(shares.every((share, index) => share <= 1 && share >= (shares[index - 1] ?? 0))).toBe(true);
    expect(step.value.problems.map(({ what }) => what).join()).toContain('The first 100000 were looked at');
  }, 120_000);

  test('a reading can be stopped', async () => {
    const many = 'BEGIN:VEVENT\r\nDTSTART:20260301\r\nEND:VEVENT\r\n'.repeat(1000);
    const steps = await readFileInSteps('x.ics', utf8ToBytes(`BEGIN:VCALENDAR\r\n${many}END:VCALENDAR\r\n`));
    steps.next();
    steps.return(undefined as never);
    expect(steps.next().done).toBe(true);
  });

  test('a file beyond the limit is refused unread', async () => {
    const reading = await readFile('x.ics', new Uint8Array(65 * 1024 * 1024));
    expect(reading.problems[0]!.what).toMatch(/^This file is 65 MB long; .* Nothing was read\./);
  });
});

describe('files of another kind under a calendar’s name', () => {
  test.each([
    ['', 'This file is empty'],
    ['%PDF-1.7\n', 'This is a PDF'],
    ['PK\x03\x04....', 'This is a ZIP archive or an Office document'],
    ['<!DOCTYPE html><title>Sign in</title>', 'This is a web page'],
    ['<?xml version="1.0"?><a/>', 'This is an XML file'],
    ['{"a": 1}', 'This is a JSON file'],
    ['From: a@example.com\nSubject: x\n\nhello', 'This is an e-mail'],
    ['name,mail,phone,city\nAna,a@example.com,1,Lisboa\n', 'This is a table (CSV)'],
    ['Dear Ana, see you on Friday.', 'This is neither a calendar'],
    ['   \n\n', 'This file is empty']
  ])('%j', async (text, sentence) => {
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
    const { format, records, problems } = await readFile('calendar.ics', bytes);
    expect({ format, records }).toEqual({ format: 'none', records: [] });
    expect(problems[0]!.what.startsWith(sentence)).toBe(true);
  });
});
