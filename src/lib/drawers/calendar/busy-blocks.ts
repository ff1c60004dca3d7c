/**
 * Keeps a busy block for each appointment that not everybody may see, in the compartment that everybody may.
 * Rules:
 *
 * 1. The device that wrote the appointment last writes its block: the others wait for both. A block that is
 *    older than what it stands for is made up for by any full member's device at the next start.
 * 2. A block says when, and nothing else; place and travel only where the appointment says so.
 * 3. No block for what is cancelled, shown as free, in the trash or deleted; none for occurrences that stand
 *    as records of their own, wherever these lie.
 * 4. Nothing is written for what ended more than a month ago: an import of ten years is no news to anybody.
 * 5. A block is put into the trash rather than deleted for good: its id is all that it can ever have.
 */
import { idToStandIn, type RecordId } from '../../base/ids.ts';
import type { Clock } from '../../base/clock.ts';
import type { Office, StoredRecord, Values } from '../../store/office.ts';
import type { Appointment } from './appointment.record.ts';
import type { NewBusyBlock } from './busy-block.record.ts';

type Source = StoredRecord<Appointment>;

const FIELDS = [
  'when',
  'repeat',
  'except',
  'series',
  'occurrence',
  'place',
  'travelBefore',
  'travelAfter'
] as const;

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** What everybody may know of it. `own`: starts that stand as records of their own;
 * `openSeries`: the series that it is a changed occurrence of, where everybody sees that. */
export function appointmentToBlock(
  values: Appointment,
  own: readonly string[],
  openSeries: RecordId | undefined
): NewBusyBlock | undefined {
  const { when, repeat, except, occurrence, status, shows } = values;
  if (!when || status === 'cancelled' || shows === 'free') return undefined;
  const left = [...new Set([...(except?.map(({ value }) => value) ?? []), ...own])].sort();
  return {
    when,
    ...(repeat && { repeat }),
    ...(repeat && left.length > 0 && { except: left.join(',') }),
    ...(openSeries && occurrence && { series: openSeries, occurrence }),
    ...(values.logistics && {
      ...(values.place && { place: values.place }),
      ...(values.travelBefore && { travelBefore: values.travelBefore }),
      ...(values.travelAfter && { travelAfter: values.travelAfter })
    })
  };
}

/** Rule 4. */
const PAST_MS = 31 * 86_400_000;

/** Starts at once and goes on until the returned function is called. */
export function tend(office: Office, clock: Clock): () => void {
  const commonOf = () => office.compartments.find(({ kind }) => kind === 'office');
  const isGuarded = ({ compartment }: StoredRecord): boolean => compartment !== commonOf()?.id;

  const sources = office.query<Appointment>({
    types: ['appointment'],
    trash: 'with',
    where: (record) => isGuarded(record) || record.values['series'] !== undefined
  });
  let known = new Map<RecordId, Source>();
  /** By series; those in the trash too. */
  let instancesOf = new Map<RecordId, Source[]>();

  /** Follows a series that was moved to other readers. */
  const seriesIdOf = ({ series }: Appointment): RecordId | undefined =>
    series && (office.get(series)?.id ?? series);

  /** What to look at again, and whether something about it is gone, which nobody's device wrote last. */
  function read(): ReadonlyMap<RecordId, boolean> {
    const before = known;
    known = new Map(sources.rows.map((record) => [record.id, record]));
    const changed = new Map<RecordId, boolean>();
    const touch = ({ id, values }: Source, gone = false): void => {
      for (const one of [id, seriesIdOf(values)])
        if (one !== undefined) changed.set(one, gone || (changed.get(one) ?? false));
    };
    for (const [id, record] of known) {
      const was = before.get(id);
      if (was === record) continue;
      touch(record);
      if (was) touch(was);
    }
    for (const [id, record] of before) if (!known.has(id)) touch(record, true);
    if (changed.size > 0) {
      instancesOf = new Map();
      for (const record of known.values()) {
        const series = seriesIdOf(record.values);
        if (!series) continue;
        instancesOf.set(series, [...(instancesOf.get(series) ?? []), record]);
      }
    }
    return changed;
  }

  /** Rule 1. `start`: nobody else may be about to write it any more. */
  function isOurs(source: Source, block: StoredRecord | undefined, start: boolean): boolean {
    const group = [source, ...(instancesOf.get(source.id) ?? [])];
    const latest = group.reduce((a, b) => (b.changedAt > a.changedAt ? b : a));
    if (latest.changedBy === office.device) return true;
    return start && office.fullMember && (!block || block.changedAt < latest.changedAt);
  }

  function tendOne(id: RecordId, gone: boolean, start: boolean): void {
    const common = commonOf()!.id;
    const blockId = idToStandIn(id);
    const found = office.get(blockId);
    const block = found?.id === blockId ? found : undefined;
    const there = office.get(id) as Source | undefined;
    const source = there?.id === id ? there : undefined;
    if (!source) {
      // Not to be seen here is no reason to take the block away: only having been here, or deleted, is.
      if (block && !block.trashed && office.isDeleted(id)) office.trash([blockId]);
      return;
    }
    if (!gone && !isOurs(source, block, start)) return;
    const { values } = source;
    const own = (instancesOf.get(id) ?? []).flatMap((instance) =>
      instance.trashed ? [] : (instance.values.occurrence ?? [])
    );
    const series = values.series === undefined ? undefined : office.get(values.series);
    const wanted =
      source.trashed || !isGuarded(source) || !source.known
        ? undefined
        : appointmentToBlock(values, own, series?.compartment === common ? series.id : undefined);
    if (!wanted) {
      if (block && !block.trashed) office.trash([blockId]);
    } else if (!block) {
      const past = new Date(clock.now() - PAST_MS).toISOString();
      if (wanted.repeat || wanted.when!.end >= past)
        office.create('busyBlock', wanted, { compartment: common, id: blockId });
    } else {
      if (block.trashed) office.restore([blockId]);
      const changes: Record<string, unknown> = {};
      for (const name of FIELDS)
        if (!same(block.values[name], (wanted as Values)[name]) || block.conflicts.includes(name))
          changes[name] = (wanted as Values)[name];
      if (Object.keys(changes).length > 0) office.edit(blockId, changes);
    }
  }

  function tendAll(ids: Iterable<readonly [RecordId, unknown]>, start: boolean): void {
    const common = commonOf();
    if (!common || office.readOnly || !office.mayWrite(common.id)) return;
    office.unattended(() => {
      for (const [id, gone] of ids) tendOne(id, gone === true, start);
    });
  }

  let stopped = false;
  let waiting = false;
  const stop = sources.subscribe(() => {
    if (waiting) return;
    waiting = true;
    // Not in the middle of being told: others hear of the appointment first.
    queueMicrotask(() => {
      waiting = false;
      if (stopped) return;
      const changed = read();
      if (changed.size > 0) tendAll(changed, false);
    });
  });
  read();
  void office.opened().then(() => {
    if (stopped) return;
    read();
    tendAll(known, true);
  });
  return () => {
    stopped = true;
    stop();
  };
}
