/** Runs before each file of stories: computed at once instead of on other threads, so that a seed replays. */
import { vi } from 'vitest';

vi.mock('../../src/lib/identity/primitives.ts', () => import('./toy-crypto.ts'));
vi.mock('../../src/lib/identity/deflate.ts', () => import('./toy-crypto.ts'));
vi.mock('../../src/lib/identity/hpke.ts', () => import('./toy-crypto.ts'));
