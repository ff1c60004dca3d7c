/**
 * Every record type of every drawer, found by its file: its samples are valid, survive being saved, sealed
 * and opened again, and every earlier version of it can still be read.
 */
import { describe, expect, test } from 'vitest';
import { createSeededRandom } from '../src/lib/base/random.ts';
import { openOffice } from '../src/lib/store/open-office.ts';
import type { FieldDefinition } from '../src/lib/store/fields.ts';
import type { Office, StoredRecord } from '../src/lib/store/office.ts';
import type { RecordType } from '../src/lib/store/record.ts';
import type { DeviceLog } from '../src/lib/sync/log.ts';
import { createMemoryHub } from '../src/lib/sync/memory-log.ts';
import { createTestDevice, foundTestOffice, openLog } from '../src/lib/sync/test-device.ts';
import { checkValue, listToValues } from '../src/lib/kit/validate.ts';

const modules = import.meta.glob<Record<string, unknown>>('../src/lib/drawers/*/*.record.ts', {
  eager: true
});
const isType = (value: unknown): value is RecordType =>
  typeof value === 'object' && value !== null && 'type' in value && 'fields' in value && 'samples' in value;
const found = Object.entries(modules).map(([file, module]) => ({
  file,
  types: Object.values(module).filter(isType)
}));
const types = found.flatMap((module) => module.types);
const each = types.map((type) => [type.type, type] as const);

const open = (log: DeviceLog, seed = 1): Promise<Office> =>
  openOffice(log, types, {
    clock: { now: () => Date.UTC(2026, 10, 23, 9) },
    random: createSeededRandom(seed),
    idle: (work) => work()
  });

/** Lists as plain values, so that what was given and what is there can be compared. */
const plain = (type: RecordType, values: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      type.fields[name as keyof typeof type.fields]?.kind === 'list' ? listToValues(value) : value
    ])
  );

function createSamples(
  office: Office
): Map<string, { type: RecordType; sample: Readonly<Record<string, unknown>> }> {
  const made = new Map<string, { type: RecordType; sample: Readonly<Record<string, unknown>> }>();
  for (const type of types)
    for (const sample of type.samples) made.set(office.create(type.type, sample), { type, sample });
  return made;
}

function expectAllThere(office: Office, made: ReturnType<typeof createSamples>) {
  for (const [id, { type, sample }] of made) {
    const record = office.get(id);
    expect(record, `${type.type} ${id}`).toMatchObject({
      type: type.type,
      known: true,
      trashed: false,
      conflicts: []
    });
    expect(plain(type, (record as StoredRecord).values)).toMatchObject(sample);
  }
}

describe('record types', () => {
  test('stand one or more in every *.record.ts, and no two have the same name', () => {
    expect(found.filter((module) => module.types.length === 0)).toEqual([]);
    const names = types.map(({ type }) => type);
    expect(names).toEqual([...new Set(names)]);
    expect(names).toEqual(
      expect.arrayContaining([
        'appointment',
        'holdGroup',
        'person',
        'organisation',
        'task',
        'company',
        'reading'
      ])
    );
  });

  test('everything that was saved in the log of one tab is there in the next', async () => {
    const hub = createMemoryHub();
    const before = await open(hub.connect(1));
    const made = createSamples(before);
    await before.saved();
    await before.close();
    const after = await open(hub.connect(2), 2);
    await after.opened();
    expectAllThere(after, made);
  });

  test('everything is sealed, committed and opened again by the real log', async () => {
    const device = createTestDevice();
    const officeId = await foundTestOffice(device);
    const before = await open(await openLog(officeId, device));
    const made = createSamples(before);
    await before.saved();
    expect(before.state.save).toEqual({ state: 'saved' });
    await before.close();
    const after = await open(await openLog(officeId, device), 2);
    await after.opened();
    expect(after.state.problems).toEqual([]);
    expectAllThere(after, made);
  });
});

describe.each(each)('%s', (_name, type) => {
  const definition = (name: string) =>
    type.fields[name as keyof typeof type.fields] as FieldDefinition | undefined;

  test('has samples, and they say only what it declares', () => {
    expect(type.samples.length).toBeGreaterThan(0);
    const strangers = type.samples.flatMap((sample) =>
      Object.keys(sample).filter((name) => !definition(name))
    );
    expect(strangers).toEqual([]);
  });

  test('its samples are valid', () => {
    const errors = type.samples.flatMap((sample) =>
      Object.keys(type.fields).flatMap((name) => {
        const value = (sample as Record<string, unknown>)[name] ?? definition(name)!.default;
        const finding = checkValue(definition(name)!, value);
        return finding?.level === 'error' ? [`${name}: ${finding.text}`] : [];
      })
    );
    expect(errors).toEqual([]);
  });

  test('names its records, its fields and itself', () => {
    for (const sample of type.samples) expect(type.title(sample as never)).toMatch(/\S/);
    for (const label of [type.label, type.plural, ...Object.values(type.fields).map((field) => field.label)])
      expect(label()).toMatch(/\S/);
  });

  test('answers its facets for every sample and for one that says nothing', async () => {
    const office = await open(createMemoryHub().connect(1));
    const stored = type.samples.map((sample) => office.get(office.create(type.type, sample))!.values);
    for (const values of [...stored, {}])
      for (const facet of Object.values(type.facets) as ((values: unknown) => unknown)[])
        expect(() => facet(values)).not.toThrow();
    expect(type.title({})).toMatch(/\S/);
  });

  test('names a shard that storage can have', () => {
    for (const values of [...type.samples, {}])
      expect(type.shard?.(values as never) ?? 'standing').toMatch(/^(standing|\d{4})$/);
  });

  test('can be read from each of its earlier versions', async () => {
    expect(Object.keys(type.migrations).map(Number)).toEqual(
      Array.from({ length: type.version - 1 }, (_, index) => index + 1)
    );
    const hub = createMemoryHub();
    for (let version = 1; version < type.version; version++) {
      const older = await openOffice(hub.connect(version), [{ ...type, version }], {
        clock: { now: () => Date.UTC(2026, 10, 23, 9) },
        random: createSeededRandom(version),
        idle: (work) => work()
      });
      const id = older.create(type.type, type.samples[0]!);
      await older.saved();
      await older.close();
      const now = await open(hub.connect(version + 100), version + 100);
      await now.opened();
      expect(now.get(id)).toMatchObject({ known: true, type: type.type });
      await now.close();
    }
  });
});
