/** The stories in the browser: against the built app and the real server process, one file at a time. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['tests/e2e/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Two cores: a browser and a server already fill them.
    maxWorkers: 1,
    isolate: false,
    fileParallelism: false
  }
});
