/** One entry of a record's history as a sentence without its subject: "changed Place from A to B". */
import type { FieldDefinition, FieldMap } from '../store/fields.ts';
import type { Change, StoredRecord } from '../store/office.ts';
import { valueToText, type Names } from './record-words.ts';
import { t } from './text.ts';

/** As the store keeps a list's element: its value with its place, and whether it was taken out. */
interface Element {
  readonly value?: unknown;
  readonly removed?: boolean;
}

const shorten = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text);

/** Elements come either bare or with the order key beside them. */
function elementOf(raw: unknown): Element | undefined {
  if (raw === undefined || raw === null) return undefined;
  return typeof raw === 'object' && 'order' in raw ? (raw as Element) : { value: raw };
}

/** The register in which the store keeps whether a record lies in the trash. */
const TRASH = '$trash';

/** The label of a field or of a list's element, as history and two versions name it. */
export function fieldToLabel(register: string, record: StoredRecord, names: Names): string {
  const fields = (names.types.get(record.type)?.fields ?? {}) as FieldMap;
  const [name = '', key] = register.split('/');
  if (name === TRASH) return t('trashLabel');
  const field = fields[name];
  return (key === undefined ? field : (field?.of ?? field))?.label() ?? t('newerField');
}

export function changeToWords(change: Change, record: StoredRecord, names: Names): string {
  if (change.field === undefined) return t('created');
  const fields = (names.types.get(record.type)?.fields ?? {}) as FieldMap;
  const [name = '', key] = change.field.split('/');
  const field: FieldDefinition | undefined = fields[name];
  if (name === TRASH) return change.after ? t('toTrash') : t('fromTrash');
  const label = field?.label() ?? t('newerField');
  const said = (of: FieldDefinition | undefined, value: unknown) =>
    of ? shorten(valueToText(of, value, names)) : shorten(String(value ?? ''));
  if (key !== undefined) {
    const before = elementOf(change.before);
    const after = elementOf(change.after);
    const was = before?.removed ? '' : said(field?.of, before?.value);
    const is = after?.removed ? '' : said(field?.of, after?.value);
    if (!was && is) return t('elementAdded', { after: is, field: label });
    if (was && !is) return t('elementRemoved', { before: was, field: label });
    if (was === is) return t('elementMoved', { after: is, field: label });
    return `${t('changed', { field: label })} ${t('fromTo', { before: was, after: is })}`;
  }
  const before = said(field, change.before);
  const after = said(field, change.after);
  if (!after) return t('cleared', { field: label, before: before || t('nothing') });
  if (!before) return `${t('changed', { field: label })} ${t('setTo', { after })}`;
  return `${t('changed', { field: label })} ${t('fromTo', { before, after })}`;
}
