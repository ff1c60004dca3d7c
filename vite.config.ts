import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [sveltekit()],
  build: { target: 'es2023' },
  test: { include: ['{src,sync-server,tests}/**/*.test.ts'] }
});
