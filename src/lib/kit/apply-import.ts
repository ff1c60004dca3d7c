/**
 * Does what a plan says and somebody agreed to, as one action that one *Undo* takes back. It is done in goes, so
 * that the page stays alive; stopped in the middle, nothing of it remains.
 */
import type { RecordId } from '../base/ids.ts';
import type { Attendee, Email, Moment, Source } from '../base/values.ts';
import type { ReadRecord } from '../formats/reading.ts';
import type { Office, Values } from '../store/office.ts';
import { foldText } from '../base/fold.ts';
import { namesAsRead, type FieldStep } from './import-baseline.ts';
import { refOfRead, type ImportPlan, type PlanItem } from './import-plan.ts';
import { listToValues } from './validate.ts';

/** What is done about one item: make a record, bring the one that is here up to date, or leave all as it is. */
export type Decision = 'make' | 'update' | 'leave';

export interface ImportChoices {
  readonly compartment: string;
  /** Where confidential things go, whatever was chosen. */
  readonly privateCompartment: string;
  readonly company?: RecordId | undefined;
  readonly at: Moment;
  /** What the undo toast will say. */
  readonly label: string;
  decide(item: PlanItem): Decision;
}

export interface ImportReport {
  readonly made: number;
  readonly changed: number;
  readonly trashed: number;
}

/** What is done where nobody says otherwise. */
export function proposedDecision({ kind, proposed }: PlanItem): Decision {
  if (kind === 'new') return proposed ? 'make' : 'leave';
  if (kind === 'twin') return proposed ? 'update' : 'make';
  return proposed ? 'update' : 'leave';
}

/** Records made or changed in one go: some tenths of a second on a slow phone. */
const GO = 500;

/** `pause` hears how far it is, 0 to 1, and resolves to false to stop; then the report is undefined. */
export async function applyImport(
  office: Office,
  plans: readonly ImportPlan[],
  choices: ImportChoices,
  pause: (part: number) => Promise<boolean> = () => Promise.resolve(true)
): Promise<ImportReport | undefined> {
  const works = plans.map((plan) => sortOut(plan, choices));
  const sum = (key: keyof ImportReport) => works.reduce((total, work) => total + work[key].length, 0);
  const report = { made: sum('made'), changed: sum('changed'), trashed: sum('trashed') };
  const all = report.made + report.changed + report.trashed;
  function* goes(): Generator<number> {
    let done = 0;
    for (const work of works) for (const some of applyOne(office, work, choices)) yield (done += some) / all;
  }
  return (await office.actionInGoes(choices.label, goes(), pause)) ? report : undefined;
}

type Work = Readonly<Record<keyof ImportReport, readonly PlanItem[]>> & { readonly plan: ImportPlan };

function sortOut(plan: ImportPlan, { decide }: ImportChoices): Work {
  const decided = plan.items.map((item) => ({ item, decision: decide(item) }));
  const update = decided.flatMap(({ item, decision }) => (decision === 'update' && item.id ? [item] : []));
  return {
    plan,
    made: decided.flatMap(({ item, decision }) => (decision === 'make' && item.read ? [item] : [])),
    changed: update.filter((item) => item.kind !== 'vanished'),
    trashed: update.filter((item) => item.kind === 'vanished')
  };
}

function* inGoes<T>(items: readonly T[], size = GO): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}

/** Yields how many records each go was about. */
function* applyOne(office: Office, work: Work, choices: ImportChoices): Generator<number> {
  const { plan, made: toMake, changed, trashed: gone } = work;

  const reading = office.create(
    'reading',
    {
      name: plan.file,
      format: plan.format,
      calendar: plan.calendar,
      readAt: choices.at,
      made: toMake.length,
      changed: changed.length + gone.length,
      unread: plan.problems.length
    },
    { compartment: choices.compartment }
  );
  const personByMail = indexMails(office);
  const organisationId = organisationFinder(office, choices);
  /** The ids of what this file names, made now or before. */
  const ids = new Map<string, RecordId>();
  for (const item of plan.items) if (item.read && item.id) ids.set(refOfRead(item.read), item.id);

  const sourceOf = ({ fields }: ReadRecord): Source => ({
    ...fields.source,
    reading,
    asRead: fields.source.asRead ?? namesAsRead(fields)
  });
  const attendee = (one: Attendee): Attendee => {
    const person = one.person ?? (one.email && personByMail().get(one.email.toLowerCase()));
    return person ? { ...one, person } : one;
  };
  function valuesOf(read: ReadRecord): Values {
    const attendees = read.fields.attendees as readonly Attendee[] | undefined;
    const series = read.seriesRef === undefined ? undefined : ids.get(read.seriesRef);
    const organisation =
      read.type === 'person' && read.organisationName ? organisationId(read.organisationName) : undefined;
    return {
      ...read.fields,
      ...(attendees ? { attendees: attendees.map(attendee) } : {}),
      ...(series ? { series } : {}),
      ...(organisation ? { organisation } : {}),
      ...(choices.company ? { company: choices.company } : {}),
      source: sourceOf(read)
    };
  }

  // Organisations before the people who work there, series before their changed instances.
  const order = (read: ReadRecord) =>
    read.seriesRef !== undefined ? 2 : read.type === 'organisation' ? 0 : 1;
  for (const stage of [0, 1, 2]) {
    const packs = new Map<string, PlanItem[]>();
    for (const item of toMake) {
      if (order(item.read!) !== stage) continue;
      const compartment = item.confidential ? choices.privateCompartment : choices.compartment;
      const key = `${item.read!.type}\n${compartment}`;
      if (!packs.has(key)) packs.set(key, []);
      packs.get(key)!.push(item);
    }
    for (const [key, items] of packs) {
      const [type, compartment] = key.split('\n') as [string, string];
      for (const some of inGoes(items)) {
        const values = some.map((item) => valuesOf(item.read!));
        const made = office.createMany(type, values, { compartment });
        some.forEach((item, at) => ids.set(refOfRead(item.read!), made[at]!));
        yield some.length;
      }
    }
    if (stage === 0) organisationId.learn();
  }

  const update = (item: PlanItem): void => {
    applySteps(office, item.id!, item.steps, attendee);
    const read = item.read!;
    const here = office.get(item.id!)?.values;
    const organisation =
      read.organisationName && !here?.organisation ? organisationId(read.organisationName) : undefined;
    // Somebody who came from another address book keeps that origin, or the next refresh of it would miss them.
    const source = item.kind === 'twin' && here?.source ? {} : { source: sourceOf(read) };
    office.edit(item.id!, { ...source, ...(organisation ? { organisation } : {}) });
  };
  for (const some of inGoes(changed)) {
    some.forEach(update);
    yield some.length;
  }
  for (const some of inGoes(gone)) {
    office.trash(some.map((item) => item.id!));
    yield some.length;
  }
}

function applySteps(
  office: Office,
  id: RecordId,
  steps: readonly FieldStep[],
  attendee: (one: Attendee) => Attendee
): void {
  const linked = (field: string, value: unknown) =>
    field === 'attendees' ? attendee(value as Attendee) : value;
  for (const step of steps) {
    if (step.step === 'set') office.edit(id, { [step.field]: step.after });
    else if (step.step === 'add') office.listAdd(id, step.field, linked(step.field, step.after));
    else if (step.step === 'replace')
      office.listSet(id, step.field, step.key, linked(step.field, step.after));
    else office.listRemove(id, step.field, step.key);
  }
}

/** People by mail address, looked up once, when first asked for. */
function indexMails(office: Office): () => ReadonlyMap<string, RecordId> {
  let byMail: Map<string, RecordId> | undefined;
  return () => {
    if (byMail) return byMail;
    byMail = new Map();
    for (const { id, values } of office.query({ types: ['person'] }).rows)
      for (const { address } of listToValues(values.emails) as Email[]) byMail.set(address.toLowerCase(), id);
    return byMail;
  };
}

/** Finds a firm by its name, or makes it; `learn` looks again after firms came in from the file itself. */
function organisationFinder(office: Office, { compartment, company }: ImportChoices) {
  let byName = new Map<string, RecordId>();
  const learn = () => {
    byName = new Map(
      office
        .query({ types: ['organisation'] })
        .rows.map(({ id, values }) => [foldText(String(values.name ?? '')).trim(), id])
    );
  };
  learn();
  const find = (name: string): RecordId => {
    const folded = foldText(name).trim();
    const known = byName.get(folded);
    if (known) return known;
    const id = office.create('organisation', { name, ...(company ? { company } : {}) }, { compartment });
    byName.set(folded, id);
    return id;
  };
  return Object.assign(find, { learn });
}
