import { expect, it } from 'vitest';
import { createSeededRandom } from '../../base/random.ts';
import { field } from '../../store/fields.ts';
import { openOffice } from '../../store/open-office.ts';
import { defineRecord, type RecordType } from '../../store/record.ts';
import { createMemoryLog } from '../../sync/memory-log.ts';
import { loadSample, type LoadableRecord } from './load-sample.ts';

const guest = defineRecord({
  type: 'guest',
  label: () => 'Guest',
  plural: () => 'Guests',
  icon: 'user',
  fields: {
    name: field.text({ label: () => 'Name' }),
    host: field.link({ label: () => 'Host' }),
    brings: field.list(field.link({ label: () => 'Guest' }), { label: () => 'Brings' })
  },
  title: (values) => values.name ?? '',
  samples: []
}) as unknown as RecordType;

const openEmpty = () =>
  openOffice(createMemoryLog(), [guest], {
    clock: { now: () => Date.UTC(2026, 10, 23) },
    random: createSeededRandom(1),
    idle: (work) => void setTimeout(work)
  });

const made = (
  ref: string,
  values: Record<string, unknown>,
  readers: LoadableRecord['readers'] = 'office'
) => ({
  ref,
  type: 'guest',
  readers,
  values
});

it('puts ids where references stood, also within one pack and inside lists', async () => {
  const office = await openEmpty();
  const ids = await loadSample(office, [
    made('a', { name: 'Ana' }),
    made('b', { name: 'Ben', host: { $ref: 'a' } }),
    made('c', { name: 'Cy', brings: [{ $ref: 'a' }, { $ref: 'b' }] })
  ]);
  expect(office.get(ids.get('b')!)!.values.host).toBe(ids.get('a'));
  const brings = office.get(ids.get('c')!)!.values.brings as { value: string }[];
  expect(brings.map(({ value }) => value)).toEqual([ids.get('a'), ids.get('b')]);
});

it('puts each record where its readers can see it', async () => {
  const office = await openEmpty();
  const ids = await loadSample(office, [made('a', { name: 'Ana' }, 'private'), made('b', { name: 'Ben' })]);
  const kindOf = (ref: string) =>
    office.compartments.find(({ id }) => id === office.get(ids.get(ref)!)!.compartment)!.kind;
  expect(kindOf('a')).toBe('private');
  expect(kindOf('b')).toBe('office');
});

it('loads all of more than a pack and says how far it is', async () => {
  const office = await openEmpty();
  const many = Array.from({ length: 1200 }, (_, at) => made(`g${at}`, { name: `Guest ${at}` }));
  const parts: number[] = [];
  await loadSample(office, many, { total: many.length, onProgress: (part) => void parts.push(part) });
  expect(office.query({ types: ['guest'] }).rows).toHaveLength(1200);
  expect(parts.at(-1)).toBe(1);
  expect([...parts].sort((a, b) => a - b)).toEqual(parts);
});

it('stops when told to, and keeps what is loaded', async () => {
  const office = await openEmpty();
  const stop = new AbortController();
  const many = Array.from({ length: 2000 }, (_, at) => made(`g${at}`, { name: `Guest ${at}` }));
  await loadSample(office, many, { signal: stop.signal, onProgress: () => stop.abort() });
  const { length } = office.query({ types: ['guest'] }).rows;
  expect(length).toBeGreaterThan(0);
  expect(length).toBeLessThan(2000);
});

it('refuses a reference to a record that has not come yet', async () => {
  const office = await openEmpty();
  await expect(loadSample(office, [made('a', { host: { $ref: 'z' } })])).rejects.toThrow('z');
});
