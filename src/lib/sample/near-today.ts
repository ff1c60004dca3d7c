/**
 * What stands around today, written by hand, so that Today is full whenever the sample is opened: a clash,
 * a call in another zone, pencilled times, options that run out tomorrow, overdue tasks.
 */
import type { Cast } from './cast.ts';
import { addDays, addWorkingDays, minutesOf, wallTime } from './days.ts';
import { refTo, type SampleRecord } from './record.ts';

interface Entry {
  /** Calendar days from today; `w2` is the second working day after it. */
  readonly on: number | `w${number}`;
  readonly at?: string;
  readonly minutes?: number;
  readonly title: string;
  readonly place?: string;
  readonly zone?: string;
  readonly endZone?: string;
  readonly who?: readonly string[];
  readonly readers?: SampleRecord['readers'];
  readonly travel?: readonly [before: number, after: number];
  readonly tentative?: true;
  readonly cancelled?: true;
  readonly free?: true;
  readonly days?: number;
  readonly foundation?: true;
  readonly group?: string;
  readonly text?: string;
  readonly link?: string;
  readonly tags?: readonly string[];
}

const entries: readonly Entry[] = [
  {
    on: 0,
    at: '7:30',
    minutes: 30,
    title: 'Call: Mei-Ling Tan, Straits Shipping arbitration',
    zone: 'Asia/Singapore',
    who: ['meiling'],
    link: 'https://meet.example/straits',
    text: 'Half past three in Singapore. She has the tribunal’s letter in front of her; ours is in the blue folder. Imogen takes it from home, so send the number to the mobile the evening before.'
  },
  {
    on: 0,
    at: '9:15',
    minutes: 30,
    title: 'New matters and conflict checks',
    place: 'Library, long table',
    who: ['priya', 'tobias', 'rowe'],
    text: 'Six new names, two of them with a question mark. Priya brings the list on paper.'
  },
  {
    on: 0,
    at: '10:30',
    minutes: 75,
    title: 'Kestrel Harbour dredging claim: conference with leading counsel',
    place: 'Gray’s Inn, Verulam Chambers',
    who: ['siobhan', 'tobias'],
    travel: [20, 20],
    text: 'Dr O’Rourke comes straight from the airport; Peadar Walsh rings when she has landed. Counsel wants the survey drawings, A3, two sets. The lift is out of order: second floor.'
  },
  {
    on: 0,
    at: '11:30',
    minutes: 45,
    title: 'Interview: Rupert Standish, The Courier',
    place: 'Oriel room',
    who: ['standish'],
    text: 'Profile of the firm for the Saturday pages. Cleared topics: the new offices, pro bono, women at the bar. Nothing on Halvorsen. Photographer waits at reception from eleven.',
    tags: ['press']
  },
  {
    on: 0,
    at: '12:45',
    minutes: 90,
    title: 'Lunch: David Cohen (Northmoor Capital)',
    place: 'Bellamy’s Yard, table by the window',
    who: ['cohenNorthmoor'],
    travel: [10, 15],
    text: 'Kosher menu is ordered. He would like to talk about the second fund before the investors do. Booked under the name Achterberg.'
  },
  {
    on: 0,
    at: '15:00',
    minutes: 60,
    title: 'Brightwell settlement: figures',
    place: 'Garden room, ground floor',
    who: ['yewande', 'tobias'],
    readers: 'finance',
    text: 'Finance sends the table by noon. Ceiling is in the sealed note, which Yewande Adeyemi brings herself.'
  },
  {
    on: 0,
    at: '15:30',
    minutes: 30,
    title: 'Call: David Cohen, Cohen & Baird, on the Halvorsen timetable',
    zone: 'America/New_York',
    who: ['cohenBaird'],
    tentative: true,
    text: 'His office asked for half past ten their time. Not confirmed: waits for Imogen’s yes.'
  },
  {
    on: 0,
    at: '17:00',
    minutes: 45,
    title: 'Casa della Lanterna: call with the mayor’s office',
    zone: 'Europe/Rome',
    who: ['ferraris', 'doria'],
    foundation: true,
    text: 'In Italian, Chiara Ferraris leads. The roof appeal stands at 61 per cent; the city is to announce its share before the summer.'
  },
  {
    on: 0,
    at: '17:15',
    minutes: 40,
    title: 'Signature hour',
    place: 'Imogen’s office',
    text: 'Eleven papers, three of them for the notary. Wet ink for the Vellacott deeds.'
  },
  {
    on: 0,
    at: '19:30',
    minutes: 150,
    title: 'Così fan tutte, opening night',
    place: 'Long Acre Theatre, box 4',
    who: ['anselm'],
    readers: 'private',
    travel: [25, 25],
    text: 'Black tie. Tickets are in the drawer with the passports. Car back at ten past ten from the stage door.'
  },
  { on: 0, title: 'Theo: mock exams', days: 3, readers: 'private', free: true },
  { on: -1, title: 'Yewande Adeyemi in Lagos', days: 5, free: true, who: ['yewande'] },
  {
    on: 1,
    at: '8:00',
    minutes: 60,
    title: 'Breakfast: Gwendolyn Ostrander, Ostrander Hotels',
    place: 'Number Nine, Queen Square',
    who: ['ostrander'],
    text: 'Only the lease, not the Halvorsen matter: she has been told, and agreed.'
  },
  {
    on: 1,
    at: '10:00',
    minutes: 45,
    title: 'Halvorsen v. Ostrander: case management conference',
    place: 'Rolls Building, court 12',
    who: ['tobias'],
    travel: [25, 25],
    text: 'Listed for ten, not before a quarter past. Bundle went in on Friday; spare authorities are with Tobias Merrick.'
  },
  {
    on: 1,
    at: '13:00',
    minutes: 80,
    title: 'Déjeuner avec Hélène Lemaître',
    place: 'Petit Palud, corner table',
    who: ['lemaitre'],
    text: 'Background only, quotes checked before print. She arrives on the 11.31 from Paris.',
    tags: ['press']
  },
  {
    on: 1,
    at: '14:45',
    minutes: 60,
    title: 'Lateral hire: final round',
    place: 'Boardroom',
    who: ['rowe', 'priya'],
    readers: 'private'
  },
  {
    on: 1,
    at: '9:15',
    minutes: 30,
    title: 'Call: Faisal Al Mazrouei, Cinnabar concession',
    zone: 'Asia/Dubai',
    who: ['faisal']
  },
  {
    on: 1,
    at: '18:30',
    minutes: 90,
    title: 'Welcome drinks for the new associates',
    place: 'The Long Gallery, members’ room',
    free: true
  },
  {
    on: 'w2',
    at: '6:55',
    minutes: 125,
    title: 'Flight to Genoa',
    place: 'Heathrow, terminal 5',
    endZone: 'Europe/Rome',
    travel: [60, 30],
    foundation: true,
    text: 'Reference QX7LMD, seat 3A, hand luggage only. Chiara Ferraris sends a driver; sign says Lanterna.',
    tags: ['travel']
  },
  {
    on: 'w2',
    at: '12:00',
    minutes: 180,
    title: 'Casa della Lanterna: board',
    place: 'Via Garibaldi 18, sala grande',
    zone: 'Europe/Rome',
    who: ['ferraris', 'doria'],
    foundation: true,
    text: 'Agenda and accounts went out on Monday. Vote on the loan of the Cambiaso drawings needs five members in the room.'
  },
  {
    on: 'w2',
    at: '20:00',
    minutes: 120,
    title: 'Cena con Niccolò Doria',
    place: 'Osteria dei Banchi, upstairs',
    zone: 'Europe/Rome',
    who: ['doria'],
    foundation: true
  },
  {
    on: 'w3',
    at: '10:40',
    minutes: 125,
    title: 'Flight back from Genoa',
    place: 'Genova Sestri Ponente',
    zone: 'Europe/Rome',
    endZone: 'Europe/London',
    travel: [45, 50],
    foundation: true,
    tags: ['travel']
  },
  {
    on: 'w3',
    at: '16:00',
    minutes: 60,
    title: 'Halvorsen Energy SE: quarterly review with Nils Halvorsen',
    place: 'Boardroom',
    who: ['halvorsen']
  },
  {
    on: 'w4',
    at: '9:30',
    minutes: 60,
    title: 'Billing review with the costs team',
    place: 'Room 3.04',
    who: ['priya'],
    readers: 'finance'
  },
  {
    on: 'w4',
    at: '11:00',
    minutes: 45,
    title: 'Mittagessen vorbereiten: menu for the Hamburg visitors',
    place: 'Clerks’ Table, Chancery Row',
    who: ['quince']
  },
  {
    on: 'w4',
    at: '15:00',
    minutes: 45,
    title: 'Northmoor fund restructuring: client update',
    who: ['cohenNorthmoor'],
    link: 'https://meet.example/northmoor'
  },
  {
    on: 'w5',
    at: '12:30',
    minutes: 90,
    title: 'Mittagessen mit Dr. Jürgen Weißenborn',
    place: 'The Quince Tree, Lamb’s Passage',
    who: ['weissenborn']
  },
  {
    on: 'w5',
    at: '17:30',
    minutes: 60,
    title: 'Theo: school concert',
    place: 'St Aldate’s School, hall',
    who: ['theo', 'anselm'],
    readers: 'private'
  },
  {
    on: 'w6',
    at: '14:00',
    minutes: 60,
    title: 'Appraisal: Tobias Merrick',
    place: 'Imogen’s office',
    who: ['tobias'],
    readers: 'private'
  },
  {
    on: -1,
    at: '10:00',
    minutes: 60,
    title: 'Re Vellacott Trust: meeting with the trustees',
    place: 'Oriel room',
    who: ['rowe']
  },
  { on: -1, at: '14:00', minutes: 45, title: 'Cyber exercise, partners', place: 'Boardroom' },
  {
    on: -1,
    at: '16:00',
    minutes: 30,
    title: 'Call: Dame Folasade Okonkwo, availability',
    who: ['judge'],
    cancelled: true
  },
  {
    on: -2,
    at: '12:30',
    minutes: 90,
    title: 'Lunch with Dame Folasade Okonkwo',
    place: 'The Salt Cellar, Borough',
    who: ['judge']
  },
  { on: 9, title: 'Half-term', days: 7, readers: 'private', free: true },
  { on: 24, title: 'Aldeburgh, the cottage', days: 8, readers: 'private' },
  {
    on: 'w5',
    at: '10:00',
    minutes: 360,
    title: 'Mediation, Halvorsen v. Ostrander: first option',
    place: 'International Dispute Centre, Fleet Street',
    who: ['halvorsen', 'judge'],
    tentative: true,
    group: 'mediation',
    travel: [20, 20]
  },
  {
    on: 'w7',
    at: '10:00',
    minutes: 360,
    title: 'Mediation, Halvorsen v. Ostrander: second option',
    place: 'International Dispute Centre, Fleet Street',
    who: ['halvorsen', 'judge'],
    tentative: true,
    group: 'mediation',
    travel: [20, 20]
  },
  {
    on: 'w11',
    at: '9:30',
    minutes: 360,
    title: 'Mediation, Halvorsen v. Ostrander: third option',
    place: 'International Dispute Centre, Fleet Street',
    who: ['halvorsen', 'judge'],
    tentative: true,
    group: 'mediation',
    travel: [20, 20]
  },
  {
    on: 'w6',
    at: '19:30',
    minutes: 120,
    title: 'Dinner with the Hamburg visitors: long table',
    place: 'The Quince Tree, Lamb’s Passage',
    who: ['weissenborn', 'quince'],
    tentative: true,
    group: 'dinner'
  },
  {
    on: 'w8',
    at: '19:30',
    minutes: 120,
    title: 'Dinner with the Hamburg visitors: private room',
    place: 'The Salt Cellar, Borough',
    who: ['weissenborn'],
    tentative: true,
    group: 'dinner'
  }
];

const groups = [
  {
    key: 'mediation',
    title: 'Mediation day, Halvorsen v. Ostrander',
    reason: 'The mediator keeps all three days for us until then',
    inDays: 1,
    at: '12:00'
  },
  {
    key: 'dinner',
    title: 'Dinner with the Hamburg visitors',
    reason: 'Table or private room, depends on how many come',
    inDays: 4,
    at: '18:00'
  }
];

interface Chore {
  readonly title: string;
  readonly due?: number;
  readonly time?: string;
  readonly state?: 'open' | 'doing' | 'waiting' | 'done';
  readonly priority?: 'low' | 'normal' | 'high' | 'urgent';
  readonly waitingOn?: string;
  readonly steps?: readonly string[];
  readonly text?: string;
  readonly readers?: SampleRecord['readers'];
  readonly foundation?: true;
  readonly repeat?: string;
}

const chores: readonly Chore[] = [
  {
    title: 'Quotes back to Rupert Standish, checked',
    due: 0,
    time: '18:00',
    priority: 'high',
    text: 'He files at seven. Imogen reads them in the car; send the text to her phone by six.'
  },
  {
    title: 'A3 survey drawings for Verulam Chambers, two sets',
    due: 0,
    time: '09:45',
    priority: 'urgent',
    state: 'doing',
    steps: ['Print', 'Fold', 'Blue folder', 'Driver']
  },
  { title: 'Yes or no from Imogen: call with David Cohen (Cohen & Baird)', due: 0, priority: 'high' },
  { title: 'Black-tie shoes from the cobbler', due: 0, time: '16:30', readers: 'private' },
  {
    title: 'Wet-ink pages of the Vellacott deeds to the notary',
    due: 0,
    priority: 'normal',
    steps: ['Signed', 'Copied', 'Courier booked', 'Tracking number noted']
  },
  {
    title: 'Costs schedule, Brightwell',
    due: -1,
    state: 'waiting',
    waitingOn: 'yewande',
    priority: 'high',
    text: 'Promised for Friday, then for Monday. She is in Lagos: mail, not telephone.'
  },
  { title: 'Renew Imogen’s passport photographs', due: -3, readers: 'private' },
  { title: 'Return the loan copy of the treatise on general average', due: -2, priority: 'low' },
  {
    title: 'Invoice of Northgate Cars: two journeys counted twice',
    due: -5,
    priority: 'normal',
    readers: 'finance',
    state: 'waiting',
    waitingOn: 'cohenCars'
  },
  {
    title: 'Genoa: boarding passes and the sign for the driver',
    due: 1,
    priority: 'high',
    foundation: true,
    steps: ['Check in', 'Passes to the phone', 'Driver’s number', 'Print for the folder']
  },
  {
    title: 'Present for Chiara Ferraris, with a card in Italian',
    due: 1,
    foundation: true,
    text: 'Something that survives hand luggage. Last year: the marbled notebook, very well received.'
  },
  {
    title: 'Decide on the mediation day before noon',
    due: 1,
    time: '11:30',
    priority: 'urgent',
    text: 'After that the mediator gives the days away.'
  },
  {
    title: 'Seating plan for the Hamburg dinner',
    due: 3,
    state: 'waiting',
    waitingOn: 'quince',
    text: 'Needs the number of guests, the two vegetarians and who must not sit beside whom.'
  },
  { title: 'Cello for Clara: collect after the repair', due: 2, readers: 'private', time: '17:00' },
  { title: 'Listing of the Tamarind appeal', due: 2, state: 'waiting', waitingOn: 'judge' },
  {
    title: 'Speech for the Lantern dinner, second draft',
    due: 4,
    state: 'doing',
    foundation: true,
    priority: 'high'
  },
  { title: 'Ask Peadar Walsh for dates for the site visit', due: 2, priority: 'normal' },
  {
    title: 'Birthday flowers for Priya',
    due: 2,
    steps: ['No lilies', 'Card signed by everybody on the third floor']
  },
  { title: 'Duty list for next week', due: 3, repeat: 'FREQ=WEEKLY;BYDAY=FR' },
  { title: 'Petty cash', due: 5, repeat: 'FREQ=MONTHLY;BYMONTHDAY=-1', readers: 'finance' },
  {
    title: 'Half-term: sitter for Theo on Wednesday afternoon',
    due: 6,
    readers: 'private',
    state: 'waiting',
    waitingOn: 'anselm'
  },
  {
    title: 'Translation of exhibit C, certified',
    due: 7,
    state: 'waiting',
    waitingOn: 'interpreters',
    text: 'Ordered on the third, quoted eight working days. German to English, forty-one pages, two of them handwritten.'
  },
  { title: 'Archive boxes of the Orford claim: keep or destroy', due: 9, priority: 'low' },
  { title: 'Find a piano for the summer party', priority: 'low' },
  { title: 'Clear the shared mailbox of last year’s invitations' },
  { title: 'Thank-you note to Dame Folasade', due: -1, state: 'done' },
  { title: 'Check in online, Genoa outbound', due: 0, state: 'done', foundation: true },
  { title: 'Room plan for the cyber exercise', due: -1, state: 'done' }
];

/** `firm` and `foundation` are the refs of the two companies. */
export function nearToday(
  today: string,
  cast: Cast,
  zone: string,
  firm: string,
  foundation: string
): SampleRecord[] {
  const dayOf = (on: Entry['on']) =>
    typeof on === 'number' ? addDays(today, on) : addWorkingDays(today, Number(on.slice(1)));
  const attendee = (key: string, index: number) => {
    const person = cast.lead(key);
    return {
      person: refTo(person.ref),
      name: person.name,
      email: person.email,
      role: index > 2 ? 'optional' : 'required',
      response: (['accepted', 'accepted', 'needed', 'tentative'] as const)[(key.length + index) % 4]
    };
  };
  const records: SampleRecord[] = groups.map(({ key, title, reason, inDays, at }) => ({
    ref: `holdGroup:${key}`,
    type: 'holdGroup',
    readers: 'office',
    values: {
      title,
      reason,
      expires: { at: wallTime(addWorkingDays(today, inDays), minutesOf(at)), zone },
      company: refTo(firm)
    }
  }));
  entries.forEach((entry, index) => {
    const day = dayOf(entry.on);
    // The hour written here is London's; the record says it in its own zone.
    const shift = entry.zone ? zoneShift(entry.zone, zone, day, entry.at!) : 0;
    const start = entry.at === undefined ? 0 : minutesOf(entry.at) + shift;
    const startZone = entry.zone ?? zone;
    const endZone = entry.endZone ?? startZone;
    const landing = endZone === startZone ? 0 : zoneShift(endZone, startZone, day, entry.at!);
    records.push({
      ref: `appointment:near-${index}`,
      type: 'appointment',
      readers: entry.readers ?? 'office',
      values: {
        title: entry.title,
        when:
          entry.at === undefined
            ? { start: day, end: addDays(day, entry.days ?? 1), allDay: true }
            : {
                start: wallTime(day, start),
                end: wallTime(day, start + entry.minutes! + landing),
                startZone,
                endZone,
                allDay: false
              },
        status: entry.cancelled ? 'cancelled' : entry.tentative ? 'tentative' : 'confirmed',
        shows: entry.free ? 'free' : 'busy',
        ...(entry.place && { place: entry.place }),
        ...(entry.link && { link: entry.link }),
        ...(entry.text && { description: entry.text }),
        ...(entry.who && { attendees: entry.who.map(attendee) }),
        ...(entry.travel && { travelBefore: entry.travel[0], travelAfter: entry.travel[1] }),
        ...(entry.at !== undefined && { reminders: ['PT15M'] }),
        ...(entry.group && { holdGroup: refTo(`holdGroup:${entry.group}`) }),
        ...(entry.tags && { tags: entry.tags }),
        ...(entry.readers !== 'private' && { company: refTo(entry.foundation ? foundation : firm) })
      }
    });
  });
  chores.forEach((chore, index) => {
    const due = chore.due === undefined ? undefined : addDays(today, chore.due);
    records.push({
      ref: `task:near-${index}`,
      type: 'task',
      readers: chore.readers ?? 'office',
      values: {
        title: chore.title,
        state: chore.state ?? 'open',
        priority: chore.priority ?? 'normal',
        ...(due && { due }),
        ...(chore.time && { dueTime: chore.time }),
        ...(chore.waitingOn && { waitingOn: refTo(`person:${chore.waitingOn}`) }),
        ...(chore.steps && { checklist: chore.steps.map((text, at) => ({ text, done: at === 0 })) }),
        ...(chore.text && { description: chore.text }),
        ...(chore.repeat && { repeat: { rules: [chore.repeat] } }),
        ...(chore.state === 'done' && {
          finishedAt: { at: wallTime(due ?? today, minutesOf('8:40')), zone }
        }),
        ...(chore.readers !== 'private' && { company: refTo(chore.foundation ? foundation : firm) })
      }
    });
  });
  return records;
}

/** Minutes that clocks in `there` are ahead of those in `here` at that time of day. */
function zoneShift(there: string, here: string, day: string, clock: string): number {
  const instant = new Date(`${wallTime(day, minutesOf(clock))}Z`);
  const read = (zone: string) => {
    const parts = new Intl.DateTimeFormat('en-CA-u-hc-h23', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit'
    }).formatToParts(instant);
    const part = (type: string) => parts.find((one) => one.type === type)!.value;
    return Date.parse(`${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}Z`);
  };
  return (read(there) - read(here)) / 60_000;
}
