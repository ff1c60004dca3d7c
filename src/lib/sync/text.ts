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
    segmentRetired:
      'A part of this office follows one that could not be trusted. It was kept aside and changed nothing here.',
    everyone: 'Everyone',
    private: 'Private',
    finance: 'Finance'
  }
});
