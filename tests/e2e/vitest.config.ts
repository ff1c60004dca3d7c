/** The stories in the browser: against the built app, each file with a server process and a browser of its own. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['tests/e2e/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // A story waits more than it works; with more at once on two cores, they wait for each other.
    maxWorkers: 2
  }
});
