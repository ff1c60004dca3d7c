/**
 * Takes the README's picture, docs/today.png, from the built app with the sample office in it:
 * `npm run build && npm exec -- node tests/support/take-picture.ts`.
 */
import { join } from 'node:path';
import { root } from '../../sync-server/prepare.js';
import { launchBrowser, openWindow } from './browser.ts';
import { sitDown } from './office.ts';
import { startServer } from './server.ts';

const [server, browser] = await Promise.all([startServer(), launchBrowser()]);
const window = await openWindow(browser);
const desk = await sitDown(window, server.address);
await desk.page.setViewportSize({ width: 1200, height: 760 });
// A working morning, whenever the picture is taken.
const morning = new Date();
morning.setHours(9, 40, 0, 0);
await desk.page.clock.setFixedTime(morning);
await desk.trySample();
await desk.allOpen();
await desk.visit('/');
await desk.page.screenshot({ path: join(root, 'docs', 'today.png') });
await browser.close();
await server.remove();
