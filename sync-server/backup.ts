/**
 * `node sync-server/backup.ts FILE`: copies what the relay keeps while it goes on, as of one moment, into a file that
 * does not exist yet. Everything in it is sealed as it is on the devices.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { readSettings } from './settings.ts';

const target = process.argv[2];
const settings = readSettings(process.env, fileURLToPath(new URL('..', import.meta.url)));
if (!settings.ok) stop(settings.error.message);
const source = join(settings.value.data, 'relay.sqlite');
if (!target) stop('Say where to: node sync-server/backup.ts FILE');
if (!existsSync(source))
  stop(`There is nothing to back up yet: ${source} does not exist. Is ANTEROOM_DATA right?`);
if (existsSync(target)) stop(`${target} exists already. Choose another name; a backup never overwrites one.`);

const db = new DatabaseSync(source);
await backup(db, target);
db.close();
const copy = new DatabaseSync(target);
const { integrity_check: found } = copy.prepare('PRAGMA integrity_check').get() as {
  integrity_check: string;
};
const { offices } = copy.prepare('SELECT count(*) AS offices FROM office').get() as { offices: number };
copy.close();
if (found !== 'ok') stop(`The copy is damaged (${found}). Do not use it, and look at the disk.`);
console.log(
  `${offices} ${offices === 1 ? 'office' : 'offices'} copied to ${target}, and the copy was checked.`
);

function stop(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
