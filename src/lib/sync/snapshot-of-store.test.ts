/** Rule 7 with real records and notes: what a snapshot brings is what everybody else has. */
import { expect, test, vi } from 'vitest';
import { hashNow, verifyNow } from '../../../tests/simulation/toy-crypto.ts';
import { createSeededRandom } from '../base/random.ts';
import { field } from '../store/fields.ts';
import { judgeState } from '../store/judge.ts';
import type { Office } from '../store/office.ts';
import { openOffice } from '../store/open-office.ts';
import { defineRecord, type RecordType } from '../store/record.ts';
import { keysOf, type RoomRecord } from './layout.ts';
import { openLog } from './test-device.ts';
import { openSharedOffice, type SharedDevice, type SharedTestOffice } from './test-sharing.ts';

vi.mock('../identity/primitives.ts', () => import('../../../tests/simulation/toy-crypto.ts'));
vi.mock('../identity/hpke.ts', () => import('../../../tests/simulation/toy-crypto.ts'));
vi.mock('../identity/deflate.ts', () => import('../../../tests/simulation/toy-crypto.ts'));

const SERVER = { address: 'http://relay.test' };
const memo = defineRecord({
  type: 'memo',
  label: () => 'Memo',
  plural: () => 'Memos',
  icon: 'note',
  fields: { title: field.text({ label: () => 'Title' }), notes: field.note({ label: () => 'Notes' }) },
  title: (values) => values.title ?? '',
  shard: () => '2026',
  samples: []
}) as unknown as RecordType;

let seed = 1;
const openOver = async ({ log, replica, device }: SharedDevice): Promise<Office> =>
  openOffice(log, [memo], {
    clock: device.clock,
    random: createSeededRandom(seed++),
    idle: (work) => void setTimeout(work),
    lease: (work, room) => replica.rewriteAlone(room, work),
    rewriteAfter: { edits: 300, timesLive: 2 }
  });

const again = async (office: SharedTestOffice, ...devices: SharedDevice[]) => {
  for (const { line } of devices) line.cut();
  for (const { line } of devices) line.mend();
  await office.settle();
};

/** Everything that can be seen in an office: records, their whole history, the text of every note. */
async function seenIn(office: Office) {
  await office.opened();
  const rows = office.query({ types: ['memo'] }).rows;
  const seen = await Promise.all(
    rows.map(async ({ id, values }) => {
      const note = await office.note(id, 'notes');
      const text = note.text();
      note.close();
      const changes = await office.fullHistory(id);
      const history = changes.map(({ field: name, before, after, by }) => [name, before, after, by]);
      return [id, values, text, history] as const;
    })
  );
  expect(office.state.problems).toEqual([]);
  expect(office.state.waiting).toBe(0);
  return seen.sort(([a], [b]) => (a < b ? -1 : 1));
}

test('records, notes and their history are the same for who was there, who was away and who is new', async () => {
  const shared = await openSharedOffice({ sha256: hashNow, verify: verifyNow }, undefined, judgeState);
  const anna = shared.first;
  await anna.replica.setServer(SERVER);
  const helena = await shared.letIn();
  await shared.settle();
  await helena.replica.setServer(SERVER);
  await shared.settle();
  const [annas, helenas] = [await openOver(anna), await openOver(helena)];

  const ids = [1, 2, 3].map((at) => annas.create('memo', { title: `memo ${at}` }));
  await annas.saved();
  await shared.settle();
  await helenas.opened();
  helenas.edit(ids[0]!, { title: 'from Helena' });
  await helenas.saved();
  await shared.settle();
  await helenas.close();
  await helena.replica.close();

  const write = async (from: number, to: number) => {
    for (let count = from; count < to; count++) {
      annas.edit(ids[count % 3]!, { title: `title ${count}` });
      await annas.saved();
    }
    await vi.waitFor(() => expect(anna.replica.state.waiting).toBe(0), 20_000);
    await shared.settle();
  };
  await write(0, 400);
  // Long rooms are rewritten when they are opened, and what goes is kept for history.
  const archived = () => anna.device.store.keys({ prefix: [shared.officeId, 'archive'] });
  const tab = await openOver({ ...anna, log: await openLog(shared.officeId, anna.device) });
  await vi.waitFor(async () => expect(await archived()).not.toEqual([]), 20_000);
  await shared.settle();
  await tab.close();
  await write(400, 600);
  annas.purge([ids[2]!]);
  const note = await annas.note(ids[0]!, 'notes');
  for (let count = 0; count < 12; count++) {
    note.replace(`said ${count}\nand more`);
    await annas.saved();
  }
  note.close();
  await annas.saved();
  await vi.waitFor(() => expect(anna.replica.state.waiting).toBe(0), 20_000);
  await shared.settle();
  await again(shared, anna);
  const covered = await anna.device.store.entries<RoomRecord>({ prefix: keysOf(shared.officeId).rooms });
  expect(covered.some(([, { shard, grown }]) => shard === '2026' && grown!.parts > 0)).toBe(true);

  await shared.passDays(2);
  await again(shared, anna);
  await shared.passDays(91);
  await again(shared, anna);
  expect(await archived()).toEqual([]);
  annas.edit(ids[1]!, { title: 'after all that' });
  await annas.saved();
  await shared.settle();
  const here = await seenIn(annas);
  expect(here).toHaveLength(2);
  expect(here.find(([id]) => id === ids[0])![3].length).toBeGreaterThan(190);

  const back = await shared.openTab(helena.device);
  await shared.settle();
  const mary = await shared.letIn();
  await shared.settle();
  await mary.replica.setServer(SERVER);
  await shared.settle();
  for (const device of [back, mary, { ...anna, log: await openLog(shared.officeId, anna.device) }]) {
    const office = await openOver(device);
    await shared.settle();
    expect(device.replica.state.problems).toEqual([]);
    expect(await seenIn(office)).toEqual(here);
    await office.close();
  }
}, 60_000);
