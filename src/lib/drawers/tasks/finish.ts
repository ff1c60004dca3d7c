/**
 * Finishing and taking back. Finishing a repeating task makes its next one, once: the next names the one
 * it follows, so that finishing again after taking back, or in a second window, makes no second.
 */
import type { RecordId } from '../../base/ids.ts';
import type { Moment, PlainDate, Recurrence } from '../../base/values.ts';
import { parseRule, ruleToText } from '../../formats/rule.ts';
import type { Occurrence, Repeating } from '../../formats/recurrence.ts';
import type { Office, Values } from '../../store/office.ts';
import type { Task } from './task.record.ts';

/** `formats/recurrence.ts`, handed in: it brings the recurrence engine along. */
export type Expand = (
  series: Repeating,
  window: { from: number; to: number },
  zone: string,
  limit?: number
) => Occurrence[];

const DAY = 86_400_000;
/** A rule that finds no day in this time has come to its end. */
const HORIZON = 12 * 366 * DAY;

const toMs = (date: PlainDate): number => Date.parse(`${date}T00:00:00Z`);
const toDate = (ms: number): PlainDate => new Date(ms).toISOString().slice(0, 10);

/**
 * The first day after `due` that is not past; days missed meanwhile are not made up for. A rule that ends
 * after a number of times has that many fewer left. Undefined when it has come to its end.
 */
export function nextTurn(
  due: PlainDate,
  repeat: Recurrence,
  today: PlainDate,
  expand: Expand
): { readonly due: PlainDate; readonly repeat: Recurrence } | undefined {
  const series = { when: { start: due, end: toDate(toMs(due) + DAY), allDay: true }, repeat };
  const from = Math.max(toMs(due) + DAY, toMs(today));
  const next = expand(series, { from, to: from + HORIZON }, 'UTC', 1)[0];
  if (!next) return undefined;
  const counted = repeat.rules.some((rule) => /COUNT=/i.test(rule));
  if (!counted) return { due: next.start, repeat };
  const passed = expand(series, { from: toMs(due), to: toMs(next.start) }, 'UTC', 10_000).length;
  const rules = repeat.rules.map((text) => {
    const rule = parseRule(text);
    return rule?.COUNT
      ? ruleToText({ ...rule, COUNT: String(Math.max(1, Number(rule.COUNT) - passed)) })
      : text;
  });
  return { due: next.start, repeat: { ...repeat, rules } };
}

/** What the next task of a series starts with: everything but the state, with unticked steps. */
export function valuesOfNext(
  id: RecordId,
  values: Task,
  turn: { due: PlainDate; repeat: Recurrence }
): Values {
  const { finishedAt, waitingOn, source, checklist, tags, ...kept } = values;
  return {
    ...kept,
    ...turn,
    state: 'open',
    follows: id,
    ...(checklist && { checklist: checklist.map(({ value }) => ({ ...value, done: false })) }),
    ...(tags && { tags: tags.map(({ value }) => value) })
  };
}

export interface Finishing {
  readonly today: PlainDate;
  readonly now: Moment;
  readonly label: string;
  readonly expand: Expand;
}

/** Marks tasks done as one action; returns the next ones that this made. Those done already stay as they are. */
export function finishTasks(office: Office, ids: readonly RecordId[], deps: Finishing): RecordId[] {
  return office.action(deps.label, () =>
    ids.flatMap((id) => {
      const record = office.get(id);
      if (!record?.known || record.type !== 'task') return [];
      const values = record.values as Task;
      if (values.state !== 'done') office.edit(id, { state: 'done', finishedAt: deps.now });
      if (!values.repeat?.rules.length || nextOf(office, id)) return [];
      const turn = nextTurn(values.due ?? deps.today, values.repeat, deps.today, deps.expand);
      if (!turn) return [];
      return [office.create('task', valuesOfNext(id, values, turn), { compartment: record.compartment })];
    })
  );
}

/** The task that was made when this one was finished, unless it was thrown away. */
export const nextOf = (office: Office, id: RecordId): RecordId | undefined =>
  office.linksTo(id).find(({ type, values, trashed }) => type === 'task' && !trashed && values.follows === id)
    ?.id;

/** Takes tasks back to a state that is not done. */
export function setState(
  office: Office,
  ids: readonly RecordId[],
  state: 'open' | 'doing' | 'waiting',
  label: string
): void {
  office.action(label, () => {
    for (const id of ids) {
      const record = office.get(id);
      if (!record?.known || record.values.state === state) continue;
      office.edit(id, { state, ...(record.values.finishedAt !== undefined && { finishedAt: undefined }) });
    }
  });
}
