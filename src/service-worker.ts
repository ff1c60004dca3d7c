/**
 * Keeps the built app on the device, so that every address opens without a network from the first visit
 * on. It holds code and pictures only, never records. A new version waits until the app says so.
 */
/// <reference lib="webworker" />
import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  precacheAndRoute,
  type PrecacheEntry
} from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: (PrecacheEntry | string)[] };

/** Posted by the app when the person agreed to the update. */
const TAKE_OVER = 'take-over';

precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();
// Any address inside the app is the one page; files and the server's own are not (as in sync-server/app.ts).
registerRoute(
  new NavigationRoute(createHandlerBoundToURL('/index.html'), {
    denylist: [/^\/healthz$/, /^\/(_app\/|icons\/|[^/]*\.[^/]*$)/]
  })
);

self.addEventListener('message', (event) => {
  if (event.data === TAKE_OVER) void self.skipWaiting();
});
// The first version serves the very page that installed it, which may go offline a second later.
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
