import { expect, test } from 'vitest';
import { createSeededRandom } from '../base/random.ts';
import { openOffice } from '../store/open-office.ts';
import type { RecordType } from '../store/record.ts';
import { createMemoryHub } from '../sync/memory-log.ts';
import { openAway } from './away.ts';
import { memoryTextStore } from './device-store.ts';
import type { ServerState } from './sharing.ts';
import { appointment } from './test-office.ts';

const START = Date.UTC(2026, 10, 23, 9);
const HOUR = 3_600_000;

async function open() {
  let now = START;
  const clock = { now: () => now };
  const hub = createMemoryHub('laptop');
  const [laptop, phone] = await Promise.all(
    ['laptop', 'phone'].map((device, at) =>
      openOffice(hub.connect(at + 1, device), [appointment] as unknown as RecordType[], {
        clock,
        random: createSeededRandom(at + 1),
        idle: (work) => void setTimeout(work)
      })
    )
  );
  let server: ServerState = { state: 'none' };
  const listeners = new Set<() => void>();
  const sharing = {
    get server() {
      return server;
    },
    subscribe: (hear: () => void) => (listeners.add(hear), () => listeners.delete(hear))
  };
  const store = memoryTextStore();
  const away = await openAway({ office: laptop!, sharing, store, clock });
  return {
    hub,
    laptop: laptop!,
    phone: phone!,
    away,
    reopen: () => openAway({ office: laptop!, sharing, store, clock }),
    be: (state: 'online' | 'offline') => {
      server = { state, address: 'wss://desk.example', since: now };
      if (state === 'online') hub.together();
      else hub.apart();
      for (const hear of listeners) hear();
    },
    later: (ms: number) => (now += ms)
  };
}

test('what others did while this device was away is told by record until somebody looked, through reloads', async () => {
  const { laptop, phone, away, be, later, reopen } = await open();
  be('online');
  const kept = phone.create('appointment', { title: 'Board' });
  const gone = phone.create('appointment', { title: 'Lunch' });
  await phone.saved();
  await laptop.opened();
  later(HOUR);
  be('offline');
  const left = START + HOUR;
  later(HOUR);
  phone.edit(kept, { title: 'Board, moved', place: 'Rua do Alecrim' });
  laptop.edit(kept, { title: 'Board, here' });
  phone.trash([gone]);
  const made = phone.create('appointment', { title: 'New' });
  later(HOUR);
  await Promise.all([laptop.saved(), phone.saved()]);
  expect(away.changes).toEqual([]);
  let told = 0;
  const stop = away.subscribe(() => told++);
  be('online');
  expect(told).toBeGreaterThan(0);
  stop();
  const changes = () => [...away.changes].sort((a, b) => (a.id < b.id ? -1 : 1));
  const expected = [
    {
      id: kept,
      by: ['phone'],
      what: 'changed',
      fields: ['title', 'place'],
      conflicts: ['title'],
      at: left + HOUR
    },
    { id: gone, by: ['phone'], what: 'trashed', fields: [], conflicts: [], at: left + HOUR },
    { id: made, by: ['phone'], what: 'made', fields: [], conflicts: [], at: left + HOUR }
  ].sort((a, b) => (a.id < b.id ? -1 : 1));
  expect(changes()).toEqual(expected);
  expect(away.since).toBe(left);
  laptop.settle(kept, 'title', laptop.answers(kept, 'title')[0]!.stamp);
  expect(away.changes.find(({ id }) => id === kept)!.conflicts).toEqual([]);
  away.looked([made, gone]);
  expect((await reopen()).changes.map(({ id }) => id)).toEqual([kept]);
});

test('what comes in at once is seen, not missed; and a device that is new here missed nothing', async () => {
  const { laptop, phone, away, be, later } = await open();
  const id = phone.create('appointment', { title: 'Years of work' });
  await phone.saved();
  later(HOUR);
  be('offline');
  await laptop.opened();
  be('online');
  expect(away.changes).toEqual([]);
  later(HOUR);
  be('offline');
  be('online');
  phone.edit(id, { title: 'just now' });
  await phone.saved();
  expect(laptop.get(id)!.values['title']).toBe('just now');
  expect(away.changes).toEqual([]);
});
