/** Which rows of a list are chosen, and which one the keys act on. Rows may come and go meanwhile. */
import type { RecordId } from '../base/ids.ts';

export class Selection {
  #rows: () => readonly { readonly id: RecordId }[];
  #chosen = $state.raw<ReadonlySet<RecordId>>(new Set());
  /** Where a range began. */
  #anchor: RecordId | undefined;
  active = $state<RecordId>();

  constructor(rows: () => readonly { readonly id: RecordId }[]) {
    this.#rows = rows;
  }
  /** Only what the list still shows. */
  get ids(): RecordId[] {
    if (this.#chosen.size === 0) return [];
    return this.#rows().flatMap(({ id }) => (this.#chosen.has(id) ? [id] : []));
  }
  has(id: RecordId): boolean {
    return this.#chosen.has(id);
  }
  get any(): boolean {
    return this.#chosen.size > 0;
  }
  toggle(id: RecordId): void {
    const next = new Set(this.#chosen);
    if (!next.delete(id)) next.add(id);
    this.#chosen = next;
    this.#anchor = id;
    this.active = id;
  }
  /** Everything from where the range began to here. */
  extendTo(id: RecordId): void {
    const rows = this.#rows();
    const from = rows.findIndex((row) => row.id === (this.#anchor ?? this.active ?? id));
    const to = rows.findIndex((row) => row.id === id);
    if (from < 0 || to < 0) return this.toggle(id);
    this.#anchor = rows[from]!.id;
    const range = rows.slice(Math.min(from, to), Math.max(from, to) + 1);
    this.#chosen = new Set(range.map((row) => row.id));
    this.active = id;
  }
  all(): void {
    this.#chosen = new Set(this.#rows().map((row) => row.id));
  }
  clear(): void {
    this.#chosen = new Set();
    this.#anchor = undefined;
  }
  /** Moves by rows, stopping at the ends; with `extend` the range goes along. Returns the row's index. */
  move(step: number, extend = false): number {
    const rows = this.#rows();
    if (rows.length === 0) return -1;
    const at = rows.findIndex((row) => row.id === this.active);
    const to = at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step));
    const id = rows[to]!.id;
    if (extend) this.extendTo(id);
    else this.active = id;
    return to;
  }
}
