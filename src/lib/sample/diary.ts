/**
 * Ten years of appointments, day after day: each day gets its share and they are laid out one after the
 * other between morning and evening, so that a busy day reads like one and most of them do not collide.
 */
import type { Cast, CastPerson } from './cast.ts';
import { addDays, addWorkingDays, isWeekend, wallTime } from './days.ts';
import type { Draw } from './draw.ts';
import { drawNotes, fill } from './fill.ts';
import {
  courts,
  elsewhere,
  familyLife,
  foundationWork,
  houseWork,
  matters,
  matterWork,
  personWork,
  rooms,
  tables,
  tags,
  trips
} from './matters.ts';
import { placeByCity } from './names.ts';
import { refTo, type SampleRecord } from './record.ts';

const PAST_DAYS = 9.5 * 365;
const FUTURE_DAYS = 180;

interface Drawn {
  readonly title: string;
  readonly minutes: number;
  readonly place?: string;
  readonly call?: boolean;
  readonly readers?: SampleRecord['readers'];
  readonly person?: CastPerson;
  readonly matter?: string;
  readonly foundation?: boolean;
  readonly evening?: boolean;
  readonly away?: boolean;
  readonly landsIn?: string;
  readonly landingShift?: string;
}

export function* diary(
  count: number,
  {
    today,
    zone,
    cast,
    draw,
    firm,
    foundation
  }: { today: string; zone: string; cast: Cast; draw: Draw; firm: string; foundation: string }
): Generator<SampleRecord> {
  const days: { day: string; weight: number }[] = [];
  // A small office has most of its entries in the weeks around today; a large one is evenly busy.
  const byHand = new Set([today, addDays(today, 1), addWorkingDays(today, 2), addWorkingDays(today, 3)]);
  const close = count < 2000 ? 40 : 1;
  for (let offset = -Math.round(PAST_DAYS); offset <= FUTURE_DAYS; offset++) {
    const day = addDays(today, offset);
    if (byHand.has(day)) continue;
    const near = offset > -16 && offset < 32 ? close : 1;
    days.push({ day, weight: near * (isWeekend(day) ? 0.08 : 1) });
  }
  const total = days.reduce((sum, { weight }) => sum + weight, 0);
  const drawn = createAppointmentDraw(cast, draw);
  let owed = 0;
  let made = 0;
  for (const [index, { day, weight }] of days.entries()) {
    owed += (weight / total) * count;
    const here = index === days.length - 1 ? count - made : Math.floor(owed);
    owed -= here;
    let clock = 7 * 60 + 30 + 15 * draw.between(0, here > 6 ? 1 : 10);
    for (let nth = 0; nth < here; nth++, made++) {
      const one = drawn(isWeekend(day));
      if (one.evening) {
        yield toRecord(`appointment:${made}`, day, 18 * 60 + 30 + 15 * draw.between(0, 5), one.minutes, one);
        continue;
      }
      if (clock > 21 * 60) clock = 8 * 60 + 15 * draw.between(0, 40);
      const spare = Math.max(0, Math.floor((11 * 60) / here - one.minutes));
      const minutes = here > 9 ? Math.min(one.minutes, 45) : one.minutes;
      yield toRecord(`appointment:${made}`, day, clock, minutes, one);
      clock += Math.round((minutes + draw.fraction() * Math.min(spare, 150) * 1.2) / 15) * 15;
      if (draw.chance(0.04)) clock -= 15;
    }
  }

  function toRecord(ref: string, day: string, clock: number, minutes: number, one: Drawn): SampleRecord {
    const elsewhereZone = one.call && one.person && draw.chance(0.3) ? one.person.place.zone : undefined;
    const past = day < today;
    const status = draw.chance(past ? 0.04 : 0.02)
      ? 'cancelled'
      : !past && draw.chance(0.12)
        ? 'tentative'
        : 'confirmed';
    const others = one.person ? [one.person, ...(draw.chance(0.35) ? [draw.pick(cast.people)] : [])] : [];
    return {
      ref,
      type: 'appointment',
      readers: one.readers ?? 'office',
      values: {
        title: one.title,
        when: {
          start: wallTime(day, clock),
          end: wallTime(day, clock + minutes + (one.landsIn ? landingShift(one.landsIn) : 0)),
          startZone: elsewhereZone ?? zone,
          endZone: one.landsIn ?? elsewhereZone ?? zone,
          allDay: false
        },
        status,
        shows: draw.chance(0.04) ? 'free' : 'busy',
        ...(one.place && { place: one.place }),
        ...(one.call && { link: `https://meet.example/${draw.between(10000, 99999)}` }),
        ...(draw.chance(0.42) && {
          description: drawNotes(
            draw.between(1, 2),
            { person: one.person, helper: draw.pick(cast.people), matter: one.matter },
            draw
          )
        }),
        ...(others.length > 0 && {
          attendees: others.map((person) => ({
            person: refTo(person.ref),
            name: person.name,
            email: person.email,
            role: 'required',
            response: past
              ? 'accepted'
              : draw.pick(['accepted', 'accepted', 'needed', 'tentative', 'declined'])
          }))
        }),
        ...(one.away && { travelBefore: 5 * draw.between(2, 6), travelAfter: 5 * draw.between(2, 6) }),
        ...(draw.chance(0.25) && { reminders: [draw.pick(['PT10M', 'PT15M', 'PT1H', 'P1D'])] }),
        ...(draw.chance(0.12) && { tags: [draw.pick(tags)] }),
        ...(one.readers !== 'private' && { company: refTo(one.foundation ? foundation : firm) })
      }
    };
  }
}

/** Winter offsets from London are near enough for a flight that nobody takes. */
const landingShift = (zone: string): number =>
  ({
    'America/New_York': -300,
    'Asia/Dubai': 240,
    'Asia/Singapore': 480,
    'Europe/Istanbul': 180,
    'Europe/Lisbon': 0,
    'Europe/Dublin': 0,
    'Europe/London': 0
  })[zone] ?? 60;

function createAppointmentDraw(cast: Cast, draw: Draw) {
  const matterCards = draw.deck(
    matters.flatMap((matter) => matterWork.map((work) => [matter, work] as const))
  );
  const houseCards = draw.deck(houseWork);
  const familyCards = draw.deck(familyLife);
  const foundationCards = draw.deck(foundationWork);
  const personCards = draw.deck(personWork);
  const withRole = new Map<string, CastPerson[]>();
  const list = (key: string, person: CastPerson) => {
    const found = withRole.get(key);
    if (found) found.push(person);
    else withRole.set(key, [person]);
  };
  for (const person of cast.people) {
    list(person.role, person);
    if (person.role === 'client' || person.role === 'counsel')
      list(person.place.languages[0]!.toLowerCase(), person);
  }
  const staff = withRole.get('staff')!;
  const personFor = (roles: string): CastPerson => {
    const pool = withRole.get(draw.pick(roles.split(' '))) ?? withRole.get('client')!;
    // People who come often come often: half of all meetings are with the first fifth.
    const within = draw.chance(0.5) ? Math.ceil(pool.length / 5) : pool.length;
    return pool[Math.floor(draw.fraction() * within)]!;
  };
  const placeFor = (where: string): string | undefined =>
    where === 'court'
      ? draw.pick(courts)
      : where === 'table'
        ? draw.pick(tables)
        : where === 'away'
          ? draw.pick(elsewhere)
          : where === 'room'
            ? draw.pick(rooms)
            : undefined;

  return function (weekend: boolean): Drawn {
    const lot = weekend ? 0.95 : draw.fraction();
    if (lot < 0.4) {
      const [matter, [title, minutes, where]] = matterCards();
      const person = personFor('client client counsel');
      return {
        title: fill(title, { matter }, draw),
        minutes,
        place: placeFor(where),
        call: where === 'call',
        away: where === 'court' || where === 'away',
        person,
        matter
      };
    }
    if (lot < 0.72) {
      const [title, minutes, where, roles] = personCards();
      const person = personFor(roles);
      return {
        title: fill(title, { person }, draw),
        minutes,
        place: placeFor(where),
        call: where === 'call',
        away: where === 'away',
        evening: title.startsWith('Dinner'),
        person
      };
    }
    if (lot < 0.84) {
      const [title, minutes, readers] = houseCards();
      const helper = draw.pick(staff);
      return {
        title: fill(title, { helper }, draw),
        minutes,
        readers,
        place: draw.pick(rooms),
        person: title.includes('{s}') ? helper : undefined
      };
    }
    if (lot < 0.9) {
      const [title, minutes] = foundationCards();
      return { title, minutes, foundation: true, call: true, person: personFor('culture') };
    }
    if (lot < 0.93) {
      const [city, minutes] = draw.pick(trips);
      return {
        title: `Flight to ${city}`,
        minutes,
        place: draw.pick(['Heathrow, terminal 5', 'Heathrow, terminal 2', 'City Airport']),
        away: true,
        landsIn: placeByCity(city).zone
      };
    }
    const [title, minutes, place] = familyCards();
    return {
      title,
      minutes,
      place,
      readers: 'private',
      evening: /evening|Dinner|Theatre|Book club|recital/.test(title)
    };
  };
}
