/** Reads the address of an office server as people write it: with or without https://, a path or a slash. */
import { failed, ok, type Result } from '../../base/result.ts';
import { t } from './sharing-page-text.ts';

const isHere = (host: string) => /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host);

/** The origin, `https://` where nothing is said; plain http only for this machine itself. */
export function readAddress(typed: string): Result<string> {
  const text = typed.trim();
  if (!text) return failed('missing', t('addressMissing'));
  const whole = /^[a-z]+:\/\//i.test(text) ? text : `${isHere(text) ? 'http' : 'https'}://${text}`;
  try {
    const url = new URL(whole.replace(/^ws(s?):/i, 'http$1:'));
    const plain = url.protocol === 'http:';
    if (!['http:', 'https:'].includes(url.protocol) || /\s/.test(text)) throw new TypeError();
    if (plain && !isHere(url.host)) return failed('insecure', t('addressInsecure'));
    return ok(url.origin);
  } catch {
    return failed('unreadable', t('addressUnreadable'));
  }
}
