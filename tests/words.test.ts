/**
 * What people read: the code's own words stay in the code. The list is the left column of the product's
 * table of words, as far as it differs from what stands on screen.
 */
import { describe, expect, test } from 'vitest';
import { allTexts, type Messages } from '../src/lib/base/text.ts';

// Evaluating the folders' texts fills the catalogue.
import.meta.glob('../src/**/{text,*-text}.ts', { eager: true });
import.meta.glob('../src/lib/drawers/*/*.record.ts', { eager: true });

/** Each with what stands on screen instead. */
const jargon: readonly (readonly [RegExp, string])[] = [
  [/\bcompartments?\b/i, 'Who can see this'],
  [/\brelays?\b/i, 'Office server'],
  [/\brosters?\b(?<!duty rosters?)/i, 'Access'],
  [/\b(revoke[sd]?|revoking|grant(s|ed|ing)?)\b/i, 'Give access, Remove access'],
  [/\bprincipals?\b/i, 'their name, or Executive'],
  [/\bdrawers?\b/i, 'the name of the area'],
  [/\bshards?\b|\bsegments?\b|\bcheckpoints?\b|\bepochs?\b/i, 'nothing'],
  [/\bCRDTs?\b|\bYjs\b|\bIndexedDB\b|\bUUID\b/i, 'nothing'],
  [/\bsync(s|ed|ing|hroni[sz]\w*)?\b/i, 'Saved here, Sent'],
  [/\bconflict(s|ed|ing)?\b/i, 'Two versions'],
  [/\bcontested\b/i, 'Two different answers'],
  [/\bstale\b/i, 'Changed since approval'],
  [/\bproposals?\b/i, 'Waiting for sign-off'],
  [/\bhold groups?\b/i, 'Options'],
  [/\binterrupt list\b/i, 'Who may be put through'],
  [/\bprocedures?\b/i, 'Checklist'],
  [/\bpurg(e|es|ed|ing)\b/i, 'Delete for good'],
  [/\brecord ids?\b/i, 'the name of the thing'],
  [/\brepository\b|\btransaction\b|\bquarantin\w*|\bpayload\b|\bboolean\b|\bnull\b|\bundefined\b/i, 'nothing']
];

const forms = (messages: Messages) =>
  Object.entries(messages).flatMap(([key, message]) =>
    typeof message === 'string'
      ? [[key, message] as const]
      : Object.entries(message).map(([form, text]) => [`${key}.${form}`, text] as const)
  );
const texts = [...allTexts()].flatMap(([folder, languages]) =>
  Object.entries(languages).flatMap(([language, messages]) =>
    forms(messages).map(([key, text]) => ({ where: `${folder}.${key} (${language})`, text }))
  )
);

describe('the text catalogue', () => {
  test('holds texts', () => expect(texts.length).toBeGreaterThan(100));

  test('says something everywhere', () => {
    expect(texts.filter(({ text }) => text.trim() === '').map(({ where }) => where)).toEqual([]);
  });

  test("keeps the code's words off the screen", () => {
    const found = texts.flatMap(({ where, text }) =>
      jargon.flatMap(([word, instead]) =>
        word.test(text.replace(/\{\w+\}/g, '…')) ? [`${where}: "${text}" — instead: ${instead}`] : []
      )
    );
    expect(found).toEqual([]);
  });

  test('writes placeholders that can be filled', () => {
    expect(texts.filter(({ text }) => /\{\s*\}|\{[^}\w]|\$\{/.test(text)).map(({ where }) => where)).toEqual(
      []
    );
  });
});
