/**
 * The shapes of field values that records, formats and drawers share. Everything is plain JSON.
 * What means something only together is one value: a time with its zones, an amount with its currency.
 */

/** A calendar day, `2026-11-23`. */
export type PlainDate = string;
/** A wall-clock time, `2026-11-23T09:30:00`, which means an instant only together with a zone. */
export type PlainDateTime = string;
/** An IANA zone name, `Europe/Lisbon`, or `UTC`. */
export type Zone = string;

/**
 * When something happens. Timed: `start` and `end` are PlainDateTime, each with its own zone; a missing
 * zone is a floating time, read in the viewer's zone (RFC 5545, 3.3.5 form 1). All-day: both are
 * PlainDate without zones. `end` is exclusive in both.
 */
export interface When {
  readonly start: PlainDateTime | PlainDate;
  readonly end: PlainDateTime | PlainDate;
  readonly startZone?: Zone;
  readonly endZone?: Zone;
  readonly allDay: boolean;
}

/** One moment with the zone it was said in. */
export interface Moment {
  readonly at: PlainDateTime;
  readonly zone?: Zone;
}

/**
 * How an appointment repeats: RFC 5545 RRULE values without the property name, and extra dates in the
 * start's own form (PlainDate for all-day). Exceptions and changed instances are kept apart from it.
 */
export interface Recurrence {
  readonly rules: readonly string[];
  readonly dates?: readonly string[];
}

/** Exact decimal with currency (ISO 4217): `{ amount: '1234.50', currency: 'EUR' }`. */
export interface Money {
  readonly amount: string;
  readonly currency: string;
}

/** ISO 8601 duration, `PT45M`, `P2D`. */
export type Duration = string;

export type Use = 'work' | 'home' | 'mobile' | 'fax' | 'assistant' | 'other';

export interface Email {
  readonly address: string;
  readonly use?: Use;
  readonly preferred?: boolean;
}

export interface Phone {
  readonly number: string;
  readonly use?: Use;
  readonly preferred?: boolean;
}

export interface Address {
  readonly street?: string;
  readonly extra?: string;
  readonly city?: string;
  readonly region?: string;
  readonly postcode?: string;
  readonly country?: string;
  readonly use?: Use;
}

export interface PersonName {
  readonly full: string;
  readonly given?: string;
  readonly family?: string;
  readonly middle?: string;
  readonly prefix?: string;
  readonly suffix?: string;
}

export type AttendeeRole = 'chair' | 'required' | 'optional' | 'informed';
export type AttendeeResponse = 'needed' | 'accepted' | 'declined' | 'tentative' | 'delegated';

export interface Attendee {
  /** The person's record, where one is known. */
  readonly person?: string;
  readonly name: string;
  readonly email?: string;
  readonly role: AttendeeRole;
  readonly response: AttendeeResponse;
  readonly organizer?: boolean;
}

export interface ChecklistItem {
  readonly text: string;
  readonly done: boolean;
}

/** Where a record was read from; kept with it so that nothing of the original is lost. */
export interface Source {
  readonly format: 'ical' | 'vcard' | 'csv';
  /** The file's name as it was given. */
  readonly file: string;
  /** UID of the event or card; with `recurrenceId`, the one instance of a series. */
  readonly uid?: string;
  readonly recurrenceId?: string;
  readonly sequence?: number;
  /** The component as it stood in the file, unfolded and decoded; written back for what nobody here understands. */
  readonly text: string;
  /** The import (its record id) that last read it. */
  readonly reading?: string;
  /**
   * A short name for each field's value as it was read (of a list, for each element), so that a later reading
   * knows what was changed here since.
   */
  readonly asRead?: Readonly<Record<string, string | readonly string[]>>;
}
