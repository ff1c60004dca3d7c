/** A name to begin with for this device, from what the browser says of itself: "Ana’s phone". */
import { t } from './sharing-text.ts';

export function proposeDeviceName(name: string, agent: string = navigator.userAgent): string {
  const kind = /iPad|Tablet/i.test(agent)
    ? 'tablet'
    : /Mobi|iPhone|Android/i.test(agent)
      ? 'phone'
      : 'computer';
  const first = name.trim().split(/\s+/)[0];
  return first ? t('deviceOf', { name: first, kind: t(kind) }) : '';
}
