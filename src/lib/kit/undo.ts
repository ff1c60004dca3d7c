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
let last = 0;

/**
 * Says what was done, with *Undo*, once it is kept on this device: who reads it may pull the plug. The notice
 * before it goes: what it said is no longer the last thing done. What cannot be kept, the status says.
 */
export function toastWithUndo(office: Office, text: string): void {
  const mine = ++last;
  takeAway?.();
  takeAway = undefined;
  const say = () => {
    if (mine === last) takeAway = toast({ text, action: { label: t('undo'), run: () => undoLast(office) } });
  };
  office.saved().then(say, () => {});
}
