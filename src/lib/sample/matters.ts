/** The firm's and the foundation's work in words: clients, matters, rooms, tables and what a secretary notes. */

const lines = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim());
const words = (text: string) => text.split(',').map((word) => word.trim());

/** Halves of organisations' names. */
export const firmFirst = words(
  'Kestrel, Halvorsen, Northmoor, Brightwell, Straits, Calder, Ostrander, Tamarind, Vellacott, Pemberley, Larkspur, Ironbridge, Saltmarsh, Aurelia, Corvane, Dunmore, Elderflower, Fennimore, Greyfriars, Hawksmere, Juniper, Kingsmill, Lindisfarne, Marlowe, Nightingale, Oakhurst, Quillon, Ravensbourne, Silverdale, Thornbury, Umber, Westering, Yarrow, Zephyr, Aldermoor, Blackwater, Cinnabar, Driftwood, Evenlode, Foxglove, Gannet, Harrowgate, Isengrim, Jorvik, Larkhill, Meridian, Netherby, Orford, Petrel, Rookwood, Sandpiper, Tidewater, Verdigris, Windrush'
);
export const firmSecond: Readonly<Record<string, readonly string[]>> = {
  client: words(
    'Harbour plc, Shipping AB, Capital, Biologics, Holdings, Rail, Estates, Energy SE, Pharma AG, Foods, Insurance, Semiconductor, Hotels, Textiles SpA, Mining, Logistics GmbH, Publishing, Aerospace'
  ),
  vendor: words(
    'Cars, Catering, Interpreters, Couriers, Print Works, Flowers, Cleaning, Archives, Office Supply, Translations, Locksmiths, Wine Merchants, Joinery'
  ),
  press: words('Courier, Review, Gazette, Legal Weekly, Ledger, Tribune, Broadcasting, Podcast House'),
  counsel: words('Chambers, LLP, & Partners, Avocats, Rechtsanwälte, Studio Legale, Solicitors, Abogados'),
  culture: words('Museum, String Quartet, Gallery, Opera Trust, Library, Residency, Foundation')
};

export const jobs: Readonly<Record<string, readonly string[]>> = {
  client: words(
    'General Counsel, Chief Executive, Head of Litigation, Company Secretary, Finance Director, Deputy General Counsel, Chair, Head of Compliance, Managing Director, Director of Risk'
  ),
  vendor: words(
    'Account Manager, Owner, Dispatcher, Sales Director, Event Manager, Chief Interpreter, Foreman'
  ),
  press: words(
    'Legal Correspondent, City Editor, Features Writer, Producer, Columnist, Foreign Correspondent'
  ),
  counsel: words(
    'Partner, King’s Counsel, Senior Associate, Junior Counsel, Of Counsel, Notary, Clerk to Chambers'
  ),
  culture: words('Director, Curator, Artist in Residence, Head of Development, Conductor, Conservator'),
  staff: words(
    'Partner, Senior Associate, Associate, Trainee, Practice Manager, Librarian, Receptionist, Costs Lawyer'
  )
};

export const matters = lines(`
  Halvorsen v. Ostrander
  Kestrel Harbour dredging claim
  Brightwell settlement
  Straits Shipping arbitration
  Re Vellacott Trust
  Northmoor fund restructuring
  Tamarind patent appeal
  Project Lighthouse
  Project Juniper
  Calder Rail inquiry
  Aurelia Hotels lease dispute
  Larkspur Biologics licence
  Saltmarsh wind farm consent
  Corvane share sale
  Greyfriars pension scheme
  Ironbridge product recall
  Dunmore distillery sale
  Hawksmere data breach
  Thornbury planning appeal
  Zephyr slots case
  Meridian Insurance test case
  Petrel rescue financing
  Rookwood inheritance
  Cinnabar mining concession
  Windrush supply contract
  Orford defamation claim
`);

/** What is done about a matter; `{m}` is the matter. Minutes follow. */
export const matterWork: readonly (readonly [
  title: string,
  minutes: number,
  where: 'room' | 'call' | 'court' | 'away'
])[] = [
  ['{m}: case management conference', 45, 'court'],
  ['{m}: without-prejudice meeting', 90, 'away'],
  ['{m}: disclosure review', 60, 'room'],
  ['{m}: witness statement, second draft', 60, 'room'],
  ['{m}: instructions to counsel', 45, 'room'],
  ['{m}: costs budget', 30, 'room'],
  ['{m}: meeting of experts', 90, 'away'],
  ['{m}: completion call', 30, 'call'],
  ['{m}: final points on the share purchase agreement', 75, 'call'],
  ['{m}: hearing, day one', 300, 'court'],
  ['{m}: application for an extension', 30, 'court'],
  ['{m}: conference with leading counsel', 60, 'away'],
  ['{m}: signing', 45, 'room'],
  ['{m}: client update', 30, 'call'],
  ['{m}: opening submissions, read-through', 60, 'room'],
  ['{m}: mediation', 360, 'away'],
  ['{m}: call with the regulator', 30, 'call'],
  ['{m}: bundle check with the trainees', 45, 'room'],
  ['{m}: insurers’ call', 30, 'call'],
  ['{m}: settlement figures', 45, 'room'],
  ['{m}: judgment handed down', 30, 'court'],
  ['{m}: site visit', 150, 'away']
];

/** With one person; `{p}` is the person, `{o}` their organisation. */
export const personWork: readonly (readonly [
  title: string,
  minutes: number,
  where: 'room' | 'call' | 'table' | 'away',
  roles: string
])[] = [
  ['Lunch with {p}', 90, 'table', 'client counsel'],
  ['Lunch: {p} ({o})', 90, 'table', 'client'],
  ['Coffee with {p}', 45, 'table', 'counsel press'],
  ['Dinner with {p} and partner', 150, 'table', 'client'],
  ['Breakfast: {p}, {o}', 60, 'table', 'client'],
  ['Call: {p}', 20, 'call', 'client counsel vendor'],
  ['Call: {p}, {o}, about the retainer', 30, 'call', 'client'],
  ['{o}: quarterly review with {p}', 60, 'room', 'client'],
  ['{o}: introduction, {p}', 45, 'room', 'client'],
  ['Interview: {p}, {o}', 45, 'room', 'press'],
  ['Background call with {p} ({o})', 30, 'call', 'press'],
  ['Podcast recording, {o}', 60, 'away', 'press'],
  ['{o} presents its offer ({p})', 45, 'room', 'vendor'],
  ['Contract renewal: {o}', 30, 'call', 'vendor'],
  ['{p}: terms of engagement', 45, 'room', 'client'],
  ['Studio visit: {p}', 60, 'away', 'culture'],
  ['{o}: funding request, {p}', 45, 'call', 'culture'],
  ['Mittagessen mit {p}', 90, 'table', 'german'],
  ['Déjeuner avec {p}', 90, 'table', 'french'],
  ['Pranzo con {p}', 90, 'table', 'italian']
];

/** Inside the house. */
export const houseWork: readonly (readonly [
  title: string,
  minutes: number,
  readers: 'office' | 'private' | 'finance'
])[] = [
  ['New matters and conflict checks', 30, 'office'],
  ['Appraisal: {s}', 45, 'private'],
  ['Trainee interview: {s}', 40, 'office'],
  ['Billing review with the costs team', 60, 'finance'],
  ['Partnership vote, preparation', 45, 'private'],
  ['Library committee', 30, 'office'],
  ['Lease of the third floor: next steps', 45, 'office'],
  ['Pro bono clinic', 120, 'office'],
  ['Lecture to the trainees: cross-examination', 60, 'office'],
  ['Fee write-offs over 10,000', 30, 'finance'],
  ['Photograph for the annual report', 30, 'office'],
  ['Insurance renewal, professional indemnity', 60, 'finance'],
  ['Welcome drinks for the new associates', 90, 'office'],
  ['Diary meeting: the next three months', 30, 'office'],
  ['Lateral hire: final round', 60, 'private'],
  ['Cyber exercise, partners', 90, 'office'],
  ['Fire drill', 20, 'office'],
  ['Reading time: do not book', 60, 'office'],
  ['Signature hour', 45, 'office'],
  ['Dictation', 30, 'office']
];

export const familyLife: readonly (readonly [title: string, minutes: number, place?: string])[] = [
  ['Dentist', 45, 'Wimpole Row 14'],
  ['Theo: parents’ evening', 60, 'St Aldate’s School'],
  ['Optician, new frames', 30, 'Marylebone Lane'],
  ['Clara’s cello recital', 90, 'Conway Hall, small room'],
  ['Piano tuner at the house', 60],
  ['Dinner at the Pembertons’', 180, 'Highgate'],
  ['Physiotherapy', 45, 'Harcourt Rooms'],
  ['Theatre with Anselm', 180, 'Almeida'],
  ['Haircut', 60, 'Lamb’s Conduit Street'],
  ['Surveyor at the cottage', 90, 'Aldeburgh'],
  ['Walk with Dana', 90, 'Hampstead Heath'],
  ['Mother’s eye appointment', 75, 'Moorfields, second floor'],
  ['Book club', 120],
  ['Theo: football final', 120, 'Parliament Hill Fields']
];

export const foundationWork: readonly (readonly [title: string, minutes: number])[] = [
  ['Casa della Lanterna: grants panel', 90],
  ['Casa della Lanterna: donors’ call', 45],
  ['Casa della Lanterna: roof appeal, progress', 45],
  ['Casa della Lanterna: audit committee', 60],
  ['Casa della Lanterna: residency interviews', 120],
  ['Casa della Lanterna: call with the mayor’s office', 30],
  ['Casa della Lanterna: programme for the autumn', 60],
  ['Casa della Lanterna: loan of the Cambiaso drawings', 45]
];

export const rooms = lines(`
  Oriel room
  Garden room, ground floor
  Library, long table
  Room 3.04
  Boardroom
  Imogen’s office
`);
export const tables = lines(`
  Bellamy’s Yard, table by the window
  The Quince Tree, Lamb’s Passage
  Osteria dei Banchi, upstairs
  Clerks’ Table, Chancery Row
  The Salt Cellar, Borough
  Petit Palud, corner table
  Number Nine, Queen Square
  The Long Gallery, members’ room
`);
export const courts = lines(`
  Rolls Building, court 12
  Royal Courts of Justice, court 68
  Court of Appeal, court 71
  Central London County Court, 24
  International Dispute Centre, Fleet Street
  Upper Tribunal, Rolls Building
`);
export const elsewhere = lines(`
  Inner Temple, Staple Chambers
  12 Finsbury Lane, sixth floor
  Gray’s Inn, Verulam Chambers
  Client’s offices, ask for a visitor pass
  Canary Dock, tower two, 31st floor
  Broadcasting House, Portland entrance
`);
export const trips: readonly (readonly [city: string, minutes: number])[] = [
  ['Genoa', 125],
  ['Paris', 75],
  ['Hamburg', 95],
  ['Zürich', 100],
  ['Madrid', 145],
  ['Lisbon', 165],
  ['Stockholm', 150],
  ['Dublin', 80],
  ['Edinburgh', 85],
  ['New York', 480],
  ['Dubai', 415],
  ['Singapore', 790],
  ['Istanbul', 235]
];

/** What a secretary writes under an appointment. `{p}` is somebody who takes part, `{a}` who helps. */
export const notes = lines(`
  Pack with {a} by four the day before; two printed copies, one for {p}.
  {p} asked to start on time: leaves for the airport straight after.
  Water and black coffee only. {p} takes the chair facing the window.
  Moved once already; do not move again without asking Imogen.
  Dial-in is the usual one. {a} joins for the first ten minutes to settle the agenda.
  Last time we overran by half an hour, so nothing is booked directly behind it.
  Car ordered for ten minutes before; driver has the number of {a}.
  Bring the blue folder (correspondence since March) and the spare reading glasses.
  {p} prefers first names, and would rather not talk about the merger before the others arrive.
  Imogen wants five minutes alone beforehand to read the note.
  Room is booked a quarter of an hour early for the interpreter.
  Confirmed by telephone with {a}; written confirmation went out the same day.
  Draft minutes to {p} within two days, please, and a copy for the file.
  Ask reception to send the visitors straight up; no badges for the judges.
  Parking space 7 is kept. If late, call {a} and not the switchboard.
  The figures come from Finance the evening before; until then treat the deck as a draft.
  {p} is bringing a colleague whose name we still need for the list at the door.
  The other side has asked twice about costs. Imogen will raise it herself, at the end.
  No slides. One page, large type, and the chronology on the back.
  Booked under the name Achterberg. Cancel by noon the day before, else they charge.
  Vegetarian for {p}, no nuts at the table; the kitchen knows.
  Two chairs more than on the plan, and the small microphone from the cupboard on the second floor.
  Reply to the original invitation went from Imogen’s own address. The thread is filed under the matter.
  If it ends early there is the letter to the Law Society to sign.
`);

export const tags = words(
  'board, litigation, press, costs, foundation, personal, travel, urgent papers, follow up, new client, pro bono, hearing, dinner list'
);
export const diets = words(
  'Vegetarian, No shellfish, Kosher, Halal, Vegan, No nuts, Gluten-free, No alcohol, Lactose-free, Pescatarian'
);
