/** Until lib/desk.ts stands: the sample office in memory, so that pages can be looked at while developing. */
import { goto } from '$app/navigation';
import { systemClock } from '$lib/base/clock.ts';
import { systemRandom } from '$lib/base/random.ts';
import { ok, type Result } from '$lib/base/result.ts';
import { offices } from '$lib/desk.ts';
import { loadSample } from '$lib/drawers/settings/load-sample.ts';
import { createDesk } from '$lib/kit/create-desk.ts';
import type { Desk } from '$lib/kit/desk-context.ts';
import { localTextStore } from '$lib/kit/device-store.ts';
import type { Drawer } from '$lib/kit/drawer.ts';
import { createSampleOffice } from '$lib/sample/sample-office.ts';
import { openOffice } from '$lib/store/open-office.ts';
import type { RecordType } from '$lib/store/record.ts';
import { createMemoryLog } from '$lib/sync/memory-log.ts';
import { today } from '$lib/ui/format.ts';

export async function openDevDesk(): Promise<Result<Desk | undefined>> {
  const found = import.meta.glob<Record<string, RecordType>>('../lib/drawers/*/*.record.ts', { eager: true });
  const types = Object.values(found).flatMap((module) =>
    Object.values(module).filter((one) => typeof one === 'object' && 'type' in one && 'fields' in one)
  );
  const drawers = Object.values(
    import.meta.glob<{ drawer: Drawer }>('../lib/drawers/*/drawer.ts', { eager: true })
  ).map((module) => module.drawer);
  const office = await openOffice(createMemoryLog(), types, {
    clock: systemClock,
    random: systemRandom,
    idle: (work) => void setTimeout(work)
  });
  const known = new Set(types.map((type) => type.type));
  const records = Number(new URLSearchParams(location.search).get('records') ?? 1500);
  const wanted = [...createSampleOffice({ records, today: today() })].filter((one) => known.has(one.type));
  await loadSample(office, wanted).catch((problem: unknown) => console.error(problem));
  return ok(
    await createDesk({
      office,
      offices,
      drawers,
      store: localTextStore('dev'),
      go: (path) => void goto(path)
    })
  );
}
