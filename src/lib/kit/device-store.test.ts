import { expect, test } from 'vitest';
import { memoryTextStore, openDrafts, openPreferences } from './device-store.ts';

test('a draft survives a reload and is gone once it was finished', async () => {
  const store = memoryTextStore();
  const before = await openDrafts(store);
  before.put({ key: 'task/1', type: 'task', values: { title: 'Half a th' }, at: 1 });
  before.put({ key: 'task/2', type: 'task', values: { title: 'Other' }, at: 2 });
  const after = await openDrafts(store);
  expect(after.all().map((draft) => draft.values.title)).toEqual(['Other', 'Half a th']);
  after.remove('task/1');
  expect((await openDrafts(store)).get('task/1')).toBeUndefined();
});

test('damaged drafts and preferences cost themselves, nothing else', async () => {
  const store = memoryTextStore();
  await store.write('drafts', '{half');
  await store.write('preferences', 'x');
  expect((await openDrafts(store)).all()).toEqual([]);
  const preferences = await openPreferences(store);
  preferences.set('sort/people', '-title');
  expect((await openPreferences(store)).get('sort/people')).toBe('-title');
});

test('whoever watches the drafts hears of each change', async () => {
  const drafts = await openDrafts(memoryTextStore());
  let heard = 0;
  const stop = drafts.subscribe(() => heard++);
  drafts.put({ key: 'a', type: 'task', values: {}, at: 1 });
  stop();
  drafts.remove('a');
  expect(heard).toBe(1);
});
