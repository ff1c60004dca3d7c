/** What inviting says. */
import { defineText } from '../../../base/text.ts';

export const t = defineText('settings invite', {
  en: {
    title: 'Let somebody in',
    titleDevice: 'Add a device of {name}',
    titleMine: 'Add a device of yours',
    who: 'They come as',
    assistantText: 'Works on what is handed to them and sees what you choose here.',
    secretaryText: 'Runs this office with you: sees everything, lets people in and removes them.',
    principalText:
      'It is their office: they see everything, and from the moment they come in nobody else can remove them.',
    see: 'What they may see',
    seeText: 'What is there already can be read too, the past included.',
    how: 'How it reaches them',
    shown: 'They are beside you',
    shownText: 'They scan a code from your screen. It is good for 15 minutes.',
    sent: 'They are elsewhere',
    sentText: 'You send them a link, best by a way that only they read. It is good for 24 hours.',
    make: 'Make the invitation',
    making: 'Making it',
    failed: 'There is no invitation yet',
    scan: 'Invitation, to be scanned with the camera of the other device',
    scanText: 'Scan it with the camera of the other device, or open the link there.',
    linkText: 'Send this link. Whoever opens it first uses it up.',
    link: 'Link',
    copy: 'Copy the link',
    copied: 'The link was copied.',
    send: 'Send …',
    sendText: 'An invitation to the office of {name}, in Anteroom',
    left: { one: 'Good for {n} more minute', other: 'Good for {n} more minutes' },
    leftHours: { one: 'Good for {n} more hour', other: 'Good for {n} more hours' },
    onlyHere: 'Another device cannot open this',
    onlyHereText:
      '{address} means the machine on which it is opened. Open Anteroom here under the address that the others use, connect the office server under it (Settings, Office server), and invite again.',
    over: 'It is no longer good. Make a new one.',
    next: 'Then the other device shows six digits, and a card appears here to compare them. Nothing is given to anybody before that.',
    again: 'Make a new one',
    close: 'Close',
    cancel: 'Cancel'
  }
});
