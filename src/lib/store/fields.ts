/**
 * The kinds of fields that records are made of. A record type declares each field once; form, column,
 * filter, sort, validation, search, history, print and exchange follow from the declaration.
 */
import type { Text } from '../base/text.ts';
import type {
  Address,
  Attendee,
  ChecklistItem,
  Duration,
  Email,
  Moment,
  Money,
  PersonName,
  Phone,
  PlainDate,
  Recurrence,
  Source,
  When,
  Zone
} from '../base/values.ts';

export type FieldKind =
  | 'text'
  | 'longText'
  | 'note'
  | 'number'
  | 'money'
  | 'date'
  | 'moment'
  | 'when'
  | 'zone'
  | 'duration'
  | 'recurrence'
  | 'choice'
  | 'link'
  | 'personName'
  | 'address'
  | 'email'
  | 'phone'
  | 'url'
  | 'checkbox'
  | 'rating'
  | 'attendee'
  | 'checklistItem'
  | 'colour'
  | 'source'
  | 'list';

export interface Choice {
  readonly value: string;
  readonly label: Text;
  /** How it is coloured where it is shown as a chip. */
  readonly tone?: 'neutral' | 'good' | 'warn' | 'bad' | 'accent';
}

export interface FieldOptions<T> {
  readonly label: Text;
  readonly required?: boolean;
  readonly default?: T;
  readonly help?: Text;
  /** Not shown in forms and tables; carried, exported, kept in history. */
  readonly hidden?: boolean;
  /** Left out of full-text search. */
  readonly unsearched?: boolean;
  /** Shown in a new record's form; other fields wait behind *More*. */
  readonly primary?: boolean;
}

/** `T` is the type of the field's value; it exists for the compiler alone. */
export interface FieldDefinition<T = unknown> extends FieldOptions<T> {
  readonly kind: FieldKind;
  readonly choices?: readonly Choice[];
  /** Record types that a link may name; none means any. */
  readonly to?: readonly string[];
  /** What a list's elements are. */
  readonly of?: FieldDefinition;
  readonly unit?: string;
  readonly min?: number;
  readonly max?: number;
  readonly _value?: T;
}

/** An element of a list field: lists are edited by element, so that two people's changes meet in peace. */
export interface ListElement<T = unknown> {
  readonly key: string;
  readonly value: T;
}

const simple =
  <T>(kind: FieldKind) =>
  (options: FieldOptions<T>): FieldDefinition<T> => ({ kind, ...options });

export const field = {
  text: simple<string>('text'),
  longText: simple<string>('longText'),
  /** Rich text that two people can type in at once; kept in a document of its own. */
  note: simple<string>('note'),
  number: (options: FieldOptions<number> & { unit?: string; min?: number; max?: number }) =>
    ({ kind: 'number', ...options }) satisfies FieldDefinition<number> as FieldDefinition<number>,
  money: simple<Money>('money'),
  date: simple<PlainDate>('date'),
  moment: simple<Moment>('moment'),
  when: simple<When>('when'),
  zone: simple<Zone>('zone'),
  duration: simple<Duration>('duration'),
  recurrence: simple<Recurrence>('recurrence'),
  choice: <const V extends string>(
    options: FieldOptions<V> & { choices: readonly (Choice & { readonly value: V })[] }
  ) => ({ kind: 'choice', ...options }) as FieldDefinition<V>,
  /** Another record, by id. */
  link: (options: FieldOptions<string> & { to?: readonly string[] }) =>
    ({ kind: 'link', ...options }) as FieldDefinition<string>,
  personName: simple<PersonName>('personName'),
  address: simple<Address>('address'),
  email: simple<Email>('email'),
  phone: simple<Phone>('phone'),
  url: simple<string>('url'),
  checkbox: simple<boolean>('checkbox'),
  /** 0 to `max` (5 where none is given). */
  rating: (options: FieldOptions<number> & { max?: number }) =>
    ({ kind: 'rating', max: 5, ...options }) as FieldDefinition<number>,
  attendee: simple<Attendee>('attendee'),
  checklistItem: simple<ChecklistItem>('checklistItem'),
  /** One of the theme's named colours. */
  colour: simple<string>('colour'),
  source: simple<Source>('source'),
  list: <T>(of: FieldDefinition<T>, options: Omit<FieldOptions<readonly ListElement<T>[]>, 'default'>) =>
    ({ kind: 'list', of: of as FieldDefinition, ...options }) as FieldDefinition<readonly ListElement<T>[]>
};

export type FieldMap = Readonly<Record<string, FieldDefinition>>;
export type FieldValue<F> = F extends FieldDefinition<infer T> ? T : never;
/** What readers see: any field may be missing, since another device may not know it yet. */
export type FieldValues<F extends FieldMap> = { readonly [K in keyof F]?: FieldValue<F[K]> };
/** What a new record is made from: lists may be given as plain values. */
export type NewValues<F extends FieldMap> = {
  readonly [K in keyof F]?: FieldValue<F[K]> extends readonly ListElement<infer T>[] | undefined
    ? readonly T[]
    : FieldValue<F[K]>;
};
