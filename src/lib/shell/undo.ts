/** Undo and redo, said in a toast: what was done, and what was left alone because somebody changed it since. */
import type { Office, UndoReport } from '../store/office.ts';
import { dismissAll, toast } from '../ui/toasts.svelte.ts';
import { t } from './text.ts';

function say(report: UndoReport, done: string, back: { label: string; run: () => void }): void {
  // An older toast's own *Undo* would now take back something else.
  dismissAll();
  const left = report.left.length;
  toast({
    text: left > 0 ? t('leftAlone', { n: left, done }) : done,
    action: back,
    ...(left > 0 ? { tone: 'warn' } : {})
  });
}

export function undo(office: Office): void {
  const report = office.undo();
  if (!report) return void toast({ text: t('nothingToUndo') });
  say(report, t('undone', { label: report.label }), { label: t('redo'), run: () => redo(office) });
}

export function redo(office: Office): void {
  const report = office.redo();
  if (!report) return void toast({ text: t('nothingToRedo') });
  say(report, t('redone', { label: report.label }), { label: t('undo'), run: () => undo(office) });
}
