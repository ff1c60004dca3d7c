/** One component of a calendar, property by property through ical.js; a line it refuses is named and passed over. */
import ICAL from 'ical.js';
import { decodeQuotedPrintable } from './decode.ts';
import { escapeText, parseProperty, type Component, type Line } from './content-lines.ts';

// Dates without VALUE=DATE are common; strictness would read them as broken times.
ICAL.design.strict = false;

export interface CalProperty {
  /** Lower case. */
  readonly name: string;
  readonly params: Readonly<Record<string, string | readonly string[]>>;
  readonly type: string;
  readonly values: readonly unknown[];
  /** The line as it stands, unfolded. */
  readonly text: string;
  readonly line: number;
}

export interface CalComponent {
  /** Lower case. */
  readonly name: string;
  readonly line: number;
  readonly properties: readonly CalProperty[];
  readonly parts: readonly CalComponent[];
}

/** Longer values are files put into the text; ical.js need not look at them. */
const LONGEST_PARSED = 1 << 16;

export function parseComponent(component: Component, refused: (line: Line) => void): CalComponent {
  interface Open {
    name: string;
    line: number;
    properties: CalProperty[];
    parts: CalComponent[];
  }
  const root: Open = { name: '', line: 0, properties: [], parts: [] };
  const stack: Open[] = [root];
  for (const line of component.lines) {
    const top = stack.at(-1)!;
    const begin = /^\s*BEGIN\s*:\s*(\S+)\s*$/i.exec(line.text);
    if (begin) {
      const part: Open = { name: begin[1]!.toLowerCase(), line: line.number, properties: [], parts: [] };
      top.parts.push(part);
      stack.push(part);
    } else if (/^\s*END\s*:/i.test(line.text)) {
      if (stack.length > 1) stack.pop();
    } else if (line.text.length <= LONGEST_PARSED) {
      const property = parseLine(line);
      if (property) top.properties.push(property);
      else refused(line);
    }
  }
  return root.parts[0] ?? root;
}

function parseLine(line: Line): CalProperty | undefined {
  try {
    const [name, params, type, ...values] = ICAL.parse.property(plainText(line.text)) as [
      string,
      Record<string, string | string[]>,
      string,
      ...unknown[]
    ];
    if (!/^[a-z0-9-]+$/.test(name)) return undefined;
    return { name, params, type, values, text: line.text, line: line.number };
  } catch {
    return parseBroken(line);
  }
}

/** A value that ical.js refuses (an unknown FREQ, say) as it stands, for whoever reads it to name the fault. */
function parseBroken(line: Line): CalProperty | undefined {
  const property = parseProperty(line.text);
  if (!property) return undefined;
  const params = Object.fromEntries(
    [...property.params].map(([name, values]) => [name.toLowerCase(), values])
  );
  const { name, value } = property;
  return {
    name: name.toLowerCase(),
    params,
    type: 'unknown',
    values: [value],
    text: line.text,
    line: line.number
  };
}

/** vCalendar 1.0 and some phones write quoted-printable; ical.js does not know it. */
function plainText(text: string): string {
  if (!/^[^:]*ENCODING=QUOTED-PRINTABLE|^[^:]*;QUOTED-PRINTABLE/i.test(text)) return text.trimStart();
  const property = parseProperty(text);
  if (!property) return text;
  const value = decodeQuotedPrintable(property.value, property.params.get('CHARSET')?.[0]);
  return `${property.name}:${escapeText(value)}`;
}

export const propertyOf = (component: CalComponent, name: string): CalProperty | undefined =>
  component.properties.find((property) => property.name === name);

export const propertiesOf = (component: CalComponent, name: string): CalProperty[] =>
  component.properties.filter((property) => property.name === name);

/** The first value of that name as trimmed text; nothing where it is missing or empty. */
export function textOf(component: CalComponent, name: string): string | undefined {
  const value = propertyOf(component, name)?.values[0];
  const text = typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
  return text === '' ? undefined : text;
}

export function paramOf(property: CalProperty, name: string): string | undefined {
  const value = property.params[name];
  return typeof value === 'string' ? value : value?.[0];
}

/** What stands after the colon. */
export const rawValueOf = (property: CalProperty): string => parseProperty(property.text)?.value ?? '';

/** A line from its parts, unfolded. */
export const propertyLine = (
  name: string,
  params: Readonly<Record<string, string>>,
  type: string,
  ...values: unknown[]
): string =>
  (ICAL.stringify.property as unknown as PropertyToText)([name, params, type, ...values], undefined, true);

type PropertyToText = (property: unknown[], design: undefined, noFold: boolean) => string;
