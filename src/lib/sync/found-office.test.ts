import { describe, expect, test } from 'vitest';
import { openDeviceLog } from './device-log.ts';
import { StoreError } from './device-store.ts';
import { foundOffice, listOffices, removeOffice } from './found-office.ts';
import { createLocalValues } from './local.ts';
import { keysOf } from './layout.ts';
import { createTestDevice, foundTestOffice, openLog } from './test-device.ts';
import { signStatement } from '../identity/statements.ts';
import { openKeyring, type StoredKeys } from '../identity/keyring.ts';

describe('the offices on this device', () => {
  test('are listed with their names, oldest first, and removed one by one', async () => {
    const device = createTestDevice();
    expect(await listOffices(device)).toEqual([]);
    const first = await foundTestOffice(device);
    const later = { ...device, clock: { now: () => device.clock.now() + 1000 } };
    const founded = await foundOffice({ principal: 'Omar Said', founder: 'Anna Reed' }, later);
    const second = founded.ok ? founded.value.officeId : '';
    expect(await listOffices(device)).toEqual([
      {
        id: first,
        principal: 'Helena Marsh',
        founder: 'Anna Reed',
        label: 'Chambers',
        foundedAt: device.clock.now()
      },
      {
        id: second,
        principal: 'Omar Said',
        founder: 'Anna Reed',
        label: '',
        foundedAt: device.clock.now() + 1000
      }
    ]);
    await removeOffice(first, device);
    expect((await listOffices(device)).map(({ id }) => id)).toEqual([second]);
    expect(await device.store.keys({ prefix: [first] })).toEqual([]);
  });

  test('are on the disk whole or not at all when there is no room', async () => {
    const device = createTestDevice();
    const { commit } = device.store;
    Object.assign(device.store, {
      commit: () => Promise.reject(new StoreError({ tag: 'storage-full', message: 'full' }))
    });
    expect(await foundOffice({ principal: 'A', founder: 'B' }, device)).toMatchObject({
      ok: false,
      error: { tag: 'storage-full' }
    });
    Object.assign(device.store, { commit });
    expect(await listOffices(device)).toEqual([]);
  });

  test('are listed with their problem when the browser left only a part', async () => {
    const device = createTestDevice();
    const ids = [await foundTestOffice(device), await foundTestOffice(device)];
    await device.store.commit([], () => ({
      remove: [keysOf(ids[0]!).keys, keysOf(ids[1]!).statement(0)],
      result: undefined
    }));
    const problems = (await listOffices(device)).map(({ id, problem }) => [id, problem?.tag]);
    expect(Object.fromEntries(problems)).toEqual({ [ids[0]!]: 'keys-lost', [ids[1]!]: 'office-lost' });
  });
});

test('an office that a newer version has changed can be read and not written', async () => {
  const device = createTestDevice();
  const officeId = await foundTestOffice(device);
  const log = await openLog(officeId, device);
  const stored = (await device.store.get<StoredKeys>(keysOf(officeId).keys))!;
  const keyring = await openKeyring(stored, device.random);
  const vote = {
    version: 1,
    kind: 'vote',
    sequence: 1,
    previous: officeId,
    by: log.deviceId,
    level: 'read'
  };
  const signed = keyring.ok && (await signStatement(vote as never, keyring.value.signing));
  await device.store.commit([], () => ({
    put: signed ? [[keysOf(officeId).statement(1), signed.bytes]] : [],
    result: undefined
  }));
  await log.close();

  const opened = await openDeviceLog(officeId, device);
  const reader = opened.ok ? opened.value : undefined;
  expect(reader?.readOnly).toMatchObject({
    tag: 'roster-newer',
    message: expect.stringContaining('update this device')
  });
  const room = await reader!.open({ compartment: reader!.compartments[0]!.id, shard: '2026' });
  expect((await room.read()).updates).toEqual([]);
  await expect(room.append(new Uint8Array(3))).rejects.toMatchObject({ tag: 'roster-newer' });
});

describe('values that stay on this device', () => {
  test('are kept sealed, by office and key, and go with the office', async () => {
    const device = createTestDevice();
    const [one, two] = [await foundTestOffice(device), await foundTestOffice(device)];
    const local = createLocalValues(device);
    await local.set(one, 'draft/1', { title: 'Lunch with Ana' });
    await local.set(two, 'draft/1', 'other');
    await local.set(one, 'place', [1]);
    expect(await local.get(one, 'draft/1')).toEqual({ title: 'Lunch with Ana' });
    expect(await local.get(one, 'draft/2')).toBeUndefined();
    expect(await local.keys(one, 'draft/')).toEqual(['draft/1']);
    const raw = await device.store.get<Uint8Array>(keysOf(one).local('draft/1'));
    expect(new TextDecoder().decode(raw)).not.toContain('Ana');
    await local.delete(one, 'draft/1');
    expect(await local.get(one, 'draft/1')).toBeUndefined();
    await removeOffice(two, device);
    await local.set(two, 'draft/1', 'late');
    expect(await device.store.keys({ prefix: [two] })).toEqual([]);
  });

  test('one that cannot be opened any more is left out', async () => {
    const device = createTestDevice();
    const office = await foundTestOffice(device);
    const local = createLocalValues(device);
    await local.set(office, 'a', 1);
    const key = keysOf(office).local('a');
    const bytes = (await device.store.get<Uint8Array<ArrayBuffer>>(key))!;
    await device.store.commit([], () => ({
      put: [[key, bytes.with(15, bytes[15]! ^ 1)]],
      result: undefined
    }));
    expect(await local.get(office, 'a')).toBeUndefined();
  });
});
