/** What reading a file says to whoever gave it. */
import { defineText } from '../base/text.ts';

export const t = defineText('formats', {
  en: {
    line: 'Line {n}',
    wholeFile: 'The file',
    endOfFile: 'End of the file',
    andMore: 'Rest of the file',
    andMoreWhat: { one: '{n} more remark of this kind.', other: '{n} more remarks of this kind.' },

    empty: 'This file is empty. Nothing was read.',
    tooLarge:
      'This file is {size} MB long; files up to {most} MB can be read. Nothing was read. Export a shorter span of time, or in several files.',
    otherKind: 'This is {kind}, not a calendar or an address book. Nothing was read.',
    unknownKind: 'This is neither a calendar (.ics) nor an address book (.vcf). Nothing was read.',
    binary: 'This is not a text file, so neither a calendar nor an address book. Nothing was read.',
    kindPdf: 'a PDF',
    kindZip: 'a ZIP archive or an Office document',
    kindImage: 'a picture',
    kindOutlook: 'an Outlook message or an old Office document',
    kindGzip: 'a compressed file',
    kindHtml: 'a web page',
    kindXml: 'an XML file',
    kindJson: 'a JSON file',
    kindMail: 'an e-mail',
    kindCsv: 'a table (CSV)',

    charset:
      'Some characters were not written in the usual way (UTF-8) and were read as Windows-1252. Look at names with accents.',
    before: 'What stands before the calendar or the first card was not read.',
    otherFormat: 'The file goes on with another kind of data (line {n}); that part was not read.',
    lineUnread: 'This line could not be read and was left out: “{text}”.',
    longLine:
      'A file or picture stored inside ({name}) is too long to be kept with the record; it stays in the file.',
    tooMany:
      'The file has more than {n} entries. The first {n} were looked at; export the rest in another file.',
    cutOff: 'The file ends in the middle of this entry, or the entry is not closed. It was not read.',
    tooLong: 'This entry has more than {n} lines; that is no appointment or card. It was not read.',
    missingEnd: 'The file’s last line is missing; it may have been cut off. All complete entries were read.',
    nothing: 'There is nothing in this calendar.',
    noCards: 'There is no card in this address book.',

    freeBusy: 'A list of free and busy times is not read; it stays in the file.',
    journal: 'A journal entry is not read; it stays in the file.',
    otherComponent: 'An entry of the kind “{name}” is not read; it stays in the file.',
    noDate: '“{title}” has no date; it was not read.',
    badDate: 'The date of “{title}” could not be read ({text}); it was not read.',
    badEnd: 'The end of “{title}” could not be read or lies before its start; the start is kept as its end.',
    badRule: 'The rule for repeating “{title}” could not be read ({text}); kept as a single appointment.',
    badTaskRule: 'The rule for repeating “{title}” could not be read ({text}); kept as a single task.',
    badOneRule: 'One of the rules for repeating “{title}” could not be read ({text}); the others hold.',
    exceptionRule:
      'A rule for leaving out dates of “{title}” is of a kind no longer used; it was not read. Look at its dates.',
    badExtraDate: 'A date belonging to “{title}” could not be read ({text}) and was passed over.',
    strayExceptions: {
      one: '{n} date that “{title}” should leave out is at another time of day; nothing was left out for it.',
      other:
        '{n} dates that “{title}” should leave out are at another time of day; nothing was left out for them.'
    },
    andFollowing: 'A change to “{title}” is meant for all later dates too; only this one was changed.',
    duplicate: '“{title}” stands in the file more than once; the newest version was read.',
    reply: 'This file is an answer to an invitation; its appointments were read as they stand in it.',
    untitled: 'Without a title',

    zoneToUtc:
      'The time zone “{zone}” matches none that is known. Its times were read exactly, but shown in UTC; repeated ones do not follow clock changes.',
    zoneToUtcOne:
      'In this year the rules of the time zone “{zone}” match none that is known; this time was read exactly, but is shown in UTC.',
    zoneDistance:
      'The time zone “{zone}” is only a distance from UTC; its times do not follow clock changes.',
    zoneCalendar:
      'The time zone “{zone}” is not known and not explained in the file; its times were read in the calendar’s own zone, {other}.',
    zoneFloating:
      'The time zone “{zone}” is not known and not explained in the file; its times were read without a zone.',

    cardNameless: 'This card has no name, address or number; it was not read.',
    cardGroup:
      'A distribution list is not read; it stays in the file. Its members are read where they have cards of their own.',
    cardOther: 'This card is neither of a person nor of an organisation; it was not read.',
    badEmail: '“{text}” is not an e-mail address; it stays in the original.',
    badBirthday: 'The birthday of “{name}” could not be read ({text}); it stays in the original.'
  }
});

/** What quick entry asks where words can mean two days. */
export const ask = defineText('quick-entry', {
  en: {
    whichDay: 'Which day is {text}?',
    weekdayDiffers: '{date} is a {weekday}, not a {said}. Which day?',
    whichNext: 'Which {weekday} is the next one?',
    minutes: '{n} min',
    hours: '{n} h',
    hoursMinutes: '{hours} h {minutes} min',
    everyDay: 'Every day',
    repeats: 'Repeats'
  }
});

export const atLine = (n: number): string => t('line', { n });
