/**
 * A VEVENT's or VTODO's properties as record fields. The writer reads an original component through these
 * same functions, to see which of its lines still say what the record says.
 */
import type { Attendee, AttendeeResponse, AttendeeRole, Recurrence, When } from '../base/values.ts';
import {
  paramOf,
  propertiesOf,
  propertyOf,
  rawValueOf,
  textOf,
  type CalComponent,
  type CalProperty
} from './ical-component.ts';
import { inFormOf, readDuration, readTime, type ReadTime, type ZoneBook } from './ical-times.ts';
import type { Sensitivity } from './reading.ts';
import { parseRule, ruleToText, withStandardUntil } from './rule.ts';
import { t } from './text.ts';
import { addDays, changeZone, msToWall, numberToWall, wallToMs, wallToNumber } from './zone.ts';

export interface Context {
  readonly zones: ZoneBook;
  readonly say: (line: number, sentence: string) => void;
  /** For a due time in UTC: whose day it is. */
  readonly calendarZone?: string | undefined;
}

export type Fields = Record<string, unknown>;

export const titleOf = (component: CalComponent): string => textOf(component, 'summary') ?? t('untitled');

const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

/** Leaves out what is missing or empty, so that fields compare by what they say. */
export const present = (fields: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)
    )
  );

// --- time -------------------------------------------------------------------------------------------------

export function readStart(component: CalComponent, { zones, say }: Context): ReadTime | undefined {
  const property = propertyOf(component, 'dtstart');
  if (!property) return void say(component.line, t('noDate', { title: titleOf(component) }));
  const start = readTime(property, property.values[0], zones);
  if (!start) {
    const text = shorten(rawValueOf(property));
    return void say(property.line, t('badDate', { title: titleOf(component), text }));
  }
  return start;
}

export function readWhen(component: CalComponent, start: ReadTime, context: Context): When {
  const end = readEnd(component, start, context);
  if (start.day) return { start: start.wall, end: end.wall, allDay: true };
  // Outlook marks a whole day so, and writes it from midnight to midnight.
  const marked = /^true$/i.test(textOf(component, 'x-microsoft-cdo-alldayevent') ?? '');
  if (marked && /T00:00:00$/.test(start.wall) && /T00:00:00$/.test(end.wall) && end.wall > start.wall) {
    return { start: start.wall.slice(0, 10), end: end.wall.slice(0, 10), allDay: true };
  }
  const endZone = end.day ? undefined : end.zone;
  return {
    start: start.wall,
    end: end.wall,
    ...(start.zone ? { startZone: start.zone } : {}),
    ...(endZone ? { endZone } : {}),
    allDay: false
  };
}

function readEnd(component: CalComponent, start: ReadTime, { zones, say }: Context): ReadTime {
  const none: ReadTime = start.day ? { day: true, wall: addDays(start.wall, 1) } : start;
  const wrong = (line: number): ReadTime => {
    say(line, t('badEnd', { title: titleOf(component) }));
    return none;
  };
  const property = propertyOf(component, 'dtend');
  const length = propertyOf(component, 'duration');
  if (!property && !length) return none;
  if (!property) {
    const duration = readDuration(String(length!.values[0]));
    if (!duration || duration.negative) return wrong(length!.line);
    if (start.day) {
      return {
        day: true,
        wall: addDays(start.wall, Math.max(1, duration.days + Math.floor(duration.seconds / 86_400)))
      };
    }
    // Days are days of the calendar, the rest is real time (RFC 5545, 3.3.6).
    const zone = start.zone ?? 'UTC';
    const moved = numberToWall(wallToNumber(start.wall) + duration.days * 86_400_000);
    return { ...start, wall: msToWall(wallToMs(moved, zone) + duration.seconds * 1000, zone) };
  }
  const end = readTime(property, property.values[0], zones);
  if (!end) return wrong(property.line);
  if (start.day) {
    const day = end.wall.slice(0, 10);
    // An end on the start's own day means that one day, whatever the standard says.
    return day < start.wall
      ? wrong(property.line)
      : { day: true, wall: day === start.wall ? addDays(day, 1) : day };
  }
  if (end.day) return wrong(property.line);
  const before =
    wallToMs(end.wall, end.zone ?? start.zone ?? 'UTC') <
    wallToMs(start.wall, start.zone ?? end.zone ?? 'UTC');
  return before ? wrong(property.line) : end;
}

// --- repeating --------------------------------------------------------------------------------------------

export interface Repeats {
  readonly repeat?: Recurrence;
  readonly except: readonly string[];
}

export function readRepeats(component: CalComponent, when: When, context: Context): Repeats {
  const { say } = context;
  const title = titleOf(component);
  const task = component.name === 'vtodo';
  const written = propertiesOf(component, 'rrule');
  const rules: string[] = [];
  for (const property of written) {
    const text = rawValueOf(property);
    const rule = parseRule(text);
    if (rule) rules.push(ruleToText(withStandardUntil(rule, when)));
    else if (written.length > 1) say(property.line, t('badOneRule', { title, text: shorten(text) }));
    else say(property.line, t(task ? 'badTaskRule' : 'badRule', { title, text: shorten(text) }));
  }
  const exceptionRule = propertyOf(component, 'exrule');
  if (exceptionRule) say(exceptionRule.line, t('exceptionRule', { title }));
  const dates = readDates(component, 'rdate', when, context);
  // Nothing is left out of what does not repeat.
  if (rules.length === 0 && dates.length === 0) return { except: [] };
  const except = readDates(component, 'exdate', when, context);
  sayStray(component, when, rules, dates, except, context);
  return { repeat: { rules, ...(dates.length > 0 ? { dates } : {}) }, except };
}

const formOf = (when: When): ReadTime =>
  when.allDay
    ? { day: true, wall: when.start }
    : { day: false, wall: when.start, ...(when.startZone ? { zone: when.startZone } : {}) };

function readDates(component: CalComponent, name: string, when: When, { zones, say }: Context): string[] {
  const dates = new Set<string>();
  for (const property of propertiesOf(component, name)) {
    for (const value of property.values) {
      if (value === '') continue;
      const time = readTime(property, value, zones);
      if (time) dates.add(inFormOf(formOf(when), time));
      else say(property.line, t('badExtraDate', { title: titleOf(component), text: shorten(String(value)) }));
    }
  }
  return [...dates].sort();
}

/** An exception at another hour than any occurrence leaves nothing out: the file's author meant otherwise. */
function sayStray(
  component: CalComponent,
  when: When,
  rules: readonly string[],
  dates: readonly string[],
  except: readonly string[],
  { say }: Context
): void {
  if (
    when.allDay ||
    except.length === 0 ||
    rules.some((rule) => /BYHOUR|BYMINUTE|BYSECOND|HOURLY|MINUTELY|SECONDLY/.test(rule))
  )
    return;
  const hours = new Set([when.start, ...dates].map((wall) => wall.slice(11)));
  const stray = except.filter((wall) => !hours.has(wall.slice(11)));
  if (stray.length === 0) return;
  say(
    propertyOf(component, 'exdate')!.line,
    t('strayExceptions', { n: stray.length, title: titleOf(component) })
  );
}

/** Which occurrence of its series a changed instance replaces, in the series' own form. */
export function readOccurrence(
  component: CalComponent,
  series: When,
  { zones }: Context
): string | undefined {
  const property = propertyOf(component, 'recurrence-id');
  const time = property && readTime(property, property.values[0], zones);
  return time && inFormOf(formOf(series), time);
}

// --- people -----------------------------------------------------------------------------------------------

const ROLES: Readonly<Record<string, AttendeeRole>> = {
  CHAIR: 'chair',
  'REQ-PARTICIPANT': 'required',
  'OPT-PARTICIPANT': 'optional',
  'NON-PARTICIPANT': 'informed'
};
const RESPONSES: Readonly<Record<string, AttendeeResponse>> = {
  'NEEDS-ACTION': 'needed',
  ACCEPTED: 'accepted',
  DECLINED: 'declined',
  TENTATIVE: 'tentative',
  DELEGATED: 'delegated'
};

export function emailOf(property: CalProperty): string | undefined {
  const value = String(property.values[0] ?? '').trim();
  const address = /^mailto:\s*(.+)$/i.exec(value)?.[1] ?? (paramOf(property, 'email') || value);
  return /^[^\s@]+@[^\s@]+$/.test(address) ? address : undefined;
}

export function readAttendee(property: CalProperty): Attendee | undefined {
  const email = emailOf(property);
  const name = paramOf(property, 'cn')?.trim() || email;
  if (!name) return undefined;
  const role = ROLES[(paramOf(property, 'role') ?? '').toUpperCase()] ?? 'required';
  const response = RESPONSES[(paramOf(property, 'partstat') ?? '').toUpperCase()] ?? 'needed';
  return { name, ...(email ? { email } : {}), role, response };
}

function readAttendees(component: CalComponent): Attendee[] {
  const attendees: Attendee[] = [];
  for (const property of propertiesOf(component, 'attendee')) {
    const attendee = readAttendee(property);
    const known = attendee?.email?.toLowerCase();
    if (attendee && !(known && attendees.some(({ email }) => email?.toLowerCase() === known)))
      attendees.push(attendee);
  }
  const property = propertyOf(component, 'organizer');
  const organizer = property && readAttendee(property);
  if (!organizer) return attendees;
  const at = attendees.findIndex(
    ({ email }) => email && email.toLowerCase() === organizer.email?.toLowerCase()
  );
  if (at >= 0) return attendees.with(at, { ...attendees[at]!, organizer: true });
  return [{ ...organizer, role: 'chair', response: 'accepted', organizer: true }, ...attendees];
}

// --- the rest ---------------------------------------------------------------------------------------------

/** How long before the start, as the alarms have it; alarms after the start, or by the end, stay in the text. */
export function readReminders(component: CalComponent, when: When): string[] {
  const reminders = new Set<string>();
  for (const alarm of component.parts) {
    if (alarm.name !== 'valarm') continue;
    const trigger = propertyOf(alarm, 'trigger');
    const text = String(trigger?.values[0] ?? '');
    if (!trigger || /^end$/i.test(paramOf(trigger, 'related') ?? '')) continue;
    const duration = readDuration(text);
    if (duration && (duration.negative || duration.days + duration.seconds === 0)) {
      reminders.add(durationText(duration.days, duration.seconds));
    } else if (/Z$/.test(text) && when.startZone) {
      const lead = (wallToMs(when.start, when.startZone) - Date.parse(text)) / 1000;
      if (lead >= 0 && Number.isInteger(lead))
        reminders.add(durationText(Math.floor(lead / 86_400), lead % 86_400));
    }
  }
  return [...reminders];
}

function durationText(days: number, seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = seconds % 60;
  const time = `${hours ? `${hours}H` : ''}${minutes ? `${minutes}M` : ''}${rest ? `${rest}S` : ''}`;
  if (!days && !time) return 'PT0S';
  return `P${days ? `${days}D` : ''}${time ? `T${time}` : ''}`;
}

const CONFERENCE = [
  'x-google-conference',
  'x-microsoft-skypeteamsmeetingurl',
  'x-microsoft-onlinemeetingconflink',
  'conference'
];
const MEETING_LINK =
  /https:\/\/[\w.-]*(?:zoom\.us\/[jw]|teams\.microsoft\.com\/l\/meetup-join|teams\.live\.com\/meet|meet\.google\.com|webex\.com)[^\s<>"\\)]*/i;

/** The address of the online meeting, else the event's own page. */
export function readLink(component: CalComponent): string | undefined {
  for (const name of CONFERENCE) {
    const text = textOf(component, name);
    if (text && /^https?:/i.test(text)) return text;
  }
  const texts = ['location', 'description', 'url'].map((name) => textOf(component, name) ?? '');
  const place = /^https?:\/\/\S+$/i.exec(texts[0]!)?.[0];
  return MEETING_LINK.exec(texts.join('\n'))?.[0] ?? textOf(component, 'url') ?? place;
}

/** Minutes, from Apple's calendar. */
function readTravel(component: CalComponent): number | undefined {
  const duration = readDuration(textOf(component, 'x-apple-travel-duration') ?? '');
  return duration && duration.days * 1440 + Math.round(duration.seconds / 60);
}

function readTags(component: CalComponent): string[] {
  const tags = propertiesOf(component, 'categories').flatMap(({ values }) =>
    values.map((value) => String(value).trim())
  );
  return [...new Set(tags.filter(Boolean))];
}

export function readSensitivity(component: CalComponent): Sensitivity | undefined {
  const text = `${textOf(component, 'class') ?? ''} ${textOf(component, 'x-calendarserver-access') ?? ''} ${
    textOf(component, 'x-microsoft-cdo-sensitivity') ?? textOf(component, 'x-sensitivity') ?? ''
  }`;
  if (/confidential|restricted|\b3\b/i.test(text)) return 'confidential';
  if (/private|personal|\b[12]\b/i.test(text)) return 'private';
  return /public/i.test(text) ? 'public' : undefined;
}

const STATUS: Readonly<Record<string, string>> = {
  TENTATIVE: 'tentative',
  CONFIRMED: 'confirmed',
  CANCELLED: 'cancelled',
  CANCELED: 'cancelled'
};

/** Everything of an appointment but its series. */
export function eventFields(component: CalComponent, when: When, { repeat, except }: Repeats): Fields {
  const busy = textOf(component, 'x-microsoft-cdo-busystatus')?.toUpperCase();
  const status = STATUS[textOf(component, 'status')?.toUpperCase() ?? ''];
  const free = /^transparent$/i.test(textOf(component, 'transp') ?? '') || busy === 'FREE';
  return present({
    title: titleOf(component),
    when,
    status:
      status === 'confirmed' && busy === 'TENTATIVE'
        ? 'tentative'
        : (status ?? (busy === 'TENTATIVE' ? 'tentative' : 'confirmed')),
    shows: free ? 'free' : 'busy',
    place: textOf(component, 'location'),
    link: readLink(component),
    description: textOf(component, 'description'),
    attendees: readAttendees(component),
    repeat,
    except: [...except],
    travelBefore: readTravel(component),
    reminders: readReminders(component, when),
    tags: readTags(component)
  });
}

const TASK_STATE: Readonly<Record<string, string>> = {
  'IN-PROCESS': 'doing',
  COMPLETED: 'done',
  CANCELLED: 'done'
};

/** A task: due on a day, with an hour where the file has one. */
export function taskFields(component: CalComponent, context: Context): Fields {
  const { zones, calendarZone } = context;
  const due = propertyOf(component, 'due') ?? propertyOf(component, 'dtstart');
  const read = due && readTime(due, due.values[0], zones);
  if (due && !read)
    context.say(due.line, t('badExtraDate', { title: titleOf(component), text: shorten(rawValueOf(due)) }));
  const wall =
    read && !read.day && read.zone && calendarZone
      ? changeZone(read.wall, read.zone, calendarZone)
      : read?.wall;
  const form: When =
    read && read.day
      ? { start: read.wall, end: read.wall, allDay: true }
      : { start: wall ?? '', end: wall ?? '', allDay: false };
  const { repeat } = wall ? readRepeats(component, form, context) : {};
  const priority = Number(textOf(component, 'priority') ?? 0);
  const completed = propertyOf(component, 'completed');
  const finished = completed && readTime(completed, completed.values[0], zones);
  return present({
    title: titleOf(component),
    state: finished ? 'done' : (TASK_STATE[textOf(component, 'status')?.toUpperCase() ?? ''] ?? 'open'),
    due: wall?.slice(0, 10),
    dueTime: read && !read.day ? wall!.slice(11, 16) : undefined,
    priority:
      priority === 1 ? 'urgent' : priority > 1 && priority < 5 ? 'high' : priority > 5 ? 'low' : 'normal',
    description: textOf(component, 'description'),
    repeat,
    finishedAt:
      finished && !finished.day
        ? { at: finished.wall, ...(finished.zone ? { zone: finished.zone } : {}) }
        : undefined,
    tags: readTags(component)
  });
}
