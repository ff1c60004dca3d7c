import { beforeEach, describe, expect, test } from 'vitest';
import { expand } from '../../formats/recurrence.ts';
import type { Office } from '../../store/office.ts';
import { finishTasks, nextTurn, setState } from './finish.ts';
import { openTestOffice, openTwoTestOffices } from './test-office.ts';

const monday = '2026-11-23';
const now = { at: '2026-11-23T09:00:00', zone: 'Europe/Lisbon' };
const finish = (office: Office, id: string) => finishTasks(office, [id], now, 'Done');

describe('the next turn of a repeating task', () => {
  const next = (due: string, rule: string, today = monday) => nextTurn(due, { rules: [rule] }, today, expand);

  test('comes on the rule’s next day', () => {
    expect(next('2026-11-23', 'FREQ=WEEKLY;BYDAY=MO')?.due).toBe('2026-11-30');
    expect(next('2026-11-30', 'FREQ=MONTHLY;BYDAY=-1MO')?.due).toBe('2026-12-28');
    expect(next('2024-02-29', 'FREQ=YEARLY', '2024-03-01')?.due).toBe('2028-02-29');
  });
  test('does not make up for days that were missed', () => {
    expect(next('2026-11-18', 'FREQ=DAILY')?.due).toBe('2026-11-23');
  });
  test('leaves today to the task that was finished today', () => {
    expect(next('2026-11-23', 'FREQ=DAILY')?.due).toBe('2026-11-24');
  });
  test('ends with its rule', () => {
    expect(next('2026-11-23', 'FREQ=DAILY;UNTIL=20261123')).toBeUndefined();
    expect(next('2026-11-23', 'FREQ=DAILY;COUNT=1')).toBeUndefined();
  });
  test('has so many fewer times left, missed ones included', () => {
    expect(next('2026-11-23', 'FREQ=DAILY;COUNT=3')?.repeat.rules).toEqual(['FREQ=DAILY;COUNT=2']);
    expect(next('2026-11-20', 'FREQ=DAILY;COUNT=9')?.repeat.rules).toEqual(['FREQ=DAILY;COUNT=6']);
  });
});

describe('finishing', () => {
  let office: Office;
  beforeEach(async () => void (office = await openTestOffice()));
  const open = () => office.query({ types: ['task'], where: ({ values }) => values.state !== 'done' }).rows;
  const weekly = () =>
    office.create('task', {
      title: 'Water the orchids',
      due: monday,
      priority: 'high',
      repeat: { rules: ['FREQ=WEEKLY'] },
      checklist: [{ text: 'Boardroom', done: true }],
      tags: ['errand']
    });

  test('a repeating task makes its next one, with its steps to do again', async () => {
    const id = weekly();
    const [next] = await finish(office, id);
    expect(office.get(id)!.values.state).toBe('done');
    const values = office.get(next!)!.values as {
      checklist: { value: unknown }[];
      tags: { value: unknown }[];
    };
    expect(values).toMatchObject({
      title: 'Water the orchids',
      due: '2026-11-30',
      state: 'open',
      priority: 'high'
    });
    expect(values.checklist.map(({ value }) => value)).toEqual([{ text: 'Boardroom', done: false }]);
    expect(values.tags.map(({ value }) => value)).toEqual(['errand']);
  });
  test('a task finished twice makes one next task', async () => {
    const id = weekly();
    await finish(office, id);
    setState(office, [id], 'open', 'Not done');
    expect(await finish(office, id)).toEqual([]);
    expect(await finish(office, id)).toEqual([]);
    expect(open()).toHaveLength(1);
  });
  test('undo takes the next one away too, and finishing again makes it again', async () => {
    const id = weekly();
    await finish(office, id);
    office.undo();
    expect(open().map((record) => record.id)).toEqual([id]);
    expect(await finish(office, id)).toHaveLength(1);
  });
  test('the next one is seen by the same people', async () => {
    const secret = office.compartments.find(({ kind }) => kind === 'private')!.id;
    const id = office.create(
      'task',
      { title: 'Flowers', due: monday, repeat: { rules: ['FREQ=DAILY'] } },
      { compartment: secret }
    );
    expect(office.get((await finish(office, id))[0]!)!.compartment).toBe(secret);
  });
  test('two windows that finish it at once make one next task', async () => {
    const id = weekly();
    const made = await Promise.all([finish(office, id), finish(office, id)]);
    expect(made.flat()).toHaveLength(1);
    expect(open()).toHaveLength(1);
  });
  test('taking back clears when it was finished', async () => {
    const id = office.create('task', { title: 'Once' });
    await finish(office, id);
    expect(office.get(id)!.values.finishedAt).toEqual(now);
    setState(office, [id], 'doing', 'Not done');
    expect(office.get(id)!.values).toMatchObject({ state: 'doing' });
    expect(office.get(id)!.values.finishedAt).toBeUndefined();
  });
  test('finished on two devices apart it makes one next task', async () => {
    const { one, other, apart, together } = await openTwoTestOffices();
    const id = one.create('task', { title: 'Orchids', due: monday, repeat: { rules: ['FREQ=WEEKLY'] } });
    await one.saved();
    await other.opened();
    apart();
    const [[here], [there]] = [await finish(one, id), await finish(other, id)];
    await Promise.all([one.saved(), other.saved()]);
    together();
    expect(here).toBe(there);
    for (const desk of [one, other]) {
      const rows = desk.query({ types: ['task'] }).rows;
      expect(rows.map(({ values }) => [values.due, values.state]).sort()).toEqual([
        [monday, 'done'],
        ['2026-11-30', 'open']
      ]);
    }
    // And the turn after that one is its own.
    const [after] = await finish(one, here!);
    expect(one.get(after!)!.values.due).toBe('2026-12-07');
  });
});
