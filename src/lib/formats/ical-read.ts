/**
 * An iCalendar file (RFC 5545, vCalendar 1.0 where it is close enough) to records. Each component is read by
 * itself: what is broken in one is said and does not touch the others, and an entry whose end is missing is
 * not read at all. Changed instances are records of their own, and their series leaves their dates out.
 */
import type { Source, When } from '../base/values.ts';
import {
  cutComponents,
  LONGEST_LINE,
  MOST_LINES,
  unfoldedLines,
  type Component,
  type Line
} from './content-lines.ts';
import { parseComponent, propertyOf, rawValueOf, textOf, type CalComponent } from './ical-component.ts';
import {
  eventFields,
  readOccurrence,
  readRepeats,
  readSensitivity,
  readStart,
  readWhen,
  taskFields,
  titleOf,
  type Context,
  type Fields
} from './ical-fields.ts';
import { readTime, ZoneBook } from './ical-times.ts';
import { Problems, type ReadOptions, type ReadRecord, type ReadingSteps } from './reading.ts';
import { atLine, t } from './text.ts';
import { readFileZone, type FileZone } from './vtimezone.ts';
import { zoneByName } from './zone-names.ts';
import { fingerprint, keptText } from './kept-text.ts';

const WRAPPERS = new Set(['VCALENDAR']);
const APART = new Set(['VEVENT', 'VTODO', 'VJOURNAL', 'VFREEBUSY', 'VTIMEZONE']);
export const MOST_RECORDS = 100_000;

interface Entry {
  readonly line: number;
  readonly component: CalComponent;
  readonly fields: Fields;
  readonly when?: When;
  readonly uid: string;
  readonly source: Source;
  /** RECURRENCE-ID as written, to tell versions of one instance from other instances. */
  readonly instance?: string;
  readonly sequence: number;
  readonly stamp: string;
}

/** Reads a calendar's text (line ends `\n`). `file` is its name, kept with each record. */
export function* readCalendar(text: string, file: string, options: ReadOptions = {}): ReadingSteps {
  const problems = new Problems();
  const say = (line: number, sentence: string): void => problems.add(atLine(line), sentence);
  const header = readHeader(text);
  const zones = new ZoneBook(readZones(text), header.zone, say);
  const calendarZone = header.zone ?? options.zone;
  const context: Context = { zones, say, ...(calendarZone ? { calendarZone } : {}) };

  const entries: Entry[] = [];
  let open = 0;
  let begun = false;
  let lineNumber = 0;
  let done = 0;
  const lines = withProgress(unfoldedLines(text), (line) => {
    lineNumber = line.number;
    done += line.text.length + 1;
  });
  let tooMany = false;
  let seen = 0;
  let saidBefore = false;
  for (const item of cutComponents(lines, WRAPPERS, APART)) {
    if (item.kind === 'wrapper') {
      begun ||= item.open;
      open = item.open ? open + 1 : Math.max(0, open - 1);
    } else if (item.kind === 'component' && /^VCARD$/.test(item.component.name)) {
      say(item.component.lines[0]!.number, t('otherFormat', { n: item.component.lines[0]!.number }));
      break;
    } else if (item.kind === 'component') {
      if (++seen > MOST_RECORDS) {
        tooMany = true;
        break;
      }
      const entry = readEntry(item.component, file, context);
      if (entry) entries.push(entry);
      if (seen % 200 === 0) yield Math.min(0.95, done / text.length);
    } else if (!begun) {
      if (!saidBefore) say(item.line.number, t('before'));
      saidBefore = true;
    } else if (!/^[A-Za-z0-9-]+[;:]/.test(item.line.text.trimStart())) {
      say(item.line.number, t('lineUnread', { text: item.line.text.slice(0, 60) }));
    }
  }
  if (tooMany) problems.add(atLine(lineNumber), t('tooMany', { n: MOST_RECORDS }));
  else if (open > 0) problems.add(t('endOfFile'), t('missingEnd'));
  if (/^REPLY$/i.test(header.method ?? '')) problems.add(t('wholeFile'), t('reply'));

  const records = toRecords(newestOfEach(entries, say), context);
  if (records.length === 0 && problems.list.length === 0) problems.add(t('wholeFile'), t('nothing'));
  return {
    format: 'ical',
    ...(header.name ? { name: header.name } : {}),
    ...(header.method ? { method: header.method.toUpperCase() } : {}),
    records,
    problems: problems.all((n) => ({ where: t('andMore'), what: t('andMoreWhat', { n }) }))
  };
}

function* withProgress(lines: Iterable<Line>, seen: (line: Line) => void): Generator<Line> {
  for (const line of lines) {
    seen(line);
    yield line;
  }
}

/** The calendar's own name, zone and method: they may stand anywhere between its components. */
function readHeader(text: string): { name?: string; zone?: string; method?: string } {
  const valueOf = (name: string): string | undefined => {
    const match = new RegExp(`^${name}(?:;[^:\\n]*)?:(.*(?:\\n[ \\t].*)*)`, 'im').exec(
      text.slice(0, LONGEST_LINE)
    );
    const value = match?.[1]!
      .replace(/\n[ \t]/g, '')
      .replace(/\\n/gi, ' ')
      .replace(/\\(.)/g, '$1')
      .trim();
    return value === '' ? undefined : value;
  };
  const name = valueOf('X-WR-CALNAME');
  const zone = zoneByName(valueOf('X-WR-TIMEZONE') ?? '');
  const method = valueOf('METHOD');
  return { ...(name ? { name } : {}), ...(zone ? { zone } : {}), ...(method ? { method } : {}) };
}

/** Every VTIMEZONE, wherever it stands: some files put them behind the events that need them. */
function readZones(text: string): FileZone[] {
  const zones: FileZone[] = [];
  for (let at = text.indexOf('BEGIN:VTIMEZONE'); at >= 0 && zones.length < 500;) {
    const end = text.indexOf('END:VTIMEZONE', at);
    if (end < 0) break;
    const lines = [...unfoldedLines(text.slice(at, end))];
    const zone = readFileZone({ name: 'VTIMEZONE', lines, complete: true });
    if (zone) zones.push(zone);
    at = text.indexOf('BEGIN:VTIMEZONE', end);
  }
  return zones;
}

function readEntry(component: Component, file: string, context: Context): Entry | undefined {
  const { name, lines, complete } = component;
  const line = lines[0]!.number;
  if (name === 'VTIMEZONE') return undefined;
  if (name === 'VFREEBUSY') return void context.say(line, t('freeBusy'));
  if (name === 'VJOURNAL') return void context.say(line, t('journal'));
  if (name !== 'VEVENT' && name !== 'VTODO')
    return void context.say(line, t('otherComponent', { name: name.slice(0, 40) }));
  if (!complete) return void context.say(line, t('cutOff'));
  if (component.tooLong) return void context.say(line, t('tooLong', { n: MOST_LINES }));

  const parsed = parseComponent(component, (bad) =>
    context.say(bad.number, t('lineUnread', { text: bad.text.slice(0, 60) }))
  );
  const read = name === 'VEVENT' ? readEvent(parsed, context) : { fields: taskFields(parsed, context) };
  if (!read) return undefined;
  const text = keptText(lines, context.say);
  const uid = textOf(parsed, 'uid');
  const sequence = Number(textOf(parsed, 'sequence') ?? 0) || 0;
  const recurrence = propertyOf(parsed, 'recurrence-id');
  const recurrenceId = recurrence && rawValueOf(recurrence).trim();
  const range = recurrence?.params.range;
  if (range) context.say(recurrence.line, t('andFollowing', { title: titleOf(parsed) }));
  return {
    line,
    component: parsed,
    ...read,
    uid: uid ?? `without-uid-${fingerprint(text)}`,
    source: {
      format: 'ical',
      file,
      ...(uid ? { uid } : {}),
      ...(recurrenceId ? { recurrenceId } : {}),
      ...(sequence ? { sequence } : {}),
      text
    },
    ...(recurrenceId ? { instance: recurrenceId } : {}),
    sequence,
    stamp: String(
      propertyOf(parsed, 'last-modified')?.values[0] ?? propertyOf(parsed, 'dtstamp')?.values[0] ?? ''
    )
  };
}

function readEvent(component: CalComponent, context: Context): { fields: Fields; when: When } | undefined {
  const start = readStart(component, context);
  if (!start) return undefined;
  const when = readWhen(component, start, context);
  return { when, fields: eventFields(component, when, readRepeats(component, when, context)) };
}

/** Of several versions of one entry the one with the highest sequence holds, then the latest, then the last. */
function newestOfEach(entries: readonly Entry[], say: Context['say']): Entry[] {
  const newest = new Map<string, Entry>();
  const again = new Map<string, number>();
  for (const entry of entries) {
    const key = JSON.stringify([entry.uid, entry.instance ?? null, entry.component.name]);
    const other = newest.get(key);
    if (other && !again.has(key)) again.set(key, entry.line);
    const older = other && (entry.sequence - other.sequence || compareText(entry.stamp, other.stamp)) < 0;
    if (!older) newest.set(key, entry);
  }
  for (const [key, line] of again) say(line, t('duplicate', { title: titleOf(newest.get(key)!.component) }));
  return [...newest.values()].sort((a, b) => a.line - b.line);
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function toRecords(entries: readonly Entry[], context: Context): ReadRecord[] {
  const series = new Map<string, Entry>();
  for (const entry of entries) if (!entry.instance && entry.when) series.set(entry.uid, entry);
  const changed = new Map<string, string[]>();
  const occurrences = new Map<Entry, string>();
  for (const entry of entries) {
    if (!entry.instance || !entry.when) continue;
    const occurrence = readOccurrence(
      entry.component,
      series.get(entry.uid)?.when ?? ownForm(entry, context),
      context
    );
    if (occurrence === undefined) continue;
    occurrences.set(entry, occurrence);
    if (!changed.has(entry.uid)) changed.set(entry.uid, []);
    changed.get(entry.uid)!.push(occurrence);
  }
  return entries.map((entry): ReadRecord => {
    const sensitivity = readSensitivity(entry.component);
    const occurrence = occurrences.get(entry);
    const replaced = occurrence === undefined ? changed.get(entry.uid) : undefined;
    const except =
      replaced && [...new Set([...((entry.fields.except as string[]) ?? []), ...replaced])].sort();
    return {
      type: entry.when ? 'appointment' : 'task',
      fields: {
        ...entry.fields,
        ...(occurrence === undefined ? {} : { occurrence }),
        ...(except ? { except } : {}),
        source: entry.source
      },
      ref: occurrence === undefined ? entry.uid : `${entry.uid}#${occurrence}`,
      ...(occurrence === undefined ? {} : { seriesRef: entry.uid }),
      ...(sensitivity ? { sensitivity } : {})
    };
  });
}

/** Without its series in the file, an instance's replaced start is kept in the form it is written in. */
function ownForm(entry: Entry, { zones }: Context): When {
  const property = propertyOf(entry.component, 'recurrence-id')!;
  const time = readTime(property, property.values[0], zones);
  if (!time) return entry.when!;
  return time.day
    ? { start: time.wall, end: time.wall, allDay: true }
    : { start: time.wall, end: time.wall, allDay: false, ...(time.zone ? { startZone: time.zone } : {}) };
}
