import { defineText } from '../base/text.ts';

/** What the record kit says, about every type of record alike. */
export const t = defineText('kit', {
  en: {
    you: 'You',
    somebody: 'Somebody else',
    readers: 'Who can see this',
    readersOffice: 'Everyone',
    readersPrivate: 'Private',
    readersFinance: 'Finance',
    readersUnknown: 'Somebody else’s',
    readersHint_office: 'Everyone who works in this office',
    readersHint_private: 'The executive and the secretary',
    readersHint_finance: 'The executive, the secretary and whoever looks after money',
    readersHint_custom: 'Those who were given access',
    done: 'Done',
    cancel: 'Cancel',
    saved: 'Saved',
    edit: 'Edit'
  }
});
