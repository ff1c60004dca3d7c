import { sveltekit } from '@sveltejs/kit/vite';
import { SvelteKitPWA } from '@vite-pwa/sveltekit';
import { defineConfig } from 'vitest/config';
import { manifest } from './src/app-manifest.ts';
import { leanBuild, replacePackages } from './src/lean-build.ts';

export default defineConfig({
  plugins: [
    sveltekit(),
    leanBuild(),
    SvelteKitPWA({
      strategies: 'injectManifest',
      srcDir: 'src',
      filename: 'service-worker.ts',
      // The app registers the worker and asks before it takes an update (src/lib/ui/update.svelte.ts).
      injectRegister: false,
      registerType: 'prompt',
      manifest,
      injectManifest: {
        // Everything but icons that only the installer reads, and what is only fetched when asked for; version.json stays out, else Kit's update
        // check would read the copy that it came with.
        globPatterns: ['client/**/*.{js,css,woff2,svg,webmanifest}', 'client/icons/icon-192.png'],
        globIgnores: ['server/**', '**/service-worker.*', '**/version.json', '**/asked-*'],
        // Paths are given as they lie in the build; naming this also keeps the plugin from adding patterns.
        modifyURLPrefix: { 'client/': '' },
        maximumFileSizeToCacheInBytes: 2 ** 20
      },
      kit: { adapterFallback: 'index.html', spa: true }
    })
  ],
  // Unit tests run what the browser runs: Svelte's own client, not its server half.
  ...(process.env.VITEST ? { resolve: { conditions: ['browser'] } } : {}),
  worker: { plugins: () => [replacePackages()] },
  build: { target: 'es2023', rolldownOptions: { checks: { pluginTimings: false } } },
  test: {
    include: ['{src,sync-server,tests}/**/*.test.ts'],
    exclude: ['tests/e2e/**', 'tests/simulation/**', 'node_modules/**', 'build/**'],
    // Ends what hangs. How fast the machine is, is no test's business.
    testTimeout: 120_000,
    hookTimeout: 120_000
  }
});
