/** Every address of the app on a laptop, with the sample office in it: everybody can use it, in both themes. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { expectOpenToEverybody } from '../support/everywhere.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await server.remove();
});

test(
  'on a laptop nothing stands in anybody’s way, light or dark, and nothing breaks the policy',
  () => expectOpenToEverybody(browser, server, 'laptop'),
  400_000
);
