import { defineText } from '../base/text.ts';

/** Sentences for letting people in, giving, taking away and removing. */
export const t = defineText('sync-membership', {
  en: {
    behind: 'Somebody else changed who has access at the same moment. Look at the list and try again.',
    keyMissing:
      'This device does not have the key of everything that would be given. Somebody who has it must do this.',
    gone: 'Somebody else has done this already.',
    invitationUnreadable:
      'This link is not a whole invitation. Open it again from the message, or ask for a new one.',
    invitationUsed: 'This invitation was used before. Each serves once: ask for a new one.',
    invitationExpired: 'This invitation has run out. Ask for a new one.',
    declined: 'You were not let in. Ask whoever invited you, and compare the six digits with them.',
    otherOffice:
      'The office server does not show the office that the invitation is for, so nothing was sent. Ask who invited you.',
    stopped:
      'The office server closed the line before anybody answered. What you asked is still there: open the invitation again.',
    officeHere:
      'This office is on this device already. To come in anew, for example after this device was removed from it, first take the office off this device.',
    cancelled: 'Asking to come in was called off on this device.',
    notWithoutServer:
      'Without an office server nobody else can come in. Enter its address in Settings first.',
    kitRemoved: 'This kit was removed from the office, so it opens nothing any more. Use the newer one.',
    kitOther:
      'These are not the words of the kit that was just made. Look at the paper: one word is another than on it.',
    kitUnknown: 'No office at this server knows this kit. Look at the address of the office server again.',
    onlyMe: 'Only me'
  }
});
