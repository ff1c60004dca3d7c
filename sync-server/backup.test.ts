/** A backup of the running relay, put in its place, is the relay of that moment. */
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startServer } from '../tests/support/server.ts';
import { environment, node24, root } from './prepare.js';
import { dial } from './test-line.ts';
import { TestOffice } from './test-office.ts';

const backup = (data: string, ...args: string[]) =>
  execFileSync(node24, ['sync-server/backup.ts', ...args], {
    cwd: root,
    env: environment({ ANTEROOM_DATA: data }),
    encoding: 'utf8'
  });

test('a relay restored from its backup is the relay of that moment, and devices push again what came later', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'anteroom-backup-'));
  const data = join(folder, 'data');
  const file = join(folder, 'copy.sqlite');
  const server = await startServer({ ANTEROOM_DATA: data });
  const office = new TestOffice();
  let line = await dial(server.address);
  await line.register(office.founder, office);
  const [before, after] = [office.founder.seal(office), office.founder.seal(office)];
  await line.push(before);
  expect(backup(data, file)).toMatch(/^1 office copied/);
  await line.push(after);
  await server.stop();

  for (const name of await readdir(data)) if (name.startsWith('relay.sqlite')) await rm(join(data, name));
  await copyFile(file, join(data, 'relay.sqlite'));
  await server.start();
  line = await dial(server.address);
  await line.introduce(office.founder, office);
  expect((await line.pull(before.room)).segments).toEqual([before.bytes]);
  expect((await line.push(after)).numbers).toEqual([2]);
  line.cut();

  const again = spawnSync(node24, ['sync-server/backup.ts', file], {
    cwd: root,
    env: environment({ ANTEROOM_DATA: data }),
    encoding: 'utf8'
  });
  expect([again.status, again.stderr]).toEqual([1, expect.stringContaining('never overwrites')]);
  await server.remove();
  await rm(folder, { recursive: true });
}, 60_000);
