/**
 * RFC 8785: one text for each JSON value, so that it can be hashed and signed. Members are sorted by UTF-16
 * code units; strings and numbers are as ECMAScript writes them, which is what the RFC asks for.
 */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Throws a TypeError on what JSON has no word for: NaN, infinities, undefined, lone surrogates. */
export function toCanonicalJson(value: Json): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${value} is not a JSON number`);
    return JSON.stringify(value);
  }
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new TypeError('A string with a lone surrogate has no canonical form');
    return JSON.stringify(value);
  }
  let text = '';
  if (Array.isArray(value)) {
    for (const item of value as readonly Json[]) text += `${text && ','}${toCanonicalJson(item)}`;
    return `[${text}]`;
  }
  if (typeof value !== 'object') throw new TypeError(`A ${typeof value} is not JSON`);
  const members = value as { readonly [name: string]: Json };
  // Without a comparison of its own, `sort` goes by UTF-16 code units.
  for (const name of Object.keys(members).sort())
    text += `${text && ','}${toCanonicalJson(name)}:${toCanonicalJson(members[name]!)}`;
  return `{${text}}`;
}
