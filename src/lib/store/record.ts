/**
 * The record kit's pure half: how a type of record is declared. A type is one `NAME.record.ts` in its
 * drawer's folder; the rest of the app finds it there and never names it.
 */
import type { RecordId } from '../base/ids.ts';
import { defineText, type Text } from '../base/text.ts';
import type { Moment, Money, PlainDate, Recurrence, When } from '../base/values.ts';
import { field, type FieldMap, type FieldValues, type NewValues } from './fields.ts';

/** Time that a record takes in the calendar and in Today; repeats are expanded by who shows it. */
export interface AgendaFacet {
  readonly when: When;
  readonly repeat?: Recurrence;
  /** Starts (in `when.start`'s form) of occurrences that are cancelled or stand as records of their own. */
  readonly except?: readonly string[];
  /** Set on a changed instance: the series and the occurrence it replaces. */
  readonly instanceOf?: { readonly series: RecordId; readonly at: string };
  readonly tentative?: boolean;
  readonly cancelled?: boolean;
  readonly free?: boolean;
  /** Minutes. */
  readonly travelBefore?: number;
  readonly travelAfter?: number;
  readonly place?: string;
}

export interface DueFacet {
  readonly date: PlainDate;
  /** HH:MM where the hour matters. */
  readonly time?: string;
  readonly done: boolean;
  /** Who has to do it. */
  readonly owner?: RecordId;
  /** Whom it waits for. */
  readonly waitingOn?: RecordId;
  /** What checking it off does; absent where that takes more than a tick. */
  finish?(now: Moment): Finish | Promise<Finish>;
}

/** Changes to the record, and for one that repeats, the values of the next. */
export interface Finish {
  readonly changes: Readonly<Record<string, unknown>>;
  readonly next?: Readonly<Record<string, unknown>>;
}

/** A day that comes back every year: a birthday. `year` is when it began, where known. */
export interface AnniversaryFacet {
  readonly month: number;
  readonly day: number;
  readonly year?: number;
  readonly label: Text;
}

export interface Facets<V> {
  agenda?(values: V): AgendaFacet | undefined;
  due?(values: V): DueFacet | undefined;
  anniversaries?(values: V): readonly AnniversaryFacet[];
  expiry?(values: V): PlainDate | undefined;
  money?(values: V): Money | undefined;
  /** Records of people that this one is about. */
  people?(values: V): readonly RecordId[];
}

/** The compartment a new record is proposed for. */
export type DefaultReaders = 'office' | 'private' | 'finance';

export interface RecordType<F extends FieldMap = FieldMap> {
  /** Kept in data for ever; lower case. */
  readonly type: string;
  readonly version: number;
  readonly label: Text;
  readonly plural: Text;
  /** An icon of the component kit, by name. */
  readonly icon: string;
  readonly fields: F & typeof commonFields;
  readonly readers: DefaultReaders;
  /**
   * Stands for another record (`idToStandIn`) to those who cannot see that one, and is shown to nobody else.
   * The app keeps it by itself: nobody makes or edits one.
   */
  readonly standIn?: boolean;
  /** The line that names a record in lists, links and search. */
  title(values: FieldValues<F & typeof commonFields>): string;
  /** A second, quieter line; `titleOf` names a linked record (the firm that tells two David Cohens apart). */
  subtitle?(
    values: FieldValues<F & typeof commonFields>,
    titleOf?: (id: RecordId) => string | undefined
  ): string;
  /** Where it is stored: the year it belongs to, or `standing`. Grouping only. */
  shard?(values: FieldValues<F & typeof commonFields>): string;
  readonly facets: Facets<FieldValues<F & typeof commonFields>>;
  /** Turns the fields of `from` into those of `from + 1`, one entry for each earlier version. */
  readonly migrations: Readonly<Record<number, (fields: Record<string, unknown>) => Record<string, unknown>>>;
  /** Realistic records; tests validate, seal, sync, reopen and migrate them. */
  readonly samples: readonly NewValues<F & typeof commonFields>[];
}

const t = defineText('record', {
  en: {
    tags: 'Tags',
    tag: 'Tag',
    company: 'Company',
    notes: 'Notes',
    source: 'Read from'
  }
});

/** Fields that every record has. Who can see it is not among them: that is the compartment it lies in. */
export const commonFields = {
  notes: field.note({ label: () => t('notes') }),
  tags: field.list(field.text({ label: () => t('tag') }), { label: () => t('tags') }),
  company: field.link({ label: () => t('company'), to: ['company'], unsearched: true }),
  source: field.source({ label: () => t('source'), hidden: true, unsearched: true })
} as const;

type Declared<F extends FieldMap> = Omit<
  RecordType<F>,
  'fields' | 'facets' | 'migrations' | 'version' | 'readers'
> & {
  readonly fields: F;
  readonly version?: number;
  readonly readers?: DefaultReaders;
  readonly facets?: RecordType<F>['facets'];
  readonly migrations?: RecordType<F>['migrations'];
};

/** Declares a record type; common fields are added, and what is left out gets its usual value. */
export function defineRecord<F extends FieldMap>(declared: Declared<F>): RecordType<F> {
  return {
    version: 1,
    readers: 'office',
    facets: {},
    migrations: {},
    ...declared,
    fields: { ...declared.fields, ...commonFields }
  };
}

export type ValuesOf<T> = T extends RecordType<infer F> ? FieldValues<F & typeof commonFields> : never;
export type NewValuesOf<T> = T extends RecordType<infer F> ? NewValues<F & typeof commonFields> : never;
