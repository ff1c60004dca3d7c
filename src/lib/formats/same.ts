/** Comparing what a record says with what its original says. */

/** Equal as JSON whatever the order of keys; nothing, an empty text and an empty list are the same. */
export function same(a: unknown, b: unknown): boolean {
  const empty = (value: unknown): boolean =>
    value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
  if (empty(a) || empty(b)) return empty(a) && empty(b);
  if (typeof a !== 'object' || typeof b !== 'object') return a === b;
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((key) =>
    same(left[key], right[key])
  );
}

/** A list as plain values, whether the store's elements or plain already. */
export function plainList<T>(list: unknown): T[] {
  if (!Array.isArray(list)) return [];
  return list.map((element: unknown) => {
    const isElement =
      typeof element === 'object' && element !== null && 'key' in element && 'value' in element;
    return (isElement ? (element as { value: T }).value : element) as T;
  });
}
