/** @y/websocket-server, as it comes, in memory. */
import { createServer } from 'node:http';
import WebSocket from 'ws';
import { setupWSConnection } from '@y/websocket-server/utils';

const server = createServer();
const sockets = new WebSocket.Server({ server });
sockets.on('connection', setupWSConnection);
server.listen(0, '127.0.0.1', () => console.log(`is at ${/** @type {any} */ (server.address()).port}`));
