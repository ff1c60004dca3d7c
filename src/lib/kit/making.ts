/**
 * Whether this device can make or change anything, and if not, why, in a sentence: whatever offers something new, or
 * a change, asks here. What it answers follows the rights while the app is open; `watch(office)` hears of them.
 */
import type { Office, StoredRecord } from '../store/office.ts';
import { t } from './start-text.ts';

type Rights = Pick<Office, 'readOnly' | 'compartments' | 'mayWrite'>;

/** Nothing where something new can be made, wherever that is. */
export function whyNotMake(office: Rights): string | undefined {
  if (office.readOnly) return office.readOnly.message;
  if (office.compartments.length === 0) return t('nothingShared');
  return office.compartments.some(({ id }) => office.mayWrite(id)) ? undefined : t('onlyReading');
}

export const mayMake = (office: Rights): boolean => whyNotMake(office) === undefined;

export const mayEdit = (office: Pick<Office, 'mayWrite'>, { known, compartment }: StoredRecord): boolean =>
  known && office.mayWrite(compartment);
