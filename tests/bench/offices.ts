/** Offices to measure: the sample in any size, in a store over memory, with the app's own record types. */
import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { systemRandom } from '../../src/lib/base/random.ts';
import { loadSample } from '../../src/lib/drawers/settings/load-sample.ts';
import { createSampleOffice } from '../../src/lib/sample/sample-office.ts';
import type { Office } from '../../src/lib/store/office.ts';
import { openOffice } from '../../src/lib/store/open-office.ts';
import type { RecordType } from '../../src/lib/store/record.ts';
import type { DeviceLog } from '../../src/lib/sync/log.ts';
import { createMemoryHub, type MemoryHub } from '../../src/lib/sync/memory-log.ts';
import { root } from '../../sync-server/prepare.js';

/** The day the sample is laid around, so that runs can be compared. */
export const TODAY = '2026-11-23';

let types: RecordType[] | undefined;
export async function recordTypes(): Promise<RecordType[]> {
  if (types) return types;
  types = [];
  for await (const file of glob('src/lib/drawers/*/*.record.ts', { cwd: root })) {
    const module = (await import(pathToFileURL(join(root, file)).href)) as Record<string, unknown>;
    for (const one of Object.values(module))
      if (typeof one === 'object' && one !== null && 'fields' in one && 'type' in one)
        types.push(one as RecordType);
  }
  return types;
}

export async function openOn(log: DeviceLog): Promise<Office> {
  return openOffice(log, await recordTypes(), {
    clock: { now: () => Date.parse(`${TODAY}T09:00:00Z`) },
    random: systemRandom,
    idle: (work) => void setImmediate(work)
  });
}

/** The sample of that size, written and closed: what a device has on its disk in the morning. */
export async function fill(records: number): Promise<MemoryHub> {
  const hub = createMemoryHub();
  const office = await openOn(hub.connect(1));
  await loadSample(office, createSampleOffice({ records, today: TODAY }), { total: records });
  await office.close();
  return hub;
}

/** The same records as plain values, for what they are compared with. */
export const plainRecords = (records: number): Record<string, unknown>[] =>
  [...createSampleOffice({ records, today: TODAY })].map(({ ref, type, values }) => ({
    id: ref,
    type,
    ...values
  }));
