import { createHash, createPrivateKey, createPublicKey, hkdfSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { bytesToHex, utf8ToBytes, type Bytes } from '../base/bytes.ts';
import { createSeededRandom } from '../base/random.ts';
import { publicKeyToBytes, sign, verify } from './primitives.ts';
import { createRecoveryWords, recoveryWordsToKeys } from './recovery.ts';

const fixed = (byte: number) => ({ bytes: (length: number): Bytes => new Uint8Array(length).fill(byte) });
const legal =
  'legal winner thank year wave sausage worth useful legal winner thank year ' +
  'wave sausage worth useful legal winner thank year wave sausage worth title';

const publicHex = async (keys: CryptoKeyPair) => bytesToHex(await publicKeyToBytes(keys.publicKey));

/** The same by Node's own functions. */
function publicByTheBook(entropy: Bytes, purpose: string, algorithm: '70' | '6e'): string {
  const seed = hkdfSync('sha256', entropy, new Uint8Array(0), `anteroom/recovery/1\0${purpose}`, 32);
  const der = `302e020100300506032b65${algorithm}04220420${bytesToHex(new Uint8Array(seed))}`;
  const key = createPrivateKey({ key: Buffer.from(der, 'hex'), format: 'der', type: 'pkcs8' });
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex');
}

describe('the recovery words', () => {
  test('are those of BIP-39’s reference vectors for 256 bits', async () => {
    expect(await createRecoveryWords(fixed(0x00))).toBe(`${'abandon '.repeat(23)}art`);
    expect(await createRecoveryWords(fixed(0x7f))).toBe(legal);
    expect(await createRecoveryWords(fixed(0xff))).toBe(`${'zoo '.repeat(23)}vote`);
  });

  test('give the keys that their 256 bits derive by HKDF, and no other', async () => {
    const keys = await recoveryWordsToKeys(legal);
    if (!keys.ok) throw new Error(keys.error.message);
    const entropy = new Uint8Array(32).fill(0x7f);
    expect(await publicHex(keys.value.signing)).toBe(publicByTheBook(entropy, 'signing', '70'));
    expect(await publicHex(keys.value.agreement)).toBe(publicByTheBook(entropy, 'agreement', '6e'));
    // Written down once, so that no later build derives others from the same paper.
    const hash = createHash('sha256').update(await publicHex(keys.value.signing));
    expect(hash.digest('hex').slice(0, 16)).toBe('92d8745c917f6211');
    expect(keys.value.signing.privateKey.extractable).toBe(false);
    expect(keys.value.agreement.privateKey.extractable).toBe(false);
    const message = utf8ToBytes('x');
    const signature = await sign(keys.value.signing.privateKey, message);
    expect(await verify(await publicKeyToBytes(keys.value.signing.publicKey), message, signature)).toBe(true);
  });

  test('are read as people type them', async () => {
    const typed = legal
      .split(' ')
      .map((word, index) => `${index + 1}. ${word.toUpperCase()}`)
      .join('\n');
    const [one, two] = [await recoveryWordsToKeys(legal), await recoveryWordsToKeys(` ${typed} \n`)];
    expect(one.ok && two.ok && (await publicHex(one.value.signing))).toBe(
      two.ok && (await publicHex(two.value.signing))
    );
  });

  test('with one wrong, missing, misspelt or in the wrong place are refused, saying which', async () => {
    const words = (await createRecoveryWords(createSeededRandom(3))).split(' ');
    const tagged = async (changed: string[]) => {
      const keys = await recoveryWordsToKeys(changed.join(' '));
      return keys.ok ? 'fine' : `${keys.error.tag}: ${keys.error.message}`;
    };
    expect(await tagged(words)).toBe('fine');
    expect(await tagged(words.slice(1))).toMatch(/^words-wrong: .*23/);
    expect(await tagged(words.with(3, 'secretery'))).toMatch(/^words-wrong: “secretery”/);
    expect(await tagged(words.with(0, words[0] === 'zoo' ? 'zone' : 'zoo'))).toMatch(/^words-wrong: These/);
    expect(await tagged([])).toMatch(/^words-wrong/);
  });
});
