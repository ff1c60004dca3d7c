/**
 * The headers that keep the app to itself: it may run its own code, talk to its own server, and nothing
 * else. Inline scripts and style attributes of the page are allowed by their hash, never as a class.
 */
import { createHash } from 'node:crypto';

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/**
 * SvelteKit's live region for route changes has a style attribute in its markup (kit 2.70,
 * core/sync/write_root.js); everything else sets styles from script, which the policy does not concern.
 */
const announcerStyle =
  'position: absolute; left: 0; top: 0; clip: rect(0 0 0 0); clip-path: inset(50%); overflow: hidden; white-space: nowrap; width: 1px; height: 1px';

/** The policy for this build's page. */
export function contentSecurityPolicy(page: string): string {
  const scripts = [...page.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map((found) =>
    hash(found[1]!)
  );
  const styles = [...page.matchAll(/\sstyle="([^"]*)"/g)].map((found) => hash(found[1]!));
  const directives: Record<string, readonly string[]> = {
    'default-src': ["'none'"],
    'script-src': ["'self'", ...scripts],
    'style-src': ["'self'"],
    'style-src-attr': ["'unsafe-hashes'", hash(announcerStyle), ...styles],
    'img-src': ["'self'", 'data:', 'blob:'],
    'font-src': ["'self'"],
    // An office may lie at another office server than the one the app came from (docs/decisions/009).
    'connect-src': ["'self'", 'wss:', 'ws://localhost:*', 'ws://127.0.0.1:*'],
    'worker-src': ["'self'"],
    'manifest-src': ["'self'"],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': ["'none'"],
    'object-src': ["'none'"]
  };
  return Object.entries(directives)
    .map(([name, sources]) => [name, ...new Set(sources)].join(' '))
    .join('; ');
}

/** Sent with every answer. */
export const securityHeaders = (page: string): Readonly<Record<string, string>> => ({
  'Content-Security-Policy': contentSecurityPolicy(page),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Frame-Options': 'DENY',
  // Nothing but what the app itself uses: the clipboard (copy as text) and notices.
  'Permissions-Policy':
    'camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), hid=(), midi=(), display-capture=(), browsing-topics=()'
});
