import { defineText } from '../base/text.ts';

/** Sentences for what can happen to an office on this device, and the first names of its parts. */
export const t = defineText('sync', {
  en: {
    storageFull:
      'There is no room left for Anteroom on this device, so the last change is not saved yet. Nothing is lost while this window stays open: free some space, and it is saved by itself.',
    storageFailed:
      'This device refused to save the last change. Nothing is lost while this window stays open: it is tried again. If it stays so, restart the browser after copying what matters.',
    noOffice: 'This office is not on this device. Set it up again, or restore it from a backup.',
    keysLost:
      'The browser removed the keys of this office from this device, so what is left of it cannot be read here. Restore it from a backup or from another device.',
    officeLost:
      'The browser removed this office from this device; only its keys are left. Restore it from a backup or from another device.',
    evicted:
      'The browser removed what this office had saved on this device while it was open. What is on screen is still here: copy what matters, then restore from a backup or from another device.',
    segmentMissing:
      'Something that was saved here is missing from this device’s storage. Everything else is here. Restore the missing part from a backup or from another device.',
    segmentDamaged:
      'A part of this office is damaged in this device’s storage and was kept aside. Everything else is here. Restore it from a backup or from another device.',
    segmentStranger:
      'A part of this office names a device that has no access to it. It was kept aside and changed nothing here.',
    segmentChain:
      'A part of this office does not follow what the same device saved before. It was kept aside and changed nothing here.',
    segmentWithoutRight:
      'A part of this office was written by somebody who may not write it. It was kept aside and changed nothing here.',
    segmentKeyless:
      'A part of this office is locked with a key that this device does not have yet. It is read as soon as the key arrives.',
    segmentRetired:
      'A part of this office follows one that could not be trusted. It was kept aside and changed nothing here.',
    serverUnreachable: 'The office server cannot be reached now. Try again when you are online.',
    statementRefused: 'The office server did not take this change of access. Nothing was changed; try again.',
    rosterForked:
      'The office server tells another story of who may see this office than it did before. Nothing is sent or fetched until the people of the office have compared their Devices pages.',
    removedHere:
      'This device was removed from the office. What it already has stays readable here; nothing more is sent or fetched.',
    notLetIn: 'The office server does not let this device in. Ask whoever looks after the office.',
    registerToken:
      'The office server wants its registration code before it takes a new office. Enter it in Settings, Office server.',
    serverOlder: 'The office server is older or newer than this app. Update both, then connect again.',
    serverRefused:
      'The office server refused what this device sent. Nothing is lost; everything is saved here.',
    serverFull:
      'The office server has no room left. Everything is saved here and is sent as soon as there is room.',
    noRightToWrite:
      'Some changes on this device may no longer be made by you, so nobody else gets them. They stay readable here.',
    heldBack:
      'The office server has not handed over something that another device already has. It is asked again; everything that arrived is here.',
    serverForked:
      'The office server tells different devices different things. Compare what matters with the others, and tell whoever runs the server.',
    serverLost:
      'The office server had lost something that was sent to it before. This device has sent it again.',
    snapshotRefused:
      'The office server handed over a summary of earlier work that cannot be trusted. Nothing of it was used, and everything on this device is as it was; the next summary is tried when there is one.',
    newerApp: 'Another device uses a newer version of this app. Update here to see everything.',
    secondCopy:
      'A second copy of this device was writing to the office. What was not sent yet is written again under a new name; nothing is lost.',
    everyone: 'Everyone',
    private: 'Private',
    finance: 'Finance'
  }
});
