/** Files made by others: each is read or clearly refused, and what was read comes back from a round trip. */
import { spawnSync } from 'node:child_process';
import { describe, expect, test, vi } from 'vitest';
import { haveSamples, sampleFiles, samplesTitle } from '../../../tests/support/samples.ts';
import { utf8ToBytes } from '../base/bytes.ts';
import type { When } from '../base/values.ts';
import { writeCalendar } from './ical-write.ts';
import { readFile, type Reading, type ReadRecord } from './read.ts';
import { writeCards } from './vcard-write.ts';
import { isZone, wallToNumber } from './zone.ts';

// A busy machine is slow; nothing here is about speed.
vi.setConfig({ testTimeout: 60_000 });

const byName = (files: ReturnType<typeof sampleFiles>) => files.map((file) => [file.name, file] as const);
const calendars = byName(sampleFiles('calendar', '.ics'));
const books = byName(sampleFiles('contacts', '.vcf'));

/** Nothing half-read: every record has what its type cannot do without. */
function expectWhole(reading: Reading): void {
  if (reading.records.length === 0) expect(reading.problems.length).toBeGreaterThan(0);
  for (const { where, what } of reading.problems) {
    expect(where).toMatch(/^[A-Z]/);
    expect(what).toMatch(/^[A-Z0-9“].*[.?]$/s);
    expect(what).not.toMatch(/undefined|\{\w+\}|\[object/);
  }
  for (const { type, fields } of reading.records) {
    expect(fields.source.text).toMatch(/^\s*BEGIN:[\s\S]*END:\w+\s*$/i);
    if (type === 'appointment') expectWhen(fields.when as When);
    if (type === 'person') expect((fields.name as { full: string }).full).not.toBe('');
    if (type === 'appointment' || type === 'task') expect(fields.title).not.toBe('');
  }
}

function expectWhen({ start, end, allDay, startZone, endZone }: When): void {
  expect(start).toMatch(allDay ? /^\d{4}-\d\d-\d\d$/ : /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
  expect(end).toHaveLength(start.length);
  expect(Number.isFinite(wallToNumber(start) + wallToNumber(end))).toBe(true);
  for (const zone of [startZone, endZone]) if (zone) expect(isZone(zone), zone).toBe(true);
}

/** What stays equal when a record is written and read again. */
const kept = ({ type, fields, ref, seriesRef, sensitivity, organisationName }: ReadRecord) => {
  const { source: _, ...values } = fields;
  return { type, values, ref, seriesRef, sensitivity, organisationName };
};
const withoutStamp = (text: string): string[] => text.split('\n').map((line) => line.trim());

describe.skipIf(!haveSamples)(samplesTitle('calendars of others'), () => {
  test.each(calendars)('%s is read or refused as a whole', async (name, file) => {
    const reading = await readFile(name, file.bytes());
    expect(reading.format).toBe('ical');
    expectWhole(reading);
  });

  test.each(calendars)('%s survives being written and read again', async (name, file) => {
    const first = await readFile(name, file.bytes());
    const text = writeCalendar(first.records, { stamp: 0 });
    const second = await readFile(name, utf8ToBytes(text));
    expect(second.records.map(kept)).toEqual(first.records.map(kept));
    // Lines that no field takes (X-…, CREATED, COLOR …) stand in the new file as they stood in the old.
    for (const [index, { fields }] of first.records.entries()) {
      const again = new Set(withoutStamp(second.records[index]!.fields.source.text));
      const foreign = withoutStamp(fields.source.text).filter((line) =>
        /^(X-(?!MICROSOFT-CDO-BUSY)|CREATED|COLOR|ACTION|PRIORITY)/.test(line)
      );
      for (const line of foreign) expect(again).toContain(line);
    }
  });
});

describe.skipIf(!haveSamples)(samplesTitle('address books of others'), () => {
  test.each(books)('%s is read or refused as a whole', async (name, file) => {
    const reading = await readFile(name, file.bytes());
    expect(reading.format).toBe('vcard');
    expect(reading.records.length).toBeGreaterThan(0);
    expect(reading.problems.length).toBeLessThan(3);
    expectWhole(reading);
  });

  test.each(books)('%s survives being written as version 4.0 and read again', async (name, file) => {
    const first = await readFile(name, file.bytes());
    const text = writeCards(first.records);
    const second = await readFile(name, utf8ToBytes(text));
    // A nameless card gets the name it must have; its ref stays.
    expect(second.records.map(kept)).toEqual(first.records.map(kept));
    for (const name of [
      'X-MS-OL-DESIGN',
      'X-PHONETIC-FIRST-NAME',
      'REV',
      'GEO',
      'item1.X-ABDATE',
      'X-MS-MANAGER'
    ]) {
      const count = (where: string): number =>
        where.split('\n').filter((line) => line.startsWith(name)).length;
      expect(count(text), name).toBe(
        first.records.reduce((sum, { fields }) => sum + count(fields.source.text), 0)
      );
    }
    expect(text).not.toMatch(/QUOTED-PRINTABLE|ENCODING=/i);
  });
});

describe.skipIf(!haveSamples)(samplesTitle('files of another kind'), () => {
  const others = byName([
    ...sampleFiles('invoices', '.xml', '.pdf'),
    ...sampleFiles('contacts/csv'),
    ...sampleFiles('terms', '.csv'),
    ...sampleFiles('travel', '.pkpass', '.html', '.json').slice(0, 40)
  ]);
  test.each(others)('%s is refused, with what it is', async (name, file) => {
    const reading = await readFile(name.replace(/\.\w+$/, '.ics'), file.bytes());
    expect(reading).toMatchObject({ format: 'none', records: [] });
    expect(reading.problems[0]!.what).toMatch(/^This (is|file).*Nothing was read\.$/);
  });

  test('inspect prints one JSON line for each file, also for one that is missing', () => {
    const files = [...calendars.slice(0, 3), ...books.slice(0, 2)].map(([, { path }]) => path);
    const run = spawnSync(process.execPath, ['src/lib/formats/inspect.ts', ...files, 'no-such-file.ics'], {
      encoding: 'utf8'
    });
    expect(run.status).toBe(1);
    const lines = run.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ format }) => format)).toEqual(['ical', 'ical', 'ical', 'vcard', 'vcard', 'none']);
    for (const line of lines)
      expect(Object.keys(line)).toEqual(expect.arrayContaining(['file', 'format', 'records', 'problems']));
  });
});
