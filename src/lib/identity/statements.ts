/** Signs roster statements, and hands the roster's verifier what it verifies with. */
import { bytesToBase64url, type Bytes } from '../base/bytes.ts';
import { signedToBytes, statementToBytes, type RosterCrypto, type Statement } from '../protocol/roster.ts';
import { sha256, signHash, verifyHash } from './primitives.ts';

export const rosterCrypto: RosterCrypto = {
  sha256,
  verifyStatement: (key, hash, signature) => verifyHash(key, 'anteroom/statement/1', hash, signature),
  verifyInvitation: (key, hash, signature) => verifyHash(key, 'anteroom/invitation/1', hash, signature)
};

export interface SignedStatement {
  readonly bytes: Bytes;
  /** The statement's hash; of a `found` statement, the office's id. */
  readonly hash: string;
}

export async function signStatement(statement: Statement, signing: CryptoKey): Promise<SignedStatement> {
  const hash = await sha256(statementToBytes(statement));
  const signature = await signHash(signing, 'anteroom/statement/1', hash);
  return { bytes: signedToBytes(statement, signature), hash: bytesToBase64url(hash) };
}
