/** The sheet with the recovery words: numbered, three columns, large enough to be read by a tired eye. */
import { formatDate, today } from '../ui/format.ts';
import { viewerZone } from '../ui/settings.svelte.ts';
import { printElement } from './print.ts';
import './print-words.css';
import { t } from './recovery-text.ts';

export interface WordsSheet {
  readonly office: string;
  readonly owner: string;
  readonly server: string;
  readonly words: readonly string[];
  readonly now: number;
}

function add(parent: Element, name: string, text = '', className = ''): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  parent.append(made);
  return made;
}

export function wordsToElement({ office, owner, server, words, now }: WordsSheet): HTMLElement {
  const page = document.createElement('article');
  page.className = 'print-sheet words-sheet';
  const head = add(page, 'header');
  add(head, 'h1', t('title'));
  add(head, 'p', `${t('sheetOf', { name: office })} · ${t('sheetFor', { name: owner })}`);
  const list = add(page, 'ol');
  for (const word of words) add(list, 'li', word);
  const facts = add(page, 'dl');
  add(facts, 'dt', t('sheetServer'));
  add(facts, 'dd', server);
  add(facts, 'dt', t('sheetMade'));
  add(facts, 'dd', formatDate(today(viewerZone(), now), { style: 'long' }));
  add(page, 'p', t('sheetHow'));
  add(page, 'p', t('sheetWarn'), 'warn');
  const kept = add(page, 'section');
  add(kept, 'h2', t('sheetKept'));
  for (let line = 0; line < 4; line++) add(kept, 'div', '', 'line');
  return page;
}

export const printWords = (sheet: WordsSheet): void => printElement(wordsToElement(sheet), t('title'));
