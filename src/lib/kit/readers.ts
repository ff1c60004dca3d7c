/** Who can see a record, in words, and what is proposed for a new one. */
import type { Office } from '../store/office.ts';
import type { Preferences, Readers, ReadersChoice } from './desk-context.ts';
import { t } from './start-text.ts';

const icons = {
  office: 'users',
  private: 'lock',
  finance: 'wallet',
  'only-me': 'user',
  custom: 'shield-check'
} as const;

/** Where a default was set for a type, or for a type and a company, it comes before the type's own. */
export function createReaders(office: Office, preferences: Preferences): Readers {
  const find = (id: string) => office.compartments.find((compartment) => compartment.id === id);
  const label = (id: string) => {
    const compartment = find(id);
    if (!compartment) return t('readersUnknown');
    if (compartment.kind === 'office') return t('readersOffice');
    if (compartment.kind === 'private') return t('readersPrivate');
    if (compartment.kind === 'finance') return t('readersFinance');
    if (compartment.kind === 'only-me') return t('readersOnlyMe');
    return compartment.name;
  };
  const key = (type: string, company?: string) => `readers/${type}/${company ?? ''}`;
  return {
    label,
    sign: (id) => {
      const kind = find(id)?.kind;
      return kind && kind !== 'office' ? icons[kind] : undefined;
    },
    choices: (): ReadersChoice[] =>
      office.compartments.map(({ id, kind }) => ({
        value: id,
        mayWrite: office.mayWrite(id),
        label: label(id),
        hint: t(`readersHint_${kind}`),
        icon: icons[kind]
      })),
    defaultFor(type, company) {
      const chosen = company ? preferences.get<string>(key(type, company)) : undefined;
      const remembered = chosen ?? preferences.get<string>(key(type));
      if (remembered && office.mayWrite(remembered)) return remembered;
      const kind = office.types.get(type)?.readers ?? 'office';
      // Where one may only read, nothing can be made.
      const open = office.compartments.filter(({ id }) => office.mayWrite(id));
      return (open.find((compartment) => compartment.kind === kind) ?? open[0])?.id ?? '';
    },
    setDefault: (type, company, compartment) => preferences.set(key(type, company), compartment)
  };
}
