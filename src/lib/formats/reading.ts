/**
 * What reading a file gives: plain records, and sentences about everything that could not be read. Readers
 * are pure functions; they never throw on a file's content.
 */
import type { Source } from '../base/values.ts';

export type FileFormat = 'ical' | 'vcard' | 'none';
export type Sensitivity = 'public' | 'private' | 'confidential';

/** Where in the file, and what happened there, in a sentence for whoever gave the file. */
export interface Problem {
  readonly where: string;
  readonly what: string;
}

export interface ReadRecord {
  readonly type: 'appointment' | 'task' | 'person' | 'organisation';
  /** Field values by name as the record type declares them, lists as plain values, `source` among them. */
  readonly fields: Readonly<Record<string, unknown>> & { readonly source: Source };
  /** Identifies the record in its file and when the file is read again: UID, or `UID#occurrence`. */
  readonly ref?: string;
  /** On a changed instance: the `ref` of its series, which may lie in the file or have been read before. */
  readonly seriesRef?: string;
  /** The name of a person's organisation, for the import to link. */
  readonly organisationName?: string;
  readonly sensitivity?: Sensitivity;
}

export interface Reading {
  readonly format: FileFormat;
  /** The calendar's own name, where it gives one. */
  readonly name?: string;
  /** iTIP method of a calendar file (`PUBLISH`, `REQUEST`, `CANCEL` …). */
  readonly method?: string;
  readonly records: readonly ReadRecord[];
  readonly problems: readonly Problem[];
}

export interface ReadOptions {
  /** The reader's zone, for what a file leaves open. */
  readonly zone?: string;
}

/** A reader does its work in steps so that a long file can show progress and be stopped. Yields 0 to 1. */
export type ReadingSteps = Generator<number, Reading, void>;

const MOST_PROBLEMS = 500;

/** Collects problems; past the five hundredth it only counts. */
export class Problems {
  readonly list: Problem[] = [];
  #more = 0;
  add(where: string, what: string): void {
    if (this.list.length < MOST_PROBLEMS) this.list.push({ where, what });
    else this.#more += 1;
  }
  /** Everything, with a last sentence for what was only counted. */
  all(rest: (n: number) => Problem): Problem[] {
    return this.#more > 0 ? [...this.list, rest(this.#more)] : this.list;
  }
}
