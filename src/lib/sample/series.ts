/** What comes back: the firm's week, the board's quarter, the family's evenings; with exceptions and moved instances. */
import type { Cast } from './cast.ts';
import { addDays, minutesOf, nextWeekday, wallTime, weekdayOf } from './days.ts';
import { refTo, type SampleRecord } from './record.ts';

interface Series {
  readonly key: string;
  readonly title: string;
  readonly weekday: number;
  readonly at: string;
  readonly minutes: number;
  readonly rule: string;
  readonly place?: string;
  readonly who?: readonly string[];
  readonly readers?: SampleRecord['readers'];
  readonly zone?: string;
  readonly foundation?: true;
  readonly free?: true;
  /** Every so many days from its start are days between two occurrences; used for exceptions. */
  readonly step?: number;
  /** Years ago that it began, and ended (0: goes on). */
  readonly began: number;
  readonly ended?: number;
  readonly text?: string;
}

const series: readonly Series[] = [
  {
    key: 'five-minutes',
    title: 'Morning five minutes with Imogen',
    weekday: 1,
    at: '8:50',
    minutes: 10,
    rule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
    place: 'Imogen’s office',
    began: 3,
    step: 7,
    text: 'The list, the post, the questions. Standing up, so that it stays at ten minutes.'
  },
  {
    key: 'partners',
    title: 'Partners’ meeting',
    weekday: 1,
    at: '9:00',
    minutes: 60,
    rule: 'FREQ=WEEKLY;BYDAY=MO',
    place: 'Boardroom',
    who: ['rowe', 'yewande', 'priya'],
    began: 9,
    step: 7,
    text: 'Agenda on Friday by four. Apologies to Priya Raman. No telephones at the table.'
  },
  {
    key: 'breakfast',
    title: 'Partners’ breakfast',
    weekday: 4,
    at: '8:00',
    minutes: 45,
    rule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TH',
    place: 'Clerks’ Table, Chancery Row',
    who: ['rowe', 'yewande'],
    began: 6,
    step: 14
  },
  {
    key: 'billing',
    title: 'Month-end billing',
    weekday: 3,
    at: '14:00',
    minutes: 90,
    rule: 'FREQ=MONTHLY;BYDAY=-1WE',
    place: 'Room 3.04',
    who: ['priya'],
    readers: 'finance',
    began: 8,
    text: 'Work in progress over 90 days first, then write-offs, then the client account.'
  },
  {
    key: 'board',
    title: 'Casa della Lanterna: quarterly finance call',
    weekday: 4,
    at: '11:00',
    minutes: 60,
    rule: 'FREQ=MONTHLY;INTERVAL=3;BYDAY=2TH',
    zone: 'Europe/Rome',
    who: ['ferraris', 'doria'],
    foundation: true,
    began: 7
  },
  {
    key: 'risk',
    title: 'Risk committee',
    weekday: 2,
    at: '12:00',
    minutes: 60,
    rule: 'FREQ=MONTHLY;BYDAY=1TU',
    place: 'Oriel room',
    who: ['rowe', 'priya'],
    began: 5
  },
  {
    key: 'kestrel',
    title: 'Kestrel Harbour: weekly call',
    weekday: 3,
    at: '8:15',
    minutes: 30,
    rule: 'FREQ=WEEKLY;BYDAY=WE',
    zone: 'Europe/Dublin',
    who: ['siobhan', 'tobias'],
    began: 1,
    step: 7,
    text: 'Before nine, as Dr O’Rourke prefers. Peadar Walsh dials her in.'
  },
  {
    key: 'pilates',
    title: 'Pilates with Dana',
    weekday: 2,
    at: '7:00',
    minutes: 60,
    rule: 'FREQ=WEEKLY;BYDAY=TU,TH',
    who: ['dana'],
    readers: 'private',
    began: 4,
    step: 7
  },
  {
    key: 'supper',
    title: 'Family supper, no diary',
    weekday: 0,
    at: '18:30',
    minutes: 120,
    rule: 'FREQ=WEEKLY;BYDAY=SU',
    readers: 'private',
    began: 9,
    step: 7
  },
  {
    key: 'choir',
    title: 'Anselm’s rehearsal, Imogen collects Theo',
    weekday: 4,
    at: '18:15',
    minutes: 30,
    rule: 'FREQ=WEEKLY;BYDAY=TH',
    who: ['theo'],
    readers: 'private',
    began: 2,
    step: 7
  },
  {
    key: 'window',
    title: 'Window cleaners, third floor',
    weekday: 6,
    at: '8:00',
    minutes: 120,
    rule: 'FREQ=MONTHLY;BYDAY=3SA',
    free: true,
    began: 6
  },
  {
    key: 'editorial',
    title: 'Client bulletin: editorial half-hour',
    weekday: 5,
    at: '15:30',
    minutes: 30,
    rule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=FR',
    who: ['tobias'],
    began: 3,
    step: 14
  },
  {
    key: 'readings',
    title: 'Trainees’ seminar',
    weekday: 3,
    at: '17:00',
    minutes: 60,
    rule: 'FREQ=WEEKLY;BYDAY=WE',
    place: 'Library, long table',
    free: true,
    began: 5,
    step: 7
  },
  {
    key: 'dinner',
    title: 'Chancery Lane dinner',
    weekday: 5,
    at: '19:00',
    minutes: 180,
    rule: 'FREQ=YEARLY',
    place: 'The Long Gallery, members’ room',
    began: 9
  },
  {
    key: 'mentor',
    title: 'Mentoring: two trainees, one hour',
    weekday: 2,
    at: '16:00',
    minutes: 60,
    rule: 'FREQ=WEEKLY;BYDAY=TU',
    place: 'Garden room, ground floor',
    began: 8,
    ended: 6,
    step: 7
  },
  {
    key: 'move',
    title: 'New offices: building site meeting',
    weekday: 4,
    at: '9:00',
    minutes: 60,
    rule: 'FREQ=WEEKLY;BYDAY=TH',
    place: '12 Finsbury Lane, sixth floor',
    began: 5,
    ended: 3,
    step: 7
  }
];

export function seriesRecords(
  today: string,
  cast: Cast,
  zone: string,
  firm: string,
  foundation: string
): SampleRecord[] {
  const records: SampleRecord[] = [];
  for (const one of series) {
    const first = nextWeekday(addDays(today, -Math.round(one.began * 365.25)), one.weekday);
    const at = minutesOf(one.at);
    const startZone = one.zone ?? zone;
    const timed = (day: string, start: number, minutes: number) => ({
      start: wallTime(day, start),
      end: wallTime(day, start + minutes),
      startZone,
      endZone: startZone,
      allDay: false
    });
    const until = one.ended ? `;UNTIL=${addDays(today, -one.ended * 365).replaceAll('-', '')}T235959Z` : '';
    // Weekly ones miss a few weeks: the one after next, one a month ago, one last year.
    const near = addDays(first, Math.floor(daysBetween(first, today) / (one.step ?? 7)) * (one.step ?? 7));
    const missed =
      one.step && !one.ended ? [2 * one.step, -4 * one.step, -52 * 7].map((days) => addDays(near, days)) : [];
    const moved = one.step === 7 && !one.ended ? addDays(near, 3 * 7) : undefined;
    const common = {
      status: 'confirmed',
      shows: one.free ? 'free' : 'busy',
      ...(one.place && { place: one.place }),
      ...(one.who && {
        attendees: one.who.map((key) => {
          const person = cast.lead(key);
          return {
            person: refTo(person.ref),
            name: person.name,
            email: person.email,
            role: 'required',
            response: 'accepted'
          };
        })
      }),
      ...(one.readers !== 'private' && { company: refTo(one.foundation ? foundation : firm) })
    };
    const ref = `appointment:series-${one.key}`;
    records.push({
      ref,
      type: 'appointment',
      readers: one.readers ?? 'office',
      values: {
        title: one.title,
        when: timed(first, at, one.minutes),
        ...common,
        ...(one.text && { description: one.text }),
        repeat: { rules: [one.rule + until] },
        ...(missed.length > 0 && { except: missed.map((day) => wallTime(day, at)) })
      }
    });
    if (moved)
      records.push({
        ref: `${ref}-moved`,
        type: 'appointment',
        readers: one.readers ?? 'office',
        values: {
          title: one.title,
          when: timed(addDays(moved, weekdayOf(moved) === 5 ? -1 : 1), at + 30, one.minutes),
          ...common,
          description: 'Moved by a day, once. Everybody has been told and has answered.',
          series: refTo(ref),
          occurrence: wallTime(moved, at)
        }
      });
  }
  return records;
}

const daysBetween = (earlier: string, later: string): number =>
  Math.round((Date.parse(`${later}T00:00:00Z`) - Date.parse(`${earlier}T00:00:00Z`)) / 86_400_000);
