/**
 * A selection together with the keys that move in it: J and K, X, Shift with arrows, Space to peek. For lists
 * that show their rows in their own way; what takes a row's focus carries `data-row={id}`.
 */
import type { RecordId } from '../base/ids.ts';
import type { Command } from '../ui/commands.svelte.ts';
import { t } from './list-text.ts';
import { Selection } from './selection.svelte.ts';

export class ListCursor extends Selection {
  readonly #rows: () => readonly { readonly id: RecordId }[];
  peeked = $state<RecordId>();
  /** The row that the keys went to last: to be scrolled into view. A press or a tap scrolls nothing. */
  revealed = $state<RecordId>();

  /** `rows` are those that are shown, in order. */
  constructor(rows: () => readonly { readonly id: RecordId }[]) {
    super(rows);
    this.#rows = rows;
  }

  /** Whether the keys' row is among those shown. */
  get here(): boolean {
    return this.active !== undefined && this.#rows().some(({ id }) => id === this.active);
  }

  /** What an action means: what is selected, else the row where the keys are. */
  get acting(): readonly RecordId[] {
    const chosen = this.ids;
    if (chosen.length > 0) return chosen;
    return this.here ? [this.active!] : [];
  }

  /** Moves by rows and takes the focus along. */
  step(by: number, extend = false): void {
    this.move(by, extend);
    if (this.active === undefined) return;
    this.revealed = this.active;
    if (this.peeked !== undefined) this.peeked = this.active;
    focusRow(this.active);
  }

  peek(id = this.active): void {
    this.peeked = this.peeked === id ? undefined : id;
  }

  /** The keys that every list has; `open` is what Enter does. */
  commands(open: (id: RecordId) => void): Command[] {
    const key = (
      id: string,
      label: string,
      keys: string,
      run: () => void,
      when?: () => boolean
    ): Command => ({
      id: `list:${id}`,
      label,
      group: t('list'),
      keys,
      hidden: true,
      run,
      ...(when && { when })
    });
    const here = () => this.here;
    return [
      key('next', t('listNext'), 'j', () => this.step(1)),
      key('previous', t('listPrevious'), 'k', () => this.step(-1)),
      key('down', t('listNext'), 'arrowdown', () => this.step(1)),
      key('up', t('listPrevious'), 'arrowup', () => this.step(-1)),
      key('extend-down', t('listExtend'), 'shift+arrowdown', () => this.step(1, true)),
      key('extend-up', t('listExtend'), 'shift+arrowup', () => this.step(-1, true)),
      key('select', t('listSelect'), 'x', () => this.toggle(this.active!), here),
      key('all', t('listSelectAll'), 'mod+shift+a', () => this.all()),
      key(
        'clear',
        t('listClear'),
        'escape',
        () => this.clear(),
        () => this.any
      ),
      key('peek', t('listPeek'), 'space', () => this.peek(), here),
      key('open', t('listOpen'), 'enter', () => open(this.active!), here)
    ];
  }
}

/** A row that just came into view is there only after the list was painted: look for it for a few frames. */
export function focusRow(id: RecordId, frames = 8): void {
  const row = document.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`);
  if (row) row.focus({ preventScroll: true });
  else if (frames > 0) requestAnimationFrame(() => focusRow(id, frames - 1));
}
