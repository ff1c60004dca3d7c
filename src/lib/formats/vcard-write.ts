/**
 * People and organisations to an address book, vCard 4.0 (RFC 6350). A record that came from a card is written
 * over its original: lines that still say what the record says, and all that nobody here understands, stay,
 * only brought into the form of version 4.0.
 */
import type { Address, Email, PersonName, Phone, Source, Use } from '../base/values.ts';
import { escapeText, foldLine, unfoldedLines } from './content-lines.ts';
import { same, plainList } from './same.ts';
import {
  cardFields,
  kindOf,
  organisationOf,
  parseCard,
  partsOf,
  textOf,
  type Card,
  type CardProperty
} from './vcard-card.ts';

/** A record to be written; what `readFile` gave can be written as it is. Lists may be the store's. */
export interface WriteCard {
  readonly id?: string;
  readonly type: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly ref?: string;
  /** The name of a person's organisation, since a card cannot link. */
  readonly organisationName?: string;
}

/** The file's text, lines ended by CRLF. Records that are neither person nor organisation are passed over. */
export function writeCards(records: readonly WriteCard[]): string {
  const cards = records.filter(({ type }) => type === 'person' || type === 'organisation').map(cardLines);
  return cards
    .flat()
    .map((line) => `${foldLine(line)}\r\n`)
    .join('');
}

interface Draft {
  readonly original: Card | undefined;
  readonly lines: { name: string; text: string; group?: string }[];
}

function cardLines(record: WriteCard): string[] {
  const { fields } = record;
  const kind = record.type === 'organisation' ? 'organisation' : 'person';
  const source = fields.source as Source | undefined;
  const original =
    source?.format === 'vcard' ? parseCard([...unfoldedLines(source.text)], () => {}) : undefined;
  const before = (original && cardFields(original, kind)) ?? {};
  const draft: Draft = {
    original,
    lines: (original?.properties ?? []).map((property) => inVersion4(property))
  };
  for (const inner of original?.inner ?? [])
    draft.lines.push({ name: 'X-AGENT', text: `X-AGENT:${escapeText(inner.join('\n'))}` });

  const name = fields.name as PersonName | string | undefined;
  const full = (typeof name === 'object' ? name.full : name) || 'Unnamed';
  set(draft, ['VERSION', 'AGENT', 'PROFILE', 'MAILER'], []);
  const uid = source?.uid ?? record.ref ?? record.id;
  if (!has(draft, 'UID') && uid)
    set(draft, ['UID'], [uid.includes(':') ? `UID:${uid}` : `UID;VALUE=text:${escapeText(uid)}`]);
  if (
    !has(draft, 'KIND') ||
    (original && (kindOf(original) === 'organisation') !== (kind === 'organisation'))
  ) {
    set(draft, ['KIND', 'X-ABSHOWAS'], [`KIND:${kind === 'organisation' ? 'org' : 'individual'}`]);
  }
  // A card must have FN, which the original may have left out (RFC 6350, 6.2.1).
  const names = ['FN', 'N', ...(kind === 'organisation' ? ['ORG'] : [])];
  if (!original || !has(draft, 'FN') || !same(name, before.name)) set(draft, names, nameLines(name, full));
  const list = <T>(field: string, property: string, line: (value: T) => string): void => {
    const values = plainList<T>(fields[field]);
    if (!original || !same(values, before[field])) set(draft, [property], values.map(line));
  };
  list<Email>('emails', 'EMAIL', (email) => `EMAIL${useParams(email)}:${escapeText(email.address)}`);
  list<Phone>('phones', 'TEL', (phone) => `TEL${useParams(phone)}:${escapeText(phone.number)}`);
  list<Address>('addresses', 'ADR', addressLine);
  list<string>('urls', 'URL', (url) => `URL:${url.replace(/[\r\n]/g, '')}`);
  list<string>('languages', 'LANG', (language) => `LANG:${escapeText(language)}`);
  const tags = plainList<string>(fields.tags);
  if (!original || !same(tags, before.tags))
    set(draft, ['CATEGORIES'], tags.length ? [`CATEGORIES:${tags.map(escapeText).join(',')}`] : []);
  const text = (field: string, properties: readonly string[], property: string): void => {
    const value = fields[field];
    if (original && same(value, before[field])) return;
    set(
      draft,
      properties,
      typeof value === 'string' && value !== '' ? [`${property}:${escapeText(value)}`] : []
    );
  };
  text('notes', ['NOTE'], 'NOTE');
  text('jobTitle', ['TITLE', 'ROLE'], 'TITLE');
  text('zone', ['TZ'], 'TZ');
  text('pronunciation', ['X-PHONETIC-FIRST-NAME', 'X-PHONETIC-LAST-NAME'], 'X-PHONETIC-FIRST-NAME');
  if (!original || !same(fields.birthday, before.birthday))
    set(draft, ['BDAY'], birthdayLines(fields.birthday as string | undefined));
  const organisation = record.organisationName;
  if (
    kind === 'person' &&
    organisation !== undefined &&
    organisation !== (original && organisationOf(original))
  ) {
    set(draft, ['ORG'], organisation ? [`ORG:${escapeText(organisation)}`] : []);
  }
  return ['BEGIN:VCARD', 'VERSION:4.0', ...draft.lines.map(({ text }) => text), 'END:VCARD'];
}

const has = (draft: Draft, name: string): boolean => draft.lines.some((line) => line.name === name);

/** Puts lines in the place of all properties of these names; labels that belonged to them go with them. */
function set(draft: Draft, names: readonly string[], texts: readonly string[]): void {
  const groups = new Set(
    draft.lines.filter(({ name, group }) => group && names.includes(name)).map(({ group }) => group)
  );
  const at = draft.lines.findIndex(({ name }) => names.includes(name));
  const added = texts.map((text) => ({ name: /^[^:;]+/.exec(text)![0], text }));
  draft.lines.splice(at < 0 ? draft.lines.length : at, 0, ...added);
  const kept = draft.lines.filter((line) => {
    if (added.includes(line)) return true;
    if (names.includes(line.name)) return false;
    return !(line.group && groups.has(line.group) && /^X-AB(LABEL|ADR)$/.test(line.name));
  });
  draft.lines.splice(0, draft.lines.length, ...kept);
}

function nameLines(name: PersonName | string | undefined, full: string): string[] {
  if (typeof name !== 'object') return [`FN:${escapeText(full)}`, `ORG:${escapeText(full)}`];
  const parts = [name.family, name.given, name.middle, name.prefix, name.suffix];
  const structured = parts.some(Boolean)
    ? [`N:${parts.map((part) => escapeText(part ?? '')).join(';')}`]
    : [];
  return [`FN:${escapeText(full)}`, ...structured];
}

const USE_TYPE: Readonly<Record<Use, string>> = {
  work: 'work',
  home: 'home',
  mobile: 'cell',
  fax: 'fax',
  assistant: 'x-assistant',
  other: 'x-other'
};

function useParams({ use, preferred }: { use?: Use; preferred?: boolean }): string {
  return `${use ? `;TYPE=${USE_TYPE[use]}` : ''}${preferred ? ';PREF=1' : ''}`;
}

function addressLine(address: Address): string {
  const parts = [
    '',
    address.extra,
    address.street,
    address.city,
    address.region,
    address.postcode,
    address.country
  ];
  return `ADR${useParams({ use: address.use! })}:${parts.map((part) => escapeText(part ?? '')).join(';')}`;
}

const birthdayLines = (birthday: string | undefined): string[] =>
  birthday
    ? [
        `BDAY:${birthday.startsWith('--') ? `--${birthday.slice(2).replace('-', '')}` : birthday.replaceAll('-', '')}`
      ]
    : [];

// --- older versions ---------------------------------------------------------------------------------------

const STRUCTURED = new Set(['N', 'ADR', 'ORG', 'GENDER']);
const MEDIA: Readonly<Record<string, string>> = {
  PHOTO: 'image',
  LOGO: 'image',
  SOUND: 'audio',
  KEY: 'application'
};

/** A line of 2.1 or 3.0 as 4.0 has it: UTF-8 and no encodings, types named, base64 as data: addresses. */
function inVersion4(property: CardProperty): { name: string; text: string; group?: string } {
  const { group, name, params, value, text } = property;
  const frame = (line: string) => ({ name, text: line, ...(group ? { group } : {}) });
  const encodings = (params.get('ENCODING') ?? []).map((encoding) => encoding.toUpperCase());
  const types = (params.get('TYPE') ?? [])
    .flatMap((type) => type.split(','))
    .filter((type) => !/^(pref|internet)$/i.test(type));
  const preferred = (params.get('TYPE') ?? []).some((type) => /(^|,)pref(,|$)/i.test(type));
  const bare = /^[^:"]*;[^=;:"]+[;:]/.test(text);
  if (encodings.length === 0 && !params.has('CHARSET') && !preferred && !bare) return frame(text.trimStart());

  const kept = [...params].filter(([key]) => !/^(TYPE|ENCODING|CHARSET)$/.test(key));
  if (preferred && !params.has('PREF')) kept.push(['PREF', ['1']]);
  const isBase64 = encodings.some((encoding) => encoding === 'BASE64' || encoding === 'B');
  const shown = isBase64 ? [] : types;
  if (shown.length > 0) kept.unshift(['TYPE', shown.map((type) => type.toLowerCase())]);
  const head = `${group ? `${group}.` : ''}${name}${kept.map(([key, values]) => `;${key}=${values.map(paramText).join(',')}`).join('')}`;
  if (isBase64) {
    const kind = (types[0] ?? 'octet-stream').toLowerCase();
    const media = kind.includes('/')
      ? kind
      : `${kind === 'octet-stream' ? 'application' : (MEDIA[name] ?? 'application')}/${kind}`;
    return frame(`${head}:data:${media};base64,${value.replace(/\s/g, '')}`);
  }
  if (!encodings.includes('QUOTED-PRINTABLE')) return frame(`${head}:${value}`);
  if (!STRUCTURED.has(name)) return frame(`${head}:${escapeText(textOf(property))}`);
  const parts = partsOf(property).map((part) => part.replace(/\r\n?|\n/g, '\\n').replace(/;/g, '\\;'));
  return frame(`${head}:${parts.join(';')}`);
}

/** A parameter's value, quoted where it must be, with what quotes cannot hold as caret escapes (RFC 6868). */
function paramText(value: string): string {
  const safe = value.replace(/\^/g, '^^').replace(/\n/g, '^n').replace(/"/g, "^'");
  return /[,:;]/.test(safe) ? `"${safe}"` : safe;
}
