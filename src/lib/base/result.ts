/**
 * Failures at a boundary (bytes, network, storage, a user's file) are values; `throw` is for bugs.
 * `message` is a sentence that a person can act on: what happened, what was kept, what to do.
 */
export interface Failure<Tag extends string = string> {
  readonly tag: Tag;
  readonly message: string;
}

export type Result<T, E extends Failure = Failure> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

export const failed = <Tag extends string>(
  tag: Tag,
  message: string
): { readonly ok: false; readonly error: Failure<Tag> } => ({ ok: false, error: { tag, message } });
