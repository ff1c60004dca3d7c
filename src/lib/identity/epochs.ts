/**
 * How a device's keys grow: compartments received later, new epochs after somebody was removed, and the older
 * epochs behind them. Each epoch's statement carries the key before it, sealed under its own, so that who is
 * given the newest key can read what was written before. Raw keys live here for the length of one call.
 */
import { base64urlToBytes, bytesToBase64url, equalBytes, utf8ToBytes, type Bytes } from '../base/bytes.ts';
import type { Random } from '../base/random.ts';
import type { StoredKeys } from './keyring.ts';
import type { CompartmentKey } from './lockbox.ts';
import { nameInfo } from './names.ts';
import { hkdfAesKey, importHkdfKey } from './primitives.ts';
import { openWithNonce, sealWithNonce } from './wrap.ts';

/** The keys with these added. What is there already stays as it is: a key is never overwritten. */
export async function addKeys(
  stored: StoredKeys,
  keys: readonly CompartmentKey[],
  random: Random
): Promise<StoredKeys> {
  const compartments = new Map(stored.compartments.map((one) => [one.id, one]));
  for (const { compartment: id, epoch, naming, key } of keys) {
    const known = compartments.get(id);
    if (known?.epochs.some((one) => one.epoch === epoch)) continue;
    const sealed = await sealWithNonce(stored.wrapping, key, `key/${id}/${epoch}`, random);
    const epochs = [...(known?.epochs ?? []), { epoch, key: sealed }].sort((a, b) => a.epoch - b.epoch);
    compartments.set(id, {
      id,
      naming: known?.naming ?? (await sealWithNonce(stored.wrapping, naming, `naming/${id}`, random)),
      epochs
    });
  }
  return { ...stored, compartments: [...compartments.values()] };
}

/** Nothing where this device was not given that key. */
export async function readKey(
  stored: StoredKeys,
  compartment: string,
  epoch: number
): Promise<CompartmentKey | undefined> {
  const found = stored.compartments.find(({ id }) => id === compartment);
  const sealed = found?.epochs.find((one) => one.epoch === epoch)?.key;
  if (!found || !sealed) return undefined;
  const naming = await openWithNonce(stored.wrapping, found.naming, `naming/${compartment}`);
  const key = await openWithNonce(stored.wrapping, sealed, `key/${compartment}/${epoch}`);
  return naming && key && { compartment, epoch, naming, key };
}

/** Adds the older epochs' keys, as far as `past` (by epoch: the key before it) leads back from those known. */
export async function addPast(
  stored: StoredKeys,
  compartment: string,
  past: ReadonlyMap<number, string>,
  random: Random
): Promise<StoredKeys> {
  const known = stored.compartments.find(({ id }) => id === compartment);
  if (!known) return stored;
  const have = new Set(known.epochs.map(({ epoch }) => epoch));
  const found: CompartmentKey[] = [];
  let newer: CompartmentKey | undefined;
  for (let epoch = Math.max(...have); epoch > 1; epoch--) {
    if (!newer || have.has(epoch)) newer = await readKey(stored, compartment, epoch);
    const sealed = past.get(epoch);
    if (!newer || !sealed || have.has(epoch - 1)) {
      newer = undefined;
      continue;
    }
    const key = await openPast(newer, sealed);
    newer = key?.length === newer.key.length ? { ...newer, epoch: epoch - 1, key } : undefined;
    if (newer) found.push(newer);
  }
  return found.length > 0 ? addKeys(stored, found, random) : stored;
}

/**
 * What to give of a compartment: the current key, and those older ones that it does not lead back to, because
 * somebody once broke the way. Nothing where this device lacks the current key.
 */
export async function keysToGive(
  stored: StoredKeys,
  current: CompartmentKey,
  past: ReadonlyMap<number, string>
): Promise<CompartmentKey[]> {
  const given = [current];
  let newer: CompartmentKey | undefined = current;
  for (let epoch = current.epoch; epoch > 1; epoch--) {
    const sealed = past.get(epoch);
    const key: Bytes | undefined = newer && sealed ? await openPast(newer, sealed) : undefined;
    const older = await readKey(stored, current.compartment, epoch - 1);
    newer = key?.length === current.key.length ? { ...current, epoch: epoch - 1, key } : undefined;
    if (older && !(newer && equalBytes(newer.key, older.key))) given.push((newer = older));
  }
  return given;
}

/**
 * A new key for a compartment, and the one before sealed under it: nothing sealed, where this device was not given
 * the one before (who changed it last may have left somebody out on purpose). Nothing where it has no key at all.
 */
export async function rotateKey(
  stored: StoredKeys,
  compartment: string,
  epoch: number,
  random: Random
): Promise<{ readonly next: CompartmentKey; readonly past: string } | undefined> {
  const epochs = stored.compartments.find(({ id }) => id === compartment)?.epochs ?? [];
  const newest = Math.max(0, ...epochs.map((one) => one.epoch).filter((one) => one < epoch));
  const known = await readKey(stored, compartment, newest);
  if (!known) return undefined;
  const next = { ...known, epoch, key: random.bytes(32) };
  const before = newest === epoch - 1 ? known.key : new Uint8Array(0);
  const past = await sealWithNonce(await pastKey(next), before, pastPurpose(next), random);
  return { next, past: bytesToBase64url(past) };
}

/** Whether this is the key under which its statement sealed the one before; a box can hold another. */
export const opensPast = async (key: CompartmentKey, past: string | undefined): Promise<boolean> =>
  past === undefined ? key.epoch === 1 : (await openPast(key, past)) !== undefined;

/** The first key of a new compartment, and its name sealed under it. */
export async function createCompartment(
  name: string,
  random: Random
): Promise<{ readonly first: CompartmentKey; readonly name: string }> {
  const compartment = bytesToBase64url(random.bytes(16));
  const first = { compartment, epoch: 1, naming: random.bytes(32), key: random.bytes(32) };
  const key = await hkdfAesKey(await importHkdfKey(first.key), nameInfo(compartment));
  const sealed = await sealWithNonce(key, utf8ToBytes(name), `name/${compartment}`, random);
  return { first, name: bytesToBase64url(sealed) };
}

const pastPurpose = ({ compartment, epoch }: CompartmentKey): string => `past/${compartment}/${epoch}`;
const pastKey = async (newer: CompartmentKey): Promise<CryptoKey> =>
  hkdfAesKey(await importHkdfKey(newer.key), utf8ToBytes(`anteroom/past/1\0${newer.compartment}`));

async function openPast(newer: CompartmentKey, sealed: string): Promise<Bytes | undefined> {
  return openWithNonce(await pastKey(newer), base64urlToBytes(sealed), pastPurpose(newer));
}
