/** Undo as a button: what was done is taken back, and what somebody changed since is left and said. */
import type { Office } from '../store/office.ts';
import { toast } from '../ui/toasts.svelte.ts';
import { t } from './start-text.ts';

export function undoLast(office: Office): void {
  const report = office.undo();
  if (report && report.left.length > 0)
    toast({ text: t('undoLeft', { n: report.left.length }), tone: 'warn' });
}

let takeAway: (() => void) | undefined;

/** Says what was done, with *Undo*. The notice before it goes: what it said is no longer the last thing done. */
export function toastWithUndo(office: Office, text: string): void {
  takeAway?.();
  takeAway = toast({ text, action: { label: t('undo'), run: () => undoLast(office) } });
}
