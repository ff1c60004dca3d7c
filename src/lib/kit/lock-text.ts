/** What the app's lock says, on its own screen and in the settings. */
import { defineText } from '../base/text.ts';

export const t = defineText('lock', {
  en: {
    locked: 'Locked',
    pin: 'PIN',
    unlock: 'Unlock',
    checking: 'Checking',
    unlockDevice: 'Use this device’s fingerprint, face or PIN',
    waitSeconds: { one: 'Try again in {n} second.', other: 'Try again in {n} seconds.' },
    forgotten: 'PIN forgotten?',
    forgottenText:
      'Nobody can look it up. Clearing this site’s data in the browser opens the app, without this office: then come in again with an invitation or the recovery words. What was not sent yet is lost.',

    about:
      'Locking hides everything on screen from whoever passes by, in all windows at once, and keeps names out of the window’s title.',
    honest: 'It hides, no more',
    honestText:
      'It encrypts nothing that is not encrypted already. Whoever can open this device and knows how can get past it: lock the device itself too.',
    off: 'The app has no lock',
    on: 'The app has a lock',
    onText: '{keys} locks it at once.',
    onTextTouch: 'Under “More”, “Actions and records”, it can be locked at once.',
    setPin: 'Set a PIN',
    changePin: 'Change the PIN',
    newPin: 'New PIN',
    newPinHelp: 'Four to twelve digits, for this device alone',
    again: 'Once more',
    differ: 'These are not the same.',
    save: 'Save',
    cancel: 'Cancel',
    pinSet: 'The PIN is set.',
    remove: 'Remove the lock',
    removed: 'The lock was removed.',
    failed: 'It was not set',
    idle: 'Lock by itself',
    idleNever: 'Never',
    idleMinutes: { one: 'After {n} minute', other: 'After {n} minutes' },
    device: 'Also unlock with this device’s own fingerprint, face or PIN',
    deviceHelp: 'The device is asked; it tells Anteroom yes or no and nothing else.',
    deviceNone: 'This device offers no fingerprint, face or PIN to the browser.',
    lockNow: 'Lock now'
  }
});
