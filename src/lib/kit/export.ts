/** Records saved as a file that other programs read: calendars as .ics, people as .vcf. */
import { ok, type Result } from '../base/result.ts';
import type { StoredRecord } from '../store/office.ts';
import { toast } from '../ui/toasts.svelte.ts';
import type { Desk } from './desk-context.ts';
import { idToTitle, recordToTitle } from './record-words.ts';
import { t } from './text.ts';

export type ExportFormat = 'ics' | 'vcf';

const formats: Readonly<Record<string, ExportFormat>> = {
  appointment: 'ics',
  task: 'ics',
  person: 'vcf',
  organisation: 'vcf'
};

/** The format that all of them can be saved in, if there is one. */
export function exportFormatOf(records: readonly StoredRecord[]): ExportFormat | undefined {
  const found = new Set(records.map((record) => (record.known ? formats[record.type] : undefined)));
  return found.size === 1 ? [...found][0] : undefined;
}

export async function recordsToFile(
  { office, clock }: Pick<Desk, 'office' | 'clock'>,
  records: readonly StoredRecord[],
  format: ExportFormat
): Promise<Result<string>> {
  const plain = records.map((record) => ({ id: record.id, type: record.type, fields: record.values }));
  if (format === 'ics') {
    const { writeInWorker } = await import('./read-files.ts');
    return writeInWorker(plain, { stamp: clock.now(), name: office.name });
  }
  const { writeCards } = await import('../formats/vcard-write.ts');
  const cards = plain.map((card) => {
    const organisation = card.fields.organisation as string | undefined;
    const organisationName = organisation && idToTitle(organisation, office);
    return organisationName ? { ...card, organisationName } : card;
  });
  return ok(writeCards(cards));
}

/** Hands a text to the browser as a download. */
export function download(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

export async function exportRecords(
  desk: Desk,
  records: readonly StoredRecord[],
  format: ExportFormat | undefined = exportFormatOf(records)
): Promise<void> {
  if (!format) return void toast({ text: t('notExported'), tone: 'warn' });
  const written = await recordsToFile(desk, records, format);
  if (!written.ok) return void toast({ text: written.error.message, tone: 'warn' });
  const [only] = records;
  const plural = only && desk.office.types.get(only.type)?.plural();
  const title =
    records.length === 1 && only ? recordToTitle(only, desk.office) : (plural ?? desk.office.name);
  // Signs that a file's name cannot hold on one system or another.
  const name = `${title
    .replaceAll(/[\\/:*?"<>|]+/g, ' ')
    .trim()
    .slice(0, 80)}.${format}`;
  download(
    name,
    written.value,
    format === 'ics' ? 'text/calendar;charset=utf-8' : 'text/vcard;charset=utf-8'
  );
  toast({ text: t('exported', { name }) });
}
