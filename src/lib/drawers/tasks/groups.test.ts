import { describe, expect, test } from 'vitest';
import {
  columnsByPerson,
  columnsByState,
  endOfWeek,
  filterTasks,
  groupTasks,
  type TaskRecord
} from './groups.ts';
import type { Task } from './task.record.ts';

const record = (id: string, values: Task): TaskRecord => ({
  id,
  type: 'task',
  compartment: 'office',
  values,
  trashed: false,
  conflicts: [],
  known: true,
  createdAt: 0,
  createdBy: '',
  changedAt: 0,
  changedBy: ''
});
const tuesday = '2026-11-24';
const shown = (tasks: TaskRecord[], weekStart = 1) =>
  Object.fromEntries(
    groupTasks(tasks, tuesday, weekStart).map(({ name, tasks }) => [name, tasks.map(({ id }) => id)])
  );

describe('groups of tasks', () => {
  test('a task stands where its day puts it; waiting and done stand by themselves', () => {
    expect(
      shown([
        record('late', { due: '2026-11-23' }),
        record('now', { due: tuesday, state: 'doing' }),
        record('sunday', { due: '2026-11-29' }),
        record('next', { due: '2026-11-30' }),
        record('some day', {}),
        record('asked', { state: 'waiting', due: '2026-11-01' }),
        record('over', { state: 'done', due: '2026-11-01' })
      ])
    ).toEqual({
      overdue: ['late'],
      today: ['now'],
      week: ['sunday'],
      later: ['next'],
      undated: ['some day'],
      waiting: ['asked'],
      done: ['over']
    });
  });
  test('the week ends where this person’s week ends', () => {
    expect(endOfWeek('2026-11-24', 1)).toBe('2026-11-29');
    expect(endOfWeek('2026-11-24', 7)).toBe('2026-11-28');
    expect(endOfWeek('2026-11-29', 1)).toBe('2026-11-29');
    expect(endOfWeek('2026-11-29', 7)).toBe('2026-12-05');
  });
  test('within a day the hour comes first, then the priority', () => {
    expect(
      shown([
        record('low', { due: tuesday, priority: 'low' }),
        record('urgent', { due: tuesday, priority: 'urgent' }),
        record('at ten', { due: tuesday, dueTime: '10:00', priority: 'low' })
      ]).today
    ).toEqual(['at ten', 'urgent', 'low']);
  });
});

describe('narrowing the list', () => {
  const tasks = [
    record('nobody', { title: 'Écrire à Ana' }),
    record('ana', { owner: 'p.ana', company: 'c.1' }),
    record('me', { owner: 'p.me', waitingOn: 'p.ana' })
  ];
  const ids = (filter: Parameters<typeof filterTasks>[1]) => filterTasks(tasks, filter).map(({ id }) => id);
  test('mine is what I was given and what nobody was given', () => {
    expect(ids({ whose: 'mine', me: 'p.me' })).toEqual(['nobody', 'me']);
    expect(ids({ whose: 'all', me: 'p.me' })).toEqual(['nobody', 'ana', 'me']);
  });
  test('owner, company, waiting and words narrow together', () => {
    expect(ids({ whose: 'all', owner: 'p.ana' })).toEqual(['ana']);
    expect(ids({ whose: 'all', company: 'c.1' })).toEqual(['ana']);
    expect(ids({ whose: 'all', waitingOn: 'p.ana' })).toEqual(['me']);
    expect(ids({ whose: 'all', text: 'ana ECR' })).toEqual(['nobody']);
  });
});

test('the board by state always has its four columns, a task without a state is to do', () => {
  expect(columnsByState([record('new', {})]).map(({ key, tasks }) => [key, tasks.length])).toEqual([
    ['open', 1],
    ['doing', 0],
    ['waiting', 0],
    ['done', 0]
  ]);
});
test('the board leaves out what was finished long ago', () => {
  const done = (id: string, at: string) => record(id, { state: 'done', finishedAt: { at } });
  const columns = columnsByState(
    [done('old', '2026-10-01T09:00:00'), done('new', '2026-11-20T09:00:00')],
    '2026-10-24'
  );
  expect(columns[3]!.tasks.map(({ id }) => id)).toEqual(['new']);
});
test('the board by person has nobody first, then people by name, and nothing that is done', () => {
  const names: Record<string, string> = { 'p.1': 'Zoë', 'p.2': 'Ana' };
  const columns = columnsByPerson(
    [
      record('a', { owner: 'p.1' }),
      record('b', { owner: 'p.2' }),
      record('c', { owner: 'p.2', state: 'done' })
    ],
    (id) => names[id]!
  );
  expect(columns.map(({ key, tasks }) => [key, tasks.length])).toEqual([
    ['nobody', 0],
    ['p.2', 1],
    ['p.1', 1]
  ]);
});
