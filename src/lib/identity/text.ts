import { defineText } from '../base/text.ts';

export const t = defineText('identity', {
  en: {
    unreadable:
      'A part of this office cannot be read with the keys that this device has. It was kept aside; everything else is here.',
    keysLost:
      'The keys of this office can no longer be used on this device, so it cannot be opened here. Restore it from a backup or from another device.',
    noLocal: 'Something kept on this device could not be read any more and was left out.'
  }
});
