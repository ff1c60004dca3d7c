/** The files of the repository as git sees them: committed, or about to be; nothing that it ignores. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../sync-server/prepare.js';

export { root };

/** Paths from the root, with forward slashes. */
export const files: readonly string[] = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard'],
  {
    cwd: root,
    encoding: 'utf8'
  }
)
  .split('\n')
  .filter((file) => file !== '' && existsSync(join(root, file)));
