/** Joins the office's log on this device to what the screens call sharing. */
import { failed } from './base/result.ts';
import type { Joining, Sharing, WhileAway } from './kit/sharing.ts';
import type { Office } from './store/office.ts';
import { t } from './kit/sharing-text.ts';

export interface SharedOffice {
  readonly sharing?: Sharing;
  readonly away?: WhileAway;
}

export async function openSharing(office: Office): Promise<SharedOffice> {
  void office;
  return {};
}

const later = async () => failed('server-unreachable', t('notYet'));
export const joining: Joining = { ask: later, restore: later, kitWords: async () => [] };
