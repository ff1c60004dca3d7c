/** How the list of tasks is narrowed and put in groups. Pure; "today" is handed in. */
import type { RecordId } from '../../base/ids.ts';
import type { PlainDate } from '../../base/values.ts';
import type { StoredRecord } from '../../store/office.ts';
import { foldText } from '../../base/fold.ts';
import type { Priority, State, Task } from './task.record.ts';

export type TaskRecord = StoredRecord<Task>;

export const groupNames = ['overdue', 'today', 'week', 'later', 'undated', 'waiting', 'done'] as const;
export type GroupName = (typeof groupNames)[number];

export interface TaskFilter {
  /** Mine: given to me, or to nobody yet. */
  readonly whose: 'mine' | 'all';
  /** The person this device's user is, where they said so. */
  readonly me?: RecordId | undefined;
  readonly owner?: RecordId | undefined;
  readonly waitingOn?: RecordId | undefined;
  readonly company?: RecordId | undefined;
  readonly text?: string | undefined;
}

export function filterTasks(tasks: readonly TaskRecord[], filter: TaskFilter): TaskRecord[] {
  const words = foldText(filter.text ?? '')
    .split(/\s+/)
    .filter(Boolean);
  return tasks.filter(({ values }) => {
    if (filter.whose === 'mine' && values.owner !== undefined && values.owner !== filter.me) return false;
    if (filter.owner !== undefined && values.owner !== filter.owner) return false;
    if (filter.waitingOn !== undefined && values.waitingOn !== filter.waitingOn) return false;
    if (filter.company !== undefined && values.company !== filter.company) return false;
    if (words.length === 0) return true;
    const text = foldText(`${values.title ?? ''} ${values.description ?? ''}`);
    return words.every((word) => text.includes(word));
  });
}

/** The last day of the week that `today` is in; `weekStart` is 1 for Monday to 7 for Sunday. */
export function endOfWeek(today: PlainDate, weekStart: number): PlainDate {
  const ms = Date.parse(`${today}T00:00:00Z`);
  const weekday = new Date(ms).getUTCDay() || 7;
  const left = (weekStart + 6 - weekday + 7) % 7;
  return new Date(ms + left * 86_400_000).toISOString().slice(0, 10);
}

export function groupOf(values: Task, today: PlainDate, weekEnd: PlainDate): GroupName {
  if (values.state === 'done') return 'done';
  if (values.state === 'waiting') return 'waiting';
  if (!values.due) return 'undated';
  if (values.due < today) return 'overdue';
  if (values.due === today) return 'today';
  return values.due <= weekEnd ? 'week' : 'later';
}

const weight: Readonly<Record<Priority, number>> = { urgent: 0, high: 1, normal: 2, low: 3 };
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The next thing to do first: by day and hour, then by priority; without a day, the newest of its priority. */
export function compareTasks(a: TaskRecord, b: TaskRecord): number {
  return (
    compare(a.values.due ?? '~', b.values.due ?? '~') ||
    compare(a.values.dueTime ?? '~', b.values.dueTime ?? '~') ||
    weight[a.values.priority ?? 'normal'] - weight[b.values.priority ?? 'normal'] ||
    b.createdAt - a.createdAt ||
    compare(a.id, b.id)
  );
}

/** What was finished last comes first. */
export const compareFinished = (a: TaskRecord, b: TaskRecord): number =>
  compare(b.values.finishedAt?.at ?? '', a.values.finishedAt?.at ?? '') || compare(a.id, b.id);

export interface TaskGroup {
  readonly name: GroupName;
  readonly tasks: readonly TaskRecord[];
}

/** Groups that hold something, in the order they are shown. Years of finished tasks are sorted only when wanted. */
export function groupTasks(
  tasks: readonly TaskRecord[],
  today: PlainDate,
  weekStart: number,
  doneShown = true
): TaskGroup[] {
  const weekEnd = endOfWeek(today, weekStart);
  const groups = new Map<GroupName, TaskRecord[]>(groupNames.map((name) => [name, []]));
  for (const task of tasks) groups.get(groupOf(task.values, today, weekEnd))!.push(task);
  return [...groups]
    .filter(([, members]) => members.length > 0)
    .map(([name, members]) => ({
      name,
      tasks:
        name !== 'done' ? members.sort(compareTasks) : doneShown ? members.sort(compareFinished) : members
    }));
}

export interface Column {
  /** A state, a person's id, or `nobody`. */
  readonly key: string;
  readonly tasks: readonly TaskRecord[];
}

export const NOBODY = 'nobody';
const stateOrder: readonly State[] = ['open', 'doing', 'waiting', 'done'];

/** The board's columns by state: always all four. What was finished before `since` is left to the list. */
export function columnsByState(tasks: readonly TaskRecord[], since: PlainDate = ''): Column[] {
  return stateOrder.map((state) => ({
    key: state,
    tasks: tasks
      .filter(
        ({ values }) =>
          (values.state ?? 'open') === state && (state !== 'done' || (values.finishedAt?.at ?? '~') >= since)
      )
      .sort(state === 'done' ? compareFinished : compareTasks)
  }));
}

/** The board's columns by person: nobody first, then by name; what is done is left out. */
export function columnsByPerson(
  tasks: readonly TaskRecord[],
  nameOf: (person: RecordId) => string
): Column[] {
  const columns = new Map<string, TaskRecord[]>([[NOBODY, []]]);
  for (const task of tasks) {
    if (task.values.state === 'done') continue;
    const key = task.values.owner ?? NOBODY;
    const members = columns.get(key);
    if (members) members.push(task);
    else columns.set(key, [task]);
  }
  return [...columns]
    .map(([key, members]) => ({ key, tasks: members.sort(compareTasks) }))
    .sort((a, b) =>
      a.key === NOBODY ? -1 : b.key === NOBODY ? 1 : nameOf(a.key).localeCompare(nameOf(b.key))
    );
}
