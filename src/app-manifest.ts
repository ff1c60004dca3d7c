/**
 * The web app manifest: what an installed Anteroom is called, looks like and offers to open.
 * Read while building only; served as /manifest.webmanifest.
 */
import type { ManifestOptions } from 'vite-plugin-pwa';

/** `launch_type` is Chromium's; the plugin's type does not know it yet. */
type FileHandler = { action: string; accept: Record<string, string[]>; launch_type?: string };

export const manifest: Partial<Omit<ManifestOptions, 'file_handlers'>> & { file_handlers: FileHandler[] } = {
  id: '/',
  name: 'Anteroom',
  short_name: 'Anteroom',
  description: 'The whole desk of a personal secretary, on this device.',
  lang: 'en',
  dir: 'ltr',
  start_url: '/',
  scope: '/',
  display: 'standalone',
  theme_color: '#0b5a6c',
  background_color: '#faf8f3',
  categories: ['business', 'productivity'],
  icons: [
    { src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png' },
    { src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png' },
    { src: '/icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    { src: '/icons/mark.svg', sizes: 'any', type: 'image/svg+xml' }
  ],
  shortcuts: [
    { name: 'Today', url: '/' },
    { name: 'New appointment', url: '/calendar/new' },
    { name: 'New task', url: '/tasks/new' }
  ],
  file_handlers: [
    {
      action: '/import',
      accept: { 'text/calendar': ['.ics', '.ifb'], 'text/vcard': ['.vcf'] },
      launch_type: 'single-client'
    }
  ],
  launch_handler: { client_mode: 'focus-existing' }
};
