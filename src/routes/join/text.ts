/** What coming in says: by an invitation, or with the recovery words. */
import { defineText } from '$lib/base/text.ts';

export const t = defineText('join', {
  en: {
    anteroom: 'Anteroom',
    title: 'Come into an office',
    paste: 'Link of the invitation',
    pasteHelp: 'All of it, from https:// to the last sign. It is not sent anywhere by this.',
    pasteMissing: 'Paste the whole link. It contains a # and goes on behind it.',
    haveLink: 'The invitation was read.',
    otherLink: 'Use another link',
    scan: 'To scan a code, use the camera of this device; it opens this page by itself.',
    you: 'Your name',
    youHelp: 'As the others in the office know you',
    youMissing: 'Write your name.',
    device: 'Name of this device',
    deviceHelp: 'So that it is recognised in the list of devices',
    deviceMissing: 'Give this device a name.',
    ask: 'Ask to come in',
    asking: 'Asking',
    failed: 'You are not in yet',
    expiredNext: 'Nothing was kept here. Ask for a new invitation; it takes them a minute.',
    usedNext:
      'An invitation works once. If it was not you who used it, say so to whoever sent it, and ask for a new one.',
    unreachableNext: 'Nothing was used up: try again when there is a connection.',
    declinedNext: 'If that was a mistake, ask for a new invitation.',
    compare: 'Your six digits',
    compareText:
      'Whoever invited you sees the same digits and lets you in. Read them out on the telephone if you are not in one room.',
    waiting: 'Waiting to be let in. Leave this page open.',
    cancel: 'Do not come in',
    admitted: 'You are in. Opening the office.',
    again: 'Begin anew',
    try: 'Try again',
    back: 'Back to the start',

    restoreTitle: 'Bring an office back',
    restoreText:
      'This device gets everything that the office server holds for you. Devices that are lost can be removed afterwards, in Settings.',
    server: 'Address of the office server',
    serverHelp: 'It stands on the sheet with the words.',
    serverMissing: 'Write the address that stands on the sheet.',
    words: 'Recovery words',
    restore: 'Bring it back',
    restoring: 'Fetching and opening everything. This may take a few minutes; leave the page open.',
    restoreFailed: 'It did not come back',
    wordsNext: 'Compare each word and its number with the sheet.'
  }
});
