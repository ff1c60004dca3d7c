/**
 * The one catalogue of what people read on screen. Each folder declares its texts once, in `text.ts`;
 * a second language is a second object of the same shape. Keys are checked by the compiler.
 *
 *   export const t = defineText('tasks', { en: { title: 'Tasks', left: { one: '{n} left', other: '{n} left' } } });
 *   t('title'); t('left', { n: 3 });
 */

export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string };
export type Messages = Readonly<Record<string, string | Plural>>;
export type Language = 'en';
export type Values = Readonly<Record<string, string | number>>;
/** A text that is looked up when shown, so that changing the language changes it. */
export type Text = () => string;

const catalogue = new Map<string, Record<Language, Messages>>();
let language: Language = 'en';

export const getLanguage = (): Language => language;
export const setLanguage = (chosen: Language): void => void (language = chosen);
/** Everything declared so far, for the tests that read it all. */
export const allTexts = (): ReadonlyMap<string, Record<Language, Messages>> => catalogue;

const fill = (text: string, values: Values): string =>
  !text.includes('{')
    ? text
    : text.replace(/\{(\w+)\}/g, (placeholder, name: string) => String(values[name] ?? placeholder));

/** Making the rules costs a hundred times as much as asking them, and lists ask for every row. */
const rules = new Map<Language, Intl.PluralRules>();
function pluralRules(): Intl.PluralRules {
  let found = rules.get(language);
  if (!found) rules.set(language, (found = new Intl.PluralRules(language)));
  return found;
}

/** Declares a folder's texts. In plurals, `n` chooses the form (CLDR plural rules through Intl). */
export function defineText<const M extends Messages>(folder: string, texts: { en: M }) {
  catalogue.set(folder, texts);
  return (key: keyof M & string, values: Values = {}): string => {
    const message = texts[language][key] as string | Plural;
    if (typeof message === 'string') return fill(message, values);
    const rule = pluralRules().select(Number(values.n));
    return fill(message[rule] ?? message.other, values);
  };
}
