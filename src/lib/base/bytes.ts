/** Byte strings: joining, comparing, and the three texts they are written as. */

export type Bytes = Uint8Array<ArrayBuffer>;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

export const utf8ToBytes = (text: string): Bytes => encoder.encode(text);

/** Throws a TypeError on anything that is not UTF-8. */
export const bytesToUtf8 = (bytes: Uint8Array): string => decoder.decode(bytes);

export function concatBytes(...parts: readonly Uint8Array[]): Bytes {
  let length = 0;
  for (const part of parts) length += part.length;
  const joined = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}

export const bytesToHex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

export const hexToBytes = (hex: string): Bytes =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));

const SIGNS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const PAIRS = Array.from({ length: 4096 }, (_, both) => SIGNS[both >> 6]! + SIGNS[both & 63]!);
const values = new Uint8Array(128).fill(255);
for (let value = 0; value < 64; value++) values[SIGNS.charCodeAt(value)] = value;

/** URL-safe base64 without padding (RFC 4648, section 5). Ids are compared in it all the time, so it is done by hand. */
export function bytesToBase64url(bytes: Uint8Array): string {
  let text = '';
  let at = 0;
  for (; at + 2 < bytes.length; at += 3) {
    const three = (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!;
    text += PAIRS[three >> 12]! + PAIRS[three & 4095]!;
  }
  const left = bytes.length - at;
  if (left === 1) text += PAIRS[bytes[at]! << 4]!;
  if (left === 2)
    text += PAIRS[(bytes[at]! << 4) | (bytes[at + 1]! >> 4)]! + SIGNS[(bytes[at + 1]! & 15) << 2]!;
  return text;
}

/** Throws a RangeError on any other sign. */
export function base64urlToBytes(text: string): Bytes {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (let index = 0; index < text.length; index++) {
    const value = values[text.charCodeAt(index)] ?? 255;
    if (value === 255) throw new RangeError('Not base64url');
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at++] = held >> bits;
  }
  return bytes;
}
