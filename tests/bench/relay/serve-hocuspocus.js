/** @hocuspocus/server, as it comes, in memory. */
import { Server } from '@hocuspocus/server';

const server = new Server({ port: 0, address: '127.0.0.1', quiet: true, stopOnSignals: true });
await server.listen();
console.log(`is at ${server.address.port}`);
