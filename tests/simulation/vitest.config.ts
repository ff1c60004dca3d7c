import { defineConfig } from 'vitest/config';

/** The stories apart from the unit tests: they take as long as somebody wants to listen. */
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['tests/simulation/*.test.ts'],
    setupFiles: ['tests/simulation/setup.ts'],
    testTimeout: 24 * 3600_000
  }
});
