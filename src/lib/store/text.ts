import { defineText } from '../base/text.ts';

export const t = defineText('store', {
  en: {
    notSaved: 'This device could not save the last change. It stays on screen and is tried again.',
    unreadableSaved:
      'A saved part of this office could not be read. It was kept aside; everything else is here. A backup made before today still has it.',
    unreadableForeign:
      'A change from another window or device could not be read. It was kept aside; everything else is here.',
    notItsOwn:
      'A device sent something in the name of another. It was kept aside and changed nothing here. Look at who has access in Settings.',
    mayNotDelete:
      'A device tried to delete what it may not delete. It was kept aside and nothing is gone. Look at who has access in Settings.',
    mayNotRewrite:
      'A device tried to rewrite a part of this office without the right to. It was kept aside and changed nothing here. Look at who has access in Settings.',
    unreadableNote: 'A part of a note could not be read. It was kept aside; the rest of the note is here.',
    readOnly: 'You can read this here, not change it. Whoever gives access in this office can let you.',
    onlyFullMembers:
      'Only the secretary and the executive delete for good or change who can see something. Move it to the trash instead, or ask them.',
    tooLong: 'This record is too long to keep. Keep the long text as a file beside it.'
  }
});
