/** What is done to tasks from list, board and page: each one action, said in a toast with *Undo*. */
import type { RecordId } from '../../base/ids.ts';
import type { Moment, PlainDate } from '../../base/values.ts';
import type { Desk } from '../../kit/desk-context.ts';
import { copyText, recordsToText } from '../../kit/copy-as-text.ts';
import { idToTitle } from '../../kit/record-words.ts';
import { toastWithUndo } from '../../kit/undo.ts';
import { formatRelativeDay } from '../../ui/format.ts';
import { viewerZone } from '../../ui/settings.svelte.ts';
import { toast } from '../../ui/toasts.svelte.ts';
import { instantToPlain } from '../../ui/zones.ts';
import { finishTasks, setState } from './finish.ts';
import type { State, Task } from './task.record.ts';
import { t } from './text.ts';

export const nowHere = ({ clock }: Desk): Moment => {
  const zone = viewerZone();
  return { at: instantToPlain(clock.now(), zone), zone };
};

const titleOf = ({ office }: Desk, ids: readonly RecordId[]): string => idToTitle(ids[0]!, office) ?? '';
const stateOf = ({ office }: Desk, id: RecordId): State => (office.get(id)?.values as Task)?.state ?? 'open';

/** Runs a change; a refusal is said instead of the success. */
function say({ office }: Desk, act: () => string): void {
  try {
    toastWithUndo(office, act());
  } catch (problem) {
    toast({ text: t('failed', { why: problem instanceof Error ? problem.message : '' }), tone: 'bad' });
  }
}

export async function finish(desk: Desk, ids: readonly RecordId[]): Promise<void> {
  if (ids.length === 0) return;
  const title = titleOf(desk, ids);
  try {
    const made = await finishTasks(desk.office, ids, nowHere(desk), t('markDone'));
    const next = made[0] !== undefined && (desk.office.get(made[0])?.values as Task | undefined)?.due;
    toastWithUndo(
      desk.office,
      ids.length === 1 && next
        ? t('finishedNext', { title, day: formatRelativeDay(next, { inText: true }) })
        : t('finished', { n: ids.length, title })
    );
  } catch (problem) {
    toast({ text: t('failed', { why: problem instanceof Error ? problem.message : '' }), tone: 'bad' });
  }
}

const stateLabel = (state: State): string => t(state);

/** To a column of the board, or by a menu; *done* makes a repeating task's next one. */
export function moveToState(desk: Desk, ids: readonly RecordId[], state: State): void {
  const moving = ids.filter((id) => stateOf(desk, id) !== state);
  if (moving.length === 0) return;
  if (state === 'done') return void finish(desk, moving);
  say(desk, () => {
    const title = titleOf(desk, moving);
    setState(desk.office, moving, state, stateLabel(state));
    return t('moved', { n: moving.length, title, to: stateLabel(state) });
  });
}

/** Done by one key or tap, and back again by the same. */
export function toggleDone(desk: Desk, ids: readonly RecordId[]): void {
  const open = ids.filter((id) => stateOf(desk, id) !== 'done');
  if (open.length > 0) return void finish(desk, open);
  if (ids.length === 0) return;
  say(desk, () => {
    const title = titleOf(desk, ids);
    setState(desk.office, ids, 'open', t('open'));
    return t('backAgain', { n: ids.length, title });
  });
}

function editAll(desk: Desk, ids: readonly RecordId[], changes: Partial<Task>, label: string): void {
  desk.office.action(label, () => {
    for (const id of ids) if (desk.office.get(id)?.known) desk.office.edit(id, changes);
  });
}

export function giveTo(desk: Desk, ids: readonly RecordId[], owner: RecordId | undefined): void {
  if (ids.length === 0) return;
  say(desk, () => {
    const title = titleOf(desk, ids);
    editAll(desk, ids, { owner } as Partial<Task>, t('give'));
    const to = owner && idToTitle(owner, desk.office);
    return to ? t('assigned', { n: ids.length, title, to }) : t('unassigned', { n: ids.length, title });
  });
}

export function setDue(desk: Desk, ids: readonly RecordId[], due: PlainDate | undefined): void {
  if (ids.length === 0) return;
  say(desk, () => {
    const title = titleOf(desk, ids);
    const changes = due ? { due } : { due: undefined, dueTime: undefined };
    editAll(desk, ids, changes as Partial<Task>, t('dueMenu'));
    return due
      ? t('dueSet', { n: ids.length, title, day: formatRelativeDay(due, { inText: true }) })
      : t('dueCleared', { n: ids.length, title });
  });
}

export function trashTasks(desk: Desk, ids: readonly RecordId[]): void {
  if (ids.length === 0) return;
  say(desk, () => {
    desk.office.trash(ids);
    return t('trashed', { n: ids.length });
  });
}

export async function copyTasks({ office }: Desk, ids: readonly RecordId[]): Promise<void> {
  const records = ids.map((id) => office.get(id)).filter((record) => record !== undefined);
  const copied = await copyText(recordsToText(records, office));
  toast(copied ? { text: t('copied') } : { text: t('notCopied'), tone: 'bad' });
}
