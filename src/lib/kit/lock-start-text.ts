/** What the app's lock says wherever one is; the rest is fetched with its screens. */
import { defineText } from '../base/text.ts';

export const t = defineText('lock start', {
  en: {
    pinShort: 'A PIN has four to twelve digits.',
    pinWrong: 'That is not the PIN.',
    wait: 'Too many wrong PINs. Wait a little.',
    deviceRefused: 'This device did not say yes. Use the PIN.',
    hide: 'Lock the app now',
    noLock: 'There is no lock yet. Set one up in Settings, App lock.',
    setPin: 'Set a PIN'
  }
});
