import adapter from '@sveltejs/adapter-static';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** @type {import('@sveltejs/kit').Config} */
export default {
  preprocess: vitePreprocess(),
  kit: {
    // Every file is compressed once, while building; the server only picks the right one.
    adapter: adapter({ fallback: 'index.html', strict: false, precompress: true }),
    // The app registers the worker itself, together with its update prompt.
    serviceWorker: { register: false },
    // Inline bootstrap scripts carry a hash, so that no policy needs 'unsafe-inline'.
    csp: { mode: 'hash', directives: { 'script-src': ['self'] } },
    version: { pollInterval: 0 }
  }
};
