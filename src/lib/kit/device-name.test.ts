import { expect, test } from 'vitest';
import { proposeDeviceName } from './device-name.ts';

const chrome = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36';
const android = 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36';
const mac =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15';
const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1';

const computer = { mobile: false, platform: 'Linux' };

test.each([
  ['Ana’s computer', { userAgent: chrome, userAgentData: computer }],
  ['Ana’s phone', { userAgent: android, userAgentData: { mobile: true, platform: 'Android' } }],
  ['Ana’s tablet', { userAgent: android, userAgentData: { mobile: false, platform: 'Android' } }],
  ['Ana’s tablet', { userAgent: mac, platform: 'MacIntel', maxTouchPoints: 5 }],
  ['Ana’s computer', { userAgent: mac, platform: 'MacIntel', maxTouchPoints: 0 }],
  ['Ana’s phone', { userAgent: iphone, platform: 'iPhone', maxTouchPoints: 5 }],
  ['Ana’s phone', { userAgent: 'Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0' }],
  ['Ana’s tablet', { userAgent: 'Mozilla/5.0 (Android 14; Tablet; rv:130.0) Gecko/130.0 Firefox/130.0' }]
])('a device is proposed as %s', (name, hints) => {
  expect(proposeDeviceName('Ana Ruiz', hints)).toBe(name);
});

test('a second device of the same kind is told from the first', () => {
  const hints = { userAgent: chrome };
  expect(proposeDeviceName('Ana Ruiz', hints, ['Ana’s phone'])).toBe('Ana’s computer');
  expect(proposeDeviceName('Ana Ruiz', hints, ['Ana’s computer', 'Ana’s computer 2'])).toBe(
    'Ana’s computer 3'
  );
});

test('nobody’s device has no name yet', () => {
  expect(proposeDeviceName('  ', { userAgent: chrome })).toBe('');
});
