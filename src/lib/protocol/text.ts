import { defineText } from '../base/text.ts';

/** Sentences for what a segment or the list of who has access can be found to be. */
export const t = defineText('protocol', {
  en: {
    malformed:
      'A part of this office is damaged: it does not have the form it should have. It was kept aside.',
    newer: 'A part of this office was written by a newer version of Anteroom. Update this device to read it.',
    forged:
      'A part of this office is not signed by the device it names. It was kept aside and changed nothing here.',
    frameMalformed: 'Something came over the line that is no message of Anteroom. It was not used.',
    rosterDamaged:
      'The list of who has access to this office is damaged on this device, so the office cannot be opened here. Restore it from a backup.',
    rosterNewer:
      'A newer version of Anteroom changed who has access to this office. Everything can be read here; update this device to go on writing.',
    rosterBehind:
      'Somebody else changed who has access to this office at the same moment. Nothing was changed here; look at the list and try again.',
    rosterRefused:
      'This change to who has access is not allowed in this office, so nothing was changed. Ask somebody who may do it.',
    invitationExpired: 'This invitation has run out. Ask for a new one.',
    rosterMuchNewer: 'This office was set up by a newer version of Anteroom. Update this device to open it.'
  }
});
