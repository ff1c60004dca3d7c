import { defineText } from '../base/text.ts';

export const t = defineText('identity', {
  en: {
    unreadable:
      'A part of this office cannot be read with the keys that this device has. It was kept aside; everything else is here.',
    keysLost:
      'The keys of this office can no longer be used on this device, so it cannot be opened here. Restore it from a backup or from another device.',
    wordsCount: {
      one: 'A kit has 24 words; this is {n}. Type all of them, in the order on the paper.',
      other: 'A kit has 24 words; these are {n}. Type all of them, in the order on the paper.'
    },
    wordUnknown:
      '“{word}” is not one of the words that a kit is made of. Look at that word on the paper again.',
    wordsWrong:
      'These words do not belong together. One of them is another word than on the paper, or two are in the wrong order.',
    noLocal: 'Something kept on this device could not be read any more and was left out.'
  }
});
