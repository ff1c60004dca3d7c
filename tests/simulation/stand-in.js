/**
 * Loaded before the stories (`node --import`): what computes on other threads is replaced by what computes at
 * once, so that a seed replays. Node runs the stories as they lie here; Vitest's own mocks need its transform.
 */
import { registerHooks } from 'node:module';

const REPLACED = /\/src\/lib\/identity\/(primitives|deflate|hpke)\.ts$/;

registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    return REPLACED.test(found.url)
      ? { ...found, url: new URL('./toy-crypto.ts', import.meta.url).href }
      : found;
  }
});
