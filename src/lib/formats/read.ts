/**
 * The door for files: what they are is seen from their content, never from their name. A calendar or an
 * address book is read; anything else is refused with a sentence that says what it is. No content makes this
 * throw or hang.
 */
import { decodeText } from './decode.ts';
import type { Reading, ReadingSteps, ReadOptions } from './reading.ts';
import { t } from './text.ts';

export type {
  FileFormat,
  Problem,
  Reading,
  ReadingSteps,
  ReadOptions,
  ReadRecord,
  Sensitivity
} from './reading.ts';

export const MOST_BYTES = 64 * 1024 * 1024;

const refuse = (what: string): Reading => ({
  format: 'none',
  records: [],
  problems: [{ where: t('wholeFile'), what }]
});

/** Reads a whole file at once; see `readFileInSteps` for progress and stopping. */
export async function readFile(name: string, bytes: Uint8Array, options: ReadOptions = {}): Promise<Reading> {
  const steps = await readFileInSteps(name, bytes, options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The reading as a generator that yields how much is done (0 to 1); drop it to stop. Loads its parser first. */
export async function readFileInSteps(
  name: string,
  bytes: Uint8Array,
  options: ReadOptions = {}
): Promise<ReadingSteps> {
  const refusal = refusalOf(bytes);
  if (refusal) return only(refuse(refusal));
  const { text, charset } = decodeText(bytes);
  const kind = /^[ \t]*BEGIN[ \t]*:[ \t]*(VCALENDAR|VCARD)[ \t]*$/im.exec(text)?.[1]!.toUpperCase();
  if (!kind) return only(refuse(kindOfText(text)));
  const reader =
    kind === 'VCARD'
      ? (await import('./vcard-read.ts')).readCards
      : (await import('./ical-read.ts')).readCalendar;
  return withCharset(reader(text, name, options), charset === 'windows-1252');
}

// eslint-disable-next-line require-yield -- a reading without steps
function* only(reading: Reading): ReadingSteps {
  return reading;
}

function* withCharset(steps: ReadingSteps, guessed: boolean): ReadingSteps {
  const reading = yield* steps;
  if (!guessed) return reading;
  return { ...reading, problems: [{ where: t('wholeFile'), what: t('charset') }, ...reading.problems] };
}

const MAGIC: readonly (readonly [string, Parameters<typeof t>[0]])[] = [
  ['%PDF', 'kindPdf'],
  ['PK\x03\x04', 'kindZip'],
  ['\x89PNG', 'kindImage'],
  ['\xff\xd8\xff', 'kindImage'],
  ['GIF8', 'kindImage'],
  ['RIFF', 'kindImage'],
  ['\xd0\xcf\x11\xe0', 'kindOutlook'],
  ['\x1f\x8b', 'kindGzip']
];

function refusalOf(bytes: Uint8Array): string | undefined {
  if (bytes.length === 0) return t('empty');
  if (bytes.length > MOST_BYTES) {
    return t('tooLarge', { size: Math.round(bytes.length / 1_048_576), most: MOST_BYTES / 1_048_576 });
  }
  const head = String.fromCharCode(...bytes.subarray(0, 8));
  const kind = MAGIC.find(([magic]) => head.startsWith(magic))?.[1];
  if (kind) return t('otherKind', { kind: t(kind) });
  return isBinary(bytes.subarray(0, 8192)) ? t('binary') : undefined;
}

/** Control characters other than tabs and line ends do not stand in text; zeros do in UTF-16, on one side. */
function isBinary(head: Uint8Array): boolean {
  let [control, evenZeros, oddZeros] = [0, 0, 0];
  head.forEach((byte, index) => {
    if (byte === 0) index % 2 ? (oddZeros += 1) : (evenZeros += 1);
    else if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) control += 1;
  });
  const zeros =
    Math.min(evenZeros, oddZeros) * 2 + (evenZeros + oddZeros > head.length / 2 ? head.length : 0);
  return control + zeros > head.length / 20;
}

function kindOfText(text: string): string {
  const head = text.slice(0, 2000).trimStart();
  if (head === '') return t('empty');
  const other = (kind: Parameters<typeof t>[0]): string => t('otherKind', { kind: t(kind) });
  if (/^<!doctype html|^<html/i.test(head)) return other('kindHtml');
  if (/^<\?xml|^<[a-z]/i.test(head)) return other('kindXml');
  if (/^[[{]\s*["[{\]}]/.test(head)) return other('kindJson');
  if (/^(Received|From|Return-Path|Message-ID|Delivered-To|MIME-Version|Subject):/im.test(head))
    return other('kindMail');
  const [first = '', second = ''] = head.split('\n');
  const columns = (line: string): number => line.split(/[,;\t]/).length;
  if (columns(first) > 3 && columns(second) > 3) return other('kindCsv');
  return t('unknownKind');
}
