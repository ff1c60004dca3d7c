/** When this person was last met, called or written to: the latest past time of anything that names them. */
import type { RecordId } from '../base/ids.ts';
import type { Office, StoredRecord } from '../store/office.ts';
import type { RecordType } from '../store/record.ts';
import { daysBetween, formatDaysAway, today } from '../ui/format.ts';
import { t } from './text.ts';

function dateOf(record: StoredRecord, office: Pick<Office, 'types'>): string | undefined {
  const type = office.types.get(record.type) as RecordType | undefined;
  return type?.facets.agenda?.(record.values as never)?.when.start.slice(0, 10);
}

export function lastContact(id: RecordId, office: Pick<Office, 'linksTo' | 'types'>, from = today()): string {
  let last = '';
  for (const record of office.linksTo(id)) {
    const date = dateOf(record, office);
    if (!record.trashed && date && date > last && daysBetween(date, from) >= 0) last = date;
  }
  return last ? t('lastContact', { when: formatDaysAway(last, from) }) : t('noContact');
}
