/**
 * The layer that iCalendar and vCard share: folded lines joined, properties taken apart, components cut out
 * one by one, each with its line in the file. One component at a time is in memory, and a broken one does not
 * touch its neighbours.
 */
export interface Line {
  readonly text: string;
  /** Where it began in the file, counted from 1. */
  readonly number: number;
}

export interface Property {
  readonly group?: string;
  /** Upper case. */
  readonly name: string;
  /** Upper-case names; a bare parameter of vCard 2.1 (`TEL;CELL`) stands under `TYPE`. */
  readonly params: ReadonlyMap<string, readonly string[]>;
  /** As it stands in the line, still escaped. */
  readonly value: string;
}

/** Longer values (files put into the text) are cut off; nothing that we read is that long. */
export const LONGEST_LINE = 1 << 20;

/** Name and parameters of a property; no real one comes near. */
const LONGEST_HEAD = 16 * 1024;

const isSoftBroken = (line: string): boolean =>
  line.endsWith('=') && /^[^:]*[;=]QUOTED-PRINTABLE[;:]/i.test(line);

/**
 * Lines of `text` (line ends are `\n`) with folds joined and blank lines left out. A fold in an old vCard may
 * keep its space: `keepSpace` says so for the line begun.
 */
export function* unfoldedLines(text: string, keepSpace?: (line: string) => boolean): Generator<Line> {
  let parts: string[] = [];
  let length = 0;
  let number = 0;
  let started = 0;
  let soft = false;
  const take = (): Line => {
    const line = { text: parts.length === 1 ? parts[0]! : parts.join(''), number: started };
    parts = [];
    length = 0;
    return line;
  };
  for (let at = 0; at <= text.length;) {
    const found = text.indexOf('\n', at);
    const end = found < 0 ? text.length : found;
    const raw = text.slice(at, end);
    at = end + 1;
    number += 1;
    if (soft) {
      // A quoted-printable line ends in "=": drop it and go on with the next line as it stands.
      soft = raw.endsWith('=');
      if (length >= LONGEST_LINE) continue;
      parts[parts.length - 1] = parts.at(-1)!.slice(0, -1);
      parts.push(raw);
      length += raw.length;
      continue;
    }
    const folded = parts.length > 0 && (raw.startsWith(' ') || raw.startsWith('\t'));
    if (folded) {
      const piece = keepSpace?.(parts[0]!) ? raw : raw.slice(1);
      if (length < LONGEST_LINE) parts.push(piece);
      length += piece.length;
      continue;
    }
    if (parts.length > 0) yield take();
    if (raw.trim() === '') continue;
    parts.push(raw);
    length = raw.length;
    started = number;
    soft = isSoftBroken(raw);
  }
  if (parts.length > 0) yield take();
}

/** Takes a line apart; nothing where it has no name or no colon. Quotes and caret escapes (RFC 6868) are undone. */
export function parseProperty(line: string): Property | undefined {
  const head = /^\s*(?:([A-Za-z0-9_-]+)\.)?([A-Za-z0-9_-]+)\s*(?=[;:])/.exec(line);
  if (!head) return undefined;
  const params = new Map<string, string[]>();
  const add = (name: string, value: string): void => {
    const values = params.get(name);
    if (values) values.push(value);
    else params.set(name, [value]);
  };
  let at = head[0].length;
  while (line[at] === ';') {
    const start = at + 1;
    let quoted = false;
    let end = start;
    const furthest = Math.min(line.length, LONGEST_HEAD);
    for (; end < furthest; end++) {
      const character = line[end];
      if (character === '"') quoted = !quoted;
      else if (!quoted && (character === ';' || character === ':')) break;
    }
    // A quote that never closes: take the line without regard to quotes.
    if (end >= furthest && quoted) {
      end = start + line.slice(start, furthest).search(/[;:]/);
      if (end < start) return undefined;
    } else if (end >= furthest) return undefined;
    const [name = '', ...rest] = line.slice(start, end).split('=');
    const value = rest.join('=');
    if (rest.length === 0) addBare(name.trim(), add);
    else for (const one of splitUnquoted(value)) add(name.trim().toUpperCase(), uncaret(one));
    at = end;
  }
  if (line[at] !== ':') return undefined;
  return {
    ...(head[1] ? { group: head[1] } : {}),
    name: head[2]!.toUpperCase(),
    params,
    value: line.slice(at + 1)
  };
}

const ENCODINGS = /^(QUOTED-PRINTABLE|BASE64|B|8BIT|7BIT)$/i;

function addBare(word: string, add: (name: string, value: string) => void): void {
  if (word === '') return;
  add(ENCODINGS.test(word) ? 'ENCODING' : 'TYPE', word.replace(/"/g, ''));
}

function splitUnquoted(value: string): string[] {
  if (!value.includes('"')) return value.split(',');
  return [...value.matchAll(/(?:"([^"]*)"|([^",]+))/g)].map((match) => match[1] ?? match[2] ?? '');
}

const uncaret = (value: string): string =>
  value.includes('^')
    ? value.replace(/\^(n|\^|')/g, (_, c: string) => ({ n: '\n', "'": '"' })[c] ?? '^')
    : value;

export interface Component {
  /** Upper case. */
  readonly name: string;
  /** Not many more than `MOST_LINES`. */
  readonly lines: readonly Line[];
  /** Whether it had more than `MOST_LINES`. */
  readonly tooLong?: boolean;
  /** Whether its END was there. */
  readonly complete: boolean;
}

/** More lines than any appointment or card has; reading them would only take time. */
export const MOST_LINES = 20_000;

/** What stands in a file: components of the wanted kinds, and properties between them. */
export type Item =
  | { readonly kind: 'component'; readonly component: Component }
  | { readonly kind: 'line'; readonly line: Line }
  | { readonly kind: 'wrapper'; readonly name: string; readonly open: boolean; readonly line: Line };

const MARK = /^\s*(BEGIN|END)\s*:\s*([A-Za-z0-9_-]+)\s*$/i;

/**
 * Cuts a stream of lines into components. `wrappers` (VCALENDAR) are passed through; anything else that
 * begins outside a component is one, with what is nested in it. A component of the `apart` kinds that begins
 * while another is open ends that one as incomplete, unless the line before says that it `nests`.
 */
export function* cutComponents(
  lines: Iterable<Line>,
  wrappers: ReadonlySet<string>,
  apart: ReadonlySet<string>,
  nests: (before: string) => boolean = () => false
): Generator<Item> {
  let open: { name: string; lines: Line[] } | undefined;
  let stack: string[] = [];
  const close = (complete: boolean): Item => {
    const tooLong = open!.lines.length > MOST_LINES;
    const item: Item = {
      kind: 'component',
      component: { ...open!, complete, ...(tooLong ? { tooLong } : {}) }
    };
    open = undefined;
    stack = [];
    return item;
  };
  for (const line of lines) {
    const mark = line.text.length < 200 ? MARK.exec(line.text) : null;
    const begins = mark?.[1]!.toUpperCase() === 'BEGIN';
    const name = mark?.[2]!.toUpperCase() ?? '';
    if (mark && wrappers.has(name)) {
      if (open) yield close(false);
      yield { kind: 'wrapper', name, open: begins, line };
    } else if (mark && begins) {
      if (open && apart.has(name) && !nests(open.lines.at(-1)!.text)) yield close(false);
      open ??= { name, lines: [] };
      if (open.lines.length <= MOST_LINES) open.lines.push(line);
      stack.push(name);
    } else if (mark && open) {
      const depth = stack.lastIndexOf(name);
      if (depth < 0) continue;
      // What was left open inside ends here too.
      while (stack.length > depth + 1) open.lines.push({ text: `END:${stack.pop()!}`, number: line.number });
      open.lines.push(line);
      stack.pop();
      if (stack.length === 0) yield close(true);
    } else if (open) {
      if (open.lines.length <= MOST_LINES) open.lines.push(line);
    } else {
      yield { kind: 'line', line };
    }
  }
  if (open) yield close(false);
}

/** Folds a line at 75 octets (RFC 5545, 3.1), never inside a character. */
export function foldLine(line: string): string {
  const folded: string[] = [];
  let start = 0;
  let octets = 0;
  for (let at = 0; at < line.length;) {
    const code = line.codePointAt(at)!;
    const size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (octets + size > 75) {
      folded.push(line.slice(start, at));
      start = at;
      octets = 1;
    }
    octets += size;
    at += code > 0xffff ? 2 : 1;
  }
  folded.push(line.slice(start));
  return folded.join('\r\n ');
}

/** Text as both formats escape it (RFC 5545, 3.3.11; RFC 6350, 3.4). */
export const escapeText = (text: string): string =>
  text.replace(/[\\;,]/g, '\\$&').replace(/\r\n|\r|\n/g, '\\n');

/** The opposite; a backslash before anything else is dropped (old programs write `http\://`). */
export const unescapeText = (text: string): string =>
  text.replace(/\\(.)/gs, (_, character: string) => (/[nN]/.test(character) ? '\n' : character));

/** Splits at an unescaped separator, leaving escapes in place. */
export function splitEscaped(value: string, separator: ';' | ','): string[] {
  const parts: string[] = [];
  let start = 0;
  for (let at = 0; at < value.length; at++) {
    if (value[at] === '\\') at += 1;
    else if (value[at] === separator) {
      parts.push(value.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(value.slice(start));
  return parts;
}
