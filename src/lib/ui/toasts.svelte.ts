/** Short notices that say what was done, mostly with *Undo*; they leave by themselves, or wait while pointed at. */
export interface Toast {
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
  readonly tone?: 'good' | 'warn' | 'bad';
  /** Milliseconds until it leaves; 0 stays until dismissed. */
  readonly stay?: number;
}

export interface ShownToast extends Toast {
  readonly id: number;
}

let next = 1;
const shown = $state<{ list: ShownToast[] }>({ list: [] });

export const toasts = (): readonly ShownToast[] => shown.list;

/** Shows a notice; at most three stand at once. Returns how to take it away. */
export function toast(notice: Toast): () => void {
  const id = next++;
  shown.list = [...shown.list.slice(-2), { ...notice, id }];
  return () => dismiss(id);
}

export function dismiss(id: number): void {
  shown.list = shown.list.filter((one) => one.id !== id);
}

/** For a bar at the foot of the page: notices stand above it while it is there. */
export function raiseToasts(bar: HTMLElement): () => void {
  const { style } = document.documentElement;
  const sizes = new ResizeObserver(() => style.setProperty('--toast-room', `${bar.offsetHeight}px`));
  sizes.observe(bar);
  return () => {
    sizes.disconnect();
    style.removeProperty('--toast-room');
  };
}

/** Takes all away: what they offered is overtaken. */
export function dismissAll(): void {
  shown.list = [];
}
