/**
 * A contact read out of a pasted signature: the lines below a mail's "Kind regards". It proposes; a person
 * looks before anything is kept. Lines that nobody understood come back in `rest`. Pure.
 */
import type { Email, Phone, Use } from '../../base/values.ts';

export interface ReadContact {
  readonly name?: string;
  readonly jobTitle?: string;
  readonly organisation?: string;
  readonly emails: readonly Email[];
  readonly phones: readonly Phone[];
  readonly urls: readonly string[];
  /** Lines of a postal address, joined. */
  readonly street?: string;
  readonly rest: readonly string[];
}

const MAIL = /[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+/gu;
const URL_TEXT = /\b(?:https?:\/\/|www\.)[^\s<>()|]+/giu;
const PHONE = /(?:\+|00|\(?0|\(\d{2,4}\)\s?)[\d\s().\/-]{5,}\d|\b\d{3}[-.\s]\d{3}[-.\s]\d{4}\b/gu;
const JOB =
  /\b(?:director|manager|officer|chief|head|partner|associate|counsel|president|secretary|assistant|editor|correspondent|reporter|producer|engineer|consultant|analyst|lead|chair(?:man|woman)?|founder|owner|professor|lecturer|advis[eo]r|solicitor|barrister|notary|clerk|coordinator|executive|CEO|CFO|COO|CTO|VP)\b/iu;
const FIRM =
  /\b(?:ltd|limited|llp|llc|inc|plc|gmbh|ag|s\.?a\.?|sarl|bv|b\.v\.|nv|spa|srl|oy|ab|as|group|holdings?|partners|bank|university|institute|ministry|council|chambers|associates|company|corp(?:oration)?)\b\.?/iu;
const STREET =
  /\b(?:street|st\.|road|rd\.|avenue|ave\.?|lane|square|quay|place|floor|suite|platz|stra(?:ß|ss)e|rue|via|calle|rua|box)\b|\b\d{5,6}$|\b\d{5} \p{L}|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b/iu;
const GREETING =
  /^(?:(?:kind|best|warm)(?:est)? (?:regards|wishes)|regards|yours (?:sincerely|faithfully|truly)|sincerely|thanks|thank you|best|cheers|--+|sent from my .*)[,.!]?$/iu;
const LABEL =
  /^(?:(?:e-?mail|mail|tel(?:ephone)?|phone|mobile|mob|cell|direct|office|fax|web|www|t|m|e|p|f|d|w)\s*[.:|]\s*)+/iu;

const useOf = (label: string): Use | undefined => {
  if (/\b(?:m|mob|mobile|cell)\b/i.test(label)) return 'mobile';
  if (/\b(?:f|fax)\b/i.test(label)) return 'fax';
  if (/\b(?:h|home)\b/i.test(label)) return 'home';
  return 'work';
};

const looksLikeName = (line: string): boolean => {
  const words = line.split(/\s+/);
  return (
    words.length >= 2 &&
    words.length <= 5 &&
    !/\d|@/.test(line) &&
    words.every((word) => /^\p{Lu}|^(?:de|da|do|dos|van|von|der|den|di|du|la|le|al|bin|ter|y|e)$/u.test(word))
  );
};

export function readSignature(text: string): ReadContact {
  const emails: Email[] = [];
  const phones: Phone[] = [];
  const urls: string[] = [];
  const street: string[] = [];
  const rest: string[] = [];
  let name: string | undefined;
  let jobTitle: string | undefined;
  let organisation: string | undefined;

  const lines = text
    .split(/\r?\n/)
    .flatMap((line) => line.split(/\s+[|•·]\s+|\t/))
    .map((line) => line.trim().replace(/\s+/g, ' '))
    .filter(Boolean);
  for (const line of lines) {
    if (GREETING.test(line)) continue;
    let left = line;
    for (const [address] of line.matchAll(MAIL))
      if (!emails.some((one) => one.address.toLowerCase() === address.toLowerCase()))
        emails.push({ address, use: 'work' });
    left = left.replace(MAIL, ' ');
    for (const [url] of left.matchAll(URL_TEXT)) urls.push(url.replace(/[.,;]$/, ''));
    left = left.replace(URL_TEXT, ' ');
    let before = 0;
    for (const found of left.matchAll(PHONE)) {
      const digits = found[0].replace(/\D/g, '');
      if (digits.length < 7 || digits.length > 15) continue;
      phones.push({ number: found[0].trim(), use: useOf(left.slice(before, found.index))! });
      before = found.index + found[0].length;
    }
    if (before > 0) left = left.replace(PHONE, ' ');
    left = left.replace(LABEL, '').replace(/^[\s,;:|/–-]+|[\s,;:|/–-]+$/gu, '');
    // What is left of a line of numbers is a label: "Tel", "M".
    if (left !== line && (left.length < 3 || useless(left))) continue;
    if (!left) continue;

    if (
      !name &&
      looksLikeName(left.replace(/,.*$/, '')) &&
      !FIRM.test(left) &&
      !JOB.test(left.replace(/,.*$/, ''))
    )
      [name, left] = splitAt(left, ',');
    if (!left) continue;
    if (STREET.test(left) && name) street.push(left);
    else if (!jobTitle && JOB.test(left)) {
      const [job, firm] = splitAt(left, /,\s*|\s+(?:at|@)\s+/);
      jobTitle = job;
      if (firm) organisation ??= firm;
    } else if (left === name) continue;
    else if (!organisation && (FIRM.test(left) || (name && !STREET.test(left) && left.length < 60)))
      organisation = left;
    else rest.push(left);
  }
  return {
    ...(name && { name }),
    ...(jobTitle && { jobTitle }),
    ...(organisation && { organisation }),
    emails,
    phones,
    urls,
    ...(street.length > 0 && { street: street.join(', ') }),
    rest
  };
}

const useless = (text: string): boolean =>
  /^(?:[\W_]|\b(?:e-?mail|mail|tel|telephone|phone|mobile|mob|cell|direct|office|fax|web|or|and|t|m|e|p|f|d|w)\b)+$/iu.test(
    text
  );

function splitAt(text: string, separator: string | RegExp): [string, string] {
  const at = typeof separator === 'string' ? text.indexOf(separator) : text.search(separator);
  if (at < 0) return [text, ''];
  return [text.slice(0, at).trim(), text.slice(at).replace(separator, '').trim()];
}
