/** What all fields of the kit have in common. */
export interface FieldProps<T> {
  label: string;
  value?: T | undefined;
  required?: boolean;
  /** A quiet line below. */
  help?: string | undefined;
  /** What is wrong and how to put it right; announced, and tied to the field. */
  error?: string | undefined;
  /** The value is settled: the field was left, Enter was pressed, or a choice was made. */
  onchange?: ((value: T | undefined) => void) | undefined;
  autofocus?: boolean;
  /** The label is read out but not shown. */
  hideLabel?: boolean;
  disabled?: boolean;
}

export interface FieldOption {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
  readonly icon?: string;
}

/** Ids of the lines that describe a field. */
export const describedBy = (id: string, help?: string, error?: string): string | undefined =>
  [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(' ') || undefined;

/** Attachment: takes the focus when the field appears. */
export const takeFocus = (wanted: boolean) => (node: HTMLElement) => {
  if (!wanted) return;
  node.dataset.autofocus = '';
  queueMicrotask(() => node.focus());
};
