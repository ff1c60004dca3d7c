/** Offices in memory for this drawer's tests. */
import { createSeededRandom } from '../../base/random.ts';
import { openOffice } from '../../store/open-office.ts';
import type { Office } from '../../store/office.ts';
import type { RecordType } from '../../store/record.ts';
import type { DeviceLog } from '../../sync/log.ts';
import { createMemoryHub, createMemoryLog } from '../../sync/memory-log.ts';
import { task } from './task.record.ts';

export const openTestOffice = (log: DeviceLog = createMemoryLog(), seed = 1): Promise<Office> =>
  openOffice(log, [task] as unknown as RecordType[], {
    clock: { now: () => Date.UTC(2026, 10, 23, 9) },
    random: createSeededRandom(seed),
    idle: (work) => void setTimeout(work)
  });

/** One office on two devices. */
export async function openTwoTestOffices() {
  const { connect, setMembers, apart, together } = createMemoryHub('laptop');
  setMembers([{ id: 'anna', name: 'Anna Reed', devices: ['laptop', 'phone'], role: 'secretary' }]);
  const one = await openTestOffice(connect(1, 'laptop'), 1);
  const other = await openTestOffice(connect(2, 'phone'), 2);
  return { one, other, apart, together };
}
