/** Amounts as people type them, read exactly. */

/**
 * The decimal that a typed amount means: `1,234.50`, `1.234,50`, `1 234,5`, `12'000`. The last of comma and
 * point is the decimal mark, unless three digits follow the only one of its kind: then both readings would
 * do, and the language's own custom (`decimal`) decides. Undefined where it is no amount.
 */
export function parseAmount(text: string, decimal: '.' | ',' = '.'): string | undefined {
  const bare = text.replaceAll(/[\s'’\u00a0\u202f]/g, '').replace('−', '-');
  if (!/^-?[\d.,]*\d[\d.,]*$/.test(bare)) return undefined;
  const marks = [...bare.matchAll(/[.,]/g)];
  const last = marks.at(-1);
  let mark = last?.[0];
  if (last && marks.filter(([sign]) => sign === mark).length > 1)
    mark = marks.some(([s]) => s !== mark) ? undefined : '';
  else if (last && marks.length === 1 && bare.length - last.index === 4)
    mark = last[0] === decimal ? mark : '';
  if (mark === undefined && last) return undefined;
  const [whole = '', fraction = ''] = mark ? bare.split(mark) : [bare];
  const digits = whole.replaceAll(/[.,]/g, '').replace(/^(-?)0+(?=\d)/, '$1');
  return `${digits === '' || digits === '-' ? `${digits}0` : digits}${fraction ? `.${fraction}` : ''}`;
}

/** The decimal mark of a language. */
export const decimalMark = (locale: string | undefined): '.' | ',' =>
  new Intl.NumberFormat(locale).formatToParts(1.5).find(({ type }) => type === 'decimal')?.value === ','
    ? ','
    : '.';
