/**
 * The people and organisations of the sample office: those who appear by name around today, and as many
 * others as it should have.
 */
import { diets, firmFirst, firmSecond, jobs } from './matters.ts';
import { addDays } from './days.ts';
import type { Draw } from './draw.ts';
import { placeByCity, places, type Place } from './names.ts';
import { refTo, type SampleRecord } from './record.ts';

export type Role = 'client' | 'vendor' | 'press' | 'counsel' | 'culture' | 'staff' | 'family';

export interface CastOrganisation {
  readonly ref: string;
  readonly name: string;
  readonly role: Role;
  readonly place: Place;
  readonly host: string;
}

export interface CastPerson {
  readonly ref: string;
  readonly name: string;
  readonly given: string;
  readonly role: Role;
  readonly email: string;
  readonly place: Place;
  readonly organisation?: CastOrganisation;
}

export interface Cast {
  readonly records: SampleRecord[];
  readonly people: readonly CastPerson[];
  readonly organisations: readonly CastOrganisation[];
  /** By the key given in `leads`. */
  readonly lead: (key: string) => CastPerson;
}

const FIRM: Omit<CastOrganisation, 'place'> = {
  ref: 'organisation:firm',
  name: 'Achterberg Rowe LLP',
  role: 'staff',
  host: 'achterbergrowe.example'
};

/** Who appears by name around today: key, name, role, organisation, city, job; days until the birthday; more. */
const leads: readonly (readonly [
  key: string,
  given: string,
  family: string,
  role: Role,
  organisation: string | undefined,
  city: string,
  job: string | undefined,
  birthdayIn?: number,
  more?: Readonly<Record<string, unknown>>
])[] = [
  [
    'peadar',
    'Peadar',
    'Walsh',
    'client',
    'Kestrel Harbour plc',
    'Dublin',
    'Assistant to the Chief Executive'
  ],
  [
    'siobhan',
    'Siobhán',
    'O’Rourke',
    'client',
    'Kestrel Harbour plc',
    'Dublin',
    'Chief Executive',
    4,
    {
      honorific: 'Dr',
      pronunciation: 'shiv-AWN oh-RORK',
      addressAs: 'Dr O’Rourke; Siobhán after the first meeting',
      assistant: refTo('person:peadar'),
      diet: 'No shellfish',
      notes: 'Prefers a call before nine. Never on Fridays. Reads everything on paper.'
    }
  ],
  [
    'cohenNorthmoor',
    'David',
    'Cohen',
    'client',
    'Northmoor Capital',
    'London',
    'Managing Director',
    undefined,
    {
      diet: 'Kosher',
      notes:
        'The tall one, fund side. Always arrives early and likes to wait in the library. Not to be confused with David Cohen of Cohen & Baird.'
    }
  ],
  [
    'cohenBaird',
    'David',
    'Cohen',
    'counsel',
    'Cohen & Baird',
    'New York',
    'Partner',
    undefined,
    { notes: 'Acts for the other side in Halvorsen. Calls go through Imogen only, never through the team.' }
  ],
  [
    'cohenCars',
    'David',
    'Cohen',
    'vendor',
    'Northgate Cars',
    'London',
    'Dispatcher',
    6,
    { notes: 'Night number answers until one. Knows the house and where to wait.' }
  ],
  [
    'meiling',
    'Mei-Ling',
    'Tan',
    'client',
    'Straits Shipping AB',
    'Singapore',
    'General Counsel',
    undefined,
    {
      addressAs: 'Ms Tan',
      diet: 'Vegetarian',
      notes: 'Mornings in London suit her best: half past seven here is half past three there.'
    }
  ],
  ['priya', 'Priya', 'Raman', 'staff', 'Achterberg Rowe LLP', 'London', 'Practice Manager', 2],
  ['tobias', 'Tobias', 'Merrick', 'staff', 'Achterberg Rowe LLP', 'London', 'Senior Associate'],
  [
    'yewande',
    'Yewande',
    'Adeyemi',
    'staff',
    'Achterberg Rowe LLP',
    'London',
    'Partner',
    undefined,
    { pronunciation: 'yeh-WAHN-deh ah-DEH-yeh-mee' }
  ],
  ['rowe', 'Julian', 'Rowe', 'staff', 'Achterberg Rowe LLP', 'London', 'Senior Partner'],
  [
    'weissenborn',
    'Jürgen',
    'Weißenborn',
    'counsel',
    'Weißenborn Rechtsanwälte',
    'Hamburg',
    'Partner',
    undefined,
    { honorific: 'Dr', addressAs: 'Herr Dr. Weißenborn' }
  ],
  [
    'ferraris',
    'Chiara',
    'Ferraris',
    'culture',
    'Fondazione Casa della Lanterna',
    'Genoa',
    'Director',
    1,
    {
      pronunciation: 'kee-AH-rah fer-RAH-rees',
      notes: 'Runs the house day to day. Sends voice messages; answer in writing.'
    }
  ],
  ['doria', 'Niccolò', 'Doria', 'culture', 'Fondazione Casa della Lanterna', 'Genoa', 'Treasurer'],
  [
    'lemaitre',
    'Hélène',
    'Lemaître',
    'press',
    'The Evenlode Review',
    'Paris',
    'Legal Correspondent',
    undefined,
    { notes: 'Fair, exact, files late in the evening. Quotes are checked with us before print.' }
  ],
  ['standish', 'Rupert', 'Standish', 'press', 'The Courier', 'London', 'City Editor'],
  [
    'judge',
    'Folasade',
    'Okonkwo',
    'counsel',
    'International Dispute Centre',
    'London',
    'Arbitrator',
    undefined,
    { honorific: 'Dame', addressAs: 'Dame Folasade' }
  ],
  ['ostrander', 'Gwendolyn', 'Ostrander', 'client', 'Ostrander Hotels', 'New York', 'Chair'],
  ['halvorsen', 'Nils', 'Halvorsen', 'client', 'Halvorsen Energy SE', 'Stockholm', 'Chief Executive'],
  [
    'anselm',
    'Anselm',
    'Achterberg',
    'family',
    undefined,
    'London',
    undefined,
    undefined,
    { notes: 'Husband. Rehearses until ten on Thursdays, the telephone is off then.' }
  ],
  [
    'theo',
    'Theo',
    'Achterberg',
    'family',
    undefined,
    'London',
    undefined,
    5,
    { notes: 'Son, St Aldate’s School. Asthma: the spray is in the front pocket of the green bag.' }
  ],
  ['clara', 'Clara', 'Achterberg', 'family', undefined, 'London', undefined],
  ['dana', 'Dana', 'Lindgren', 'family', undefined, 'London', 'Trainer'],
  ['quince', 'Camille', 'Saint-Clair', 'vendor', 'The Quince Tree', 'London', 'Maître d’hôtel'],
  ['interpreters', 'Corinne', 'Hürlimann', 'vendor', 'Meridian Interpreters', 'Zürich', 'Chief Interpreter'],
  [
    'faisal',
    'Faisal',
    'Al Mazrouei',
    'client',
    'Cinnabar Mining',
    'Dubai',
    'Deputy General Counsel',
    undefined,
    { diet: 'Halal' }
  ]
];

const ROLE_SHARE: readonly (readonly [Role, number])[] = [
  ['client', 0.4],
  ['counsel', 0.2],
  ['vendor', 0.14],
  ['press', 0.12],
  ['culture', 0.08],
  ['staff', 0.06]
];

/** As roles are kept with records: counsel and artists are visitors here. */
const ROLE_KEPT: Readonly<Record<Role, string>> = {
  client: 'client',
  vendor: 'vendor',
  press: 'press',
  counsel: 'visitor',
  culture: 'visitor',
  staff: 'staff',
  family: 'family'
};

const ABOUT: Readonly<Record<Role, readonly string[]>> = {
  client: [
    'Reception closes at half past five; after that ring the side door. Invoices go to accounts payable with the PO number in the subject.',
    'Client since 2014, introduced by Julian Rowe. Conflict check renewed every January. Fee notes monthly, in two currencies.',
    'Their general counsel decides, the finance director pays. Board meets on the third Wednesday; nothing gets signed in the week before.'
  ],
  vendor: [
    'Framework contract, notice three months before the end of the year. Ask for the same people as last time.',
    'Good at short notice, dear at weekends. Quotes in writing only; the telephone price has changed twice.'
  ],
  press: [
    'Weekly, closes on Tuesday night. Wants background rather than quotes; statements go through the duty partner.',
    'Daily. The news desk rings without warning: take name, question and deadline, promise nothing.'
  ],
  counsel: [
    'Clerks answer from eight. Papers by courier before six or they lie until the next morning. Has acted with us and against us.',
    'Correspondent firm for local law. Always send the conflict list first, then the question.'
  ],
  culture: [
    'Partner of the foundation. Loan agreements run for two years; the courier insists on a museum van.'
  ],
  staff: ['Our own house. Switchboard from eight to seven, night line with the porter.'],
  family: ['']
};

const slug = (name: string) =>
  name
    .normalize('NFKD')
    .replace(/[^\w\s.-]/g, '')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/[^a-z0-9]+/g, '');

export function createCast(
  counts: { organisations: number; people: number },
  today: string,
  draw: Draw
): Cast {
  const records: SampleRecord[] = [];
  const organisations: CastOrganisation[] = [];
  const people: CastPerson[] = [];
  const byName = new Map<string, CastOrganisation>();
  const byKey = new Map<string, CastPerson>();

  function addOrganisation(name: string, role: Role, place: Place, ref?: string): CastOrganisation {
    const organisation = {
      ref: ref ?? `organisation:${organisations.length}`,
      name,
      role,
      place,
      host: `${slug(name)}.example`
    };
    organisations.push(organisation);
    byName.set(name, organisation);
    records.push({
      ref: organisation.ref,
      type: 'organisation',
      readers: 'office',
      values: {
        name,
        roles: [ROLE_KEPT[role]],
        emails: [{ address: `office@${organisation.host}`, use: 'work' }],
        phones: [{ number: `${place.dial}${draw.between(100, 999)}`, use: 'work' }],
        addresses: [addressIn(place)],
        urls: [`https://${organisation.host}`],
        about: draw.pick(ABOUT[role])
      }
    });
    return organisation;
  }

  const addressIn = (place: Place) => ({
    street: `${draw.between(1, 180)} ${draw.pick(place.streets)}`,
    city: place.city,
    country: place.country,
    use: 'work'
  });

  function addPerson(
    ref: string,
    given: string,
    family: string,
    role: Role,
    place: Place,
    organisation: CastOrganisation | undefined,
    extra: Readonly<Record<string, unknown>>
  ): CastPerson {
    const asian = place.zone === 'Asia/Singapore' && family.length < 6;
    const full = asian ? `${family} ${given}` : `${given} ${family}`;
    const host = organisation?.host ?? 'achterberg.example';
    const person: CastPerson = {
      ref,
      name: full,
      given,
      role,
      place,
      organisation,
      email: `${slug(given)}.${slug(family)}@${host}`
    };
    people.push(person);
    const personal = role === 'family';
    records.push({
      ref,
      type: 'person',
      readers: personal ? 'private' : 'office',
      values: {
        name: { full, given, family },
        roles: [ROLE_KEPT[role]],
        ...(organisation && { organisation: refTo(organisation.ref) }),
        emails: [{ address: person.email, use: personal ? 'home' : 'work', preferred: true }],
        phones: [
          { number: `${place.dial}${draw.between(100, 999)}`, use: personal ? 'mobile' : 'work' },
          ...(draw.chance(0.5)
            ? [{ number: `${place.dial}${draw.between(100, 999)}`, use: 'mobile', preferred: true }]
            : [])
        ],
        ...(draw.chance(0.3) && { addresses: [addressIn(place)] }),
        languages: place.languages.slice(0, draw.between(1, place.languages.length)),
        zone: place.zone,
        ...extra
      }
    });
    return person;
  }

  addOrganisation(FIRM.name, 'staff', placeByCity('London'), FIRM.ref);
  for (const [key, given, family, role, firm, city, job, birthdayIn, more] of leads) {
    const place = placeByCity(city);
    const organisation =
      firm === undefined ? undefined : (byName.get(firm) ?? addOrganisation(firm, role, place));
    const person = addPerson(`person:${key}`, given, family, role, place, organisation, {
      ...(job && { jobTitle: job }),
      ...(birthdayIn !== undefined && {
        birthday: birthdayOn(addDays(today, birthdayIn), key === 'theo' ? 14 : draw.between(34, 66))
      }),
      ...more
    });
    byKey.set(key, person);
  }

  const firsts = draw.deck(firmFirst);
  while (organisations.length < counts.organisations) {
    const role = drawRole(draw, false);
    const place = draw.pick(places);
    let name = `${firsts()} ${draw.pick(firmSecond[role]!)}`;
    if (byName.has(name)) name = `${draw.pick(place.family)} ${name}`;
    if (byName.has(name)) name = `${name} (${place.city})`;
    addOrganisation(name, role, place);
  }
  while (people.length < counts.people) {
    const role = drawRole(draw, true);
    const organisation =
      role === 'staff' ? byName.get(FIRM.name)! : pickOrganisation(organisations, role, draw);
    const place = draw.chance(0.75) ? organisation.place : draw.pick(places);
    const birthday = draw.fraction();
    addPerson(
      `person:${people.length}`,
      draw.pick(place.given),
      draw.pick(place.family),
      role,
      place,
      organisation,
      {
        jobTitle: draw.pick(jobs[role]!),
        ...(birthday < 0.35 && { birthday: drawBirthday(draw, birthday < 0.08) }),
        ...(draw.chance(0.12) && { diet: draw.pick(diets) }),
        ...(draw.chance(0.06) && { honorific: draw.pick(['Dr', 'Professor', 'Sir', 'Dame', 'Lady']) }),
        ...(draw.chance(0.35) && { notes: remarkOn(role, draw) })
      }
    );
  }
  return { records, people, organisations, lead: (key) => byKey.get(key)! };
}

function drawRole(draw: Draw, staff: boolean): Role {
  let left = draw.fraction() * (staff ? 1 : 0.94);
  for (const [role, share] of ROLE_SHARE) if ((left -= share) < 0) return role;
  return 'client';
}

function pickOrganisation(from: readonly CastOrganisation[], role: Role, draw: Draw): CastOrganisation {
  // The first few organisations are the busiest; a handful of tries finds one of the right kind.
  for (let tries = 0; tries < 12; tries++) {
    const found = draw.pick(from);
    if (found.role === role) return found;
  }
  return from.find((one) => one.role === role) ?? from[1]!;
}

const birthdayOn = (day: string, age: number): string => `${Number(day.slice(0, 4)) - age}${day.slice(4)}`;

function drawBirthday(draw: Draw, withoutYear: boolean): string {
  const day = new Date(Date.UTC(draw.between(1948, 1998), draw.between(0, 11), draw.between(1, 28)));
  const text = day.toISOString().slice(0, 10);
  return withoutYear ? `-${text.slice(4)}` : text;
}

const REMARKS: Readonly<Record<string, readonly string[]>> = {
  client: [
    'Answers mail within the hour, never the telephone. Wants the fee estimate before the advice.',
    'Met at the arbitration dinner. Two children at the same school as Theo.',
    'Speaks quietly on calls: book a room, not the open floor. Likes the garden room.',
    'Decides late and then all at once. Keep an hour free on the last day of a deal.',
    'Sends a driver, so no car needed. Allergic to lilies: tell the florist.',
    'Prefers to be met at the door rather than in the room.'
  ],
  counsel: [
    'Clerk first, always. Reads skeletons on the train, so send them the evening before.',
    'Left-handed: seat at the end of the table. Drinks tea, no milk.'
  ],
  press: [
    'Reliable with embargoes. Wants a photograph in landscape format.',
    'Burned us once in 2021; written answers only.'
  ],
  vendor: [
    'Ask for the second quote; the first is always the list price.',
    'Cannot take cards. Thirty days, and sends a reminder on day twenty-nine.'
  ],
  culture: ['Travels by train only. Needs the step-free entrance.', 'Would like a letter, not a mail.'],
  staff: [
    'Works from home on Wednesdays. Covers the front desk when Priya is away.',
    'Fire warden for the third floor.'
  ]
};
const remarkOn = (role: Role, draw: Draw): string => draw.pick(REMARKS[role] ?? REMARKS.client!);
