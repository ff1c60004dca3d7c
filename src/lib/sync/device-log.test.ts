import { expect, test } from 'vitest';
import { createTestDevice, foundTestOffice, openLog, openRoom, textOf, textToUpdate } from './test-device.ts';

test('what was appended is there after reopening, on a device without any network', async () => {
  const device = createTestDevice();
  const officeId = await foundTestOffice(device);
  const log = await openLog(officeId, device);
  expect(log.name).toBe('Helena Marsh');
  expect(log.members).toEqual([{ id: expect.any(String), name: 'Anna Reed', devices: [log.deviceId] }]);
  expect(log.compartments.map(({ kind, name }) => [kind, name])).toEqual([
    ['office', 'Everyone'],
    ['private', 'Private'],
    ['finance', 'Finance']
  ]);
  const room = await log.open({ compartment: log.compartments[0]!.id, shard: '2026' });
  expect((await room.read()).updates).toEqual([]);
  await Promise.all(['one', 'two', 'three'].map((text) => room.append(textToUpdate(text))));
  await log.close();

  const again = await openLog(officeId, device);
  expect(again.clientId).toBe(log.clientId);
  expect(await again.rooms()).toEqual([{ compartment: log.compartments[0]!.id, shard: '2026' }]);
  const reread = await (await again.open((await again.rooms())[0]!)).read();
  expect(textOf(reread)).toEqual(['one', 'two', 'three']);
  expect(reread.problems).toEqual([]);
});

test('what is appended as soon as the append before it is saved is saved too', async () => {
  const device = createTestDevice();
  const { room } = await openRoom(device);
  for (const text of ['one', 'two', 'three']) await room.append(textToUpdate(text));
  expect(textOf(await room.read())).toEqual(['one', 'two', 'three']);
});
