/** What reading files in says, beside what the kit says everywhere. */
import { defineText } from '../base/text.ts';
import { kitTexts } from './text.ts';

const importTexts = {
  readStopped: 'Reading was stopped. Nothing was changed.',
  readFailed:
    '“{name}” could not be read: this browser could not open it. Nothing was changed. Try to save it again and read it in once more.',
  import: 'Read in',
  importTitle: 'Read in files',
  importReading: 'Reading {name}',
  importWorking: 'Putting everything in its place',
  importStopping: 'Taking back what was begun',
  importStopped: 'Reading in was stopped. Nothing of it was kept.',
  importNothing: 'There is nothing to read in.',
  importDo: { one: 'Read in {n} entry', other: 'Read in {n} entries' },
  importRefresh: { one: 'Bring {n} entry up to date', other: 'Bring {n} entries up to date' },
  importDone: '{made} added, {changed} changed, {trashed} moved to the trash.',
  importLabel: 'Reading in {name}',
  importSeveral: { one: '{n} file', other: '{n} files' },
  importReaders: 'Who may see what is new?',
  importCompany: 'Company',
  importConfidential: {
    one: 'One entry is marked confidential: it goes to Private in any case.',
    other: '{n} entries are marked confidential: they go to Private in any case.'
  },
  importLast: 'Last read {when}.',
  importFirst: 'Read for the first time.',
  importNew: { one: '{n} new', other: '{n} new' },
  importChanged: { one: '{n} changed', other: '{n} changed' },
  importSame: { one: '{n} as before', other: '{n} as before' },
  importVanished: { one: '{n} no longer in the file', other: '{n} no longer in the file' },
  importTwins: { one: '{n} probably here already', other: '{n} probably here already' },
  importTooLong: { one: '{n} too long to be read in', other: '{n} too long to be read in' },
  importProblems: { one: '{n} thing could not be read', other: '{n} things could not be read' },
  importProblem: '{where}: {what}',
  importKept: 'Changed here too and left as it is: {fields}',
  importGone: 'Move to the trash',
  importShowMore: 'Show {n} more',
  importAll: 'All',
  importDates: 'On which of its days it takes place',
  importFieldChange: '{field}: {before} → {after}',
  importFieldAdd: '{field}: also {after}',
  importFieldRemove: '{field}: without {before}',
  twin_mail: 'Same e-mail address as {title}',
  twin_phone: 'Same name and number as {title}',
  twin_name: 'Same name as {title}',
  twinUpdate: 'The same: add what is missing',
  twinMake: 'Somebody else: add',
  twinLeave: 'Leave out',
  refused: '“{name}” was not read in',
  lastRead: 'Last read {when}',
  chooseFiles: 'Choose files',
  importPageText:
    'Calendars (.ics) and address books (.vcf), also several at once; or drop them anywhere on the page. You will see what is in them before anything is changed. Reading the same calendar again brings it up to date.',
  notWritten: 'The file could not be made. Nothing was changed; try again.'
} as const;

export const t = defineText('import', { en: { ...kitTexts, ...importTexts } });
