/** What every page of the app may need: the names of the records and of their fields. */
import { defineText } from '../../base/text.ts';

export const t = defineText('settings', {
  en: {
    settings: 'Settings',
    company: 'Company',
    companies: 'Companies',
    companyName: 'Name',
    companyShort: 'Short name',
    companyShortHelp: 'Shown where room is scarce',
    companyColour: 'Colour',
    companyZone: 'Time zone',
    companyAddress: 'Address',
    companyStanding: 'Standing instructions',
    companyStandingHelp: 'What holds for everything done for this company',
    companyUnnamed: 'Company without a name',
    reading: 'File read in',
    readings: 'Files read in',
    readingFile: 'File',
    readingFormat: 'Kind of file',
    readingAt: 'Read',
    readingMade: 'New',
    readingChanged: 'Changed',
    readingUnread: 'Not understood',
    readingCalendar: 'Calendar',
    formatIcal: 'Calendar',
    formatVcard: 'Address book',
    formatCsv: 'Table'
  }
});
