/**
 * Designed sheets for paper. A sheet is laid into the page where only the printer sees it, so that printing needs
 * no other window and works offline; it goes again when printing is over.
 */
import type { FieldMap } from '../store/fields.ts';
import type { StoredRecord } from '../store/office.ts';
import { formatInstant } from '../ui/format.ts';
import { recordToSubtitle, recordToTitle, valueToText, type Names } from './record-words.ts';
import './print.css';
import { t } from './text.ts';
import { isEmpty } from './validate.ts';

/** What stands on a sheet. Everything is text: nothing from a record is ever read as markup. */
export interface Sheet {
  readonly title: string;
  readonly subtitle?: string;
  /** Label and value, for one record. */
  readonly lines?: readonly { readonly label: string; readonly text: string }[];
  readonly table?: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };
  /** Small, at the foot. */
  readonly foot?: string;
}

export function recordToSheet(record: StoredRecord, names: Names, now: number): Sheet {
  const title = recordToTitle(record, names);
  const type = names.types.get(record.type);
  const lines = Object.entries((type?.fields ?? {}) as FieldMap).flatMap(([name, field]) => {
    if (field.hidden || isEmpty(record.values[name])) return [];
    const text = valueToText(field, record.values[name], names);
    return text && text !== title ? [{ label: field.label(), text }] : [];
  });
  return {
    title,
    subtitle: recordToSubtitle(record, names) || (type?.label() ?? ''),
    lines,
    foot: t('printedOn', { when: formatInstant(now) })
  };
}

export function listToSheet(
  title: string,
  records: readonly StoredRecord[],
  columns: readonly string[],
  names: Names,
  now: number
): Sheet {
  const fieldOf = (record: StoredRecord, name: string) =>
    (names.types.get(record.type)?.fields as FieldMap | undefined)?.[name];
  const first = records[0];
  const head = columns.map((name) => (first && fieldOf(first, name)?.label()) ?? '');
  return {
    title,
    subtitle: t('rows', { n: records.length }),
    table: {
      head: [t('whatColumn'), ...head],
      rows: records.map((record) => [
        recordToTitle(record, names),
        ...columns.map((name) => {
          const field = fieldOf(record, name);
          return field ? valueToText(field, record.values[name], names) : '';
        })
      ])
    },
    foot: t('printedOn', { when: formatInstant(now) })
  };
}

function element(name: string, text = '', className = ''): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

export function sheetToElement(sheet: Sheet): HTMLElement {
  const page = element('article', '', 'print-sheet');
  const head = element('header');
  head.append(element('h1', sheet.title));
  if (sheet.subtitle) head.append(element('p', sheet.subtitle));
  page.append(head);
  if (sheet.lines) {
    const list = element('dl');
    for (const line of sheet.lines) list.append(element('dt', line.label), element('dd', line.text));
    page.append(list);
  }
  if (sheet.table) {
    const table = element('table');
    const top = element('tr');
    for (const cell of sheet.table.head) top.append(element('th', cell));
    const thead = element('thead');
    thead.append(top);
    const body = element('tbody');
    for (const row of sheet.table.rows) {
      const line = element('tr');
      for (const cell of row) line.append(element('td', cell));
      body.append(line);
    }
    table.append(thead, body);
    page.append(table);
  }
  if (sheet.foot) page.append(element('footer', sheet.foot));
  return page;
}

/** Prints any element as a sheet of its own: what the app shows stays off the paper. */
export function printElement(page: HTMLElement, title: string): void {
  const before = document.title;
  document.body.append(page);
  document.documentElement.classList.add('printing-sheet');
  // Browsers name the PDF after the document.
  document.title = title;
  const done = () => {
    page.remove();
    document.documentElement.classList.remove('printing-sheet');
    document.title = before;
  };
  addEventListener('afterprint', done, { once: true });
  window.print();
}

export const printSheet = (sheet: Sheet): void => printElement(sheetToElement(sheet), sheet.title);
