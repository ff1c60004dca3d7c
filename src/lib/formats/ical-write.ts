/**
 * Records to an iCalendar file (RFC 5545) that any calendar reads: folded, escaped, every zone explained by a
 * VTIMEZONE. A record that came from a file is written over its original text: lines that still say what the
 * record says stay as they were, and so does everything that nobody here understands.
 */
import type { Attendee, Moment, Recurrence, Source, When } from '../base/values.ts';
import { escapeText, foldLine, parseProperty } from './content-lines.ts';
import { propertyLine, type CalComponent } from './ical-component.ts';
import {
  emailOf,
  eventFields,
  readRepeats,
  readSensitivity,
  readStart,
  readWhen,
  taskFields,
  type Context,
  type Fields
} from './ical-fields.ts';
import { ZoneBook } from './ical-times.ts';
import type { Sensitivity } from './reading.ts';
import { Draft } from './ical-draft.ts';
import { plainList, same } from './same.ts';
import { writeVtimezone } from './vtimezone.ts';
import { zoneByName } from './zone-names.ts';

/** A record to be written; what `readFile` gave can be written as it is. Lists may be the store's. */
export interface WriteRecord {
  readonly id?: string;
  readonly type: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly ref?: string;
  readonly seriesRef?: string;
  readonly sensitivity?: Sensitivity;
}

export interface WriteOptions {
  /** Now, epoch ms: when this file was made. */
  readonly stamp: number;
  /** The calendar's name. */
  readonly name?: string;
  /** iTIP method (`PUBLISH`, `REQUEST` …); none is a plain calendar. */
  readonly method?: string;
}

/** The file's text, lines ended by CRLF. Records that are neither appointment nor task are passed over. */
export function writeCalendar(records: readonly WriteRecord[], options: WriteOptions): string {
  const entries = records.filter(({ type }) => type === 'appointment' || type === 'task');
  const years = entries
    .map(({ fields }) => Number((fields.when as When | undefined)?.start.slice(0, 4)))
    .filter(Boolean);
  const firstYear = years.reduce((first, year) => Math.min(first, year), years[0] ?? 2020);
  const lastYear = years.reduce((last, year) => Math.max(last, year), firstYear);
  const uidsById = new Map(entries.map((record) => [record.id, uidOf(record)]));
  const uidOfSeries = (record: WriteRecord): string =>
    record.seriesRef ?? uidsById.get(record.fields.series as string) ?? uidOf(record);
  // What stands as a changed instance is not left out of its series.
  const replaced = new Map<string, Set<string>>();
  for (const record of entries) {
    const occurrence = record.fields.occurrence as string | undefined;
    if (occurrence === undefined) continue;
    const uid = uidOfSeries(record);
    if (!replaced.has(uid)) replaced.set(uid, new Set());
    replaced.get(uid)!.add(occurrence);
  }
  const seriesByUid = new Map(
    entries.filter(({ fields }) => !fields.occurrence).map((record) => [uidOf(record), record])
  );

  const body: string[] = [];
  for (const record of entries) {
    const uid = record.fields.occurrence ? uidOfSeries(record) : uidOf(record);
    const series = seriesByUid.get(uid)?.fields.when as When | undefined;
    const lines =
      record.type === 'task'
        ? taskLines(record, uid, options)
        : eventLines(record, uid, series, replaced.get(uid) ?? NONE, options);
    body.push(...lines);
  }
  const zones = zonesIn(body).flatMap(([id, zone]) => writeVtimezone(zone, firstYear, lastYear, id));
  const head = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Anteroom//Anteroom//EN', 'CALSCALE:GREGORIAN'];
  if (options.method) head.push(`METHOD:${options.method}`);
  if (options.name) head.push(`X-WR-CALNAME:${escapeText(options.name)}`);
  return [...head, ...zones, ...body, 'END:VCALENDAR'].map(foldLine).join('\r\n') + '\r\n';
}

const NONE: ReadonlySet<string> = new Set();

const uidOf = ({ fields, ref, id }: WriteRecord): string =>
  (fields.source as Source | undefined)?.uid ?? ref?.split('#')[0] ?? `${id ?? 'unnamed'}@anteroom`;

/** Every TZID in the lines with the zone it means. */
function zonesIn(lines: readonly string[]): [string, string][] {
  const zones = new Map<string, string>();
  for (const line of lines) {
    if (!/^[^:]*;TZID=/i.test(line)) continue;
    const id = parseProperty(line)?.params.get('TZID')?.[0];
    const zone = id && zoneByName(id);
    if (id && zone) zones.set(id, zone);
  }
  return [...zones].sort(([a], [b]) => (a < b ? -1 : 1));
}

const silent: Context = { zones: new ZoneBook([], undefined, () => {}), say: () => {} };

const compact = (wall: string): string => wall.replace(/[-:]/g, '');
const stampText = (ms: number): string => `${compact(new Date(ms).toISOString().slice(0, 19))}Z`;

function timesLine(name: string, walls: readonly string[], zone: string | undefined): string {
  if (walls[0]!.length === 10) return `${name};VALUE=DATE:${walls.map(compact).join(',')}`;
  if (zone === 'UTC') return `${name}:${walls.map((wall) => `${compact(wall)}Z`).join(',')}`;
  const place = zone ? `;TZID=${zone}` : '';
  return `${name}${place}:${walls.map(compact).join(',')}`;
}

const textLine = (name: string, text: unknown): string[] =>
  typeof text === 'string' && text !== '' ? [`${name}:${escapeText(text)}`] : [];

// --- appointments -----------------------------------------------------------------------------------------

function eventLines(
  record: WriteRecord,
  uid: string,
  series: When | undefined,
  replaced: ReadonlySet<string>,
  options: WriteOptions
): string[] {
  const { fields } = record;
  const when = fields.when as When | undefined;
  if (!when) return [];
  const source = fields.source as Source | undefined;
  const draft = new Draft('VEVENT', source?.format === 'ical' ? source.text : undefined);
  const before = originalEvent(draft.original);

  draft.set(['UID'], [`UID:${uid}`]);
  // A zone that only the file explained cannot be compared: nobody changed the time for that.
  const comparable =
    !draft.original || (before.when as When | undefined)?.startZone !== undefined || !hasZone(draft);
  if (comparable && !same(when, before.when)) draft.changed = true;
  draft.set(['DTSTART'], [timesLine('DTSTART', [when.start], when.startZone)]);
  const lasts = when.end !== when.start || when.endZone !== when.startZone;
  draft.set(
    ['DTEND', 'DURATION'],
    lasts ? [timesLine('DTEND', [when.end], when.endZone ?? when.startZone)] : []
  );
  const occurrence = fields.occurrence as string | undefined;
  if (occurrence)
    draft.set(
      ['RECURRENCE-ID'],
      [timesLine('RECURRENCE-ID', [occurrence], series?.startZone ?? when.startZone)]
    );
  writeRepeats(draft, fields, before, when, replaced, comparable);

  draft.change(['SUMMARY'], fields.title, before.title, () => textLine('SUMMARY', fields.title));
  draft.change(['LOCATION'], fields.place, before.place, () => textLine('LOCATION', fields.place));
  draft.change(['DESCRIPTION', 'X-ALT-DESC'], fields.description, before.description, () =>
    textLine('DESCRIPTION', fields.description)
  );
  draft.change(['URL'], fields.link, before.link, () =>
    fields.link ? [propertyLine('url', {}, 'uri', String(fields.link).replace(/[\r\n]/g, ''))] : []
  );
  draft.change(['STATUS'], fields.status, before.status, () =>
    textLine('STATUS', String(fields.status ?? 'confirmed').toUpperCase())
  );
  draft.change(['TRANSP', 'X-MICROSOFT-CDO-BUSYSTATUS'], fields.shows, before.shows, () => [
    `TRANSP:${fields.shows === 'free' ? 'TRANSPARENT' : 'OPAQUE'}`
  ]);
  const tags = plainList<string>(fields.tags);
  draft.change(['CATEGORIES'], tags, before.tags, () =>
    tags.length ? [`CATEGORIES:${tags.map(escapeText).join(',')}`] : []
  );
  const travel = fields.travelBefore as number | undefined;
  draft.change(['X-APPLE-TRAVEL-DURATION'], travel, before.travelBefore, () =>
    travel ? [`X-APPLE-TRAVEL-DURATION;VALUE=DURATION:PT${Math.round(travel)}M`] : []
  );
  writeAttendees(draft, plainList<Attendee>(fields.attendees), before.attendees);
  writeReminders(draft, plainList<string>(fields.reminders), before.reminders, String(fields.title ?? ''));
  writeFrame(draft, record, source, options);
  return draft.lines();
}

const hasZone = (draft: Draft): boolean =>
  draft.original?.properties.some(({ name, params }) => name === 'dtstart' && params.tzid) ?? false;

function originalEvent(original: CalComponent | undefined): Fields {
  const start = original && readStart(original, silent);
  if (!start) return {};
  const when = readWhen(original, start, silent);
  return eventFields(original, when, readRepeats(original, when, silent));
}

function writeRepeats(
  draft: Draft,
  fields: WriteRecord['fields'],
  before: Fields,
  when: When,
  replaced: ReadonlySet<string>,
  comparable: boolean
): void {
  const repeat = fields.repeat as Recurrence | undefined;
  const except = plainList<string>(fields.except).filter((start) => !replaced.has(start));
  // A rule that could not be read is none of ours: it stays as it was.
  if (!repeat && !before.repeat) return;
  if (comparable && !(same(repeat, before.repeat) && same(except, before.except))) draft.changed = true;
  const zone = when.startZone;
  draft.set(['RRULE'], repeat?.rules.map((rule) => `RRULE:${rule}`) ?? []);
  draft.set(['RDATE'], repeat?.dates?.length ? [timesLine('RDATE', repeat.dates, zone)] : []);
  draft.set(['EXDATE'], repeat && except.length ? [timesLine('EXDATE', except, zone)] : []);
}

const ROLE_TEXT = {
  chair: 'CHAIR',
  required: 'REQ-PARTICIPANT',
  optional: 'OPT-PARTICIPANT',
  informed: 'NON-PARTICIPANT'
};
const RESPONSE_TEXT = {
  needed: 'NEEDS-ACTION',
  accepted: 'ACCEPTED',
  declined: 'DECLINED',
  tentative: 'TENTATIVE',
  delegated: 'DELEGATED'
};

/** Parameters that nobody here knows (RSVP, CUTYPE, delegation) stay with the person they belong to. */
function writeAttendees(draft: Draft, attendees: readonly Attendee[], before: unknown): void {
  const known = new Map<string, { name: string; params: Record<string, string> }>();
  for (const property of draft.original?.properties ?? []) {
    const email = /^(attendee|organizer)$/.test(property.name) && emailOf(property)?.toLowerCase();
    if (email)
      known.set(`${property.name} ${email}`, {
        name: property.name,
        params: { ...property.params } as Record<string, string>
      });
  }
  const line = (attendee: Attendee, name: 'attendee' | 'organizer'): string => {
    const params = { ...known.get(`${name} ${attendee.email?.toLowerCase()}`)?.params };
    params.cn = attendee.name;
    if (name === 'attendee') {
      params.role = ROLE_TEXT[attendee.role] ?? ROLE_TEXT.required;
      params.partstat = RESPONSE_TEXT[attendee.response] ?? RESPONSE_TEXT.needed;
    }
    return propertyLine(
      name,
      params,
      'cal-address',
      attendee.email ? `mailto:${attendee.email}` : 'invalid:nomail'
    );
  };
  draft.change(['ATTENDEE', 'ORGANIZER'], attendees.map(withoutPerson), before, () => {
    const organizer = attendees.find((attendee) => attendee.organizer);
    // An organizer that the file did not also invite is not invited by writing it.
    const invited = attendees.filter(
      (attendee) =>
        !attendee.organizer || known.has(`attendee ${attendee.email?.toLowerCase()}`) || !draft.original
    );
    return [
      ...(organizer ? [line(organizer, 'organizer')] : []),
      ...invited.map((attendee) => line(attendee, 'attendee'))
    ];
  });
}

/** Who of our own people an attendee is stays here. */
function withoutPerson(attendee: Attendee): Attendee {
  const { person: _, ...rest } = attendee;
  return rest;
}

function writeReminders(draft: Draft, reminders: readonly string[], before: unknown, title: string): void {
  if (draft.original && same(reminders, before)) return;
  if (draft.original) draft.changed = true;
  draft.dropNested('VALARM', (lines) => lines.some((line) => /^TRIGGER(;[^:]*)?:(-P|P0|PT0)/i.test(line)));
  for (const reminder of reminders) {
    draft.nest('VALARM', [
      'ACTION:DISPLAY',
      `TRIGGER:${/^PT?0[A-Z]$/.test(reminder) ? '' : '-'}${reminder}`,
      `DESCRIPTION:${escapeText(title || 'Reminder')}`
    ]);
  }
}

const CLASS_TEXT = { public: 'PUBLIC', private: 'PRIVATE', confidential: 'CONFIDENTIAL' };

/** What every component needs: who may see it, when it was made, which version it is. */
function writeFrame(
  draft: Draft,
  record: WriteRecord,
  source: Source | undefined,
  { stamp }: WriteOptions
): void {
  const { sensitivity } = record;
  if (sensitivity && sensitivity !== (draft.original && readSensitivity(draft.original))) {
    draft.set(['CLASS'], [`CLASS:${CLASS_TEXT[sensitivity]}`]);
    if (draft.original) draft.changed = true;
  }
  const isNew = !draft.original;
  if (isNew || draft.changed || !draft.has('DTSTAMP'))
    draft.set(['DTSTAMP'], [`DTSTAMP:${stampText(stamp)}`]);
  if (!isNew && !draft.changed) return;
  const sequence = source?.sequence ?? 0;
  draft.set(['SEQUENCE'], [`SEQUENCE:${isNew ? sequence : sequence + 1}`]);
  if (!isNew) draft.set(['LAST-MODIFIED'], [`LAST-MODIFIED:${stampText(stamp)}`]);
}

// --- tasks ------------------------------------------------------------------------------------------------

const STATE_TEXT: Readonly<Record<string, string>> = { doing: 'IN-PROCESS', done: 'COMPLETED' };
const PRIORITY_TEXT: Readonly<Record<string, string>> = { urgent: '1', high: '3', normal: '5', low: '9' };

function taskLines(record: WriteRecord, uid: string, options: WriteOptions): string[] {
  const { fields } = record;
  const source = fields.source as Source | undefined;
  const draft = new Draft('VTODO', source?.format === 'ical' ? source.text : undefined);
  const before = draft.original ? taskFields(draft.original, silent) : {};
  draft.set(['UID'], [`UID:${uid}`]);
  draft.change(['SUMMARY'], fields.title, before.title, () => textLine('SUMMARY', fields.title));
  draft.change(['DESCRIPTION'], fields.description, before.description, () =>
    textLine('DESCRIPTION', fields.description)
  );
  draft.change(['STATUS'], fields.state, before.state, () => [
    `STATUS:${STATE_TEXT[fields.state as string] ?? 'NEEDS-ACTION'}`
  ]);
  draft.change(['PRIORITY'], fields.priority, before.priority, () => [
    `PRIORITY:${PRIORITY_TEXT[fields.priority as string] ?? '5'}`
  ]);
  const due = fields.due ? [fields.due, fields.dueTime] : [];
  draft.change(['DUE', 'DURATION'], due, before.due ? [before.due, before.dueTime] : [], () => {
    if (!fields.due) return [];
    const wall = fields.dueTime
      ? `${fields.due as string}T${fields.dueTime as string}:00`
      : (fields.due as string);
    return [timesLine('DUE', [wall], undefined)];
  });
  const repeat = fields.repeat as Recurrence | undefined;
  draft.change(
    ['RRULE', 'RDATE'],
    repeat,
    before.repeat,
    () => repeat?.rules.map((rule) => `RRULE:${rule}`) ?? []
  );
  // A rule needs a start to count from (RFC 5545, 3.8.5.3).
  if (repeat && !draft.has('DTSTART') && draft.has('DUE')) {
    draft.set(
      ['DTSTART'],
      draft.linesOf('DUE').map((line) => line.replace(/^DUE/i, 'DTSTART'))
    );
  }
  const finished = fields.finishedAt as Moment | undefined;
  draft.change(['COMPLETED'], finished, before.finishedAt, () =>
    finished ? [timesLine('COMPLETED', [finished.at], finished.zone ?? 'UTC')] : []
  );
  const tags = plainList<string>(fields.tags);
  draft.change(['CATEGORIES'], tags, before.tags, () =>
    tags.length ? [`CATEGORIES:${tags.map(escapeText).join(',')}`] : []
  );
  writeFrame(draft, record, source, options);
  return draft.lines();
}
