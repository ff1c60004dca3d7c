/**
 * Bytes of a text file to text. UTF-8 with or without a mark, UTF-16 by mark or by its zeros; what is neither
 * is read line by line, each as UTF-8 where it is that and else as Windows-1252, so that one old program's
 * line does not spoil the rest. Line numbers stay those of the file.
 */
import { concatBytes } from '../base/bytes.ts';

export type Charset = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

export interface Decoded {
  readonly text: string;
  readonly charset: Charset;
}

const NEWLINE = 10;
const RETURN = 13;

export function decodeText(bytes: Uint8Array): Decoded {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return utf16(bytes, 'utf-16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return utf16(bytes, 'utf-16be');
  if (bytes.length >= 4 && bytes[0] !== 0 && bytes[1] === 0 && bytes[3] === 0)
    return utf16(bytes, 'utf-16le');
  if (bytes.length >= 4 && bytes[0] === 0 && bytes[1] !== 0 && bytes[2] === 0)
    return utf16(bytes, 'utf-16be');
  try {
    return { text: withUnixLines(new TextDecoder('utf-8', { fatal: true }).decode(bytes)), charset: 'utf-8' };
  } catch {
    return decodeByLine(unfoldBytes(bytes));
  }
}

const utf16 = (bytes: Uint8Array, charset: 'utf-16le' | 'utf-16be'): Decoded => ({
  text: withUnixLines(new TextDecoder(charset).decode(bytes)),
  charset
});

const withUnixLines = (text: string): string => (text.includes('\r') ? text.replace(/\r+\n?/g, '\n') : text);

/**
 * A long line may have been folded in the middle of a character. Joins folded lines byte by byte and puts the
 * removed line ends after the joined line, where blank lines do no harm, so that later numbers stay right.
 */
function unfoldBytes(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length);
  let at = 0;
  let removed = 0;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index]!;
    if (byte !== NEWLINE && byte !== RETURN) {
      out[at++] = byte;
      continue;
    }
    // Some programs end lines with CR CR LF.
    while (bytes[index] === RETURN && bytes[index + 1] === RETURN) index += 1;
    if (bytes[index] === RETURN && bytes[index + 1] === NEWLINE) index += 1;
    const next = bytes[index + 1];
    if (next === 32 || next === 9) {
      removed += 1;
      index += 1;
      continue;
    }
    // Each fold took at least as many bytes as the newlines given back.
    for (out[at++] = NEWLINE; removed > 0; removed--) out[at++] = NEWLINE;
  }
  return out.subarray(0, at);
}

function decodeByLine(bytes: Uint8Array): Decoded {
  const strict = new TextDecoder('utf-8', { fatal: true });
  const lines: string[] = [];
  let charset: Charset = 'utf-8';
  for (let start = 0; start <= bytes.length;) {
    const found = bytes.indexOf(NEWLINE, start);
    const end = found < 0 ? bytes.length : found;
    const line = bytes.subarray(start, end);
    try {
      lines.push(strict.decode(line));
    } catch {
      charset = 'windows-1252';
      lines.push(decodeDamaged(line, 'utf-8'));
    }
    start = end + 1;
  }
  return { text: lines.join('\n'), charset };
}

/** What is not quite the charset: read as it where most of it is, else as Windows-1252. */
function decodeDamaged(bytes: Uint8Array, charset: string): string {
  const loose = new TextDecoder(charset).decode(bytes);
  const damaged = loose.match(/\ufffd/g)?.length ?? 0;
  const foreign = loose.match(/[\u0080-\ufffc]/g)?.length ?? 0;
  return damaged < foreign ? loose : new TextDecoder('windows-1252').decode(bytes);
}

/** Quoted-printable (RFC 2045, 6.7) in a named charset; what is not an escape is taken as it stands. */
export function decodeQuotedPrintable(text: string, charset = 'utf-8'): string {
  const bytes: Uint8Array[] = [];
  const encoder = new TextEncoder();
  for (const [, hex, plain] of text.matchAll(/((?:=[0-9A-Fa-f]{2})+)|([^=]+|=)/g)) {
    if (hex) bytes.push(Uint8Array.from(hex.slice(1).split('='), (pair) => parseInt(pair, 16)));
    else if (plain) bytes.push(encoder.encode(plain));
  }
  const joined = concatBytes(...bytes);
  try {
    return new TextDecoder(charset, { fatal: true }).decode(joined);
  } catch (error) {
    // A RangeError is a charset that nobody knows.
    return decodeDamaged(joined, error instanceof RangeError ? 'utf-8' : charset);
  }
}
