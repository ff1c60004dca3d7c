/**
 * Which records seem to be the same person, or the same firm, and why. Candidates are found by what they
 * share (an address, a number, a name), never by comparing all with all: 10,000 people cost 10,000 look-ups.
 * Two David Cohens of two firms are not duplicates. Pure.
 */
import type { RecordId } from '../../base/ids.ts';
import { foldText } from '../../base/fold.ts';
import { isPerson, type ContactRecord } from './people-list.ts';

export type Reason =
  | { readonly kind: 'email'; readonly value: string }
  | { readonly kind: 'phone'; readonly value: string }
  | { readonly kind: 'nameAndFirm' }
  | { readonly kind: 'name' }
  | { readonly kind: 'similarName' }
  | { readonly kind: 'birthday' };

export interface Duplicate {
  /** The one with more in it comes first. */
  readonly a: RecordId;
  readonly b: RecordId;
  /** 50 to 100 and more; the surest first. */
  readonly score: number;
  readonly reasons: readonly Reason[];
}

const ENOUGH = 50;
/** A switchboard or an office@ address names nobody: what more share than this is no hint. */
const SHARED_BY_FEW = 6;

/** The digits that two ways of writing a number have in common: no country code, no trunk zero. */
export const phoneToKey = (number: string): string => number.replace(/\D/g, '').slice(-9);

const nameWords = (name: string): string[] =>
  foldText(name)
    .replace(/[’'`.]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word && !/^(mr|mrs|ms|mx|dr|prof|sir|dame|lady|lord|herr|frau)$/.test(word));

const firmWords = (name: string): string[] =>
  foldText(name)
    .replace(/[.]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(
      (word) => word && !/^(the|ltd|limited|inc|llc|llp|plc|gmbh|ag|sa|sarl|bv|nv|spa|srl|co|and)$/.test(word)
    );

interface Card {
  readonly record: ContactRecord;
  readonly words: readonly string[];
  readonly name: string;
  readonly emails: ReadonlySet<string>;
  readonly phones: ReadonlyMap<string, string>;
  readonly firm: RecordId | undefined;
  readonly birthday: string | undefined;
}

/** Records never change in place, so a card once made stays right as long as its record is there. */
const cards = new WeakMap<ContactRecord, Card>();

/** Work for idle time: makes the cards of up to `count` records from `from` on, so that finding is quick. */
export function prepareCards(records: readonly ContactRecord[], from: number, count: number): void {
  for (const record of records.slice(from, from + count)) cardOf(record);
}

function cardOf(record: ContactRecord): Card {
  const known = cards.get(record);
  if (known) return known;
  const card = toCard(record);
  cards.set(record, card);
  return card;
}

function toCard(record: ContactRecord): Card {
  const person = isPerson(record);
  const words = person
    ? nameWords(record.values.name?.full ?? '')
    : firmWords(String(record.values.name ?? ''));
  return {
    record,
    words,
    // "Cohen, David" is "David Cohen".
    name: [...words].sort().join(' '),
    emails: new Set(record.values.emails?.map(({ value }) => foldText(value.address.trim()))),
    phones: new Map(
      record.values.phones
        ?.map(({ value }) => [phoneToKey(value.number), value.number] as const)
        .filter(([key]) => key.length >= 6)
    ),
    firm: person ? record.values.organisation : undefined,
    birthday: person ? record.values.birthday : undefined
  };
}

type NameLikeness = 'same' | 'similar' | 'partly' | 'other' | 'unknown';

/** "J. Cohen" is similar to "John Cohen", and "Ana Reis" to "Ana Maria Reis"; a shared family name is partly. */
export function compareNames(a: readonly string[], b: readonly string[]): NameLikeness {
  if (a.length === 0 || b.length === 0) return 'unknown';
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  const left = new Set(long);
  let whole = 0;
  const rest: string[] = [];
  for (const word of short) {
    if (left.delete(word)) whole++;
    else rest.push(word);
  }
  if (rest.length === 0 && left.size === 0) return 'same';
  const initials = rest.every((word) =>
    [...left].some((other) => (word.length === 1 || other.length === 1) && word[0] === other[0])
  );
  if (whole > 0 && initials && short.length > 1) return 'similar';
  return whole > 0 ? 'partly' : 'other';
}

const nameScore: Readonly<Record<NameLikeness, number>> = {
  same: 40,
  similar: 25,
  partly: 0,
  other: -25,
  unknown: 0
};

/** How sure it is that two cards mean the same; `rare` says that few others bear that name. */
function compareCards(a: Card, b: Card, rare: boolean): { score: number; reasons: Reason[] } {
  const reasons: Reason[] = [];
  let score = 0;
  const email = [...a.emails].find((one) => b.emails.has(one));
  if (email !== undefined) {
    score += 50;
    reasons.push({ kind: 'email', value: email });
  }
  const phone = [...a.phones.keys()].find((one) => b.phones.has(one));
  if (phone !== undefined) {
    score += 30;
    reasons.push({ kind: 'phone', value: a.phones.get(phone)! });
  }
  const names = compareNames(a.words, b.words);
  score += nameScore[names];
  const person = isPerson(a.record);
  const sameFirm = a.firm !== undefined && a.firm === b.firm;
  if (names === 'same' && sameFirm) reasons.push({ kind: 'nameAndFirm' });
  else if (names === 'same') reasons.push({ kind: 'name' });
  else if (names === 'similar') reasons.push({ kind: 'similarName' });
  if (person) {
    if (sameFirm) score += 15;
    else if (a.firm === undefined || b.firm === undefined) score += rare ? 10 : 0;
    else score -= 15;
  } else if (names === 'same') score += 15;
  if (a.birthday && b.birthday) {
    const same = a.birthday.slice(-5) === b.birthday.slice(-5);
    score += same ? 20 : -40;
    if (same) reasons.push({ kind: 'birthday' });
  }
  return { score, reasons };
}

/** How much is in a record: what is kept should be the fuller one. */
const fullness = ({ values, createdAt }: ContactRecord): number =>
  Object.values(values).reduce<number>(
    (sum, value) => sum + (Array.isArray(value) ? value.length : value === undefined ? 0 : 1),
    0
  ) -
  createdAt / 1e15;

function addTo<T>(buckets: Map<string, T[]>, key: string, item: T): void {
  const bucket = buckets.get(key);
  if (bucket) bucket.push(item);
  else buckets.set(key, [item]);
}

export function findDuplicates(records: readonly ContactRecord[]): Duplicate[] {
  const shared = new Map<string, Card[]>();
  const named = new Map<string, Card[]>();
  const namesakes = new Map<string, number>();
  for (const record of records) {
    if (!record.known || record.trashed) continue;
    const card = cardOf(record);
    for (const email of card.emails) addTo(shared, `${record.type} ${email}`, card);
    for (const phone of card.phones.keys()) addTo(shared, `${record.type} ${phone}`, card);
    if (!card.name) continue;
    const name = `${record.type} ${card.name}`;
    namesakes.set(name, (namesakes.get(name) ?? 0) + 1);
    // Namesakes are compared within a firm, and those without a firm among themselves.
    addTo(named, `${name}\n${card.firm ?? ''}`, card);
  }
  for (const [key, cards] of named) {
    const [name, firm] = key.split('\n') as [string, string];
    const unplaced = firm && named.get(`${name}\n`);
    if (unplaced && namesakes.get(name)! <= SHARED_BY_FEW) shared.set(`with ${key}`, [...cards, ...unplaced]);
  }

  const found = new Map<string, Duplicate>();
  const seen = new Set<string>();
  const look = (cards: readonly Card[]) => {
    for (const [index, a] of cards.entries())
      for (const b of cards.slice(index + 1)) {
        const pair =
          a.record.id < b.record.id ? `${a.record.id} ${b.record.id}` : `${b.record.id} ${a.record.id}`;
        if (a.record.id === b.record.id || seen.has(pair)) continue;
        seen.add(pair);
        if (saidToDiffer(a.record, b.record)) continue;
        const rare = namesakes.get(`${a.record.type} ${a.name}`)! <= SHARED_BY_FEW;
        const { score, reasons } = compareCards(a, b, rare);
        if (score < ENOUGH) continue;
        const [first, second] = fullness(a.record) >= fullness(b.record) ? [a, b] : [b, a];
        found.set(pair, { a: first.record.id, b: second.record.id, score, reasons });
      }
  };
  for (const cards of shared.values()) if (cards.length > 1 && cards.length <= SHARED_BY_FEW) look(cards);
  // Beyond 30 of one name in one firm something else is wrong; the first ones show it.
  for (const cards of named.values()) if (cards.length > 1) look(cards.slice(0, 30));
  return [...found.values()].sort((a, b) => b.score - a.score || (a.a < b.a ? -1 : 1));
}

const saidToDiffer = (a: ContactRecord, b: ContactRecord): boolean =>
  isPerson(a) &&
  isPerson(b) &&
  Boolean(
    a.values.notSame?.some(({ value }) => value === b.id) ||
    b.values.notSame?.some(({ value }) => value === a.id)
  );
