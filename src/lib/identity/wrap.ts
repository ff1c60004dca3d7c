/** AES-256-GCM with a random nonce in front and the purpose as additional data: `anteroom/PURPOSE`. */
import { concatBytes, utf8ToBytes, type Bytes } from '../base/bytes.ts';
import type { Random } from '../base/random.ts';
import { NONCE_LENGTH } from '../protocol/segment.ts';
import { aesOpen, aesSeal } from './primitives.ts';

export async function sealWithNonce(
  key: CryptoKey,
  plain: Bytes,
  purpose: string,
  random: Random
): Promise<Bytes> {
  const nonce = random.bytes(NONCE_LENGTH);
  return concatBytes(nonce, await aesSeal(key, nonce, plain, utf8ToBytes(`anteroom/${purpose}`)));
}

/** Nothing where it was sealed for something else, or is damaged. */
export const openWithNonce = (key: CryptoKey, sealed: Bytes, purpose: string): Promise<Bytes | undefined> =>
  aesOpen(
    key,
    sealed.slice(0, NONCE_LENGTH),
    sealed.subarray(NONCE_LENGTH),
    utf8ToBytes(`anteroom/${purpose}`)
  );
