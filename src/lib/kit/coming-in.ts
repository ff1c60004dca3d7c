/**
 * What somebody who comes in has given so far, kept through a reload of this tab: the link leaves the address bar as
 * soon as it was read, and asking again with it goes on where it stood.
 */
export interface Kept {
  readonly link: string;
  readonly personName?: string;
  readonly deviceName?: string;
  /** The request is with the office server. */
  readonly asked?: boolean;
}

const KEY = 'anteroom.coming-in';
type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export function readKept(store: Store = sessionStorage): Kept | undefined {
  try {
    const kept: unknown = JSON.parse(store.getItem(KEY) ?? 'null');
    return typeof (kept as Kept | null)?.link === 'string' ? (kept as Kept) : undefined;
  } catch {
    return undefined;
  }
}

/** Nothing is kept where the browser keeps nothing. */
export function keep(kept: Kept | undefined, store: Store = sessionStorage): void {
  try {
    if (kept) store.setItem(KEY, JSON.stringify(kept));
    else store.removeItem(KEY);
  } catch {
    // Coming in works without.
  }
}
