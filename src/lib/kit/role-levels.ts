/** What each role sees to begin with: the executive and the secretary all of it, an assistant what all share. */
import type { Office } from '../store/office.ts';
import type { Level, Levels, Role } from './sharing.ts';

export function levelsOfRole(role: Role, compartments: Office['compartments']): Levels {
  const given = (kind: string): Level => (role !== 'assistant' || kind === 'office' ? 'write' : 'none');
  return Object.fromEntries(
    compartments.filter(({ kind }) => kind !== 'only-me').map(({ id, kind }) => [id, given(kind)])
  );
}
