/** A name to begin with for this device, from what the browser says of itself: "Ana’s phone". */
import { t } from './sharing-text.ts';

/** What the browser tells of the device; the newer hints, where there are any, come before the old long line. */
export interface DeviceHints {
  readonly userAgent: string;
  readonly userAgentData?: { readonly mobile: boolean; readonly platform: string };
  readonly platform?: string;
  readonly maxTouchPoints?: number;
}

function kindOf({ userAgent, userAgentData, platform, maxTouchPoints = 0 }: DeviceHints) {
  if (userAgentData?.mobile) return 'phone';
  // Android says of a tablet that it is not mobile; an iPad says that it is a Mac, but nobody touches a Mac.
  if (userAgentData?.platform === 'Android') return 'tablet';
  if (/iPad|Tablet/i.test(userAgent) || (platform === 'MacIntel' && maxTouchPoints > 1)) return 'tablet';
  if (/Mobi|iPhone/i.test(userAgent)) return 'phone';
  return /Android/i.test(userAgent) ? 'tablet' : 'computer';
}

/** `taken` are the names of their other devices, as far as they are known. */
export function proposeDeviceName(
  name: string,
  hints: DeviceHints = navigator,
  taken: readonly string[] = []
): string {
  const first = name.trim().split(/\s+/)[0];
  if (!first) return '';
  const proposed = t('deviceOf', { name: first, kind: t(kindOf(hints)) });
  let free = proposed;
  for (let n = 2; taken.includes(free); n++) free = `${proposed} ${n}`;
  return free;
}
