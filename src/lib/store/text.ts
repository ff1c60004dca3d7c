import { defineText } from '../base/text.ts';

export const t = defineText('store', {
  en: {
    notSaved: 'This device could not save the last change. It stays on screen and is tried again.',
    unreadableSaved:
      'A saved part of this office could not be read. It was kept aside; everything else is here. A backup made before today still has it.',
    unreadableForeign:
      'A change from another window could not be read. It was kept aside; everything else is here.',
    unreadableNote: 'A part of a note could not be read. It was kept aside; the rest of the note is here.',
    tooLong: 'This record is too long to keep. Keep the long text as a file beside it.'
  }
});
