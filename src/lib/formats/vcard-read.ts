/**
 * An address book (vCard 2.1, 3.0, 4.0, also mixed in one file) to people and organisations. Each card is read
 * by itself; one whose end is missing is not read, and what a card says that no field takes stays in its text.
 */
import { cutComponents, MOST_LINES, unfoldedLines, type Component } from './content-lines.ts';
import { keptText } from './kept-text.ts';
import {
  Problems,
  type ReadOptions,
  type ReadRecord,
  type ReadingSteps,
  type Sensitivity
} from './reading.ts';
import { atLine, t } from './text.ts';
import { cardFields, kindOf, organisationOf, parseCard, textOf, type Card } from './vcard-card.ts';

const NO_WRAPPERS: ReadonlySet<string> = new Set();
const APART = new Set(['VCARD']);
const MOST_CARDS = 100_000;

/** Reads an address book's text (line ends `\n`). `file` is its name, kept with each record. */
export function* readCards(text: string, file: string, _options: ReadOptions = {}): ReadingSteps {
  const problems = new Problems();
  const say = (line: number, sentence: string): void => problems.add(atLine(line), sentence);
  const records: ReadRecord[] = [];
  let oldVersion = false;
  let done = 0;
  // Version 2.1 folds at a space and means it; base64 never does.
  const keepSpace = (line: string): boolean => oldVersion && !/^[^:]*[;=](BASE64|B)[;:]/i.test(line);
  function* lines() {
    for (const line of unfoldedLines(text, keepSpace)) {
      if (/^VERSION/i.test(line.text)) oldVersion = /2\.1/.test(line.text);
      done += line.text.length + 1;
      yield line;
    }
  }
  const nests = (before: string): boolean => /^\s*(?:[\w-]+\.)?AGENT\b/i.test(before);
  let begun = false;
  let seen = 0;
  let saidBefore = false;
  for (const item of cutComponents(lines(), NO_WRAPPERS, APART, nests)) {
    if (item.kind === 'component' && item.component.name === 'VCARD') {
      begun = true;
      if (++seen > MOST_CARDS) {
        say(item.component.lines[0]!.number, t('tooMany', { n: MOST_CARDS }));
        break;
      }
      const record = readCard(item.component, file, say);
      if (record) records.push(record);
      if (seen % 200 === 0) yield Math.min(0.95, done / text.length);
    } else if (item.kind === 'component') {
      const line = item.component.lines[0]!.number;
      say(line, t('otherFormat', { n: line }));
      break;
    } else if (item.kind === 'line' && !begun && !saidBefore) {
      saidBefore = true;
      say(item.line.number, t('before'));
    } else if (item.kind === 'line' && begun) {
      say(item.line.number, t('lineUnread', { text: item.line.text.slice(0, 60) }));
    }
  }
  if (records.length === 0 && problems.list.length === 0) problems.add(t('wholeFile'), t('noCards'));
  return {
    format: 'vcard',
    records,
    problems: problems.all((n) => ({ where: t('andMore'), what: t('andMoreWhat', { n }) }))
  };
}

function readCard(
  component: Component,
  file: string,
  say: (line: number, sentence: string) => void
): ReadRecord | undefined {
  const line = component.lines[0]!.number;
  if (!component.complete) return void say(line, t('cutOff'));
  if (component.tooLong) return void say(line, t('tooLong', { n: MOST_LINES }));
  const card = parseCard(component.lines, (bad) =>
    say(bad.number, t('lineUnread', { text: bad.text.slice(0, 60) }))
  );
  const kind = kindOf(card);
  if (kind === 'group') return void say(line, t('cardGroup'));
  if (kind === 'other') return void say(line, t('cardOther'));
  const fields = cardFields(card, kind, say);
  if (!fields) return void say(line, t('cardNameless'));
  const text = keptText(component.lines, say);
  const uid = valueOf(card, 'UID')?.replace(/^urn:uuid:/i, '');
  const sensitivity = sensitivityOf(card);
  const organisation = kind === 'person' ? organisationOf(card) : undefined;
  return {
    type: kind,
    fields: { ...fields, source: { format: 'vcard', file, ...(uid ? { uid } : {}), text } },
    ...(uid ? { ref: uid } : {}),
    ...(organisation ? { organisationName: organisation } : {}),
    ...(sensitivity ? { sensitivity } : {})
  };
}

function valueOf(card: Card, wanted: string): string | undefined {
  const property = card.properties.find(({ name }) => name === wanted);
  return (property && textOf(property)) || undefined;
}

export function sensitivityOf(card: Card): Sensitivity | undefined {
  const text = valueOf(card, 'CLASS')?.toLowerCase();
  return text === 'private' || text === 'confidential' || text === 'public' ? text : undefined;
}
