/** What can be done with one record or many, said in toasts and taken back where it can be. */
import type { RecordId } from '../base/ids.ts';
import type { StoredRecord } from '../store/office.ts';
import { toast } from '../ui/toasts.svelte.ts';
import { copyText, recordsToText, recordToText } from './copy-as-text.ts';
import type { Desk } from './desk-context.ts';
import { listToSheet, printSheet, recordToSheet } from './print.ts';
import { t } from './text.ts';
import { toastWithUndo } from './undo.ts';

export function trashRecords({ office }: Desk, ids: readonly RecordId[]): void {
  office.trash(ids);
  toastWithUndo(office, t('trashed', { n: ids.length }));
}

export function restoreRecords({ office }: Desk, ids: readonly RecordId[]): void {
  office.restore(ids);
  toastWithUndo(office, t('restored', { n: ids.length }));
}

export async function copyRecords({ office }: Desk, records: readonly StoredRecord[]): Promise<void> {
  const [only] = records;
  const text = records.length === 1 && only ? recordToText(only, office) : recordsToText(records, office);
  toast((await copyText(text)) ? { text: t('copied') } : { text: t('notCopied'), tone: 'bad' });
}

export const printRecord = ({ office, clock }: Desk, record: StoredRecord): void =>
  printSheet(recordToSheet(record, office, clock.now()));

export const printRecords = (
  { office, clock }: Desk,
  title: string,
  records: readonly StoredRecord[],
  columns: readonly string[]
): void => printSheet(listToSheet(title, records, columns, office, clock.now()));
