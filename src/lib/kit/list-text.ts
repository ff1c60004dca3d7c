import { defineText } from '../base/text.ts';

/** What the keys of a list are called. */
export const t = defineText('list', {
  en: {
    list: 'Lists',
    listNext: 'Next',
    listPrevious: 'Previous',
    listExtend: 'Select the next one too',
    listSelect: 'Select',
    listSelectAll: 'Select all',
    listClear: 'Select nothing',
    listPeek: 'Peek',
    listOpen: 'Open'
  }
});
