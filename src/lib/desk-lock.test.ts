import { expect, test } from 'vitest';
import { createSeededRandom } from './base/random.ts';
import { createAppLock, LOCK_KEY } from './desk-lock.ts';

/** Two tabs over one browser's storage, and a clock that only moves when told. */
function tabs() {
  const texts = new Map<string, string>();
  const others: (() => void)[] = [];
  let now = Date.UTC(2026, 10, 23, 9);
  const open = () => {
    const mine: (() => void)[] = [];
    const storage = {
      getItem: (key: string) => texts.get(key) ?? null,
      setItem: (key: string, text: string) => {
        texts.set(key, text);
        if (key === LOCK_KEY) others.filter((other) => !mine.includes(other)).forEach((other) => other());
      },
      removeItem: (key: string) => void texts.delete(key)
    };
    return createAppLock({
      storage,
      onOtherTab: (changed) => {
        mine.push(changed);
        others.push(changed);
      },
      clock: { now: () => now },
      random: createSeededRandom(3),
      hasAuthenticator: async () => false
    });
  };
  return { open, texts, pass: (ms: number) => (now += ms) };
}

test('without a PIN nothing can be locked', () => {
  const lock = tabs().open();
  expect(lock.lock()).toBe(false);
  expect(lock.locked).toBe(false);
});

test('all tabs lock together, a reload opens none of them, and the PIN opens all', async () => {
  const browser = tabs();
  const [one, two] = [browser.open(), browser.open()];
  expect((await one.setPin('4821')).ok).toBe(true);
  expect(one.lock()).toBe(true);
  expect(two.locked).toBe(true);
  expect(browser.open().locked).toBe(true);
  expect((await two.unlockWithPin('4821')).ok).toBe(true);
  expect([one.locked, two.locked]).toEqual([false, false]);
});

test('what the browser keeps does not say the PIN', async () => {
  const browser = tabs();
  await browser.open().setPin('739158');
  expect([...browser.texts.values()].join()).not.toContain('739158');
});

test('wrong PINs make the next try wait longer each time, through a reload', async () => {
  const browser = tabs();
  const lock = browser.open();
  await lock.setPin('4821');
  lock.lock();
  for (let tries = 0; tries < 2; tries++) expect(await tag(lock.unlockWithPin('0000'))).toBe('pin-wrong');
  expect(await tag(lock.unlockWithPin('0000'))).toBe('pin-wrong');
  expect(await tag(browser.open().unlockWithPin('4821'))).toBe('wait');
  browser.pass(4000);
  expect(await tag(lock.unlockWithPin('0000'))).toBe('pin-wrong');
  browser.pass(4000);
  expect(await tag(lock.unlockWithPin('4821'))).toBe('wait');
  browser.pass(4000);
  expect(await tag(lock.unlockWithPin('4821'))).toBe('ok');
});

test('it locks by itself when no tab was touched for as long as was set', async () => {
  const browser = tabs();
  const [one, two] = [browser.open(), browser.open()];
  await one.setPin('4821');
  one.setIdleMinutes(5);
  browser.pass(4 * 60_000);
  two.active();
  browser.pass(4 * 60_000);
  one.beat();
  expect(one.locked).toBe(false);
  browser.pass(60_000);
  one.beat();
  expect([one.locked, two.locked]).toEqual([true, true]);
});

test('a touch after a long absence locks instead of counting as work', async () => {
  const browser = tabs();
  const lock = browser.open();
  await lock.setPin('4821');
  browser.pass(60 * 60_000);
  lock.active();
  expect(lock.locked).toBe(true);
});

const tag = async (result: ReturnType<ReturnType<typeof createAppLock>['unlockWithPin']>) => {
  const done = await result;
  return done.ok ? 'ok' : done.error.tag;
};
