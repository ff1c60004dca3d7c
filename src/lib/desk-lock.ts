/**
 * The app's lock: kept in this browser under one key that all its tabs watch, so that they lock and open together
 * and a reload opens nothing. The PIN's slow hash and the device's own question are fetched when needed.
 */
import { base64urlToBytes, bytesToBase64url } from './base/bytes.ts';
import { systemClock, type Clock } from './base/clock.ts';
import { systemRandom, type Random } from './base/random.ts';
import { failed, ok } from './base/result.ts';
import type { PinHash } from './identity/pin.ts';
import type { AppLock } from './kit/lock.ts';
import { t } from './kit/lock-start-text.ts';

export const LOCK_KEY = 'anteroom.lock';
/** Written at most this often while somebody works, so that all tabs know. */
const ACTIVE_KEY = 'anteroom.lock.active';
const BEAT = 5000;
/** Free tries; then each wrong one doubles the wait, up to five minutes. */
const FREE = 3;
const LONGEST = 300_000;

interface Kept {
  readonly pin?: PinHash;
  /** Id of the credential that this device made for unlocking. */
  readonly credential?: string;
  readonly idleMinutes: number;
  readonly locked: boolean;
  readonly wrong: number;
  readonly nextTry: number;
}

const bare: Kept = { idleMinutes: 10, locked: false, wrong: 0, nextTry: 0 };

export interface LockDeps {
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  /** Calls when another tab wrote. */
  onOtherTab(changed: () => void): void;
  readonly clock: Clock;
  readonly random: Random;
  readonly credentials?: Pick<CredentialsContainer, 'create' | 'get'> | undefined;
  hasAuthenticator(): Promise<boolean>;
}

export function createAppLock(deps: LockDeps): AppLock & { beat(): void; active(): void } {
  const { storage, clock, random } = deps;
  const listeners = new Set<() => void>();
  const tell = () => [...listeners].forEach((hear) => hear());
  const read = (): Kept => {
    try {
      return { ...bare, ...(JSON.parse(storage.getItem(LOCK_KEY) ?? '{}') as Partial<Kept>) };
    } catch {
      return bare;
    }
  };
  let kept = read();
  let noted = 0;

  deps.onOtherTab(() => {
    kept = read();
    tell();
  });
  function keep(changes: Partial<Kept>): void {
    // What another tab wrote a moment ago holds too.
    kept = { ...read(), ...changes };
    storage.setItem(LOCK_KEY, JSON.stringify(kept));
    tell();
  }
  function note(): void {
    noted = clock.now();
    storage.setItem(ACTIVE_KEY, String(noted));
  }
  function open(): void {
    note();
    keep({ locked: false, wrong: 0, nextTry: 0 });
  }

  const lock: AppLock & { beat(): void; active(): void } = {
    subscribe: (hear) => {
      const own = () => hear();
      listeners.add(own);
      return () => listeners.delete(own);
    },
    get locked() {
      return kept.locked && kept.pin !== undefined;
    },
    get ways() {
      return { pin: kept.pin !== undefined, device: kept.credential !== undefined };
    },
    get idleMinutes() {
      return kept.idleMinutes;
    },
    get nextTry() {
      return kept.nextTry;
    },
    canAskDevice: () => (deps.credentials ? deps.hasAuthenticator() : Promise.resolve(false)),
    async setPin(pin) {
      if (!/^\d{4,12}$/.test(pin)) return failed('pin-short', t('pinShort'));
      const { hashPin } = await import('./identity/pin.ts');
      note();
      keep({ pin: await hashPin(pin, random), wrong: 0, nextTry: 0 });
      return ok(true);
    },
    async addDevice() {
      try {
        const made = (await deps.credentials?.create({
          publicKey: {
            challenge: random.bytes(32),
            rp: { name: 'Anteroom' },
            user: { id: random.bytes(16), name: 'Anteroom', displayName: 'Anteroom' },
            pubKeyCredParams: [
              { type: 'public-key', alg: -7 },
              { type: 'public-key', alg: -257 }
            ],
            authenticatorSelection: {
              authenticatorAttachment: 'platform',
              userVerification: 'required',
              residentKey: 'discouraged'
            }
          }
        })) as PublicKeyCredential | null | undefined;
        if (!made) return failed('device-refused', t('deviceRefused'));
        keep({ credential: bytesToBase64url(new Uint8Array(made.rawId)) });
        return ok(true);
      } catch {
        return failed('device-refused', t('deviceRefused'));
      }
    },
    removeDevice: () => {
      const rest: Partial<Record<keyof Kept, unknown>> = { ...read() };
      delete rest.credential;
      storage.setItem(LOCK_KEY, JSON.stringify(rest));
      kept = read();
      tell();
    },
    remove: () => {
      storage.removeItem(LOCK_KEY);
      kept = bare;
      tell();
    },
    setIdleMinutes: (idleMinutes) => keep({ idleMinutes }),
    lock: () => {
      if (!kept.pin) return false;
      keep({ locked: true });
      return true;
    },
    async unlockWithPin(pin) {
      kept = read();
      if (!kept.pin || !kept.locked) return ok(true);
      if (clock.now() < kept.nextTry) return failed('wait', t('wait'));
      // Counted before it is known to be wrong: closing the tab meanwhile wins nothing.
      const wrong = kept.wrong + 1;
      const pause = wrong < FREE ? 0 : Math.min(LONGEST, 1000 * 2 ** (wrong - FREE + 2));
      keep({ wrong, nextTry: clock.now() + pause });
      const { isPin } = await import('./identity/pin.ts');
      if (!(await isPin(pin, kept.pin!))) return failed('pin-wrong', t('pinWrong'));
      open();
      return ok(true);
    },
    async unlockWithDevice() {
      if (!kept.credential || !deps.credentials) return failed('device-refused', t('deviceRefused'));
      const challenge = random.bytes(32);
      try {
        const answer = (await deps.credentials.get({
          publicKey: {
            challenge,
            allowCredentials: [{ type: 'public-key', id: base64urlToBytes(kept.credential) }],
            userVerification: 'required'
          }
        })) as PublicKeyCredential | null;
        const response = answer?.response as AuthenticatorAssertionResponse | undefined;
        if (!response || !wasVerified(response, challenge))
          return failed('device-refused', t('deviceRefused'));
      } catch {
        return failed('device-refused', t('deviceRefused'));
      }
      open();
      return ok(true);
    },
    active() {
      if (clock.now() - noted < BEAT) return;
      // The first touch after a long absence is not work: it comes too late.
      lock.beat();
      if (kept.locked) return;
      note();
    },
    beat() {
      if (!kept.pin || kept.locked || kept.idleMinutes === 0) return;
      const last = Number(storage.getItem(ACTIVE_KEY) ?? noted);
      if (clock.now() - last >= kept.idleMinutes * 60_000) lock.lock();
    }
  };
  return lock;
}

/** That it answers this question, and that the device knew its person (the flag UV of its data). */
function wasVerified(
  { clientDataJSON, authenticatorData }: AuthenticatorAssertionResponse,
  challenge: Uint8Array
) {
  const said = JSON.parse(new TextDecoder().decode(clientDataJSON)) as { type?: string; challenge?: string };
  const flags = new Uint8Array(authenticatorData)[32] ?? 0;
  return (
    said.type === 'webauthn.get' && said.challenge === bytesToBase64url(challenge) && (flags & 0b100) !== 0
  );
}

/** This browser's; nothing where it keeps nothing. */
export function openAppLock(): ReturnType<typeof createAppLock> | undefined {
  try {
    const lock = createAppLock({
      storage: localStorage,
      onOtherTab: (changed) =>
        window.addEventListener('storage', ({ key }) => {
          if (key === LOCK_KEY || key === null) changed();
        }),
      clock: systemClock,
      random: systemRandom,
      credentials: navigator.credentials,
      hasAuthenticator: async () =>
        (await globalThis.PublicKeyCredential?.isUserVerifyingPlatformAuthenticatorAvailable?.()) ?? false
    });
    const active = () => {
      if (!lock.locked) lock.active();
    };
    for (const kind of ['keydown', 'pointerdown', 'pointermove', 'wheel', 'touchstart'])
      addEventListener(kind, active, { capture: true, passive: true });
    // A machine that slept wakes up late: its first beat then finds how long nobody was there.
    setInterval(() => lock.beat(), BEAT);
    document.addEventListener('visibilitychange', () => lock.beat());
    lock.beat();
    return lock;
  } catch {
    return undefined;
  }
}
