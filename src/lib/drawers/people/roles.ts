/** The roles that a person or an organisation can have for the office. */
import { field } from '../../store/fields.ts';
import { t } from './record-text.ts';

export const roleChoices = [
  { value: 'client', label: () => t('client'), tone: 'accent' },
  { value: 'vendor', label: () => t('vendor'), tone: 'neutral' },
  { value: 'press', label: () => t('press'), tone: 'warn' },
  { value: 'visitor', label: () => t('visitor'), tone: 'neutral' },
  { value: 'staff', label: () => t('staff'), tone: 'good' },
  { value: 'family', label: () => t('family'), tone: 'good' },
  { value: 'vip', label: () => t('vip'), tone: 'bad' }
] as const;

export type Role = (typeof roleChoices)[number]['value'];

export const rolesField = field.list(field.choice({ label: () => t('role'), choices: roleChoices }), {
  label: () => t('roles'),
  primary: true
});
