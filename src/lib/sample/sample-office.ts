/**
 * A made-up office to look at and to measure with: Imogen Achterberg, managing partner of a law firm in
 * London and chair of an arts foundation in Genoa. The same `today`, size and seed give the same records.
 * Everything lies around `today`, so that the first screen is always full. All names, numbers and
 * addresses are invented; mail addresses end in `.example`.
 */
import { createCast } from './cast.ts';
import { addDays } from './days.ts';
import { diary } from './diary.ts';
import { createDraw } from './draw.ts';
import { errands } from './errands.ts';
import { nearToday } from './near-today.ts';
import type { SampleRecord } from './record.ts';
import { seriesRecords } from './series.ts';

export type { SampleRecord, SampleRef } from './record.ts';

export const sampleProfile = {
  principal: 'Imogen Achterberg',
  zone: 'Europe/London',
  secondZone: 'Europe/Rome',
  /** Records offered on first start: a full desk that still loads in a moment. */
  records: 400
} as const;

export interface SampleOptions {
  /** How many records there are in all; at least 250. */
  readonly records: number;
  /** The day it is laid around, `2026-11-23`. */
  readonly today: string;
  readonly seed?: number;
}

const FIRM = 'company:firm';
const FOUNDATION = 'company:foundation';

/** In an order in which every reference has already come. */
export function* createSampleOffice({ records, today, seed = 1 }: SampleOptions): Generator<SampleRecord> {
  const draw = createDraw(seed);
  const { zone } = sampleProfile;
  const cast = createCast(
    { organisations: Math.round(records * 0.05), people: Math.round(records * 0.14) },
    today,
    draw
  );
  const near = nearToday(today, cast, zone, FIRM, FOUNDATION);
  const series = seriesRecords(today, cast, zone, FIRM, FOUNDATION);
  const context = { today, zone, cast, draw, firm: FIRM, foundation: FOUNDATION };

  const left = records - companies.length - cast.records.length - near.length - series.length;
  const tasks = Math.max(0, Math.round(left * 0.28));
  yield* companies;
  yield* cast.records;
  yield* series;
  yield* near;
  yield* diary(Math.max(0, left - tasks), context);
  yield* errands(tasks, context);
}

const companies: readonly SampleRecord[] = [
  {
    ref: FIRM,
    type: 'company',
    readers: 'office',
    values: {
      name: 'Achterberg Rowe LLP',
      short: 'AR',
      colour: 'petrol',
      zone: 'Europe/London',
      address: {
        street: '3 Lamb’s Passage',
        city: 'London',
        postcode: 'EC1Y 8XX',
        country: 'United Kingdom',
        use: 'work'
      }
    }
  },
  {
    ref: FOUNDATION,
    type: 'company',
    readers: 'office',
    values: {
      name: 'Fondazione Casa della Lanterna',
      short: 'Lanterna',
      colour: 'amber',
      zone: 'Europe/Rome',
      address: { street: 'Via Garibaldi 18', city: 'Genoa', postcode: '16124', country: 'Italy', use: 'work' }
    }
  }
];

/** The days that the sample's birthdays, options and overdue tasks cluster in, for those who test it. */
export const sampleWeek = (today: string): readonly string[] =>
  Array.from({ length: 7 }, (_, offset) => addDays(today, offset));
