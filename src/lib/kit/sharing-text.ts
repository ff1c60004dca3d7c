/** What the frame and the pages about people, devices and the office server say alike. */
import { defineText } from '../base/text.ts';

export const t = defineText('sharing', {
  en: {
    needsServer:
      'This office lives on this device only. Connect an office server first (Settings, Office server); then others can be let in.',
    notYet: 'This build cannot reach an office server yet.',
    thisDevice: 'This device'
  }
});
