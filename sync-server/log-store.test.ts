import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { createMemoryLogStore } from './log-store-memory.ts';
import { openSqliteLogStore } from './log-store-sqlite.ts';
import { describeLogStore } from './log-store.contract.ts';
import type { LogStore } from './log-store.ts';

describeLogStore('in memory', {
  open: async () => createMemoryLogStore(),
  close: async () => {}
});

let folder = '';
let opened: LogStore | undefined;
async function openFile(): Promise<LogStore> {
  const store = openSqliteLogStore(join(folder, 'relay.sqlite'));
  if (!store.ok) throw new Error(store.error.message);
  opened = store.value;
  return opened;
}

describeLogStore('in SQLite', {
  open: async () => {
    folder = await mkdtemp(join(tmpdir(), 'anteroom-store-'));
    return openFile();
  },
  again: async () => {
    await opened?.close();
    return openFile();
  },
  close: async () => {
    await opened?.close();
    await rm(folder, { recursive: true });
  }
});

test('a file of a newer version, or none at all, is refused with a sentence', async () => {
  const place = await mkdtemp(join(tmpdir(), 'anteroom-store-'));
  const newer = join(place, 'newer.sqlite');
  const db = new DatabaseSync(newer);
  db.exec('PRAGMA user_version = 99');
  db.close();
  expect(openSqliteLogStore(newer)).toMatchObject({ ok: false, error: { tag: 'store-newer' } });
  const other = join(place, 'other.sqlite');
  await writeFile(other, 'Dear Sir or Madam, '.repeat(500));
  expect(openSqliteLogStore(other)).toMatchObject({ ok: false, error: { tag: 'store-failed' } });
  await rm(place, { recursive: true });
});
