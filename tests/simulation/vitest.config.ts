import { defineConfig } from 'vitest/config';

/** The stories apart from the unit tests: they take as long as somebody wants to listen. */
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['tests/simulation/*.test.ts'],
    // Node runs the files as they are, which takes a third less than through Vite's runner.
    pool: 'forks',
    execArgv: ['--import', new URL('stand-in.js', import.meta.url).href],
    experimental: { viteModuleRunner: false, nodeLoader: false },
    maxWorkers: '100%',
    testTimeout: 24 * 3600_000
  }
});
