/** The relay as the process that people run, over real sockets. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startServer, type TestServer } from '../tests/support/server.ts';
import { dial } from './test-line.ts';
import { TestOffice } from './test-office.ts';

let server: TestServer;
let office: TestOffice;
beforeAll(async () => {
  server = await startServer();
  office = new TestOffice();
}, 30_000);
afterAll(() => server.remove());

describe('the relay as a process', () => {
  test('takes, forwards and keeps over a restart what two devices of an office push', async () => {
    const phone = office.add('secretary', { office: 'write' });
    const laptop = await dial(server.address);
    await laptop.register(office.founder, office);
    const other = await dial(server.address);
    await other.introduce(phone, office);
    const segment = office.founder.seal(office);
    expect(await laptop.push(segment)).toEqual({ id: 1, numbers: [1] });
    expect((await other.next('segments')).blobs).toEqual([segment.bytes]);

    expect(await server.stop()).toBe(0);
    expect([await laptop.untilClosed(), await other.untilClosed()]).toEqual([1001, 1001]);
    await server.start();
    const again = await dial(server.address);
    await again.introduce(office.founder, office);
    expect((await again.pull(segment.room)).segments).toEqual([segment.bytes]);
    again.cut();
  });
});
