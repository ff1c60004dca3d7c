/**
 * Finishing and taking back. Finishing a repeating task makes its next one, once: the finished one remembers
 * that it went on, so that finishing it again after taking it back makes no second.
 */
import { idToNext, type RecordId } from '../../base/ids.ts';
import type { ChecklistItem, Moment, PlainDate, Recurrence } from '../../base/values.ts';
import { parseRule, ruleToText } from '../../formats/rule.ts';
import { expand, type Occurrence, type Repeating } from '../../formats/recurrence.ts';
import type { ListElement } from '../../store/fields.ts';
import type { Office } from '../../store/office.ts';
import type { Finish } from '../../store/record.ts';

/** As in `formats/recurrence.ts`. */
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

/** What finishing needs to know of a task. */
interface Finishable {
  readonly state?: string;
  readonly due?: PlainDate;
  readonly repeat?: Recurrence;
  readonly continued?: boolean;
  readonly finishedAt?: Moment;
  readonly waitingOn?: RecordId;
  readonly source?: unknown;
  readonly checklist?: readonly ListElement<ChecklistItem>[];
  readonly tags?: readonly ListElement<string>[];
}

/** What the next one starts with: everything but the state, with unticked steps. */
function valuesOfNext(values: Finishable, turn: { due: PlainDate; repeat: Recurrence }): Finish['next'] {
  const { finishedAt, waitingOn, source, continued, checklist, tags, ...kept } = values;
  return {
    ...kept,
    ...turn,
    state: 'open',
    ...(checklist && { checklist: checklist.map(({ value }) => ({ ...value, done: false })) }),
    ...(tags && { tags: tags.map(({ value }) => value) })
  };
}

/** What checking a task off does; `now` is on the clock of who does it. */
export async function finishOf(values: Finishable, now: Moment): Promise<Finish> {
  const changes = values.state === 'done' ? {} : { state: 'done', finishedAt: now };
  if (!values.repeat?.rules.length || values.continued) return { changes };
  const today = now.at.slice(0, 10);
  const turn = nextTurn(values.due ?? today, values.repeat, today, expand);
  return turn ? { changes: { ...changes, continued: true }, next: valuesOfNext(values, turn) } : { changes };
}

const taskOf = (office: Office, id: RecordId) => {
  const record = office.get(id);
  return record?.known && record.type === 'task' ? record : undefined;
};

/** Marks tasks done as one action; resolves with the next ones that this made. */
export async function finishTasks(
  office: Office,
  ids: readonly RecordId[],
  now: Moment,
  label: string
): Promise<RecordId[]> {
  const found = ids.map((id) => taskOf(office, id)).filter((record) => record !== undefined);
  const finished = await Promise.all(found.map(({ values }) => finishOf(values, now)));
  return office.action(label, () =>
    found.flatMap(({ id, compartment }, index) => {
      const { changes, next } = finished[index]!;
      // Between asking and writing, another window may have finished it.
      const meanwhile = taskOf(office, id)?.values.continued === true;
      if (Object.keys(changes).length > 0) office.edit(id, changes);
      // An id that every device works out alike: finished on two of them apart, it has one next turn.
      return next && !meanwhile ? [office.create('task', next, { compartment, id: idToNext(id) })] : [];
    })
  );
}

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
