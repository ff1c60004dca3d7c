/** A person as a signature, to paste into a mail: name, job and firm, numbers, addresses. Pure. */
import type { Address, PersonName } from '../../base/values.ts';
import type { Organisation } from './organisation.record.ts';
import type { Person } from './person.record.ts';

/** The name with what is written before it, once: a prefix inside the name is not said again. */
export function fullName(name: PersonName | undefined, honorific?: string): string {
  const full = name?.full.trim() ?? '';
  const before = honorific?.trim() || name?.prefix?.trim() || '';
  return !before || full.toLowerCase().startsWith(before.toLowerCase()) ? full : `${before} ${full}`;
}

export const addressToLines = (address: Address): string[] =>
  [
    address.street,
    address.extra,
    [address.postcode, address.city].filter(Boolean).join(' '),
    address.region,
    address.country
  ]
    .map((line) => line?.trim() ?? '')
    .filter(Boolean);

const block = (lines: readonly (string | undefined)[]): string => lines.filter(Boolean).join('\n');

function reachLines(values: Pick<Person, 'phones' | 'emails' | 'urls'>): string[] {
  return [
    ...(values.phones ?? []).map(({ value }) => value.number),
    ...(values.emails ?? []).map(({ value }) => value.address),
    ...(values.urls ?? []).map(({ value }) => value)
  ];
}

/** Home addresses stay out: a signature goes to other people. */
export function personToText(values: Person, organisation?: string): string {
  const address = values.addresses?.find(({ value }) => value.use !== 'home')?.value;
  return [
    block([fullName(values.name, values.honorific), values.jobTitle, organisation]),
    block(reachLines(values)),
    address ? block(addressToLines(address)) : ''
  ]
    .filter(Boolean)
    .join('\n\n');
}

export function organisationToText(values: Organisation): string {
  const address = values.addresses?.[0]?.value;
  return [block([values.name]), block(reachLines(values)), address ? block(addressToLines(address)) : '']
    .filter(Boolean)
    .join('\n\n');
}
