/**
 * The keyboard's place in a list, and what is selected in it: J and K, X, Shift with arrows, Space to peek.
 * The list's view tells which ids are shown, in order; rows carry `data-row={id}` on what takes the focus.
 */
import type { RecordId } from '../base/ids.ts';
import type { Command } from '../ui/commands.svelte.ts';
import { t } from './list-text.ts';

export class ListCursor {
  readonly #ids: () => readonly RecordId[];
  /** Where the keyboard is. */
  at = $state<RecordId>();
  selected = $state.raw<ReadonlySet<RecordId>>(new Set());
  peeked = $state<RecordId>();

  constructor(ids: () => readonly RecordId[]) {
    this.#ids = ids;
  }

  /** What an action means: what is selected, else where the keyboard is. */
  get acting(): readonly RecordId[] {
    const ids = this.#ids();
    if (this.selected.size > 0) return ids.filter((id) => this.selected.has(id));
    return this.at !== undefined && ids.includes(this.at) ? [this.at] : [];
  }

  /** Moves by so many rows and takes the focus along; `extend` selects what is passed. */
  step(by: number, extend = false): void {
    const ids = this.#ids();
    if (ids.length === 0) return;
    const now = this.at === undefined ? -1 : ids.indexOf(this.at);
    const next =
      ids[now < 0 ? (by > 0 ? 0 : ids.length - 1) : Math.min(ids.length - 1, Math.max(0, now + by))]!;
    if (extend) this.selected = new Set([...this.selected, ...(now < 0 ? [] : [ids[now]!]), next]);
    this.at = next;
    if (this.peeked !== undefined) this.peeked = next;
    focusRow(next);
  }

  toggle(id = this.at): void {
    if (id === undefined) return;
    const selected = new Set(this.selected);
    if (!selected.delete(id)) selected.add(id);
    this.selected = selected;
    this.at = id;
  }

  selectAll(): void {
    this.selected = new Set(this.#ids());
  }

  clear(): void {
    this.selected = new Set();
  }

  /** The keys that every list has; `open` is what Enter does. */
  commands(open: (id: RecordId) => void): Command[] {
    const group = t('list');
    const here = () => this.at !== undefined && this.#ids().includes(this.at);
    const hidden = true;
    return [
      { id: 'list:next', label: t('listNext'), group, keys: 'j', hidden, run: () => this.step(1) },
      { id: 'list:previous', label: t('listPrevious'), group, keys: 'k', hidden, run: () => this.step(-1) },
      { id: 'list:down', label: t('listNext'), keys: 'arrowdown', hidden, run: () => this.step(1) },
      { id: 'list:up', label: t('listPrevious'), keys: 'arrowup', hidden, run: () => this.step(-1) },
      {
        id: 'list:extend-down',
        label: t('listExtend'),
        group,
        keys: 'shift+arrowdown',
        hidden,
        run: () => this.step(1, true)
      },
      {
        id: 'list:extend-up',
        label: t('listExtend'),
        keys: 'shift+arrowup',
        hidden,
        run: () => this.step(-1, true)
      },
      {
        id: 'list:select',
        label: t('listSelect'),
        group,
        keys: 'x',
        hidden,
        when: here,
        run: () => this.toggle()
      },
      {
        id: 'list:all',
        label: t('listSelectAll'),
        group,
        keys: 'mod+shift+a',
        hidden,
        run: () => this.selectAll()
      },
      {
        id: 'list:clear',
        label: t('listClear'),
        keys: 'escape',
        hidden,
        when: () => this.selected.size > 0,
        run: () => this.clear()
      },
      {
        id: 'list:peek',
        label: t('listPeek'),
        group,
        keys: 'space',
        hidden,
        when: here,
        run: () => (this.peeked = this.peeked === this.at ? undefined : this.at)
      },
      {
        id: 'list:open',
        label: t('listOpen'),
        group,
        keys: 'enter',
        hidden,
        when: here,
        run: () => open(this.at!)
      }
    ];
  }
}

/** A row that just came into view is there only after the list was painted: look for it for a few frames. */
function focusRow(id: RecordId, frames = 8): void {
  const row = document.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`);
  if (row) row.focus({ preventScroll: true });
  else if (frames > 0) requestAnimationFrame(() => focusRow(id, frames - 1));
}
