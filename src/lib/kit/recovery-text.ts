/** What is said about the recovery words, on screen and on their sheet. */
import { defineText } from '../base/text.ts';

export const t = defineText('recovery', {
  en: {
    about:
      'Twenty-four words on paper are a spare key to this office. With them and the address of the office server, a new device has everything back, even if all others are lost.',
    warn: 'Whoever holds the paper can read all that you can read. Keep it where you keep passports; make no photograph and no file of it.',
    second: 'A second set with somebody you trust is good advice.',
    have: 'You have recovery words',
    haveText: 'They count since they were typed in again. Removing them makes the paper worthless.',
    none: 'You have no recovery words',
    noneText:
      'If this is your only device and it is lost, nobody but another member of the office can let you in again.',
    make: 'Make recovery words',
    makeMore: 'Make another set',
    making: 'Making them',
    failed: 'There are no words',
    title: 'Recovery words',
    write: 'Print them, or write them down with their numbers.',
    print: 'Print the sheet',
    notYet: 'They count only after you have typed them in from the paper, on the next page.',
    toProof: 'I have them on paper',
    prove: 'Type them in from the paper',
    back: 'See them again',
    check: 'Check them',
    checking: 'Checking',
    wrong: 'That is not what was written down',
    done: 'They are right',
    doneText: 'The paper is now a key to this office. Put it where only you look for it.',
    close: 'Done',
    cancel: 'Cancel',
    remove: 'Remove …',
    removeDo: 'Remove the recovery words',
    removeTitle: 'Remove the recovery words?',
    removeText:
      'The paper opens nothing any more, wherever it is. Make new words soon, else a lost device cannot be replaced.',
    keep: 'Keep them',
    removed: 'The paper opens nothing any more.',
    sheetOf: 'The office of {name}',
    sheetFor: 'Key of {name}',
    sheetServer: 'Office server',
    sheetMade: 'Made',
    sheetHow:
      'To use them: open Anteroom on a new device, choose “I have the recovery words”, and type in the address of the office server and these words in their order.',
    sheetWarn:
      'Whoever holds this sheet can read what its owner can read. Keep it locked away. When it is lost, remove it at once: Settings, Recovery words.',
    sheetKept: 'Kept where, since when, seen by'
  }
});
