/**
 * The machine's own Chromium, driven for the stories. Every window starts with an empty profile; a *desk
 * drawer* (`openProfile`) is a profile that outlives its browser, for stories with a restart in them.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page
} from 'playwright-core';
import { browserArguments, findChromium } from './find-chromium.js';

export type Screen = 'laptop' | 'phone';
export type Theme = 'light' | 'dark';

export interface WindowOptions {
  readonly screen?: Screen;
  readonly theme?: Theme;
  /** The date and time that pages see when they start; it goes on from there. */
  readonly now?: string;
}

const screens: Record<Screen, BrowserContextOptions> = {
  laptop: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true }
};

const contextOptions = ({ screen = 'laptop', theme = 'light' }: WindowOptions): BrowserContextOptions => ({
  ...screens[screen],
  colorScheme: theme,
  reducedMotion: 'reduce',
  locale: 'en-GB',
  timezoneId: 'Europe/London',
  permissions: ['clipboard-read', 'clipboard-write']
});

function executable(): string {
  const path = findChromium();
  if (path === undefined)
    throw new Error('No Chromium was found: install one, or name it in ANTEROOM_CHROMIUM.');
  return path;
}

const launchOptions = () => ({ executablePath: executable(), args: [...browserArguments], headless: true });

export const launchBrowser = (): Promise<Browser> => chromium.launch(launchOptions());

export const openWindow = (browser: Browser, options: WindowOptions = {}): Promise<BrowserContext> =>
  browser.newContext(contextOptions(options));

export interface Profile {
  /** Starts a browser over this profile, as after a restart of the machine. */
  open(options?: WindowOptions): Promise<BrowserContext>;
  remove(): Promise<void>;
}

/** A browser profile on disk that outlives the browser. */
export async function openProfile(): Promise<Profile> {
  const folder = await mkdtemp(join(tmpdir(), 'anteroom-profile-'));
  return {
    open: (options = {}) =>
      chromium.launchPersistentContext(folder, { ...launchOptions(), ...contextOptions(options) }),
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 })
  };
}

/** Everything a page complained about: errors, refused loads, breaches of the policy. Empty is well. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
  page.on('console', (message) => {
    // A server that was switched off on purpose is no complaint.
    if (message.type() === 'error' && !/net::ERR_|^WebSocket connection to \S+ failed/.test(message.text()))
      complaints.push(`${page.url()}: ${message.text()}`);
  });
  return complaints;
}
