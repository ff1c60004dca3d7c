/** An office in memory for this drawer's tests. */
import { createSeededRandom } from '../../base/random.ts';
import { openOffice } from '../../store/open-office.ts';
import type { Office } from '../../store/office.ts';
import type { RecordType } from '../../store/record.ts';
import { createMemoryLog } from '../../sync/memory-log.ts';
import { task } from './task.record.ts';

export const openTestOffice = (): Promise<Office> =>
  openOffice(createMemoryLog(), [task] as unknown as RecordType[], {
    clock: { now: () => Date.UTC(2026, 10, 23, 9) },
    random: createSeededRandom(1),
    idle: (work) => void setTimeout(work)
  });
