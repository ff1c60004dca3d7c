/** What the frame and the pages about people, devices and the office server say alike. */
import { defineText } from '../base/text.ts';

export const t = defineText('sharing', {
  en: {
    needsServer:
      'This office lives on this device only. Connect an office server first (Settings, Office server); then others can be let in.',
    notYet: 'This build cannot reach an office server yet.',
    thisDevice: 'This device',
    unnamed: 'A device without a name',
    deviceOf: '{name}’s {kind}',
    phone: 'phone',
    tablet: 'tablet',
    computer: 'computer',
    kitName: 'Recovery kit',
    principal: 'Executive',
    secretary: 'Secretary',
    assistant: 'Assistant',
    principalIn: 'executive',
    secretaryIn: 'secretary',
    assistantIn: 'assistant',
    none: 'Nothing',
    read: 'Read',
    write: 'Read and write',
    writeShort: 'Write',
    mayIn: 'In “{part}” {name} may',
    theNew: 'the new person',
    onlyMe: 'Only me',
    serverNone: 'On this device only',
    serverNoneText: 'Nothing is sent anywhere. Nobody else can be let in, and there is no second copy.',
    serverConnecting: 'Connecting to the office server',
    serverConnectingText: 'Connecting. Everything goes on working meanwhile; what you do is saved here.',
    serverOnline: 'Connected to the office server',
    serverOnlineText: 'Connected since {time}. What you do reaches the others within a second.',
    serverOffline: 'The office server is out of reach',
    serverOfflineText:
      'Out of reach since {time}. Everything goes on working; what you do is saved here and sent later.',
    serverStopped: 'Nothing is being sent',
    word: 'Word {n}',
    wordUnknown: 'Not one of the words',
    wordsHint:
      'After three or four letters a space completes the word and goes on. All of them can be pasted into the first field.',
    wordsLeft: { one: '{n} word is missing', other: '{n} words are missing' },
    waiting: { one: '{n} change waits to be sent.', other: '{n} changes wait to be sent.' },
    waitingNone: 'Everything has been sent.',
    sentAt: 'Last sent {time}.',
    onlineNow: 'Here now',
    lastSeen: 'Last here {time}',
    neverSeen: 'Not been here yet',
    unknownSeen: 'Last here: not known without the office server',
    seenByAll: 'All other devices have it.',
    seenByAllSent: 'All other devices have what was sent so far.',
    seenByNone: 'No other device has all of it yet.',
    seenBy: 'All of it is on: {devices}.',
    seenBySent: 'All that was sent so far is on: {devices}.',
    openAt: { one: '{names} has this open', other: '{names} have this open' },
    keyless: {
      one: 'The key to one part of this office has not reached this device yet. What is new there opens as soon as a device of the executive or the secretary is online.',
      other:
        'The keys to {n} parts of this office have not reached this device yet. What is new there opens as soon as a device of the executive or the secretary is online.'
    },
    somebody: 'Somebody',
    ofPerson: '{device} ({name})'
  }
});
