/**
 * What is wrong with values, in sentences. An *error* keeps a new record from being made (something needed is
 * missing, a number is out of its range); a *hint* only says that something looks odd: people know better.
 */
import type { Email, Money, Phone, When } from '../base/values.ts';
import type { FieldDefinition, FieldMap, ListElement } from '../store/fields.ts';
import type { Values } from '../store/office.ts';
import { t } from './field-text.ts';

export interface Finding {
  readonly level: 'error' | 'hint';
  readonly text: string;
}

export function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === 'string') return value.trim() === '';
  if (Array.isArray(value)) return value.length === 0;
  if (typeof value === 'object' && 'full' in value) return isEmpty(value.full);
  return false;
}

const hint = (text: string): Finding => ({ level: 'hint', text });
const error = (text: string): Finding => ({ level: 'error', text });

const looksLikeEmail = (text: string) => /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(text.trim());
const looksLikePhone = (text: string) =>
  (text.match(/\d/g)?.length ?? 0) >= 3 && /^[\d\s+().\-/–#*,;xext:]+$/i.test(text.trim());
const looksLikeUrl = (text: string) =>
  /^([a-z][a-z0-9+.-]*:\S+|[^\s/]+\.[^\s/]{2,}(\/\S*)?)$/i.test(text.trim());

/** The elements' plain values, whether the list stands in a record or in a draft. */
export const listToValues = (list: unknown): unknown[] =>
  Array.isArray(list)
    ? list.map((item: unknown) =>
        typeof item === 'object' && item !== null && 'key' in item && 'value' in item
          ? (item as ListElement).value
          : item
      )
    : [];

/** What to say about one value; nothing where all is well. */
export function checkValue(field: FieldDefinition, value: unknown): Finding | undefined {
  if (isEmpty(value)) return field.required ? error(t('required', { label: field.label() })) : undefined;
  switch (field.kind) {
    case 'number':
    case 'rating': {
      const number = value as number;
      if (field.min !== undefined && number < field.min)
        return error(t('tooSmall', { label: field.label(), min: field.min }));
      if (field.max !== undefined && number > field.max)
        return error(t('tooLarge', { label: field.label(), max: field.max }));
      return undefined;
    }
    case 'money':
      return /^-?\d+(\.\d+)?$/.test((value as Money).amount)
        ? undefined
        : error(t('notAmount', { text: (value as Money).amount }));
    case 'when': {
      const { start, end, startZone, endZone } = value as When;
      // Two zones may well put the end before the start on the clocks: flying west.
      return end < start && (startZone ?? '') === (endZone ?? startZone ?? '')
        ? error(t('endBeforeStart'))
        : undefined;
    }
    case 'email':
      return looksLikeEmail((value as Email).address) ? undefined : hint(t('notEmail'));
    case 'phone':
      return looksLikePhone((value as Phone).number) ? undefined : hint(t('notPhone'));
    case 'url':
      return looksLikeUrl(value as string) ? undefined : hint(t('notUrl'));
    case 'list': {
      const findings = listToValues(value).map((item) => checkValue(field.of!, item));
      return findings.find((one) => one?.level === 'error') ?? findings.find(Boolean);
    }
    default:
      return undefined;
  }
}

/** Everything there is to say about a record's values, by field. */
export function checkValues(fields: FieldMap, values: Values): Record<string, Finding> {
  const findings: Record<string, Finding> = {};
  for (const [name, field] of Object.entries(fields)) {
    const finding = checkValue(field, values[name]);
    if (finding) findings[name] = finding;
  }
  return findings;
}

export const hasErrors = (findings: Readonly<Record<string, Finding>>): boolean =>
  Object.values(findings).some(({ level }) => level === 'error');
