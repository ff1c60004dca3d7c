/** *While you were away* in words: what happened to each record, and what collides since. */
import type { RecordId } from '../../base/ids.ts';
import type { Desk } from '../../kit/desk-context.ts';
import type { AwayChange } from '../../kit/sharing.ts';
import type { Office } from '../../store/office.ts';
import { formatList } from '../../ui/format.ts';
import { agendaIn, aroundDays, mayMatter, whenToSpan, type Expand } from './agenda.ts';
import { titleOf, typesWith } from './lists.ts';
import { t } from './text.ts';

export interface Missed {
  readonly id: RecordId;
  readonly title: string;
  /** *Helena Marsh changed Title and Place.* */
  readonly happened: string;
  /** Fields that now have two versions, named. */
  readonly conflicts: string;
  /** Titles of what it collides with since. */
  readonly clashes: string;
  readonly at: number;
}

const SAID = 3;

function happened({ by, what, fields }: AwayChange, labels: readonly string[], desk: Desk): string {
  const names = formatList([...new Set(by.map((author) => desk.memberName(author)))]);
  if (what === 'made') return t('missedMade', { names });
  if (what === 'trashed') return t('missedTrashed', { names });
  if (fields.length === 0) return t('missedRestored', { names });
  const said = labels.length > SAID ? [...labels.slice(0, SAID), t('missedMore')] : labels;
  return t('missedChanged', { names, fields: formatList([...said]) });
}

export function missedIn(
  changes: readonly AwayChange[],
  desk: Desk,
  clashes: ReadonlyMap<RecordId, readonly string[]>
): Missed[] {
  const { office, types } = desk;
  return changes.flatMap((change) => {
    const record = office.get(change.id);
    if (!record) return [];
    const labelOf = (field: string): string => {
      const [name] = field.split('/') as [string];
      return types.get(record.type)?.fields[name as 'notes']?.label() ?? name;
    };
    return [
      {
        id: change.id,
        title: titleOf(record, types),
        happened: happened(change, change.fields.map(labelOf), desk),
        conflicts: formatList([...new Set(change.conflicts.map(labelOf))]),
        clashes: formatList([...(clashes.get(change.id) ?? [])]),
        at: change.at
      }
    ];
  });
}

/** What the changed appointments that are still to come collide with. One pass over the calendar. */
export function clashesOf(
  changes: readonly AwayChange[],
  office: Pick<Office, 'get' | 'query' | 'types'>,
  { zone, now, expand }: { zone: string; now: number; expand: Expand }
): Map<RecordId, readonly string[]> {
  const { types } = office;
  const wanted = changes.flatMap(({ id }) => {
    const record = office.get(id);
    const agenda = record && !record.trashed && types.get(record.type)?.facets.agenda?.(record.values);
    // A series has many times; its clashes stand in the calendar.
    if (!agenda || agenda.repeat || agenda.cancelled) return [];
    const span = whenToSpan(agenda.when, zone);
    return span.to > now ? [{ id: record.id, span, when: agenda.when }] : [];
  });
  if (wanted.length === 0) return new Map();
  const around = wanted.map(({ when }) => aroundDays(when.start.slice(0, 10), when.end.slice(0, 10)));
  const near = office.query({
    types: typesWith(types, 'agenda'),
    where: (record) => around.some((days) => mayMatter(record, types, days))
  }).rows;
  const day = 86_400_000;
  return new Map(
    wanted.map(({ id, span }) => {
      const items = agendaIn(near, { from: span.from - day, to: span.to + day }, { types, zone, expand });
      return [id, items.find(({ record }) => record.id === id)?.clashes ?? []];
    })
  );
}
