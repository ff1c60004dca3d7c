/** What this device's member may do, as the roster says now. What they may not do is refused with a sentence. */
import type { DeviceLog } from '../sync/log.ts';
import { t } from './text.ts';

export interface Rights {
  /** Principal or secretary: may delete for good and give a record to other readers. */
  readonly fullMember: boolean;
  mayWrite(compartment: string): boolean;
  /** Throws a Failure-shaped error: `read-only`. */
  needWrite(compartment: string | undefined): void;
  /** Throws a Failure-shaped error: `read-only`, `may-not-delete`. */
  needDelete(compartment: string): void;
}

const refusal = (tag: string, message: string): Error => Object.assign(new Error(message), { tag });

export function createRights(log: Pick<DeviceLog, 'members' | 'compartments' | 'deviceId'>): Rights {
  const rights: Rights = {
    get fullMember() {
      const own = log.members.find(({ devices }) => devices.includes(log.deviceId));
      return log.members.length <= 1 || (own !== undefined && own.role !== 'assistant');
    },
    mayWrite: (compartment) =>
      log.compartments.some(({ id, level }) => id === compartment && level === 'write'),
    needWrite: (compartment) => {
      if (compartment === undefined || !rights.mayWrite(compartment))
        throw refusal('read-only', t('readOnly'));
    },
    needDelete: (compartment) => {
      rights.needWrite(compartment);
      if (!rights.fullMember) throw refusal('may-not-delete', t('onlyFullMembers'));
    }
  };
  return rights;
}
