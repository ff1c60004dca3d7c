/**
 * The recovery kit: 24 words (BIP-39, English) for 32 random bytes, from which the keys of one more device of
 * its owner are derived. Nothing of it is kept on any device. Fetched when first needed.
 */
import { utf8ToBytes, type Bytes } from '../base/bytes.ts';
import type { Random } from '../base/random.ts';
import { failed, ok, type Result } from '../base/result.ts';
import { hkdfBytes, seedToAgreementKeys, seedToSigningKeys } from './primitives.ts';
import { t } from './text.ts';

export interface RecoveryKeys {
  readonly signing: CryptoKeyPair;
  readonly agreement: CryptoKeyPair;
}

const loadWords = async () => {
  const [bip39, english] = await Promise.all([
    import('@scure/bip39'),
    import('@scure/bip39/wordlists/english.js')
  ]);
  return { ...bip39, list: english.wordlist };
};

export async function createRecoveryWords(random: Random): Promise<string> {
  const { entropyToMnemonic, list } = await loadWords();
  return entropyToMnemonic(random.bytes(32), list);
}

/** Words as somebody typed them: any case, numbered or not, on as many lines as they like. Failure: `words-wrong`. */
export async function recoveryWordsToKeys(words: string): Promise<Result<RecoveryKeys>> {
  const { mnemonicToEntropy, list } = await loadWords();
  const plain = (words
    .normalize('NFKD')
    .toLowerCase()
    .match(/[a-z]+/g) ?? []) as string[];
  if (plain.length !== 24) return failed('words-wrong', t('wordsCount', { n: plain.length }));
  const unknown = plain.find((word) => !list.includes(word));
  if (unknown !== undefined) return failed('words-wrong', t('wordUnknown', { word: unknown }));
  let entropy: Bytes;
  try {
    entropy = mnemonicToEntropy(plain.join(' '), list).slice() as Bytes;
  } catch {
    return failed('words-wrong', t('wordsWrong'));
  }
  const derive = (purpose: string): Promise<Bytes> =>
    hkdfBytes(entropy, utf8ToBytes(`anteroom/recovery/1\0${purpose}`), 32);
  return ok({
    signing: await seedToSigningKeys(await derive('signing')),
    agreement: await seedToAgreementKeys(await derive('agreement'))
  });
}

/** Every word that a kit may hold. */
export const recoveryWords = async (): Promise<readonly string[]> => (await loadWords()).list;
