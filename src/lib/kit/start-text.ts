/** What the kit says from the first moment on. The rest waits in text.ts, which has these too. */
import { defineText } from '../base/text.ts';

export const startTexts = {
  you: 'You',
  somebody: 'Somebody else',
  readersOffice: 'Everyone',
  readersPrivate: 'Private',
  readersFinance: 'Finance',
  readersOnlyMe: 'Only me',
  readersUnknown: 'Somebody else’s',
  readersHint_office: 'Everyone who works in this office',
  readersHint_private: 'The executive and the secretary',
  readersHint_finance: 'The executive, the secretary and whoever looks after money',
  'readersHint_only-me': 'You alone; your secretary sees busy times',
  readersHint_custom: 'Those who were given access',
  onlyReading: 'You can read here, not change anything.',
  nothingShared: 'Nothing is shared with you yet. Whoever gives access in this office can change that.',
  undo: 'Undo',
  undoLeft: {
    one: 'One thing was changed by somebody since and was left as it is.',
    other: '{n} things were changed by somebody since and were left as they are.'
  }
} as const;

export const t = defineText('kit-start', { en: startTexts });
