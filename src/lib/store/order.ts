/**
 * Order keys of list elements: texts that sort between two others, so that an element moves without
 * touching its neighbours. Digits in base 62; a key never ends in the lowest digit.
 */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** A key after `before` and before `after`; nothing means the list's end on that side. */
export function createOrderBetween(before = '', after?: string): string {
  let key = '';
  for (let at = 0; ; at++) {
    const low = at < before.length ? DIGITS.indexOf(before[at]!) : 0;
    const bounded = after !== undefined && at < after.length;
    const high = bounded ? DIGITS.indexOf(after![at]!) : DIGITS.length;
    if (low === high) {
      key += DIGITS[low];
      continue;
    }
    // At the open end, step by little, so that keys of appended elements stay short.
    const middle = bounded ? (low + high) >> 1 : Math.min(low + 4, (low + high) >> 1);
    if (middle > low) return key + DIGITS[middle];
    key += DIGITS[low];
    after = undefined;
  }
}

/** `count` keys in order. */
export function createOrders(count: number): string[] {
  const width = Math.max(2, Math.ceil(Math.log(count + 1) / Math.log(62)) + 1);
  return Array.from({ length: count }, (_, index) => {
    let key = '';
    for (let rest = index + 1, digit = 0; digit < width - 1; digit++, rest = Math.floor(rest / 62))
      key = DIGITS[rest % 62] + key;
    return key + 'V';
  });
}
