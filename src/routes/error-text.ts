import { defineText } from '../lib/base/text.ts';

/** What the page for wrong addresses and broken pages says. */
export const t = defineText('error', {
  en: {
    missing: 'There is nothing at this address',
    missingText: 'The address may be mistyped, or what it named was moved. Nothing was lost.',
    broke: 'This page could not be shown',
    brokeText: 'Everything that was saved is still here. Go back to Today, or load the page again.',
    home: 'Go to Today',
    again: 'Load again'
  }
});
