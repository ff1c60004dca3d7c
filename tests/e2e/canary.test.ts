/**
 * The relay reads nothing: a word that stands in every name, every field of every record and every note is found
 * nowhere in what the real server keeps, prints or was asked for by address.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createSeededRandom } from '../../src/lib/base/random.ts';
import { openOffice } from '../../src/lib/store/open-office.ts';
import type { FieldDefinition } from '../../src/lib/store/fields.ts';
import type { RecordType } from '../../src/lib/store/record.ts';
import { foundOffice } from '../../src/lib/sync/found-office.ts';
import { createProviderTransport } from '../../src/lib/sync/provider-transport.ts';
import { openReplica, type OfficeReplica } from '../../src/lib/sync/replica.ts';
import { openLog } from '../../src/lib/sync/test-device.ts';
import { createTestDevice } from '../../src/lib/sync/test-sharing.ts';
import { startServer, type TestServer } from '../support/server.ts';

const CANARY = 'SerinusCanaria';

const types = Object.values(
  import.meta.glob<Record<string, unknown>>('../../src/lib/drawers/*/*.record.ts', { eager: true })
)
  .flatMap((module) => Object.values(module))
  .filter((value): value is RecordType => Boolean((value as Partial<RecordType> | null)?.samples));

let server: TestServer;
beforeAll(async () => void (server = await startServer()));
afterAll(() => server.remove());

/** The canary in the form of the field; elsewhere what the samples say. */
function sing(definition: FieldDefinition, otherwise: unknown): unknown {
  switch (definition.kind) {
    case 'text':
    case 'longText':
    case 'note':
      return CANARY;
    case 'url':
      return `https://${CANARY}.example/${CANARY}`;
    case 'email':
      return { address: `${CANARY}@${CANARY}.example` };
    case 'personName':
      return { full: CANARY, given: CANARY, family: CANARY };
    case 'address':
      return { street: CANARY, city: CANARY };
    case 'list': {
      const element = sing(definition.of!, undefined);
      return element === undefined ? otherwise : [element];
    }
    default:
      return otherwise;
  }
}

/** The word itself and as other writings of the same bytes would show it. */
function writings(word: string): Buffer[] {
  const bytes = Buffer.from(word);
  // Base64 has three ways to begin; the characters that depend on the neighbours are cut off.
  const base64 = [0, 1, 2].map((lead) => {
    const text = Buffer.concat([Buffer.alloc(lead), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    return text.slice(lead === 0 ? 0 : lead + 1, -2);
  });
  return [
    bytes,
    Buffer.from(word, 'utf16le'),
    ...[...base64, bytes.toString('hex')].map((text) => Buffer.from(text))
  ];
}

async function foundAtServer(word: string): Promise<string[]> {
  const kept = await Promise.all(
    (await readdir(server.data, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map(async ({ parentPath, name }) => [name, await readFile(join(parentPath, name))] as const)
  );
  return [...kept, ['what it printed', Buffer.from(server.said)] as const]
    .filter(([, bytes]) => writings(word).some((writing) => bytes.includes(writing)))
    .map(([name]) => name);
}

test('a word in every name and field of an office is nowhere at its server', async () => {
  const device = { ...createTestDevice(), clock: { now: () => Date.now() } };
  const founded = await foundOffice({ principal: CANARY, founder: CANARY, label: CANARY }, device);
  if (!founded.ok) throw new Error(founded.error.message);
  const { officeId } = founded.value;
  const timers = {
    after: (milliseconds: number, work: () => void) => {
      const timer = setTimeout(work, milliseconds);
      return () => clearTimeout(timer);
    }
  };
  const asked: string[] = [];
  vi.stubGlobal(
    'WebSocket',
    class extends WebSocket {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols);
        asked.push(String(url));
      }
    }
  );
  const opened = await openReplica(officeId, {
    ...device,
    timers,
    createTransport: (address) => createProviderTransport(address, device.random)
  });
  if (!opened.ok) throw new Error(opened.error.message);
  const replica = opened.value;
  expect(await replica.setServer({ address: server.address })).toEqual({ ok: true, value: true });

  const log = await openLog(officeId, device);
  const office = await openOffice(log, types, {
    clock: device.clock,
    random: createSeededRandom(1),
    idle: (work) => work()
  });
  for (const type of types)
    for (const sample of type.samples) {
      const values = Object.entries(type.fields as Record<string, FieldDefinition>).map(
        ([name, definition]) => [name, sing(definition, (sample as Record<string, unknown>)[name])]
      );
      office.create(type.type, Object.fromEntries(values.filter(([, value]) => value !== undefined)));
    }
  await office.saved();
  for (const { id, type } of office.query({ trash: 'with' }).rows)
    for (const [name, definition] of Object.entries(types.find((one) => one.type === type)!.fields))
      if ((definition as FieldDefinition).kind === 'note') {
        const note = await office.note(id, name);
        note.replace(`${CANARY} was typed`);
        note.close();
      }
  await office.saved();
  log.presence!.send(log.compartments[0]!.id, 'test', new TextEncoder().encode(CANARY));
  await until(replica, () => replica.state.waiting === 0);
  const metrics = await (await fetch(`${server.address}/metrics`)).text();
  expect(Number(/^anteroom_segments_taken_total (\d+)/m.exec(metrics)?.[1])).toBeGreaterThan(types.length);
  await Promise.all([office.close(), replica.close()]);
  await server.stop();

  expect(await foundAtServer('"kind":"found"')).toContain('relay.sqlite');
  expect(await foundAtServer(CANARY)).toEqual([]);
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter((address) => address !== `${server.address.replace('http', 'ws')}/sync/desk`)).toEqual(
    []
  );
}, 120_000);

const until = (replica: OfficeReplica, holds: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    const stop = replica.subscribe(() => {
      if (!holds()) return;
      stop();
      resolve();
    });
    if (holds()) resolve();
  });
