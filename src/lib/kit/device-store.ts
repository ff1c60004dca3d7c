/**
 * What one device keeps for itself about an office: drafts and small preferences. Both are read once at
 * the start and then answer at once; writing goes on behind, the newest text last.
 */
import type { Draft, Drafts, Preferences } from './desk-context.ts';

/** Where the texts lie: localStorage, or something sealed. */
export interface TextStore {
  read(key: string): Promise<string | undefined>;
  write(key: string, text: string): Promise<void>;
}

/** In the browser's localStorage, under the office's id. A refusal to write (full, blocked) is left unsaid. */
export const localTextStore = (officeId: string, storage: Storage = localStorage): TextStore => ({
  read: async (key) => storage.getItem(`anteroom.${officeId}.${key}`) ?? undefined,
  write: async (key, text) => {
    try {
      storage.setItem(`anteroom.${officeId}.${key}`, text);
    } catch {
      // A draft that cannot be kept through a reload is still open on screen.
    }
  }
});

/** For tests. */
export function memoryTextStore(): TextStore {
  const texts = new Map<string, string>();
  return {
    read: async (key) => texts.get(key),
    write: async (key, text) => void texts.set(key, text)
  };
}

function parse<T>(text: string | undefined, otherwise: T): T {
  if (!text) return otherwise;
  try {
    return JSON.parse(text) as T;
  } catch {
    return otherwise;
  }
}

function createListeners() {
  const listeners = new Set<() => void>();
  return {
    tell: () => listeners.forEach((listener) => listener()),
    subscribe: (changed: () => void) => {
      listeners.add(changed);
      return () => void listeners.delete(changed);
    }
  };
}

export async function openDrafts(store: TextStore): Promise<Drafts> {
  const drafts = new Map<string, Draft>(
    parse<Draft[]>(await store.read('drafts'), []).map((draft) => [draft.key, draft])
  );
  const { tell, subscribe } = createListeners();
  const keep = () => {
    void store.write('drafts', JSON.stringify([...drafts.values()]));
    tell();
  };
  return {
    subscribe,
    all: () => [...drafts.values()].sort((a, b) => b.at - a.at),
    get: (key) => drafts.get(key),
    put(draft) {
      drafts.set(draft.key, draft);
      keep();
    },
    remove(key) {
      if (drafts.delete(key)) keep();
    }
  };
}

export async function openPreferences(store: TextStore): Promise<Preferences> {
  let kept = parse<Record<string, unknown>>(await store.read('preferences'), {});
  const { tell, subscribe } = createListeners();
  return {
    subscribe,
    get: <T>(key: string) => kept[key] as T | undefined,
    set(key, value) {
      kept = { ...kept, [key]: value };
      void store.write('preferences', JSON.stringify(kept));
      tell();
    }
  };
}
