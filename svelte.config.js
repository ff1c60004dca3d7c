import adapter from '@sveltejs/adapter-static';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** @type {import('@sveltejs/kit').Config} */
export default {
  preprocess: vitePreprocess(),
  kit: {
    adapter: adapter({ fallback: 'index.html', strict: false }),
    // The worker is written and registered by the PWA plugin, with its update prompt.
    serviceWorker: { register: false },
    // Inline bootstrap scripts carry a hash, so that the server's policy needs no 'unsafe-inline'.
    csp: { mode: 'hash', directives: { 'script-src': ['self', 'wasm-unsafe-eval'] } },
    alias: { $tests: 'tests' },
    version: { pollInterval: 0 }
  }
};
