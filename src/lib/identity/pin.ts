/**
 * The app lock's PIN: only a slow hash of it is kept (PBKDF2, SHA-256). Four digits can be tried out by whoever
 * copies that hash, so it must never open anything else than the lock, which hides and does not encrypt.
 */
import { base64urlToBytes, bytesToBase64url, utf8ToBytes, type Bytes } from '../base/bytes.ts';
import type { Random } from '../base/random.ts';

export interface PinHash {
  readonly salt: string;
  readonly iterations: number;
  readonly hash: string;
}

/** OWASP's figure for PBKDF2-HMAC-SHA256 of 2023. */
const ITERATIONS = 600_000;

export async function hashPin(pin: string, random: Random, iterations = ITERATIONS): Promise<PinHash> {
  const salt = random.bytes(16);
  return {
    salt: bytesToBase64url(salt),
    iterations,
    hash: bytesToBase64url(await derive(pin, salt, iterations))
  };
}

export async function isPin(pin: string, { salt, iterations, hash }: PinHash): Promise<boolean> {
  return equalInConstantTime(await derive(pin, base64urlToBytes(salt), iterations), base64urlToBytes(hash));
}

async function derive(pin: string, salt: Bytes, iterations: number): Promise<Bytes> {
  const key = await crypto.subtle.importKey('raw', utf8ToBytes(pin), 'PBKDF2', false, ['deriveBits']);
  return new Uint8Array(
    await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations }, key, 256)
  );
}

/** How long it takes says nothing about where two differ. */
export function equalInConstantTime(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length;
  for (let at = 0; at < a.length; at++) difference |= a[at]! ^ (b[at % (b.length || 1)] ?? 0);
  return difference === 0;
}
