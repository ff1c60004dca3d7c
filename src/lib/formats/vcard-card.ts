/**
 * One card, versions 2.1 to 4.0, as record fields. The writer reads an original card through the same
 * functions, to see which of its lines still say what the record says.
 */
import type { Address, Email, PersonName, Phone, Use } from '../base/values.ts';
import { parseProperty, splitEscaped, unescapeText, type Line, type Property } from './content-lines.ts';
import { decodeQuotedPrintable } from './decode.ts';
import { t } from './text.ts';
import { zoneByName } from './zone-names.ts';

export interface CardProperty extends Property {
  /** The line as it stands, unfolded. */
  readonly text: string;
  readonly line: number;
}

export interface Card {
  readonly version: string;
  readonly line: number;
  readonly properties: readonly CardProperty[];
  /** Cards inside the card (AGENT of 2.1), as they stand. */
  readonly inner: readonly (readonly string[])[];
}

/** Takes a card's lines apart, from BEGIN to END; `refused` hears of lines that are no properties. */
export function parseCard(lines: readonly Line[], refused: (line: Line) => void): Card {
  const properties: CardProperty[] = [];
  const inner: string[][] = [];
  let depth = 0;
  for (const line of lines) {
    const mark = /^\s*(BEGIN|END)\s*:\s*VCARD\s*$/i.exec(line.text)?.[1]!.toUpperCase();
    if (mark === 'BEGIN' && ++depth === 2) inner.push([]);
    if (depth > 1) inner.at(-1)!.push(line.text);
    if (mark === 'END') depth -= 1;
    if (mark || depth > 1) continue;
    const property = parseProperty(line.text);
    if (property) properties.push({ ...property, text: line.text, line: line.number });
    else refused(line);
  }
  const version = properties.find(({ name }) => name === 'VERSION')?.value.trim() ?? '3.0';
  return { version, line: lines[0]?.number ?? 0, properties, inner };
}

const isQuotedPrintable = ({ params }: Property): boolean =>
  params.get('ENCODING')?.some((encoding) => /^quoted-printable$/i.test(encoding)) ?? false;

const decoded = (property: Property, part: string): string =>
  isQuotedPrintable(property) ? decodeQuotedPrintable(part, property.params.get('CHARSET')?.[0]) : part;

/** The value as text. */
export const textOf = (property: Property): string =>
  unescapeText(decoded(property, property.value)).replace(/\r\n?/g, '\n').trim();

/** The parts of a structured value (N, ADR, ORG), each still with its commas escaped where they were. */
export const partsOf = (property: Property): string[] =>
  splitEscaped(property.value, ';').map((part) => decoded(property, part));

const joined = (part: string | undefined, glue: string): string | undefined => {
  const pieces = splitEscaped(part ?? '', ',').map((piece) => unescapeText(piece).trim());
  return pieces.filter(Boolean).join(glue) || undefined;
};

const all = (card: Card, ...names: string[]): CardProperty[] =>
  card.properties.filter(({ name, value }) => names.includes(name) && value.trim() !== '');

const one = (card: Card, ...names: string[]): CardProperty | undefined => all(card, ...names)[0];

const oneText = (card: Card, ...names: string[]): string | undefined => {
  const property = one(card, ...names);
  return (property && textOf(property)) || undefined;
};

export const typesOf = ({ params }: Property): string[] =>
  (params.get('TYPE') ?? [])
    .flatMap((value) => value.toLowerCase().split(','))
    .map((type) => type.trim().replace(/^x-/, ''));

/** What the address book calls a grouped value: `item1.X-ABLabel` beside `item1.TEL`. */
function labelOf(card: Card, property: Property): string {
  if (!property.group) return '';
  const label = card.properties.find(({ name, group }) => name === 'X-ABLABEL' && group === property.group);
  return label ? textOf(label).replace(/^_\$!<|>!\$_$/g, '') : '';
}

/** `work`, `home`, … ; nothing where the card does not say. */
function useOf(card: Card, property: Property): { use?: Use; preferred?: boolean } {
  const types = typesOf(property);
  const label = labelOf(card, property).toLowerCase();
  const has = (...words: string[]): boolean =>
    words.some((word) => types.includes(word)) ||
    (label !== '' && words.some((word) => label.includes(word)));
  const use: Use | undefined = has('fax')
    ? 'fax'
    : has('assistant')
      ? 'assistant'
      : has('cell', 'mobile', 'iphone')
        ? 'mobile'
        : has('work')
          ? 'work'
          : has('home')
            ? 'home'
            : has('pager', 'other', 'car') || label !== ''
              ? 'other'
              : undefined;
  const preferred = types.includes('pref') || property.params.get('PREF')?.[0] === '1';
  return { ...(use ? { use } : {}), ...(preferred ? { preferred } : {}) };
}

/** Without doubles, by what `key` says. */
function distinct<T>(values: readonly T[], key: (value: T) => string): T[] {
  const seen = new Set<string>();
  return values.filter((value) => !seen.has(key(value)) && seen.add(key(value)));
}

export const isAddress = (text: string): boolean => /^[^\s@<>]+@[^\s@<>]+$/.test(text);

export function readEmails(card: Card): Email[] {
  const emails = all(card, 'EMAIL').map((property): Email => {
    const text = textOf(property).replace(/^mailto:/i, '');
    return { address: /<([^<>]+)>$/.exec(text)?.[1] ?? text, ...useOf(card, property) };
  });
  return distinct(emails, ({ address }) => address.toLowerCase()).filter(({ address }) => isAddress(address));
}

export function readPhones(card: Card): Phone[] {
  const phones = all(card, 'TEL').map((property): Phone => {
    const number = textOf(property).replace(/^tel:/i, '').replace(/;ext=/i, ' ext. ').replace(/;.*$/, '');
    return { number, ...useOf(card, property) };
  });
  return distinct(phones, ({ number, use }) => `${number.replace(/\s/g, '')} ${use}`);
}

export function readAddresses(card: Card): Address[] {
  return all(card, 'ADR').flatMap((property): Address[] => {
    const [box, extended, street, city, region, postcode, country] = partsOf(property).map((part) =>
      joined(part, ', ')
    );
    const extra = [box, extended].filter(Boolean).join(', ');
    const address = {
      // Some programs put the whole address into the second part.
      ...(street || extra ? { street: street ?? extra } : {}),
      ...(street && extra ? { extra } : {}),
      ...(city ? { city } : {}),
      ...(region ? { region } : {}),
      ...(postcode ? { postcode } : {}),
      ...(country ? { country } : {})
    };
    const { use } = useOf(card, property);
    return Object.keys(address).length > 0 ? [{ ...address, ...(use ? { use } : {}) }] : [];
  });
}

export const organisationOf = (card: Card): string | undefined => {
  const property = one(card, 'ORG');
  return property && joined(partsOf(property)[0], ', ');
};

/** The name as its parts and as a whole; nothing where the card has neither. */
export function readName(card: Card): PersonName | undefined {
  const structured = one(card, 'N');
  const [family, given, middle, prefix, suffix] = structured ? partsOf(structured) : [];
  const name = {
    ...(joined(given, ' ') ? { given: joined(given, ' ')! } : {}),
    ...(joined(family, ' ') ? { family: joined(family, ' ')! } : {}),
    ...(joined(middle, ' ') ? { middle: joined(middle, ' ')! } : {}),
    ...(joined(prefix, ' ') ? { prefix: joined(prefix, ' ')! } : {}),
    ...(joined(suffix, ', ') ? { suffix: joined(suffix, ', ')! } : {})
  };
  const whole = [name.prefix, name.given, name.middle, name.family, name.suffix].filter(Boolean).join(' ');
  const full = oneText(card, 'FN') ?? (whole || undefined);
  return full === undefined ? undefined : { full, ...name };
}

/** A day, or `--MM-DD` without the year; nothing where the text is neither. */
export function readBirthday(property: Property): string | undefined {
  const text = textOf(property);
  const match = /^(\d{4}|--)-?(\d{2})-?(\d{2})(?:[T ].*)?$/.exec(text);
  if (!match) return undefined;
  const [, year, month, day] = match;
  const exists = new Date(Date.UTC(year === '--' ? 2024 : Number(year), Number(month) - 1, Number(day)));
  if (exists.getUTCMonth() + 1 !== Number(month) || exists.getUTCDate() !== Number(day)) return undefined;
  // Apple writes 1604 for a year that is not known.
  const yearless = year === '--' || property.params.get('X-APPLE-OMIT-YEAR')?.[0] === year;
  return yearless ? `--${month}-${day}` : `${year}-${month}-${day}`;
}

export type CardKind = 'person' | 'organisation' | 'group' | 'other';

export function kindOf(card: Card): CardKind {
  const kind = oneText(card, 'KIND', 'X-ADDRESSBOOKSERVER-KIND')?.toLowerCase();
  if (kind === 'group') return 'group';
  if (kind === 'org' || kind === 'organization') return 'organisation';
  if (kind && kind !== 'individual') return 'other';
  if (/^company$/i.test(oneText(card, 'X-ABSHOWAS') ?? '')) return 'organisation';
  const organisation = organisationOf(card);
  const name = readName(card);
  const named = name && (name.given ?? name.family);
  return organisation && !named && (!name || name.full === organisation) ? 'organisation' : 'person';
}

/** Tags that mail programs put on every card say nothing. */
const EVERYONE = /^(my ?contacts|all ?contacts)$/i;

/** Field values of a person's or an organisation's card; nothing where it has no name of any kind. */
export function cardFields(
  card: Card,
  kind: 'person' | 'organisation',
  say: (line: number, sentence: string) => void = () => {}
): Record<string, unknown> | undefined {
  const emails = readEmails(card);
  const phones = readPhones(card);
  const organisation = organisationOf(card);
  const full = readName(card)?.full ?? emails[0]?.address ?? phones[0]?.number;
  const name = kind === 'person' ? (readName(card) ?? (full ? { full } : undefined)) : (organisation ?? full);
  if (!name) return undefined;
  for (const property of all(card, 'EMAIL')) {
    const text = textOf(property).replace(/^mailto:/i, '');
    if (!isAddress(/<([^<>]+)>$/.exec(text)?.[1] ?? text))
      say(property.line, t('badEmail', { text: text.slice(0, 60) }));
  }
  const shared = {
    name,
    emails,
    phones,
    addresses: readAddresses(card),
    urls: distinct(all(card, 'URL').map(textOf), (url) => url),
    notes: all(card, 'NOTE').map(textOf).join('\n\n'),
    tags: distinct(
      all(card, 'CATEGORIES').flatMap((property) =>
        splitEscaped(decoded(property, property.value), ',').map((tag) => unescapeText(tag).trim())
      ),
      (tag) => tag
    ).filter((tag) => tag !== '' && !EVERYONE.test(tag))
  };
  if (kind === 'organisation') return present(shared);
  const born = one(card, 'BDAY');
  const birthday = born && readBirthday(born);
  if (born && !birthday) say(born.line, t('badBirthday', { name: full!, text: textOf(born).slice(0, 40) }));
  const phonetic = ['X-PHONETIC-FIRST-NAME', 'X-PHONETIC-LAST-NAME'].map((part) => oneText(card, part));
  const zone = zoneByName(oneText(card, 'TZ') ?? '');
  return present({
    ...shared,
    jobTitle: oneText(card, 'TITLE') ?? oneText(card, 'ROLE'),
    languages: distinct(all(card, 'LANG').map(textOf), (language) => language),
    pronunciation: phonetic.filter(Boolean).join(' '),
    birthday,
    zone: zone && !zone.startsWith('Etc/') ? zone : undefined
  });
}

const present = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)
    )
  );
