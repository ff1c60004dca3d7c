/** The store over the device log, with real Yjs updates: what checkpoints, large segments and tabs do to them. */
import { expect, test } from 'vitest';
import { createSeededRandom } from '../base/random.ts';
import { field } from '../store/fields.ts';
import type { Office } from '../store/office.ts';
import { openOffice } from '../store/open-office.ts';
import { defineRecord, type RecordType } from '../store/record.ts';
import type { DeviceDeps } from './deps.ts';
import { createTestDevice, foundTestOffice, openLog } from './test-device.ts';

const memo = defineRecord({
  type: 'memo',
  label: () => 'Memo',
  plural: () => 'Memos',
  icon: 'note',
  fields: { title: field.text({ label: () => 'Title', required: true }) },
  title: (values) => values.title ?? '',
  shard: () => '2026',
  samples: []
}) as unknown as RecordType;

let seed = 1;
async function openTab(officeId: string, device: DeviceDeps): Promise<Office> {
  const log = await openLog(officeId, device);
  const random = createSeededRandom(seed++);
  return openOffice(log, [memo], { clock: device.clock, random, idle: (work) => void setTimeout(work) });
}

const titles = (office: Office) =>
  office
    .query({ types: ['memo'] })
    .rows.map(({ values }) => String(values['title']).slice(0, 20))
    .sort();

test('imports and edits are all there after reopening, through a checkpoint that left the imports standing', async () => {
  const device = createTestDevice();
  const officeId = await foundTestOffice(device);
  const office = await openTab(officeId, device);
  const random = createSeededRandom(99);
  const words = () => Array.from(random.bytes(300), (byte) => byte.toString(36)).join('');
  const early = office.create('memo', { title: 'early' });
  await office.saved();
  office.createMany(
    'memo',
    Array.from({ length: 400 }, (_, at) => ({ title: `${at} ${words()}` }))
  );
  await office.saved();
  for (let count = 0; count < 200; count++) {
    office.edit(early, { title: `edit ${count}` });
    await office.saved();
  }
  expect(await device.store.keys({ prefix: [officeId, 'large'] })).not.toEqual([]);
  const [[, checkpoint]] = (await device.store.entries<{ position: number }>({
    prefix: [officeId, 'checkpoint']
  })) as [[unknown, { position: number }]];
  expect(checkpoint.position).toBeGreaterThan(128);
  const before = titles(office);
  await office.close();

  device.reads.length = 0;
  const again = await openTab(officeId, device);
  expect(titles(again)).toEqual(before);
  expect(again.get(early)!.values['title']).toBe('edit 199');
  expect(again.state.problems).toEqual([]);
  expect(device.reads.filter((kind) => kind === 'small').length).toBeLessThan(100);
  again.edit(early, { title: 'and on' });
  await again.close();
  expect((await openTab(officeId, device)).get(early)!.values['title']).toBe('and on');
});

test('two tabs that change one field apart both see both answers', async () => {
  const device = createTestDevice();
  const officeId = await foundTestOffice(device);
  const one = await openTab(officeId, device);
  const id = one.create('memo', { title: 'first' });
  await one.saved();
  const two = await openTab(officeId, device);
  device.deaf = true;
  one.edit(id, { title: 'from one' });
  two.edit(id, { title: 'from two' });
  await Promise.all([one.close(), two.close()]);
  device.deaf = false;
  const later = await openTab(officeId, device);
  expect(later.get(id)!.conflicts).toEqual(['title']);
  expect(
    later
      .answers(id, 'title')
      .map(({ value }) => value)
      .sort()
  ).toEqual(['from one', 'from two']);
});
