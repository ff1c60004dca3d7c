import { defineText } from '$lib/base/text.ts';

export const t = defineText('start', {
  en: {
    anteroom: 'Anteroom',
    line: 'The whole desk of a personal secretary.',
    about:
      'Appointments, people and tasks of one executive, on this device, sealed with keys that never leave it. It works without a network from the first minute.',
    setUp: 'Set up the office',
    setUpAnother: 'Set up another office',
    principal: 'Whose office is it?',
    principalHelp: 'The executive’s name. The office is called by it.',
    role: 'You are',
    secretary: 'The secretary',
    executive: 'The executive',
    you: 'Your name',
    company: 'First company',
    companyHelp: 'More can be added at any time.',
    zone: 'Time zone',
    weekStart: 'The week starts on',
    optional: 'Can wait',
    begin: 'Set up',
    working: 'Setting up',
    nameMissing: 'Write the name. It can be changed later.',
    failed: 'The office could not be set up',
    failedText: 'Nothing was kept. {reason}',
    insecure:
      'This address is not a secure one, so the browser offers no keys. Open Anteroom over https or on this machine itself.',
    unknown: 'The browser gave no reason. Try again, or in a window that is not private.',
    sample: 'Try the sample office',
    sampleText:
      'The desk of Imogen Achterberg, managing partner of a law firm in London, as her secretary sees it today. Made up from end to end. Remove it in Settings when you have seen enough.',
    sampleMark: 'Sample',
    sampleFounder: 'You',
    sampleOffline: 'The sample is fetched when it is asked for. Connect to the network and try again.',
    sampleGo: 'Open the sample',
    sampleWorking: 'Writing ten years of appointments',
    cancel: 'Cancel',
    otherWays: 'Other ways in',
    invited: 'I was invited',
    invitedText: 'Somebody sent you a link, or shows you a code to scan with the camera.',
    restore: 'I have the recovery words',
    restoreText: 'Twenty-four words on paper bring an office back to a new device.',
    elsewhereTitle: 'Offices on this device',
    openOffice: 'Open',
    readyTitle: 'The office of {name} is set up',
    readyText:
      'Everything is on this device. Three things are worth doing now; each can be done later in Settings.',
    readIn: 'Read in what is there already',
    readInText:
      'A calendar (.ics) or an address book (.vcf), from Outlook, Google, Apple or a phone. You see what will happen before it does.',
    chooseFiles: 'Choose files',
    keys: 'Single-letter keys',
    keysText:
      'C makes something new, Q writes it in one line, G and a letter goes to another area, ? shows all.',
    keysOn: 'Switch on',
    keysAreOn: 'Switched on',
    keep: 'Keep it safe',
    keepText: 'Browsers may clear a site’s storage when the disk is full. Ask this one not to.',
    keepAsk: 'Ask the browser',
    kept: 'The browser promised to keep it.',
    notKept:
      'The browser did not promise. Installing Anteroom, or using it for some days, often changes its mind; ask again in Settings.',
    cannotKeep: 'This browser cannot promise it. Keep a second device or take exports.',
    toToday: 'Go to Today'
  }
});
